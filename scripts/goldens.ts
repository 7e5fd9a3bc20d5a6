/**
 * Checks a folder laid out like the goldens (`npm run -s goldens -- DIR`): every bundle, state file, damaged file and
 * write program of its manifest. Prints `N of M` for each section and the ids that fail; exit code 0 if none does.
 */
import * as path from 'node:path';
import { get_logger } from '../src/logging';
import { runSync } from '../src/saving/storage/drivers';
import { LocalDisk } from '../src/saving/storage/local_disk';
import { checkBroken } from './goldens/broken';
import { checkBrokenObject, isBrokenObject } from './goldens/broken_objects';
import { checkBundle } from './goldens/bundles';
import { type BundleRecord, type Manifest, readManifest } from './goldens/manifest';
import { checkMirror, isObjectBundle } from './goldens/mirror';
import { checkObjectWrite, isObjectWrite } from './goldens/objects';
import { checkSaverWrite, isSaverWrite } from './goldens/savers';
import { checkBrokenState, checkState } from './goldens/states';
import { checkWrite, isRawWrite } from './goldens/writes';

/** One thing to check: its id, and a check that gives null or the reason why it fails. */
interface Item {
  readonly id: string;
  readonly check: () => string | null;
}

function sections(folder: string, manifest: Manifest): Map<string, Item[]> {
  const disk = new LocalDisk();
  const originals = new Map(manifest.bundles.map((record) => [record.prefix, record]));
  const original = (prefix: string) => originals.get(prefix) as BundleRecord;
  return new Map<string, Item[]>([
    [
      'bundles',
      manifest.bundles.map((record) => ({
        id: record.prefix,
        check: () => {
          runSync(checkBundle(folder, record), disk);
          return null;
        },
      })),
    ],
    [
      'states',
      manifest.states.map((record) => ({
        id: `${record.dir}/${record.file}`,
        check: () => checkState(folder, record),
      })),
    ],
    [
      'broken',
      manifest.broken.map((record) => ({
        id: record.id,
        check: () =>
          record.probe.kind === 'state'
            ? checkBrokenState(folder, record)
            : (runSync(checkBroken(folder, record, original(record.undamaged)), disk) ??
              (isBrokenObject(record) ? checkBrokenObject(folder, record) : null)),
      })),
    ],
    [
      'object graphs',
      manifest.bundles
        .filter(isObjectBundle)
        .map((bundle) => ({ id: bundle.prefix, check: () => checkMirror(folder, bundle) })),
    ],
    [
      'writes',
      manifest.writes.flatMap((write) => {
        if (isRawWrite(write)) return [{ id: write.id, check: () => checkWrite(folder, write) }];
        if (isSaverWrite(write)) return [{ id: write.id, check: () => checkSaverWrite(folder, write) }];
        return isObjectWrite(write) ? [{ id: write.id, check: () => checkObjectWrite(folder, write) }] : [];
      }),
    ],
  ]);
}

function run(item: Item): string | null {
  try {
    return item.check();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function main(args: readonly string[]): number {
  const [folder] = args;
  if (folder === undefined || args.length !== 1) {
    console.error('usage: npm run -s goldens -- DIR');
    return 2;
  }
  // What is deprecated in TF is part of what is checked; saying so would stand between the results.
  get_logger().setLevel('ERROR');
  let failed = 0;
  for (const [name, items] of sections(path.resolve(folder), readManifest(folder))) {
    const failures = items
      .map((item) => ({ id: item.id, reason: run(item) }))
      .filter(({ reason }) => reason !== null);
    console.log(`${name}: ${items.length - failures.length} of ${items.length}`);
    for (const { id, reason } of failures) console.log(`  ${id}: ${reason}`);
    failed += failures.length;
  }
  return failed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));

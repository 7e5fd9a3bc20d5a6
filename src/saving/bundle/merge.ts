/**
 * Merges bundles, one for each writer of a multi-shard save, into one (format.md F9): entries are joined and
 * renumbered, data files only renamed.
 */
import { InternalError, InvalidArgumentError, NotFoundError } from '../../errors';
import { type Arrival, commitBundle, openTemporary } from '../commit';
import { decodeMessage, encodeMessage, pb } from '../proto/messages';
import { dirname } from '../storage/paths';
import { call, type Io } from '../storage/storage';
import { quietly } from '../storage/temporary';
import { TableBuilder } from '../table/table_builder';
import { BundleIndex } from './bundle_index';
import { makeParent, sortedKeys } from './bundle_writer';
import { type BundleHeader, encodeHeader } from './header';
import { dataPath, indexPath } from './naming';

export interface MergeOptions {
  /** Remove the folders of the inputs, but the target's (default true). */
  readonly delete_old_dirs?: boolean;
  /** Pass by inputs that are not there (default false). */
  readonly allow_missing_files?: boolean;
}

type Entry = pb.BundleEntryProto;

interface Merged {
  header: BundleHeader | null;
  shards: number;
  readonly entries: Map<string, Entry>;
  /** Data files that entries refer to, in the order of their new numbers. */
  readonly files: Map<string, number>;
  readonly found: string[];
}

/**
 * Merges the bundles at `prefixes`, in this order, into one at `destination`; the inputs are gone afterwards.
 * @throws {@link InvalidArgumentError} F9.1, F9.3; what opening an input throws. The inputs are then as they were.
 */
export function* mergeV2Checkpoints(
  prefixes: readonly string[],
  destination: string,
  options: MergeOptions = {},
): Io<void> {
  const merged: Merged = { header: null, shards: 0, entries: new Map(), files: new Map(), found: [] };
  for (const prefix of prefixes) {
    try {
      yield* mergeOne(prefix, merged);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      if (options.allow_missing_files) continue;
      throw new InvalidArgumentError(
        `allow_missing_files was set to false and ${prefix} did not exist. ${error.message}`,
        { fields: error.fields, cause: error },
      );
    }
  }
  if (merged.header === null) {
    throw new InvalidArgumentError('At least one prefix checkpoint file must exist, but none existed.', {
      fields: { actual: [...prefixes] },
    });
  }
  const data: Arrival[] = [...merged.files].map(([temporaryPath, shard]) => {
    return { temporaryPath, finalPath: dataPath(destination, shard, merged.files.size) };
  });
  yield* makeParent(destination);
  const index = yield* openTemporary(indexPath(destination));
  try {
    // An input without entries has a data file that nobody needs: counting it would name files that are not there.
    const num_shards = merged.files.size || merged.shards;
    const table = new TableBuilder();
    table.add(new Uint8Array(0), encodeHeader({ ...merged.header, num_shards }));
    for (const { name, key } of sortedKeys(merged.entries.keys())) {
      table.add(key, encodeMessage(pb.BundleEntryProto, merged.entries.get(name) as Entry));
    }
    table.finish();
    yield* index.write(table.takeOutput());
  } catch (error) {
    yield* index.discard();
    throw error;
  }
  yield* commitBundle({ index, data });
  yield* removeInputs(merged.found, destination, options.delete_old_dirs ?? true);
}

function* mergeOne(prefix: string, merged: Merged): Io<void> {
  const index = yield* BundleIndex.open(prefix);
  try {
    const { header } = index;
    checkHeaders(merged.header, header, index.path);
    merged.header ??= header;
    merged.shards += header.num_shards;
    merged.found.push(prefix);
    for (const [key, raw] of yield* index.load()) {
      const text = `Damaged entry of key ${key} in ${index.path}: it cannot be parsed`;
      const entry = decodeMessage(pb.BundleEntryProto, raw, text, { file: index.path, key });
      mergeEntry(key, entry, prefix, header.num_shards, merged);
    }
  } finally {
    yield* index.close();
  }
}

function mergeEntry(key: string, entry: Entry, prefix: string, shards: number, merged: Merged): void {
  const fields = { file: indexPath(prefix), key };
  const before = merged.entries.get(key);
  if (before === undefined) {
    const file = dataPath(prefix, entry.shard_id, shards);
    const number = merged.files.get(file) ?? merged.files.size;
    merged.files.set(file, number);
    entry.shard_id = number;
    merged.entries.set(key, entry);
    return;
  }
  if (before.slices.length === 0) {
    throw new InvalidArgumentError(
      `Duplicate tensor keyed by ${key} encountered, when merging prefix: ${prefix}`,
      {
        fields,
      },
    );
  }
  if (entry.slices.length === 0) {
    throw new InternalError(
      `Duplicate tensor keyed by ${key}; attempting to merge in a non-slice bundle entry`,
      {
        fields,
      },
    );
  }
  if (before.dtype !== entry.dtype || shapeKey(before) !== shapeKey(entry)) {
    throw new InvalidArgumentError(
      `Slices of ${key} disagree on its dtype or shape, when merging prefix: ${prefix}`,
      {
        fields,
      },
    );
  }
  before.slices.push(...entry.slices);
}

function shapeKey(entry: Entry): string {
  return (entry.shape?.dim ?? []).map(({ size }) => String(size ?? 0)).join();
}

function checkHeaders(first: BundleHeader | null, next: BundleHeader, file: string): void {
  if (first === null) return;
  const fields = { file };
  if (first.bigEndian !== next.bigEndian) {
    throw new InvalidArgumentError('Merging bundles with conflicting endianness; inputs corrupted?', {
      fields,
    });
  }
  const [merged, current] = [versionText(first.version), versionText(next.version)];
  if (merged !== current) {
    throw new InvalidArgumentError(
      `Merging bundles with different format versions: merged ${merged} vs. curr ${current}`,
      { fields: { ...fields, expected: merged, actual: current } },
    );
  }
}

/** As protobuf prints the message on one line. */
function versionText({ producer, min_consumer, bad_consumers }: BundleHeader['version']): string {
  const parts = [];
  if (producer !== 0) parts.push(`producer: ${producer}`);
  if (min_consumer !== 0) parts.push(`min_consumer: ${min_consumer}`);
  for (const bad of bad_consumers) parts.push(`bad_consumers: ${bad}`);
  return parts.join(' ');
}

/** F9.4. What cannot be removed stays: the merged checkpoint is whole already. */
function* removeInputs(prefixes: readonly string[], destination: string, directories: boolean): Io<void> {
  for (const prefix of prefixes)
    if (prefix !== destination) yield* quietly(call('remove', indexPath(prefix)));
  if (!directories) return;
  const target = dirname(destination);
  const folders = new Set(prefixes.map(dirname));
  for (const folder of folders) if (folder !== target) yield* quietly(call('removeDirectory', folder));
}

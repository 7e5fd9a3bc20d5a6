/** Every checkpoint that real TensorFlow made, every damaged one, every write program of the raw ops. */
import * as path from 'node:path';
import { checkBroken } from '../../../scripts/goldens/broken';
import { checkBundle } from '../../../scripts/goldens/bundles';
import { type BundleRecord, readManifest } from '../../../scripts/goldens/manifest';
import { checkBrokenState, checkState } from '../../../scripts/goldens/states';
import { checkWrite, isRawWrite } from '../../../scripts/goldens/writes';
import type { BundleReader } from '../../../src/saving/bundle/bundle_reader';
import { BundleWriter } from '../../../src/saving/bundle/bundle_writer';
import { encodeKey } from '../../../src/saving/bundle/keys';
import { openCheckpointFile } from '../../../src/saving/bundle/open_checkpoint';
import { encodeSliceKey } from '../../../src/saving/bundle/ordered_code';
import type { TensorSlice } from '../../../src/saving/bundle/slices';
import { runSync } from '../../../src/saving/storage/drivers';
import { LocalDisk } from '../../../src/saving/storage/local_disk';
import { MemoryStorage } from '../../../src/saving/storage/memory';
import { call, type Io, type Storage } from '../../../src/saving/storage/storage';

const folder = path.resolve(__dirname, '../../fixtures/goldens');
const manifest = readManifest(folder);
const disk = new LocalDisk();
const originals = new Map(manifest.bundles.map((record) => [record.prefix, record]));

function readFile(storage: Storage, name: string): Uint8Array {
  const read = function* (): Io<Uint8Array> {
    const file = yield* call('openRead', name);
    const bytes = new Uint8Array(file.size);
    yield* call('read', file, 0, bytes);
    yield* call('closeRead', file);
    return bytes;
  };
  return runSync(read(), storage);
}

describe('bundles of TensorFlow', () => {
  it.each(manifest.bundles.map((record) => [record.prefix, record] as const))(
    'F4-F7, F11 reads %s as TensorFlow wrote it',
    (_, record) => {
      expect(() => runSync(checkBundle(folder, record), disk)).not.toThrow();
    },
  );
});

/** One stored piece of a bundle, with what `BundleWriter` needs to write it again. */
interface Piece {
  readonly key: string;
  readonly offset: number;
  readonly slice: TensorSlice | null;
}

/** Reads everything and adds it to a writer in the order of the data file. */
function* copyBundle(record: BundleRecord): Io<BundleWriter> {
  const file = yield* openCheckpointFile(path.join(folder, record.prefix));
  try {
    const writer = new BundleWriter('copy');
    const pieces: Piece[] = [];
    for (const key of yield* file.keys()) {
      const { slices, offset, elements } = yield* (file as BundleReader).entry(key);
      const listed = record.keys[key]?.slice_entries ?? [];
      // Of tensors without bytes at one place the manifest does not tell the order.
      if (slices.length === 0)
        pieces.push({ key, offset: elements === 0 ? offset - 0.5 : offset, slice: null });
      for (const slice of slices) {
        const hex = Buffer.from(encodeSliceKey(encodeKey(key), slice)).toString('hex');
        const entry = listed.find(({ key_hex }) => key_hex === hex) as unknown as { offset: number };
        pieces.push({ key, offset: entry.offset, slice });
      }
    }
    pieces.sort((a, b) => a.offset - b.offset);
    for (const { key, slice } of pieces) {
      if (slice === null) writer.add(key, yield* file.readTensor(key));
      else writer.addSlice(key, (yield* file.info(key)).shape, slice, yield* file.readSlice(key, slice));
    }
    return writer;
  } finally {
    yield* file.close();
  }
}

describe('bundles written again', () => {
  const replayable = manifest.bundles.filter(
    (record) =>
      record.kind !== 'v1-format' &&
      !record.description.startsWith('made by hand') &&
      record.num_shards === 1 &&
      Object.values(record.keys).every(({ dtype }) => dtype !== 'variant'),
  );

  it('covers most of the goldens', () => expect(replayable.length).toBeGreaterThan(200));

  it.each(replayable.map((record) => [record.prefix, record] as const))(
    'F3-F5, F7.1 writes %s with the same bytes',
    (_, record) => {
      const memory = new MemoryStorage();
      const writer = runSync(copyBundle(record), disk);
      runSync(writer.finish(), memory);
      for (const suffix of ['.index', '.data-00000-of-00001']) {
        const theirs = readFile(disk, path.join(folder, record.prefix) + suffix);
        expect(Buffer.compare(Buffer.from(readFile(memory, `copy${suffix}`)), Buffer.from(theirs))).toBe(0);
      }
    },
  );
});

describe('damaged files', () => {
  const damaged = manifest.broken.filter(({ probe }) => probe.kind !== 'state');
  it.each(damaged.map((record) => [record.id, record] as const))('F6, F11 judges %s rightly', (_, record) => {
    const original = originals.get(record.undamaged) as BundleRecord;
    expect(runSync(checkBroken(folder, record, original), disk)).toBeNull();
  });
});

describe('write programs', () => {
  const writes = manifest.writes.filter(isRawWrite);
  it.each(writes.map((write) => [write.id, write] as const))(
    'F3-F5, F7, F9 writes %s byte for byte',
    (_, write) => {
      expect(checkWrite(folder, write)).toBeNull();
    },
  );
});

describe('state files', () => {
  it.each(manifest.states.map((record) => [`${record.dir}/${record.file}`, record] as const))(
    'F10 answers for %s as TensorFlow',
    (_, record) => {
      expect(checkState(folder, record)).toBeNull();
    },
  );
  const damaged = manifest.broken.filter(({ probe }) => probe.kind === 'state');
  it.each(damaged.map((record) => [record.id, record] as const))(
    'F10.3 judges %s as TensorFlow',
    (_, record) => {
      expect(checkBrokenState(folder, record)).toBeNull();
    },
  );
});

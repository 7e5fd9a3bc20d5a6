/** The rules of the V2 format, each on bytes that TensorFlow wrote or on a file that breaks just this rule. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { float32, type HostTensor, int32, string } from '../../../src/dtypes';
import { DataLossError, InvalidArgumentError, NotFoundError, OutOfRangeError } from '../../../src/errors';
import { BundleWriter } from '../../../src/saving/bundle/bundle_writer';
import { decodeHeader, encodeHeader, newHeader } from '../../../src/saving/bundle/header';
import { mergeV2Checkpoints } from '../../../src/saving/bundle/merge';
import { openCheckpointFile } from '../../../src/saving/bundle/open_checkpoint';
import { encodeSliceKey } from '../../../src/saving/bundle/ordered_code';
import { TensorSlice } from '../../../src/saving/bundle/slices';
import { crc32c, mask } from '../../../src/saving/crc32c';
import { encodeMessage, pb } from '../../../src/saving/proto/messages';
import { runSync } from '../../../src/saving/storage/drivers';
import { MemoryStorage } from '../../../src/saving/storage/memory';
import { call, type Io } from '../../../src/saving/storage/storage';
import { openTable } from '../../../src/saving/table/table';
import { TableBuilder } from '../../../src/saving/table/table_builder';
import { goldens } from '../../support/files';

const golden = (name: string) => readFileSync(path.join(goldens, 'tf2.15', name));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const floats = (...values: number[]): HostTensor => ({
  dtype: float32,
  shape: [values.length],
  data: Float32Array.from(values),
});

function* putFile(name: string, bytes: Uint8Array): Io<void> {
  const file = yield* call('createExclusive', name);
  yield* call('write', file, [bytes]);
  yield* call('closeWrite', file);
}

function* getFile(name: string): Io<Uint8Array> {
  const file = yield* call('openRead', name);
  const bytes = new Uint8Array(file.size);
  yield* call('read', file, 0, bytes);
  yield* call('closeRead', file);
  return bytes;
}

function* save(prefix: string, tensors: Record<string, HostTensor>): Io<void> {
  const writer = new BundleWriter(prefix);
  for (const [key, tensor] of Object.entries(tensors)) writer.add(key, tensor);
  yield* writer.finish();
}

function* readTensor(key: string): Io<HostTensor> {
  const file = yield* openCheckpointFile('p');
  try {
    return yield* file.readTensor(key);
  } finally {
    yield* file.close();
  }
}

const files = (storage: MemoryStorage, folder = '.') => storage.list(folder);

/** A bundle whose index has these entries, with right checksums, whatever they say. */
function bundleOf(
  entries: Record<string, object>,
  data: Uint8Array,
  header: Uint8Array = encodeHeader(newHeader(1)),
): MemoryStorage {
  const storage = new MemoryStorage();
  const table = new TableBuilder();
  table.add(new Uint8Array(0), header);
  for (const [key, fields] of Object.entries(entries)) {
    const entry = encodeMessage(pb.BundleEntryProto, { shape: {}, ...fields } as never);
    table.add(new TextEncoder().encode(key), entry);
  }
  table.finish();
  runSync(putFile('p.index', Uint8Array.from(Buffer.concat(table.takeOutput()))), storage);
  runSync(putFile('p.data-00000-of-00001', data), storage);
  return storage;
}

describe('files of a checkpoint', () => {
  it('F1.1 are one index, and data files numbered with five digits', () => {
    const storage = new MemoryStorage();
    const work = function* (): Io<void> {
      for (const i of [0, 1]) yield* save(`t/p${i}`, { [`k${i}`]: floats(i) });
      yield* mergeV2Checkpoints(['t/p0', 't/p1'], 'two');
      yield* save('one', { k: floats(1) });
    };
    runSync(work(), storage);
    expect(files(storage).filter((name) => name !== 't')).toEqual([
      'one.data-00000-of-00001',
      'one.index',
      'two.data-00000-of-00002',
      'two.data-00001-of-00002',
      'two.index',
    ]);
  });

  it('F1.3 a .meta file beside them is neither read nor written', () => {
    const storage = new MemoryStorage();
    const work = function* (): Io<unknown> {
      yield* save('p', { a: floats(5) });
      yield* putFile('p.meta', new TextEncoder().encode('no MetaGraphDef'));
      return (yield* readTensor('a')).data[0];
    };
    expect(runSync(work(), storage)).toBe(5);
    expect(files(storage)).toEqual(['p.data-00000-of-00001', 'p.index', 'p.meta']);
  });
});

describe('an index', () => {
  // [shared, unshared, value length, key rest, value] …, restarts, their number, type, checksum.
  const dataBlock =
    '000006' +
    '08011a020801' +
    '00010b' +
    '61' +
    '0801120028043507d8750d' +
    '00000000' +
    '01000000' +
    '00' +
    '0c5e243b';
  const metaindex = '0000000001000000' + '00' + 'c0f2a1b0';
  const indexBlock = '000102' + '62' + '0020' + '0000000001000000' + '00' + '30d3691c';
  const handles = '2508' + '320e';

  it('F3.1 F3.6 F4.1 F4.2 F5.3 of one float is, byte for byte, header entry, tensor entry and handles', () => {
    const text = dataBlock + metaindex + indexBlock + handles.padEnd(80, '0') + '57fb808b247547db';
    expect(hex(golden('writes/one.index'))).toBe(text);
    const storage = new MemoryStorage();
    runSync(save('p', { a: { dtype: float32, shape: [], data: Float32Array.of(2.5) } }), storage);
    expect(hex(runSync(getFile('p.index'), storage))).toBe(text);
    const crc = mask(crc32c(new Uint8Array(Float32Array.of(2.5).buffer)));
    expect(crc.toString(16)).toBe('d75d807');
  });

  it('F3.2 restarts at its seventeenth entry, and its index block at every one', () => {
    const storage = new MemoryStorage();
    const names = Array.from({ length: 16 }, (_, i) => `k${String(i).padStart(2, '0')}`);
    const scalar = (i: number): HostTensor => ({ dtype: int32, shape: [], data: Int32Array.of(i) });
    runSync(save('p', Object.fromEntries(names.map((name, i) => [name, scalar(i)]))), storage);
    const bytes = runSync(getFile('p.index'), storage);
    expect(hex(bytes)).toBe(hex(golden('writes/restart_17.index')));
    expect(hex(bytes)).toContain('00030d6b3135');
    expect(hex(bytes)).toContain('00000000' + '09010000' + '02000000');
  });
});

describe('a string tensor', () => {
  it('F5.4 is lengths, their checksum and the bytes; its checksum goes on from that of the lengths', () => {
    const storage = new MemoryStorage();
    const data = ['a', '', '\u00ff'].map((text) => new TextEncoder().encode(text));
    const work = function* (): Io<[Uint8Array, number]> {
      yield* save('p', { s: { dtype: string, shape: [3], data } });
      const file = yield* openCheckpointFile('p');
      const damage = yield* file.verify();
      yield* file.close();
      return [yield* getFile('p.data-00000-of-00001'), damage.length];
    };
    const lengths = crc32c(new Uint8Array(Uint32Array.of(1, 0, 2).buffer));
    const checksum = new Uint8Array(Uint32Array.of(mask(lengths)).buffer);
    const [bytes, damages] = runSync(work(), storage);
    expect(hex(bytes)).toBe(`010002${hex(checksum)}61c3bf`);
    expect(damages).toBe(0);
    const crc = mask(crc32c(Uint8Array.of(0x61, 0xc3, 0xbf), crc32c(checksum, lengths)));
    const stored = hex(new Uint8Array(Uint32Array.of(crc).buffer));
    expect(hex(runSync(getFile('p.index'), storage))).toContain(`280a35${stored}`);
  });
});

describe('a reader refuses', () => {
  const data = new Uint8Array(Float32Array.of(1, 2).buffer);
  const crc = mask(crc32c(data));
  const shape = { dim: [{ size: 2 as never }] };
  const entry = (fields: object) => ({ dtype: 1, shape, size: 8 as never, crc32c: crc, ...fields });
  const reading = (fields: object) => () => runSync(readTensor('k'), bundleOf({ k: entry(fields) }, data));

  it('F6.2 another size than dtype and shape make', () => {
    expect(reading({ size: 4 as never })).toThrow(
      new DataLossError('Invalid size in bundle entry: key k; stored size 4; expected size 8'),
    );
  });

  it('F6.3 other bytes than the checksum is of, with both unmasked numbers', () => {
    expect(reading({ crc32c: mask(0) })).toThrow(
      new DataLossError(
        'TensorBundle at p shard 0 (8 bytes): Checksum does not match: stored 00000000 vs. ' +
          `calculated on the restored bytes ${crc32c(data)}`,
      ),
    );
  });

  it('F6.4 lengths of strings that their checksum or the entry contradicts', () => {
    const text = (bytes: Uint8Array) => () =>
      runSync(
        readTensor('s'),
        bundleOf({ s: { dtype: 7, shape, size: bytes.length as never } }, Uint8Array.from(bytes)),
      );
    expect(text(Uint8Array.of(1, 1, 9, 9, 9, 9, 97, 98))).toThrow(
      /^The length checksum does not match: expected \d{8,} but actual is \d{8,}$/,
    );
    expect(text(Uint8Array.of(0x80, 0x80))).toThrow(
      new DataLossError('String lengths longer than expected offset 2'),
    );
  });

  it('F6.5 a file that is too short, or not there', () => {
    expect(reading({ offset: 4 as never })).toThrow(new OutOfRangeError('Read less bytes than requested'));
    const storage = bundleOf({ k: entry({}) }, data);
    storage.remove('p.data-00000-of-00001');
    expect(() => runSync(readTensor('k'), storage)).toThrow(
      new NotFoundError('p.data-00000-of-00001; No such file or directory'),
    );
  });

  it('F6.6 versions in this order: producer too old, consumer too old, consumer excluded', () => {
    const decoding = (version: { producer: number; min_consumer: number; bad_consumers: number[] }) => () =>
      decodeHeader(encodeHeader({ ...newHeader(1), version }), 'p.index');
    const bad = { producer: -1, min_consumer: 2, bad_consumers: [1] };
    expect(decoding(bad)).toThrow(
      /^Checkpoint producer version -1 below min producer 0 supported by TensorFlow \S+ {2}Please regenerate your checkpoint\.$/,
    );
    expect(decoding({ ...bad, producer: 1 })).toThrow(
      /^Checkpoint min consumer version 2 above current version 1 for TensorFlow \S+ {2}Please upgrade TensorFlow\.$/,
    );
    expect(decoding({ ...bad, producer: 1, min_consumer: 1 })).toThrow(
      'Checkpoint disallows consumer version 1.  Please upgrade TensorFlow: this version is likely buggy.',
    );
    expect(decoding({ producer: 9, min_consumer: 1, bad_consumers: [2] })).not.toThrow();
  });

  it('F6.8 a header that cannot be parsed, or is not there', () => {
    const text = (detail: string) =>
      'Unable to read file (p.index). Perhaps the file is corrupt or was produced by a newer version of ' +
      `TensorFlow with format changes (${detail})`;
    const garbage = bundleOf({}, data, Uint8Array.of(0xff, 0xff));
    expect(() => runSync(readTensor('k'), garbage)).toThrow(text('unable to parse header'));
    const empty = new MemoryStorage();
    const table = new TableBuilder();
    table.finish();
    runSync(putFile('p.index', Uint8Array.from(Buffer.concat(table.takeOutput()))), empty);
    expect(() => runSync(readTensor('k'), empty)).toThrow(text('failed to seek to header entry'));
  });

  it('F6.10 with classes of the closed set', () => {
    expect(reading({ size: 4 as never })).toThrow(DataLossError);
    expect(reading({ offset: 4 as never })).toThrow(OutOfRangeError);
    expect(() =>
      decodeHeader(
        encodeHeader({ ...newHeader(1), version: { producer: -1, min_consumer: 0, bad_consumers: [] } }),
        'f',
      ),
    ).toThrow(InvalidArgumentError);
  });

  it('F6.9 only what is read: the other tensors may be damaged, and verify names them', () => {
    const storage = bundleOf({ bad: entry({ crc32c: 1 }), good: entry({}) }, data);
    expect([...(runSync(readTensor('good'), storage).data as Float32Array)]).toEqual([1, 2]);
    const work = function* (): Io<(string | null)[]> {
      const file = yield* openCheckpointFile('p');
      const damage = yield* file.verify();
      yield* file.close();
      return damage.map(({ key }) => key);
    };
    expect(runSync(work(), storage)).toContain('bad');
  });
});

describe('a V1 file of TensorFlow', () => {
  const messages = function* (): Io<[string, pb.SavedTensorSlices][]> {
    const bytes = golden('v1_format/small');
    yield* putFile('v1', bytes);
    const file = yield* call('openRead', 'v1');
    const table = yield* openTable(file);
    const found: [string, pb.SavedTensorSlices][] = [];
    for (let i = 0; i < table.blockCount; i++) {
      for (const { key, value } of yield* table.readBlock(i)) {
        found.push([hex(key), pb.SavedTensorSlices.decode(value)]);
      }
    }
    yield* call('closeRead', file);
    return found;
  };
  const [[first, head], ...parts] = runSync(messages(), new MemoryStorage()) as [
    [string, pb.SavedTensorSlices],
    ...[string, pb.SavedTensorSlices][],
  ];

  it('F11.1 begins with what is known of all tensors', () => {
    expect(first).toBe('');
    expect(head.meta!.versions!.producer).toBe(1);
    const names = head.meta!.tensor!.map(({ name }) => name);
    expect([...names].sort()).toEqual([
      'b',
      'c',
      'd',
      'empty',
      'f',
      'h',
      'i16',
      'i8',
      'scope/i',
      'step',
      'u8',
    ]);
  });

  it('F11.2 F11.3 goes on with one entry a slice, named by its slice key, of values without dtype and shape', () => {
    const keys = parts.map(([, { data }]) => {
      const rank = data!.slice!.extent!.length;
      return hex(encodeSliceKey(new TextEncoder().encode(data!.name!), TensorSlice.full(rank)));
    });
    expect(parts.map(([key]) => key)).toEqual(keys);
    for (const [, { data }] of parts) {
      const { dtype = 0, tensor_shape } = data!.data!;
      expect([data!.name, dtype, tensor_shape ?? null]).toEqual([data!.name, 0, null]);
    }
    const f = parts.find(([, { data }]) => data!.name === 'f')![1];
    expect(f.data!.data!.float_val).toEqual([1.5, -2.5, 0]);
  });
});

describe('a merge', () => {
  const merged = (header: Parameters<typeof encodeHeader>[0]) => () => {
    const storage = bundleOf({}, new Uint8Array(0), encodeHeader(header));
    runSync(save('q', { a: floats(1) }), storage);
    runSync(mergeV2Checkpoints(['q', 'p'], 'm'), storage);
  };

  it('F9.1 wants one byte order and one version of all', () => {
    expect(merged({ ...newHeader(1), bigEndian: true })).toThrow(
      new InvalidArgumentError('Merging bundles with conflicting endianness; inputs corrupted?'),
    );
    const version = { producer: 1, min_consumer: 1, bad_consumers: [] };
    expect(merged({ ...newHeader(1), version })).toThrow(
      /^Merging bundles with different format versions: merged .* vs\. curr /,
    );
  });

  it('F9.2 F9.4 numbers data files as entries meet them, renames them, and leaves no input behind', () => {
    const storage = new MemoryStorage();
    const work = function* (): Io<number[]> {
      yield* save('t/p0', { z: floats(10) });
      yield* save('t/p1', { a: floats(20) });
      yield* mergeV2Checkpoints(['t/p0', 't/p1'], 'p');
      const first = new Float32Array((yield* getFile('p.data-00000-of-00002')).buffer)[0]!;
      const second = new Float32Array((yield* getFile('p.data-00001-of-00002')).buffer)[0]!;
      return [first, second];
    };
    expect(runSync(work(), storage)).toEqual([10, 20]);
    expect(files(storage)).toEqual(['p.data-00000-of-00002', 'p.data-00001-of-00002', 'p.index']);
  });
});

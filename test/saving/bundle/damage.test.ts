/** RELIABILITY.md rows 9-19: what a reader makes of flipped bits, cut files, hostile entries and changing files. */
import fc from 'fast-check';
import { allDTypes, float32, int32, string } from '../../../src/dtypes';
import { AbortedError, DataLossError, NotFoundError, OpError, UnimplementedError } from '../../../src/errors';
import { BundleWriter } from '../../../src/saving/bundle/bundle_writer';
import { encodeHeader, newHeader } from '../../../src/saving/bundle/header';
import { mergeV2Checkpoints } from '../../../src/saving/bundle/merge';
import { openCheckpointFile } from '../../../src/saving/bundle/open_checkpoint';
import { TensorSlice } from '../../../src/saving/bundle/slices';
import { crc32c, mask } from '../../../src/saving/crc32c';
import { encodeMessage, pb } from '../../../src/saving/proto/messages';
import { runSync } from '../../../src/saving/storage/drivers';
import { MemoryStorage } from '../../../src/saving/storage/memory';
import { call, type Io } from '../../../src/saving/storage/storage';
import { TableBuilder } from '../../../src/saving/table/table_builder';

const INDEX = 'p.index';
const DATA = 'p.data-00000-of-00001';

function* putFile(name: string, bytes: Uint8Array): Io<void> {
  if ((yield* call('stat', name)) !== null) yield* call('remove', name);
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

/** Everything in a checkpoint, as text. */
function* readAll(): Io<string> {
  const file = yield* openCheckpointFile('p');
  try {
    const keys = yield* file.keys();
    const tensors = yield* file.readTensors(keys);
    return JSON.stringify(
      keys.map((key, i) => [
        key,
        tensors[i]!.dtype.name,
        tensors[i]!.shape,
        [...(tensors[i]!.data as Float32Array)].map(String),
      ]),
    );
  } finally {
    yield* file.close();
  }
}

function small(): MemoryStorage {
  const storage = new MemoryStorage();
  const writer = new BundleWriter('p');
  writer.add('a', { dtype: float32, shape: [3], data: Float32Array.of(1, 2, 3) });
  writer.add('s', { dtype: string, shape: [2], data: [Uint8Array.of(1, 2), Uint8Array.of()] });
  writer.addSlice('w', [2, 2], TensorSlice.of([[0, 1], null]), {
    dtype: int32,
    shape: [1, 2],
    data: Int32Array.of(1, 2),
  });
  writer.addSlice('w', [2, 2], TensorSlice.of([[1, 1], null]), {
    dtype: int32,
    shape: [1, 2],
    data: Int32Array.of(3, 4),
  });
  runSync(writer.finish(), storage);
  return storage;
}

/** Reads the checkpoint with one file changed: `same`, or an OpError's class. */
function verdict(storage: MemoryStorage, name: string, bytes: Uint8Array, good: string): string {
  runSync(putFile(name, bytes), storage);
  try {
    return runSync(readAll(), storage) === good ? 'same' : 'other values';
  } catch (error) {
    if (error instanceof OpError) return 'refused';
    throw error;
  }
}

describe.each([INDEX, DATA])('damage to %s', (name) => {
  it('RELIABILITY 11, 12: a flipped bit is an OpError, or in a byte that nobody needs', () => {
    const storage = small();
    const good = runSync(readAll(), storage);
    const bytes = runSync(getFile(name), storage);
    const careless = new Set<number>();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const found = verdict(storage, name, damaged, good);
      if (found === 'same') careless.add(bit >> 3);
      else expect([bit, found]).toEqual([bit, 'refused']);
    }
    // The metaindex block (8 bytes and 5 of trailer), its handle, and the footer's padding.
    const unused = [...careless].filter((at) => at < bytes.length - 48);
    expect(unused.length === 0 || Math.max(...unused) - Math.min(...unused) < 13).toBe(true);
    expect(careless.size).toBeLessThanOrEqual(name === INDEX ? 13 + 40 : 0);
  });

  it('RELIABILITY 11, 12: a cut file is an OpError', () => {
    const storage = small();
    const good = runSync(readAll(), storage);
    const bytes = runSync(getFile(name), storage);
    for (let size = 0; size < bytes.length; size++) {
      expect([size, verdict(storage, name, bytes.slice(0, size), good)]).toEqual([size, 'refused']);
    }
  });
});

/** Writes an index with these raw entries, checksums right. */
function hostile(
  entries: readonly (readonly [string, Uint8Array])[],
  data = new Uint8Array(64),
  shards = 1,
): MemoryStorage {
  const storage = new MemoryStorage();
  const table = new TableBuilder();
  table.add(new Uint8Array(0), encodeHeader(newHeader(shards)));
  for (const [key, value] of entries) table.add(new TextEncoder().encode(key), value);
  table.finish();
  runSync(putFile(INDEX, Uint8Array.from(Buffer.concat(table.takeOutput()))), storage);
  runSync(putFile(DATA, data), storage);
  return storage;
}

describe('hostile entries', () => {
  it('RELIABILITY 14: any entry with right checksums is read or is an OpError', () => {
    const size = fc.oneof(
      fc.integer({ min: 0, max: 70 }),
      fc.constantFrom(-1, -4, 2 ** 31, 2 ** 33, 2 ** 40, 2 ** 53, 2 ** 62, 2 ** 63),
    );
    const entry = fc
      .record({
        dtype: fc.oneof(
          fc.constantFrom(...allDTypes().map((d) => d.as_datatype_enum)),
          fc.integer({ min: -1, max: 200 }),
        ),
        shape: fc.array(size, { maxLength: 4 }),
        shard_id: fc.constantFrom(0, 0, 0, 0, 1, -1, 2 ** 31 - 1),
        offset: size,
        size,
        slices: fc.array(fc.array(fc.tuple(size, size), { maxLength: 3 }), { maxLength: 3 }),
        partitioned: fc.boolean(),
      })
      .map(({ dtype, shape, shard_id, offset, size: length, slices, partitioned }) =>
        encodeMessage(pb.BundleEntryProto, {
          dtype,
          shape: { dim: shape.map((n) => ({ size: n as never })) },
          shard_id,
          offset: offset as never,
          size: length as never,
          slices: partitioned
            ? slices.map((s) => ({
                extent: s.map(([start, n]) => ({ start: start as never, length: n as never })) as never,
              }))
            : [],
        }),
      );
    fc.assert(
      fc.property(fc.oneof(entry, fc.uint8Array({ maxLength: 40 })), (value) => {
        const storage = hostile([['k', value]]);
        try {
          runSync(readAll(), storage);
        } catch (error) {
          if (!(error instanceof OpError)) throw error;
        }
      }),
      // A text of 2 ** 33 elements in five bytes.
      { numRuns: 1500, examples: [[Uint8Array.of(8, 7, 18, 8, 18, 6, 8, 128, 128, 128, 128, 32, 40, 1)]] },
    );
  });

  const entryOf = (fields: object) => encodeMessage(pb.BundleEntryProto, { shape: {}, ...fields } as never);
  const crcOfNothing = 0xa282ead8;

  it('RELIABILITY 14: an empty tensor needs no byte of its file, wherever its entry points (as both TFs have it)', () => {
    const dim = [{ size: 0 as never }];
    const empty = { dtype: 1, shape: { dim }, offset: 1000 as never, crc32c: crcOfNothing };
    const text = { dtype: 7, shape: { dim }, offset: 1000 as never, crc32c: crcOfNothing };
    const storage = hostile([
      ['e', entryOf(empty)],
      ['t', entryOf(text)],
    ]);
    expect(runSync(readAll(), storage)).toBe('[["e","float32",[0],[]],["t","string",[0],[]]]');
  });

  it('F5.4 an entry of no bytes for a text has the checksum of nothing, and no other', () => {
    const dim = [{ size: 0 as never }];
    const storage = hostile([['t', entryOf({ dtype: 7, shape: { dim }, crc32c: crcOfNothing ^ 1 })]]);
    expect(() => runSync(readAll(), storage)).toThrow(
      /\(0 bytes\): Checksum does not match: stored \d+ vs. calculated/,
    );
  });

  it('F7.1 a part that is all of its tensor is looked for under the name of the tensor', () => {
    const one = new Uint8Array(Float32Array.of(1).buffer);
    const whole = entryOf({ dtype: 1, size: 4 as never, crc32c: mask(crc32c(one)), slices: [{}] });
    expect(runSync(readAll(), hostile([['w', whole]], one))).toBe('[["w","float32",[],["1"]]]');
  });

  it('RELIABILITY 19: names like __proto__ are only names', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    const storage = new MemoryStorage();
    const writer = new BundleWriter('p');
    const keys = [
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'nul\0key',
      '\0',
      '\ud800',
      'toString',
      'x'.repeat(1 << 20),
    ];
    for (const key of keys) writer.add(key, { dtype: int32, shape: [], data: Int32Array.of(key.length) });
    runSync(writer.finish(), storage);
    const read = function* (): Io<[string, number][]> {
      const file = yield* openCheckpointFile('p');
      const found: [string, number][] = [];
      for (const key of yield* file.keys())
        found.push([key, (yield* file.readTensor(key)).data[0] as number]);
      yield* file.close();
      return found;
    };
    const found = runSync(read(), storage);
    expect(found.map(([key]) => key).sort()).toEqual([...keys].sort());
    for (const [key, length] of found) expect(length).toBe(key.length);
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
  });

  it('F5.5 a variant is listed and raises Unimplemented', () => {
    const entry = encodeMessage(pb.BundleEntryProto, { dtype: 21, shape: {}, size: 8 as never });
    const storage = hostile([['it', entry]]);
    const read = function* (): Io<void> {
      const file = yield* openCheckpointFile('p');
      expect(yield* file.keys()).toEqual(['it']);
      yield* file.readTensor('it');
    };
    expect(() => runSync(read(), storage)).toThrow(UnimplementedError);
  });
});

describe('verify', () => {
  it('names every damaged tensor', () => {
    const storage = small();
    const data = runSync(getFile(DATA), storage);
    data[0]! ^= 1;
    data[data.length - 1]! ^= 1;
    runSync(putFile(DATA, data), storage);
    const verify = function* (): Io<(string | null)[]> {
      const file = yield* openCheckpointFile('p');
      return (yield* file.verify()).map(({ key }) => key);
    };
    expect(runSync(verify(), storage)).toEqual(['a', 'w']);
  });

  it('notices tensors that share bytes', () => {
    const entry = encodeMessage(pb.BundleEntryProto, {
      dtype: 4,
      shape: { dim: [{ size: 8 as never }] },
      size: 8 as never,
      // crc32c of eight zeros, masked.
      crc32c: 0x2a5ac2be,
    });
    const storage = hostile([
      ['a', entry],
      ['b', entry],
    ]);
    const verify = function* (): Io<string[]> {
      const file = yield* openCheckpointFile('p');
      return (yield* file.verify()).map(({ error }) => error.message);
    };
    expect(runSync(verify(), storage)).toContain('The bytes of b overlap those of a');
  });
});

describe('a checkpoint that changes while it is read', () => {
  const save = function* (value: number): Io<void> {
    const writer = new BundleWriter('p');
    writer.add('a', { dtype: float32, shape: [], data: Float32Array.of(value) });
    writer.add('b', {
      dtype: float32,
      shape: [Math.abs(value)],
      data: new Float32Array(Math.abs(value)).fill(value),
    });
    yield* writer.finish();
  };

  it('RELIABILITY 9: is opened anew if nothing has been read of it', () => {
    const work = function* (): Io<number> {
      yield* save(1);
      const file = yield* openCheckpointFile('p');
      yield* save(2);
      return (yield* file.readTensor('a')).data[0] as number;
    };
    expect(runSync(work(), new MemoryStorage())).toBe(2);
  });

  it('RELIABILITY 10: goes on with the files it holds open', () => {
    const work = function* (): Io<number[]> {
      yield* save(1);
      const file = yield* openCheckpointFile('p');
      const first = (yield* file.readTensor('a')).data[0] as number;
      yield* call('remove', INDEX);
      yield* call('remove', DATA);
      return [first, (yield* file.readTensor('b')).data[0] as number];
    };
    expect(runSync(work(), new MemoryStorage())).toEqual([1, 1]);
  });

  it('RELIABILITY 9: is NotFound if it is gone before anything was read', () => {
    const work = function* (): Io<void> {
      yield* save(1);
      const file = yield* openCheckpointFile('p');
      yield* call('remove', INDEX);
      yield* call('remove', DATA);
      yield* file.readTensor('a');
    };
    expect(() => runSync(work(), new MemoryStorage())).toThrow(NotFoundError);
  });

  it('RELIABILITY 13: a shard of another save is never mixed in', () => {
    const storage = new MemoryStorage();
    runSync(save(1), storage);
    const other = runSync(getFile(DATA), storage);
    runSync(save(3), storage);
    runSync(putFile(DATA, Uint8Array.from([...other, ...other])), storage);
    expect(() => runSync(readAll(), storage)).toThrow(DataLossError);
  });

  it('RELIABILITY 9: is Aborted once values of the old one are out', () => {
    const saveShards = function* (value: number): Io<void> {
      for (const name of ['a', 'b']) {
        const writer = new BundleWriter(`parts/${name}`);
        writer.add(name, { dtype: float32, shape: [], data: Float32Array.of(value) });
        yield* writer.finish();
      }
      yield* mergeV2Checkpoints(['parts/a', 'parts/b'], 'p');
    };
    const work = function* (): Io<void> {
      yield* saveShards(1);
      const file = yield* openCheckpointFile('p');
      yield* file.readTensor('a');
      yield* saveShards(2);
      yield* file.readTensor('b');
    };
    expect(() => runSync(work(), new MemoryStorage())).toThrow(AbortedError);
  });
});

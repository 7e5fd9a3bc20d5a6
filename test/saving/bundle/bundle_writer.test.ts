import fc from 'fast-check';
import {
  allDTypes,
  type DType,
  float32,
  type HostTensor,
  int32,
  int64,
  type NumericStorage,
  string,
  variant,
} from '../../../src/dtypes';
import { InternalError, InvalidArgumentError, NotFoundError, UnimplementedError } from '../../../src/errors';
import { BundleWriter } from '../../../src/saving/bundle/bundle_writer';
import type { CheckpointFile } from '../../../src/saving/bundle/checkpoint_file';
import { mergeV2Checkpoints } from '../../../src/saving/bundle/merge';
import { openCheckpointFile } from '../../../src/saving/bundle/open_checkpoint';
import { TensorSlice } from '../../../src/saving/bundle/slices';
import { V1Writer } from '../../../src/saving/bundle/v1_writer';
import { runSync } from '../../../src/saving/storage/drivers';
import { MemoryStorage } from '../../../src/saving/storage/memory';
import type { Io } from '../../../src/saving/storage/storage';

const floats = (...values: number[]): HostTensor => ({
  dtype: float32,
  shape: [values.length],
  data: Float32Array.from(values),
});

function* reading<T>(prefix: string, work: (file: CheckpointFile) => Io<T>): Io<T> {
  const file = yield* openCheckpointFile(prefix);
  try {
    return yield* work(file);
  } finally {
    yield* file.close();
  }
}

/** Any tensor of any dtype that has host values. */
const storable = allDTypes().filter(({ kind }) => kind !== 'opaque');
const anyTensor = fc
  .tuple(fc.constantFrom(...storable), fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }))
  .chain(([dtype, shape]) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const strings = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: count, maxLength: count });
    const bytes = fc.uint8Array({ minLength: count * dtype.size, maxLength: count * dtype.size });
    const data = dtype === string ? strings : bytes.map((b) => dtype.view(b.slice().buffer, 0, count));
    return data.map((d): HostTensor => ({ dtype, shape, data: d }));
  });
const anyKey = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ minLength: 1 }));

const raw = ({ data }: HostTensor) =>
  Array.isArray(data)
    ? data.map((b) => [...b])
    : [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];

function written(tensors: readonly (readonly [string, HostTensor])[]): MemoryStorage {
  const storage = new MemoryStorage();
  const writer = new BundleWriter('p');
  for (const [key, tensor] of tensors) writer.add(key, tensor);
  runSync(writer.finish(), storage);
  return storage;
}

describe('a written bundle', () => {
  it('F4-F6 reads back as it was, for every dtype, shape and key', () => {
    const input = fc.uniqueArray(fc.tuple(anyKey, anyTensor), { selector: ([key]) => key, maxLength: 12 });
    fc.assert(
      fc.property(input, (tensors) => {
        const storage = written(tensors);
        const found = runSync(
          reading('p', function* (file) {
            const keys = yield* file.keys();
            return { damages: yield* file.verify(), keys, read: yield* file.readTensors(keys) };
          }),
          storage,
        );
        expect(found.damages).toEqual([]);
        expect([...found.keys].sort()).toEqual(tensors.map(([key]) => key).sort());
        const byKey = new Map(tensors);
        found.keys.forEach((key, i) => {
          const [actual, expected] = [found.read[i]!, byKey.get(key)!];
          expect([actual.dtype.name, actual.shape, raw(actual)]).toEqual([
            expected.dtype.name,
            expected.shape,
            raw(expected),
          ]);
        });
      }),
    );
  });

  it('F5.1 holds large tensors too, in pieces', () => {
    const big = Float32Array.from({ length: 700_000 }, (_, i) => i);
    const tensors: [string, HostTensor][] = [
      ['small', floats(1)],
      ['big', { dtype: float32, shape: [700, 1000], data: big }],
      ['text', { dtype: string, shape: [2], data: [new Uint8Array(200_000).fill(7), Uint8Array.of(1)] }],
    ];
    const storage = written(tensors);
    for (const [key, tensor] of tensors) {
      const read = runSync(
        reading('p', (file) => file.readTensor(key)),
        storage,
      );
      expect(Buffer.compare(Buffer.from(raw(read).flat()), Buffer.from(raw(tensor).flat()))).toBe(0);
    }
  });

  it('F2.2 gets its folder, but not the folders above', () => {
    const save = (prefix: string) => runSync(new BundleWriter(prefix).finish(), new MemoryStorage());
    expect(() => save('new/p')).not.toThrow();
    expect(() => save('a/b/p')).toThrow(NotFoundError);
  });

  it('F5.6 refuses a key twice, and writes nothing', () => {
    const writer = new BundleWriter('p');
    writer.add('a', floats(1));
    expect(() => writer.add('a', floats(2))).toThrow(new InvalidArgumentError('Adding duplicate key: a'));
    expect(() => writer.add('', floats(2))).toThrow(InvalidArgumentError);
  });

  it('refuses tensors that contradict themselves or have no value', () => {
    const writer = new BundleWriter('p');
    const add = (dtype: DType, shape: number[], data: NumericStorage) => () =>
      writer.add('x', { dtype, shape, data });
    expect(add(float32, [3], new Float32Array(2))).toThrow(InvalidArgumentError);
    expect(add(int64, [2], new Float32Array(2))).toThrow(InvalidArgumentError);
    expect(add(variant, [], new Uint8Array(1))).toThrow(UnimplementedError);
  });

  it('F7.1 stores a slice that is everything as a plain tensor', () => {
    const storage = new MemoryStorage();
    const writer = new BundleWriter('p');
    writer.addSlice('f', [2], TensorSlice.parse('0,2'), floats(1, 2));
    runSync(writer.finish(), storage);
    const info = runSync(
      reading('p', (file) => file.info('f')),
      storage,
    );
    expect(info.slices).toEqual([]);
  });

  it('F7.6 refuses slices that do not fit', () => {
    const writer = new BundleWriter('p');
    const add = (shape: number[], spec: string, tensor: HostTensor) => () =>
      writer.addSlice('w', shape, TensorSlice.parse(spec), tensor);
    expect(add([4], '3,2', floats(1, 2))).toThrow(InternalError);
    expect(add([4], '0,2', floats(1))).toThrow(InvalidArgumentError);
    add([4], '0,2', floats(1, 2))();
    expect(add([5], '2,2', floats(1, 2))).toThrow(InvalidArgumentError);
    expect(add([4], '0,2', floats(1, 2))).toThrow(InvalidArgumentError);
    expect(add([4], '2,2', { dtype: int32, shape: [2], data: Int32Array.of(1, 2) })).toThrow(
      InvalidArgumentError,
    );
  });
});

describe('merging', () => {
  const save = function* (prefix: string, tensors: Record<string, HostTensor>): Io<void> {
    const writer = new BundleWriter(prefix);
    for (const [key, tensor] of Object.entries(tensors)) writer.add(key, tensor);
    yield* writer.finish();
  };

  it('F9 renumbers shards and removes what it was made of', () => {
    const storage = new MemoryStorage();
    const work = function* (): Io<[number, readonly string[], number[]]> {
      yield* save('t/p0', { b: floats(1) });
      yield* save('t/p1', { a: floats(2), c: floats(3) });
      yield* mergeV2Checkpoints(['t/p0', 't/p1'], 'p');
      return yield* reading('p', function* (file) {
        const tensors = yield* file.readTensors(['a', 'b', 'c']);
        return [file.num_shards, yield* file.keys(), tensors.map(({ data }) => data[0] as number)];
      });
    };
    expect(runSync(work(), storage)).toEqual([2, ['a', 'b', 'c'], [2, 1, 3]]);
    expect(storage.stat('t')).toBeNull();
    expect(storage.list('.').filter((name) => name.startsWith('p.'))).toEqual([
      'p.data-00000-of-00002',
      'p.data-00001-of-00002',
      'p.index',
    ]);
  });

  it('F9.3 refuses a key that two shards hold, and leaves them', () => {
    const storage = new MemoryStorage();
    const work = function* (): Io<void> {
      yield* save('t/p0', { a: floats(1) });
      yield* save('t/p1', { a: floats(2) });
      yield* mergeV2Checkpoints(['t/p0', 't/p1'], 'p');
    };
    expect(() => runSync(work(), storage)).toThrow(
      new InvalidArgumentError('Duplicate tensor keyed by a encountered, when merging prefix: t/p1'),
    );
    expect(storage.list('t')).toHaveLength(4);
  });

  it('F9.5 is readable when a shard is empty', () => {
    const work = function* (): Io<number> {
      yield* save('t/p0', {});
      yield* save('t/p1', { a: floats(5) });
      yield* mergeV2Checkpoints(['t/p0', 't/p1'], 'p');
      return (yield* reading('p', (file) => file.readTensor('a'))).data[0] as number;
    };
    expect(runSync(work(), new MemoryStorage())).toBe(5);
  });
});

describe('V1 files', () => {
  const v1 = storable.filter(({ name }) => !/float8|float4|uint?[24]$/.test(name));

  it('F11 read back as they were written, for every dtype and in parts', () => {
    const storage = new MemoryStorage();
    const writer = new V1Writer('v1');
    const tensors = new Map<string, HostTensor>();
    for (const dtype of v1) {
      const data =
        dtype === string
          ? [Uint8Array.of(1, 0), Uint8Array.of()]
          : dtype.view(
              Uint8Array.from({ length: 2 * dtype.size }, (_, i) => (dtype.is_bool ? i : 255 - 37 * i))
                .buffer,
              0,
              2,
            );
      tensors.set(dtype.name, { dtype, shape: [2], data });
    }
    tensors.set('scalar', { dtype: float32, shape: [], data: Float32Array.of(4) });
    tensors.set('empty', { dtype: float32, shape: [0, 2], data: new Float32Array(0) });
    for (const [key, tensor] of tensors) writer.add(key, tensor);
    writer.addSlice('w', [2, 2], TensorSlice.parse('-:1,1'), { ...floats(2, 4), shape: [2, 1] });
    writer.addSlice('w', [2, 2], TensorSlice.parse('-:0,1'), { ...floats(1, 3), shape: [2, 1] });
    tensors.set('w', { dtype: float32, shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) });
    runSync(writer.finish(), storage);
    const found = runSync(
      reading('v1', function* (file) {
        expect(file.format).toBe('v1');
        expect(yield* file.verify()).toEqual([]);
        const keys = yield* file.keys();
        const read = yield* file.readTensors(keys);
        return keys.map((key, i) => [key, read[i]!.dtype.name, read[i]!.shape, raw(read[i]!)]);
      }),
      storage,
    );
    const expected = [...tensors].map(([key, t]) => [key, t.dtype.name, t.shape, raw(t)]);
    expect(found.sort()).toEqual(expected.sort());
  });

  it('F11.4 are one checkpoint when a pattern names several', () => {
    const work = function* (): Io<[number, readonly string[], number[]]> {
      for (const [i, value] of [1, 3].entries()) {
        const writer = new V1Writer(`P-0000${i}-of-00002`);
        writer.addSlice('w', [4], TensorSlice.of([[2 * i, 2]]), floats(value, value + 1));
        writer.add(`only${i}`, floats(i));
        yield* writer.finish();
      }
      return yield* reading('P-?????-of-00002', function* (file) {
        return [
          file.num_shards,
          yield* file.keys(),
          [...((yield* file.readTensor('w')).data as Float32Array)],
        ];
      });
    };
    expect(runSync(work(), new MemoryStorage())).toEqual([2, ['only0', 'only1', 'w'], [1, 2, 3, 4]]);
  });

  it('F11.5 raise TF’s errors for an unknown tensor and another dtype', () => {
    const storage = new MemoryStorage();
    const writer = new V1Writer('v1');
    writer.add('a', floats(1));
    runSync(writer.finish(), storage);
    const read = (key: string, dtype?: DType) => () =>
      runSync(
        reading('v1', (file) => file.readTensor(key, dtype)),
        storage,
      );
    expect(read('b')).toThrow(new NotFoundError('b not found in checkpoint file'));
    expect(read('a', int32)).toThrow(
      new InvalidArgumentError(
        'Expected to restore a tensor of type int32, got a tensor of type float instead: tensor_name = a',
      ),
    );
  });
});

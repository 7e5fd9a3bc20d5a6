/** Reading by key, part and range, and the texts of refusals. */
import * as path from 'node:path';
import {
  bfloat16,
  complex64,
  type DType,
  float16,
  float32,
  float64,
  type HostTensor,
  int32,
  string,
} from '../../../src/dtypes';
import { DataLossError, InvalidArgumentError, NotFoundError, OutOfRangeError } from '../../../src/errors';
import { BundleWriter } from '../../../src/saving/bundle/bundle_writer';
import type { CheckpointFile } from '../../../src/saving/bundle/checkpoint_file';
import { encodeHeader, newHeader } from '../../../src/saving/bundle/header';
import { openCheckpointFile } from '../../../src/saving/bundle/open_checkpoint';
import { TensorSlice } from '../../../src/saving/bundle/slices';
import { runAsync, runSync } from '../../../src/saving/storage/drivers';
import { LocalDisk } from '../../../src/saving/storage/local_disk';
import { MemoryStorage } from '../../../src/saving/storage/memory';
import { localDisk } from '../../../src/saving/storage/registry';
import { call, type Io, type ReadFile, type Storage } from '../../../src/saving/storage/storage';
import { openTable } from '../../../src/saving/table/table';
import { TableBuilder } from '../../../src/saving/table/table_builder';

const folder = path.resolve(__dirname, '../../fixtures/goldens');

function reading<T>(
  prefix: string,
  work: (file: CheckpointFile) => Io<T>,
  storage: Storage = new LocalDisk(),
): T {
  const open = function* (): Io<T> {
    const file = yield* openCheckpointFile(prefix);
    try {
      return yield* work(file);
    } finally {
      yield* file.close();
    }
  };
  return runSync(open(), storage);
}

const partitioned = path.join(folder, 'tf2.15/broken/base_slices/ckpt');
const base = path.join(folder, 'tf2.15/broken/base/ckpt');
const values = ({ data }: HostTensor) => [...(data as Float32Array)];

describe('a tensor stored in parts', () => {
  it('F7.7 is read as a whole', () => {
    const w = reading(partitioned, (file) => file.readTensor('w', float32));
    expect([w.shape, values(w)]).toEqual([
      [4, 3],
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    ]);
  });

  it('F7.7 is read in other parts than it is stored in', () => {
    const slice = TensorSlice.parse('1,2:1,2');
    const w = reading(partitioned, (file) => file.readSlice('w', slice));
    expect([w.shape, values(w)]).toEqual([
      [2, 2],
      [4, 5, 7, 8],
    ]);
  });

  it('F7.5 is listed once with its full shape', () => {
    const { keys, info } = reading(partitioned, function* (file) {
      return { keys: yield* file.keys(), info: yield* file.info('w') };
    });
    expect(keys).toEqual(['w', 'x']);
    expect([info.shape, info.bytes, info.slices.map(String)]).toEqual([[4, 3], 48, ['0,2:-', '2,2:-']]);
  });
});

describe('a range of elements', () => {
  it('is read without the rest of the file', () => {
    const storage = new MemoryStorage();
    const writer = new BundleWriter('p');
    writer.add('x', {
      dtype: float64,
      shape: [1000, 100],
      data: Float64Array.from({ length: 1e5 }, (_, i) => i),
    });
    runSync(writer.finish(), storage);
    let bytes = 0;
    const counting = new Proxy(storage, {
      get: (target, name) =>
        name !== 'read'
          ? Reflect.get(target, name).bind(target)
          : (file: ReadFile, offset: number, into: Uint8Array) => {
              if (file.path.includes('.data-')) bytes += into.length;
              return target.read(file, offset, into);
            },
    });
    const range = reading('p', (file) => file.readRange('x', 500, 503), counting);
    expect([...range]).toEqual([500, 501, 502]);
    expect(bytes).toBe(24);
  });

  it('of a partitioned tensor is cut from the whole', () => {
    expect([...reading(partitioned, (file) => file.readRange('w', 5, 8))]).toEqual([5, 6, 7]);
  });

  it('outside the tensor is InvalidArgument', () => {
    expect(() => reading(base, (file) => file.readRange('a', 3, 6))).toThrow(InvalidArgumentError);
    expect(() => reading(base, (file) => file.readRange('names', 0, 1))).toThrow(InvalidArgumentError);
  });
});

describe('refusals', () => {
  it('F6.1 names an unknown key', () => {
    expect(() => reading(base, (file) => file.readTensor('zzz'))).toThrow(
      new NotFoundError('Key zzz not found in checkpoint'),
    );
  });

  it('RestoreV2’s text for another dtype', () => {
    expect(() => reading(base, (file) => file.readTensor('a', int32))).toThrow(
      new InvalidArgumentError('tensor_name = a; expected dtype int32 does not equal original dtype float'),
    );
  });

  it('F11.5 for nothing at a prefix', () => {
    expect(() => reading('nowhere/ckpt', (file) => file.keys())).toThrow(
      new NotFoundError(
        'Unsuccessful TensorSliceReader constructor: Failed to find any matching files for nowhere/ckpt',
      ),
    );
  });

  // Expected texts are the manifest's, of TF 2.21.
  it.each([
    [
      'header_missing',
      DataLossError,
      /^Unable to read file \(.*\)\. Perhaps the file is corrupt .* \(failed to seek to header entry\)/,
    ],
    [
      'header_min_consumer_2',
      InvalidArgumentError,
      /^Checkpoint min consumer version 2 above current version 1 for TensorFlow/,
    ],
    [
      'header_bad_consumer',
      InvalidArgumentError,
      /^Checkpoint disallows consumer version 1\. {2}Please upgrade TensorFlow: this/,
    ],
    [
      'header_producer_negative',
      InvalidArgumentError,
      /^Checkpoint producer version -1 below min producer 0 supported by/,
    ],
    [
      'header_big_endian',
      DataLossError,
      /^The length checksum does not match: expected 3270246307 but actual is 4076895008$/,
    ],
    [
      'entry_dtype_double',
      DataLossError,
      /^Invalid size in bundle entry: key a; stored size 20; expected size 40$/,
    ],
    [
      'entry_shape_2p40',
      DataLossError,
      /^Invalid size in bundle entry: key a; stored size 20; expected size 4398046511104$/,
    ],
    [
      'entry_size_2p62',
      DataLossError,
      /^Invalid size in bundle entry: key a; stored size 4611686018427387904; expected size 20$/,
    ],
    [
      'entry_size_negative',
      DataLossError,
      /^Invalid size in bundle entry: key a; stored size -4; expected size 20$/,
    ],
    ['entry_offset_past_end', OutOfRangeError, /^Read less bytes than requested$/],
    ['strings_len_sum_long', OutOfRangeError, /^Read less bytes than requested$/],
    [
      'strings_len_crc',
      DataLossError,
      /^The length checksum does not match: expected 4025255542 but actual is 4024731254$/,
    ],
    [
      'strings_len_sum_short',
      DataLossError,
      /shard 0 \(14 bytes\): Checksum does not match: stored 3156227538 vs\. calculated on the restored bytes 1357939514$/,
    ],
    [
      'data_flip_num',
      DataLossError,
      /^TensorBundle at .* shard 0 \(20 bytes\): Checksum does not match: stored 3508631682 vs\. calculated on the restored bytes 2970274725$/,
    ],
    ['data_missing', NotFoundError, /ckpt\.data-00000-of-00001; No such file or directory$/],
    [
      'slices_shape_larger',
      InvalidArgumentError,
      /^Does not have sufficient slices for partitioned tensor w to restore in slice_spec: -:-$/,
    ],
    [
      'slices_shape_smaller',
      InvalidArgumentError,
      /^Extent in dimension 0 out of bounds: shape = \[3,3\], slice = 2,2:-$/,
    ],
    [
      'slices_listed_twice',
      InvalidArgumentError,
      /^Overlapping slices: existing slice = 0,2:-, new slice = 0,2:-$/,
    ],
  ])('F6 of %s', (name, Class, text) => {
    const readAll = () =>
      reading(path.join(folder, 'tf2.15/broken', name, 'ckpt'), function* (file) {
        for (const key of ['a', 'names', 'w']) if (yield* file.has(key)) yield* file.readTensor(key);
      });
    expect(readAll).toThrow(Class);
    expect(readAll).toThrow(text);
  });
});

/** Writes the index again with a header that says big-endian: `08 01 10 01 1a 02 08 01`. */
function declareBigEndian(storage: MemoryStorage): void {
  const rebuild = function* (): Io<void> {
    const file = yield* call('openRead', 'big.index');
    const table = new TableBuilder();
    for (const { key, value } of yield* (yield* openTable(file)).entries()) {
      table.add(key, key.length === 0 ? encodeHeader({ ...newHeader(1), bigEndian: true }) : value);
    }
    table.finish();
    yield* call('closeRead', file);
    yield* call('remove', 'big.index');
    const index = yield* call('createExclusive', 'big.index');
    yield* call('write', index, table.takeOutput());
    yield* call('closeWrite', index);
  };
  runSync(rebuild(), storage);
}

describe('big-endian files', () => {
  it('F6.7 are swapped after the checksum, complex numbers part by part', () => {
    const cases: [DType, HostTensor['data']][] = [
      [float32, Float32Array.of(1.5, -2)],
      [float64, Float64Array.of(0.1, 3)],
      [complex64, Float32Array.of(1, 2, 3, 4)],
      [float16, Uint16Array.of(0x3c00, 0x1234)],
      [bfloat16, Uint16Array.of(0x3f80, 0x4321)],
    ];
    const storage = new MemoryStorage();
    const write = function* (): Io<void> {
      const writer = new BundleWriter('big');
      for (const [dtype, data] of cases) {
        const own = (data as Float32Array).slice();
        const bytes = new Uint8Array(own.buffer);
        const width = dtype.size / dtype.lanes;
        for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
        writer.add(dtype.name, { dtype, shape: [2], data: own });
      }
      yield* writer.finish();
    };
    runSync(write(), storage);
    declareBigEndian(storage);
    for (const [dtype, data] of cases) {
      expect(reading('big', (file) => file.readTensor(dtype.name), storage).data).toEqual(data);
    }
  });
});

describe('drivers', () => {
  it('read the same asynchronously', async () => {
    const work = function* (): Io<string[]> {
      const file = yield* openCheckpointFile(base);
      const keys = yield* file.keys();
      const tensors = yield* file.readTensors(keys);
      yield* file.close();
      return tensors.map(({ dtype, shape }) => `${dtype.name} ${shape}`);
    };
    const expected = runSync(work(), new LocalDisk());
    expect(await runAsync(work(), localDisk().async)).toEqual(expected);
    expect(expected).toContain(`${string.name} 3`);
  });
});

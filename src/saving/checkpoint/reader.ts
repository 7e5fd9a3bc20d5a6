/** `tf.train.load_checkpoint`: reading a checkpoint by keys, without any objects (saver.md S5). */

import type { DType, DTypeLike, NumericStorage } from '../../dtypes';
import { as_dtype } from '../../dtypes';
import { InvalidArgumentError, OpError, TypeError, ValueError } from '../../errors';
import { named } from '../../python/named';
import { repr } from '../../python/repr';
import { tuple } from '../../python/tuple';
import { NDArray } from '../../runtime/ndarray';
import type { CheckpointFile, TensorInfo } from '../bundle/checkpoint_file';
import { checkpointPrefix } from '../bundle/naming';
import { openCheckpointFile } from '../bundle/open_checkpoint';
import { runSync } from '../storage/drivers';
import { type PathLike, pathText } from '../storage/paths';
import { syncStorageFor } from '../storage/registry';
import { call, type Io, type Storage } from '../storage/storage';
import { finishPendingWrites } from './pending_write';
import { runHere } from './run';
import { findLatest } from './state';

/** Keys as they are, and in their order: a variable called `__proto__` is only a name. */
export type NameMap<T> = { readonly [key: string]: T };

const unreachable = new FinalizationRegistry<() => void>((close) => close());

/**
 * Mirrors TF's `CheckpointReader`. Values are read when asked for, and verified; files stay open until
 * `close`, the end of a `using` block, or garbage collection.
 */
export class CheckpointReader implements Iterable<[key: string, info: TensorInfo]> {
  private readonly storage: Storage;
  private readonly file: CheckpointFile;
  private closed = false;

  /**
   * @throws {@link NotFoundError} if there is no such checkpoint, {@link DataLossError} if its index is
   * damaged.
   */
  constructor(prefix: PathLike) {
    const path = checkpointPrefix(pathText(prefix));
    finishPendingWrites();
    const storage = syncStorageFor(path);
    const file = runSync(openCheckpointFile(path), storage);
    this.storage = storage;
    this.file = file;
    unreachable.register(this, () => runSync(file.close(), storage), this);
  }

  /** The prefix it reads. */
  get prefix(): string {
    return this.file.prefix;
  }

  private run<T>(io: Io<T>): T {
    if (this.closed) throw new ValueError(`The reader of ${this.prefix} is closed.`);
    return runSync(io, this.storage);
  }

  /** All keys in the order of their UTF-8 bytes. Ours. */
  keys(): readonly string[] {
    return this.run(this.file.keys());
  }

  /** dtype, shape, bytes and slices of a key. Ours. @throws {@link NotFoundError} */
  info(key: string): TensorInfo {
    return this.run(this.file.info(keyText(key)));
  }

  get_variable_to_shape_map(): NameMap<number[]> {
    return this.map((info) => [...info.shape]);
  }

  get_variable_to_dtype_map(): NameMap<DType> {
    return this.map((info) => info.dtype);
  }

  private map<T>(value: (info: TensorInfo) => T): NameMap<T> {
    const map = Object.create(null) as Record<string, T>;
    for (const [key, info] of this) map[key] = value(info);
    return map;
  }

  has_tensor(tensor_str: string): boolean {
    return this.run(this.file.has(keyText(tensor_str)));
  }

  /**
   * The value of a key, an array of its own.
   * @throws {@link NotFoundError} `Key … not found in checkpoint`, {@link DataLossError} if it is damaged,
   *   {@link UnimplementedError} for a variant, {@link ValueError} if parts of it were never saved.
   */
  get_tensor(tensor_str: string): NDArray {
    try {
      const { dtype, shape, data } = this.run(this.file.readTensor(keyText(tensor_str)));
      return new NDArray(dtype, shape, data, shape.length === 0);
    } catch (error) {
      // TF's reader, unlike its operations, turns what is invalid into Python's error.
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw new ValueError(error.message, { fields: error.fields, cause: error });
    }
  }

  /** A line for each key: `<key> (DT_FLOAT) [2,3]`. */
  debug_string(): string {
    let text = '';
    for (const [key, { dtype, shape }] of this) text += `${key} (${dtype.proto_name}) [${shape.join(',')}]\n`;
    return text;
  }

  *[Symbol.iterator](): Generator<[key: string, info: TensorInfo], void, undefined> {
    for (const [key, info] of this.run(this.file.infos())) {
      if (info instanceof OpError) throw info;
      yield [key, info];
    }
  }

  /**
   * A numeric tensor to be read in parts. Ours.
   * @throws {@link InvalidArgumentError} if its dtype is another one.
   */
  lazy<D extends keyof StorageByName>(key: string, dtype: D): LazyTensor<StorageByName[D]>;
  lazy(key: string, dtype?: DTypeLike): LazyTensor<NumericStorage>;
  lazy(key: string, dtype?: DTypeLike): LazyTensor<NumericStorage> {
    const info = this.info(key);
    if (dtype !== undefined && as_dtype(dtype) !== info.dtype) {
      const wanted = as_dtype(dtype);
      throw new InvalidArgumentError(
        `tensor_name = ${key}; expected dtype ${wanted.c_name} does not equal original dtype ` +
          `${info.dtype.c_name}`,
        { fields: { file: this.prefix, key, expected: wanted.name, actual: info.dtype.name } },
      );
    }
    return new LazyTensor(info, (begin, end) => this.run(this.file.readRange(key, begin, end)));
  }

  /** Closes the files; a closed reader reads no more. Ours. */
  close(): void {
    if (this.closed) return;
    this.run(this.file.close());
    this.closed = true;
    unreachable.unregister(this);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** @throws {@link TypeError} for what is no string */
function keyText(key: unknown): string {
  if (typeof key === 'string') return key;
  throw new TypeError(`Expected binary or unicode string, got ${repr(key)}`, { fields: { actual: key } });
}

/** What elements of a dtype are stored in. */
interface StorageByName {
  float32: Float32Array;
  float64: Float64Array;
  float16: Uint16Array;
  bfloat16: Uint16Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: BigUint64Array;
  bool: Uint8Array;
}

/** A tensor that is read in parts. Parts carry no checksum of their own: they are not verified. */
export class LazyTensor<T extends NumericStorage> {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;

  /** @internal */
  constructor(
    info: TensorInfo,
    private readonly readRange: (begin: number, end: number) => NumericStorage,
  ) {
    this.dtype = info.dtype;
    this.shape = info.shape;
    this.size = info.shape.reduce((a, b) => a * b, 1);
  }

  /** Elements `[begin, end)` in row-major order; by default all. */
  read(begin = 0, end = this.size): T {
    return this.readRange(begin, end) as T;
  }
}

function* findPrefix(path: string): Io<string> {
  if ((yield* call('stat', path))?.kind !== 'directory') return path;
  const latest = yield* findLatest(path, null);
  if (latest === null) {
    throw new ValueError(`Couldn't find 'checkpoint' file or checkpoints in given directory ${path}`, {
      fields: { file: path },
    });
  }
  return latest;
}

/**
 * Mirrors `tf.train.load_checkpoint(ckpt_dir_or_file)`: a reader of a prefix, or of a directory's newest
 * checkpoint.
 * @throws {@link ValueError} for a directory without checkpoints, {@link NotFoundError} for a prefix without
 * files.
 */
export const load_checkpoint = named(
  'load_checkpoint',
  ['ckpt_dir_or_file'],
  [],
  (ckpt_dir_or_file: PathLike): CheckpointReader => {
    const path = pathText(ckpt_dir_or_file);
    finishPendingWrites();
    return new CheckpointReader(runHere(path, findPrefix(path)));
  },
);

/** Mirrors `tf.compat.v1.train.NewCheckpointReader(filepattern)`. */
export const NewCheckpointReader = named(
  'NewCheckpointReader',
  ['filepattern'],
  [],
  (filepattern: PathLike): CheckpointReader => new CheckpointReader(filepattern),
);

/** Mirrors `tf.train.list_variables(ckpt_dir_or_file)`: all keys with their shapes, sorted. */
export const list_variables = named(
  'list_variables',
  ['ckpt_dir_or_file'],
  [],
  (ckpt_dir_or_file: PathLike): (readonly [key: string, shape: number[]])[] => {
    using reader = load_checkpoint(ckpt_dir_or_file);
    return Array.from(reader, ([key, { shape }]) => tuple(key, [...shape]));
  },
);

/** Mirrors `tf.train.load_variable(ckpt_dir_or_file, name)`; a trailing `:0` of the name is dropped. */
export const load_variable = named(
  'load_variable',
  ['ckpt_dir_or_file', 'name'],
  [],
  (ckpt_dir_or_file: PathLike, name: string): NDArray => {
    using reader = load_checkpoint(ckpt_dir_or_file);
    return reader.get_tensor(name.endsWith(':0') ? name.slice(0, -2) : name);
  },
);

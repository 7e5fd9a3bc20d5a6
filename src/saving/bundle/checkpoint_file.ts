/** What a checkpoint is to whoever reads it, whichever format it has (V2 bundle or V1 table). */
import type { DType, HostTensor, NumericStorage } from '../../dtypes';
import type { OpError } from '../../errors';
import type { Io } from '../storage/storage';
import type { TensorSlice } from './slices';

/** The key under which an object-based checkpoint holds its object graph. */
export const OBJECT_GRAPH_KEY = '_CHECKPOINTABLE_OBJECT_GRAPH';

/** What is known of a tensor without reading it. */
export interface TensorInfo {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Bytes in the files, all parts together; 0 for strings of V1 files, which only reading them tells. */
  readonly bytes: number;
  /** The parts a partitioned tensor is stored in; empty for one stored whole. */
  readonly slices: readonly TensorSlice[];
}

/** One finding of `verify`. */
export interface Damage {
  /** The tensor that cannot be read as it was written; null if the damage is to the index itself. */
  readonly key: string | null;
  readonly error: OpError;
}

/**
 * An open checkpoint. Keys are strings as `keys.ts` makes them. Every read is checked against its checksum (but
 * `readRange`) and throws an OpError of the closed set; a tensor that is read is the caller's own.
 */
export interface CheckpointFile {
  /** As it was given, without `.index`. */
  readonly prefix: string;
  readonly format: 'v1' | 'v2';
  /** Data files that the checkpoint consists of. */
  readonly num_shards: number;
  kind(): Io<'name-based' | 'object-based'>;
  /** Names of all tensors, sorted by their UTF-8 bytes. @throws DataLossError if a part of the index is damaged. */
  keys(): Io<readonly string[]>;
  has(key: string): Io<boolean>;
  /** @throws NotFoundError `Key <key> not found in checkpoint`. */
  info(key: string): Io<TensorInfo>;
  /** What is known of every tensor, in the order of `keys`; for a damaged entry the error that `info` throws. */
  infos(): Io<ReadonlyMap<string, TensorInfo | OpError>>;
  /** A whole tensor. With `dtype`: @throws InvalidArgumentError if it is of another type. */
  readTensor(key: string, dtype?: DType): Io<HostTensor>;
  /** Whole tensors, in the order of `keys`; what lies together is read together. */
  readTensors(keys: readonly string[]): Io<HostTensor[]>;
  /** A part of a tensor, however the tensor is stored. */
  readSlice(key: string, slice: TensorSlice, dtype?: DType): Io<HostTensor>;
  /**
   * Elements `[begin, end)` of a numeric tensor in row-major order. Of a tensor that is stored whole in a V2 file
   * only these bytes are read, so its checksum cannot be checked.
   */
  readRange(key: string, begin: number, end: number): Io<NumericStorage>;
  /** Checks every checksum of index and data; empty if all is well. */
  verify(): Io<Damage[]>;
  close(): Io<void>;
}

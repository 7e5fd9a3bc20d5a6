/**
 * Reads a V2 checkpoint. Trusts nothing that the files say; reads the data of many small tensors in few large
 * pieces, and that of large ones straight to its place. A checkpoint that is replaced while it is being opened is
 * opened anew; one that is replaced later is an AbortedError, never a mixture of old and new.
 */
import type { DType, HostTensor, NumericStorage } from '../../dtypes';
import { string, variant } from '../../dtypes';
import {
  AbortedError,
  DataLossError,
  InvalidArgumentError,
  NotFoundError,
  OpError,
  OutOfRangeError,
} from '../../errors';
import { call, type Io } from '../storage/storage';
import { assemble } from './assemble';
import { BundleIndex } from './bundle_index';
import { type CheckpointFile, type Damage, OBJECT_GRAPH_KEY, type TensorInfo } from './checkpoint_file';
import type { BundleEntry } from './entry';
import { checkInside, requireLittleEndianHost, Shards, type Stored } from './shards';
import { TensorSlice } from './slices';
import { verifyBundle } from './verify';

/** How often a checkpoint that keeps being replaced is opened. */
const MAX_ATTEMPTS = 5;
/** Tensors up to this size are read together with their neighbours, … */
const SMALL_BYTES = 1 << 16;
/** … in pieces of about this size, … */
const RUN_BYTES = 1 << 20;
/** … over gaps up to this size. */
const MAX_GAP_BYTES = 1 << 12;
/** From here on the whole index is read at once. */
const MANY_KEYS = 5;

/** Opens the V2 checkpoint `<prefix>.index`. The reader holds files open until it is closed. */
export function* openBundle(prefix: string): Io<BundleReader> {
  requireLittleEndianHost();
  const index = yield* BundleIndex.open(prefix);
  return new BundleReader(prefix, index);
}

export class BundleReader implements CheckpointFile {
  readonly format = 'v2';
  private shards: Shards;
  /** A value has been handed out: from now on nothing may come from another generation of the files. */
  private delivered = false;

  /** Use {@link openBundle}. */
  constructor(
    readonly prefix: string,
    private index: BundleIndex,
  ) {
    this.shards = this.newShards();
  }

  private newShards(): Shards {
    const { num_shards, bigEndian } = this.index.header;
    return new Shards(this.prefix, num_shards, bigEndian);
  }

  get num_shards(): number {
    return this.index.header.num_shards;
  }

  *kind(): Io<'name-based' | 'object-based'> {
    return (yield* this.has(OBJECT_GRAPH_KEY)) ? 'object-based' : 'name-based';
  }

  keys(): Io<readonly string[]> {
    return this.steady(() => this.index.keys());
  }

  has(key: string): Io<boolean> {
    return this.steady(() => this.index.has(key));
  }

  /** The entry of a tensor, as the index has it. @throws {@link NotFoundError}, {@link DataLossError}. */
  entry(key: string): Io<BundleEntry> {
    return this.steady(() => this.index.entry(key));
  }

  *info(key: string): Io<TensorInfo> {
    return yield* this.describe(key, yield* this.entry(key));
  }

  infos(): Io<ReadonlyMap<string, TensorInfo | OpError>> {
    return this.steady(() => this.describeAll());
  }

  private *describeAll(): Io<ReadonlyMap<string, TensorInfo | OpError>> {
    const infos = new Map<string, TensorInfo | OpError>();
    const special = this.describeWhole(yield* this.index.keys(), infos);
    for (const [key, entry] of special) {
      if (!(entry instanceof OpError)) infos.set(key, yield* this.describe(key, entry));
      else if (yield* this.index.isReplaced(false)) throw entry;
    }
    return infos;
  }

  /**
   * Describes tensors that are stored whole, in a plain loop: V8 does not compile a generator in the midst of one.
   * Returns the other entries, whose places in `infos` are kept.
   */
  private describeWhole(
    keys: readonly string[],
    infos: Map<string, TensorInfo | OpError>,
  ): [key: string, entry: BundleEntry | OpError][] {
    const special: [string, BundleEntry | OpError][] = [];
    for (const key of keys) {
      const entry = this.index.tryEntry(key);
      const whole = entry instanceof OpError ? null : wholeInfo(entry);
      if (whole === null) special.push([key, entry]);
      infos.set(key, whole ?? (entry as OpError));
    }
    return special;
  }

  private *describe(key: string, entry: BundleEntry): Io<TensorInfo> {
    const whole = wholeInfo(entry);
    if (whole !== null) return whole;
    const { dtype, shape, elements, slices } = entry;
    if (dtype !== string && dtype !== variant) return { dtype, shape, bytes: elements * dtype.size, slices };
    let bytes = 0;
    for (const slice of slices) bytes += (yield* this.index.sliceEntry(key, slice)).size;
    return { dtype, shape, bytes, slices };
  }

  readTensor(key: string, dtype?: DType): Io<HostTensor> {
    return this.delivering(() => this.readWhole(key, dtype));
  }

  readSlice(key: string, slice: TensorSlice, dtype?: DType): Io<HostTensor> {
    return this.delivering(() => this.readPart(key, slice, dtype));
  }

  private *readWhole(key: string, dtype?: DType): Io<HostTensor> {
    const entry = yield* this.index.entry(key);
    checkDType(key, entry.dtype, dtype);
    if (entry.slices.length === 0) return yield* this.shards.read({ key, entry });
    return yield* assemble(this.index, this.shards, key, entry, TensorSlice.full(entry.shape.length));
  }

  private *readPart(key: string, slice: TensorSlice, dtype?: DType): Io<HostTensor> {
    const entry = yield* this.index.entry(key);
    checkDType(key, entry.dtype, dtype);
    slice.shapeIn(entry.shape, { file: this.index.path, key });
    return yield* assemble(this.index, this.shards, key, entry, slice);
  }

  readTensors(keys: readonly string[]): Io<HostTensor[]> {
    return this.delivering(() => this.readAll(keys));
  }

  private *readAll(keys: readonly string[]): Io<HostTensor[]> {
    const many = keys.length > MANY_KEYS;
    if (many) yield* this.index.load();
    const tensors = new Array<HostTensor>(keys.length);
    const wanted: (Stored & { readonly at: number })[] = [];
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] as string;
      const entry = many ? this.index.loadedEntry(key) : yield* this.index.entry(key);
      const small = entry.size <= SMALL_BYTES && entry.dtype !== variant && entry.slices.length === 0;
      if (small) wanted.push({ key, entry, at });
      else tensors[at] = yield* this.readWhole(key);
    }
    wanted.sort((a, b) => a.entry.shard_id - b.entry.shard_id || a.entry.offset - b.entry.offset);
    const buffer = new Uint8Array(RUN_BYTES + SMALL_BYTES);
    for (let from = 0; from < wanted.length; ) {
      const start = (wanted[from] as Stored).entry;
      let end = start.offset + start.size;
      let to = from + 1;
      for (; to < wanted.length; to++) {
        const { shard_id, offset, size } = (wanted[to] as Stored).entry;
        if (shard_id !== start.shard_id || offset > end + MAX_GAP_BYTES || end - start.offset > RUN_BYTES)
          break;
        end = Math.max(end, offset + size);
      }
      const run = wanted.slice(from, to);
      for (const { at, tensor } of yield* this.readRun(run, buffer.subarray(0, end - start.offset))) {
        tensors[at] = tensor;
      }
      from = to;
    }
    return tensors;
  }

  /** Reads the bytes from the first to the last of a run of neighbours at once. */
  private *readRun(
    run: readonly (Stored & { readonly at: number })[],
    bytes: Uint8Array,
  ): Io<{ at: number; tensor: HostTensor }[]> {
    const first = run[0] as Stored;
    const file = yield* this.shards.fileOf(first);
    for (const stored of run) checkInside(file, stored);
    yield* call('read', file, first.entry.offset, bytes);
    const tensors: { at: number; tensor: HostTensor }[] = [];
    for (const stored of run) {
      const start = stored.entry.offset - first.entry.offset;
      const own = bytes.subarray(start, start + stored.entry.size);
      const tensor = this.shards.fromBytes(stored, own) ?? (yield* this.shards.read(stored));
      tensors.push({ at: stored.at, tensor });
    }
    return tensors;
  }

  readRange(key: string, begin: number, end: number): Io<NumericStorage> {
    return this.delivering(() => this.readElements(key, begin, end));
  }

  private *readElements(key: string, begin: number, end: number): Io<NumericStorage> {
    const entry = yield* this.index.entry(key);
    checkRange(key, entry.dtype, entry.elements, begin, end);
    if (entry.slices.length === 0) return yield* this.shards.readRange({ key, entry }, begin, end);
    const { data } = yield* this.readWhole(key);
    const { lanes } = entry.dtype;
    return (data as NumericStorage).slice(begin * lanes, end * lanes);
  }

  verify(): Io<Damage[]> {
    return verifyBundle(this.index, this.shards);
  }

  *close(): Io<void> {
    yield* this.shards.close();
    yield* this.index.close();
  }

  private *delivering<T>(work: () => Io<T>): Io<T> {
    const result = yield* this.steady(work);
    this.delivered = true;
    return result;
  }

  /** Does the work again on the new files if the old ones have been replaced under it. */
  private *steady<T>(work: () => Io<T>): Io<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return yield* work();
      } catch (error) {
        const mismatch = error instanceof DataLossError || error instanceof OutOfRangeError;
        if (!(mismatch || error instanceof NotFoundError) || attempt === MAX_ATTEMPTS) throw error;
        if (!(yield* this.index.isReplaced(mismatch))) throw error;
        if (this.delivered) {
          throw new AbortedError(`The checkpoint ${this.prefix} was replaced while it was being read`, {
            fields: { file: this.index.path },
            cause: error,
          });
        }
        yield* this.reopen();
      }
    }
  }

  private *reopen(): Io<void> {
    const index = yield* BundleIndex.open(this.prefix);
    yield* this.close();
    this.index = index;
    this.shards = this.newShards();
  }
}

/** What is known of a tensor that is stored whole; null for a partitioned one. */
function wholeInfo({ dtype, shape, size, slices }: BundleEntry): TensorInfo | null {
  return slices.length === 0 ? { dtype, shape, bytes: size, slices } : null;
}

/** @throws {@link InvalidArgumentError} with RestoreV2's text if a tensor is of another type than asked for. */
export function checkDType(key: string, actual: DType, expected: DType | undefined): void {
  if (expected === undefined || expected === actual) return;
  throw new InvalidArgumentError(
    `tensor_name = ${key}; expected dtype ${expected.c_name} does not equal original dtype ${actual.c_name}`,
    { fields: { key, expected: expected.name, actual: actual.name } },
  );
}

/** @throws {@link InvalidArgumentError} for elements that a tensor does not have. */
export function checkRange(key: string, dtype: DType, elements: number, begin: number, end: number): void {
  const inside = Number.isSafeInteger(begin) && Number.isSafeInteger(end) && begin >= 0 && begin <= end;
  if (inside && end <= elements && dtype !== string && dtype !== variant) return;
  throw new InvalidArgumentError(
    `Cannot read elements [${begin}, ${end}) of the ${elements} elements of ${key}, of dtype ${dtype.name}`,
    { fields: { key, expected: elements, actual: [begin, end] } },
  );
}

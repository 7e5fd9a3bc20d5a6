/**
 * The `.index` of a bundle: header, names and entries. One lookup reads one block of the table; listing, or many
 * lookups, read it all once.
 */
import { DataLossError, NotFoundError, OpError } from '../../errors';
import { call, type FileStat, type Io, type ReadFile } from '../storage/storage';
import { compareBytes } from '../table/comparator';
import { openTable, type Table } from '../table/table';
import { type BundleEntry, decodeEntry } from './entry';
import { type BundleHeader, decodeHeader, unreadable } from './header';
import { decodeKey, encodeKey } from './keys';
import { indexPath } from './naming';
import { decodeSliceKey, encodeSliceKey } from './ordered_code';
import type { TensorSlice } from './slices';

/** After so many single lookups the whole index is read. */
const LOOKUPS_BEFORE_LOADING = 32;
const COMPARE_BYTES = 1 << 20;

export class BundleIndex {
  private raw: Map<string, Uint8Array> | null = null;
  private names: readonly string[] | null = null;
  private lookups = 0;

  private constructor(
    private readonly file: ReadFile,
    private readonly stat: FileStat | null,
    readonly table: Table,
    readonly header: BundleHeader,
  ) {}

  get path(): string {
    return this.file.path;
  }

  /** Opens `<prefix>.index` and checks its header. @throws texts of F3.13, F6.6 and F6.8. */
  static *open(prefix: string): Io<BundleIndex> {
    const path = indexPath(prefix);
    // Taken first: if the file is replaced in between, it only looks replaced once too often.
    const stat = yield* call('stat', path);
    const file = yield* call('openRead', path);
    try {
      const table = yield* openTable(file);
      return new BundleIndex(file, stat, table, yield* readHeader(table, path));
    } catch (error) {
      yield* call('closeRead', file);
      throw error;
    }
  }

  *close(): Io<void> {
    yield* call('closeRead', this.file);
  }

  /**
   * Whether another file now stands under the name of this one, or none. `thorough` also compares the contents:
   * times are coarse, and a checkpoint saved again has an index of the same size.
   */
  *isReplaced(thorough: boolean): Io<boolean> {
    const now = yield* call('stat', this.path);
    if (now === null || now.mtime !== this.stat?.mtime || now.size !== this.stat.size) return true;
    return thorough && !(yield* this.isSameFile());
  }

  private *isSameFile(): Io<boolean> {
    const other = yield* call('openRead', this.path);
    try {
      const [mine, theirs] = [new Uint8Array(COMPARE_BYTES), new Uint8Array(COMPARE_BYTES)];
      for (let at = 0; at < other.size; at += COMPARE_BYTES) {
        const counts = [yield* call('read', this.file, at, mine), yield* call('read', other, at, theirs)];
        if (counts[0] !== counts[1] || compareBytes(mine, theirs) !== 0) return false;
      }
      return other.size === this.file.size;
    } finally {
      yield* call('closeRead', other);
    }
  }

  /** All entries by their keys, slices of tensors included. */
  *load(): Io<ReadonlyMap<string, Uint8Array>> {
    if (this.raw !== null) return this.raw;
    const raw = new Map<string, Uint8Array>();
    yield* this.table.visitEntries((key, value) => {
      if (key.length > 0) raw.set(decodeKey(key), value);
    });
    this.raw = raw;
    return raw;
  }

  private *find(key: string): Io<Uint8Array | undefined> {
    if (this.raw === null && ++this.lookups > LOOKUPS_BEFORE_LOADING) yield* this.load();
    if (this.raw !== null) return this.raw.get(key);
    return key === '' ? undefined : yield* this.table.get(encodeKey(key));
  }

  *has(key: string): Io<boolean> {
    return (yield* this.find(key)) !== undefined;
  }

  /** The entry of a key. @throws {@link NotFoundError} `Key <key> not found in checkpoint`. */
  *entry(key: string): Io<BundleEntry> {
    return this.decode(yield* this.find(key), key);
  }

  /** The same, after `load`, without the price of a generator: for loops over all keys. */
  loadedEntry(key: string): BundleEntry {
    return this.decode(this.raw?.get(key), key);
  }

  /** The same, but returns what is wrong with an entry. */
  tryEntry(key: string): BundleEntry | OpError {
    try {
      return this.loadedEntry(key);
    } catch (error) {
      if (error instanceof OpError) return error;
      throw error;
    }
  }

  private decode(raw: Uint8Array | undefined, key: string): BundleEntry {
    if (raw !== undefined) return decodeEntry(raw, key, this.path);
    throw new NotFoundError(`Key ${key} not found in checkpoint`, { fields: { file: this.path, key } });
  }

  /** The entry of one stored part of a partitioned tensor; a part that is all of it has no entry of its own. */
  *sliceEntry(key: string, slice: TensorSlice): Io<BundleEntry> {
    const raw = yield* this.find(slice.isFull ? key : decodeKey(encodeSliceKey(encodeKey(key), slice)));
    const name = `${key} (slice ${slice})`;
    if (raw !== undefined) return decodeEntry(raw, name, this.path, true);
    throw new NotFoundError(`Key ${name} not found in checkpoint`, { fields: { file: this.path, key } });
  }

  /**
   * Names of tensors in key order (F7.5): entries that hold parts of others are left out.
   * @throws {@link DataLossError} for a part that no tensor lists.
   */
  *keys(): Io<readonly string[]> {
    if (this.names !== null) return this.names;
    const raw = yield* this.load();
    const listed = new Set<string>();
    const seen = new Set<string>();
    const names: string[] = [];
    for (const key of raw.keys()) {
      const owner = key.startsWith('\0') ? sliceOwner(key) : null;
      if (owner === null) names.push(key);
      else {
        if (!seen.has(owner)) {
          seen.add(owner);
          for (const part of yield* this.listedParts(owner)) listed.add(part);
        }
        if (!listed.has(key)) {
          throw new DataLossError(`A stored slice of ${owner} is not listed in its entry`, {
            fields: { file: this.path, key: owner },
          });
        }
      }
    }
    this.names = names;
    return names;
  }

  /** Keys of the parts that the entry of a tensor lists. */
  private *listedParts(owner: string): Io<string[]> {
    const { slices } = yield* this.entry(owner);
    return slices.map((slice) => decodeKey(encodeSliceKey(encodeKey(owner), slice)));
  }
}

function sliceOwner(key: string): string | null {
  try {
    return decodeKey(decodeSliceKey(encodeKey(key)).name);
  } catch (error) {
    // A name may begin with NUL without being a slice's.
    if (error instanceof DataLossError) return null;
    throw error;
  }
}

function* readHeader(table: Table, path: string): Io<BundleHeader> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = table.blockCount === 0 ? undefined : firstValue(yield* table.readBlock(0));
  } catch (error) {
    if (error instanceof OpError) throw unreadable(path, 'failed to seek to header entry', error);
    throw error;
  }
  if (bytes === undefined) throw unreadable(path, 'failed to seek to header entry');
  return decodeHeader(bytes, path);
}

function firstValue(block: { length: number; key(i: number): Uint8Array; value(i: number): Uint8Array }) {
  return block.length > 0 && block.key(0).length === 0 ? block.value(0) : undefined;
}

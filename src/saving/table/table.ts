/**
 * Reads a table without trusting it. Opening reads footer and index block only; a lookup reads one data
 * block. Each block is checked whole when it is read: its checksum, every entry, and that its keys lie
 * between the separators that the index gives. So a key found is right, and a key is only called absent once
 * all blocks have been seen to be in order: TensorFlow drops silently what lies behind a damaged block.
 */

import { DataLossError, type ErrorFields } from '../../errors';
import { ByteReader } from '../coding';
import { call, type Io, type ReadFile } from '../storage/storage';
import { Block, type TableEntry } from './block';
import { BLOCK_TRAILER_SIZE, BlockHandle, decodeFooter, FOOTER_SIZE, readBlockContents } from './format';
import { Separators } from './separators';

export type { TableEntry } from './block';

/** Contents of the metaindex, always empty (format.md F3.10). */
const METAINDEX_SIZE = 8;
/** Parsed blocks that are kept for the next lookups, in bytes. */
const CACHE_LIMIT = 8 * 1024 * 1024;

/**
 * Opens the table in `file`, which stays the caller's to close and must be open as long as the table is used.
 * @throws DataLossError, OutOfRangeError with TF's texts (format.md F3.13).
 */
export function* openTable(file: ReadFile): Io<Table> {
  const fields = { file: file.path };
  if (file.size < FOOTER_SIZE) {
    throw new DataLossError('file is too short to be an sstable', {
      fields: { ...fields, actual: file.size },
    });
  }
  const footer = new Uint8Array(FOOTER_SIZE);
  const count = yield* call('read', file, file.size - FOOTER_SIZE, footer);
  if (count !== FOOTER_SIZE) throw new DataLossError('truncated block read', { fields });
  const { metaindex, index } = decodeFooter(footer, fields);
  const indexFields = { ...fields, offset: index.offset };
  const indexBlock = new Block(yield* readBlockContents(file, index), indexFields, 'any');
  const handles: BlockHandle[] = [];
  for (const { value } of indexBlock) {
    const handle = BlockHandle.decode(new ByteReader(value));
    if (handle === null) throw new DataLossError('bad block handle', { fields: indexFields });
    handles.push(handle);
  }
  checkComplete(handles, metaindex, index, fields);
  const table = new Table(file, new Separators(indexBlock), handles);
  yield* table.checkSeparators();
  return table;
}

/**
 * Data blocks lie one behind the other from the start of the file to the metaindex (format.md F3.12); an
 * index that leaves one out, repeats one or swaps two would otherwise only lose keys.
 */
function checkComplete(
  handles: readonly BlockHandle[],
  metaindex: BlockHandle,
  index: BlockHandle,
  fields: ErrorFields,
): void {
  let expected = 0;
  for (const { offset, end } of handles) {
    if (offset !== expected) {
      throw new DataLossError('bad block handle', { fields: { ...fields, expected, actual: offset } });
    }
    expected = end;
  }
  // The metaindex handle itself is used by nobody and may be damaged: an empty one in its place will do as
  // well.
  const emptyMetaindex = expected + METAINDEX_SIZE + BLOCK_TRAILER_SIZE === index.offset;
  if (!emptyMetaindex && (metaindex.offset !== expected || metaindex.end !== index.offset)) {
    throw new DataLossError('bad block handle', {
      fields: { ...fields, expected: index.offset, actual: expected },
    });
  }
}

/** An open table: a map from bytes to bytes in key order. */
export class Table {
  readonly file: ReadFile;
  private readonly separators: Separators;
  private readonly handles: readonly BlockHandle[];
  /** Blocks that have been read and found in order. */
  private readonly checked: boolean[];
  /** Whether all keys are in order and can be reached although separators are not as they should be. */
  private irregular = false;
  private readonly cache = new Map<number, Block>();
  private cacheSize = 0;

  /** Use `openTable`. */
  constructor(file: ReadFile, separators: Separators, handles: readonly BlockHandle[]) {
    this.file = file;
    this.separators = separators;
    this.handles = handles;
    this.checked = handles.map(() => false);
  }

  /** Number of data blocks. */
  get blockCount(): number {
    return this.handles.length;
  }

  /** The value stored under `key`; undefined if the table is whole and does not hold it. */
  *get(key: Uint8Array): Io<Uint8Array | undefined> {
    for (let i = this.separators.seek(key); i < this.blockCount; i++) {
      const block = yield* this.readBlock(i);
      const at = block.lowerBound(key);
      if (at < block.length) {
        if (block.compareKey(at, key) === 0) return block.value(at);
        break;
      }
    }
    yield* this.checkAll();
    return undefined;
  }

  /** Data block `i`, checked. */
  *readBlock(i: number): Io<Block> {
    const block = yield* this.load(i);
    if (!this.checked[i]) {
      if (!this.irregular && !this.separators.enclose(block, i)) yield* this.checkReach();
      this.checked[i] = true;
    }
    return block;
  }

  /** Gives every entry to `visit`, in key order, block by block. */
  *visitEntries(visit: (key: Uint8Array, value: Uint8Array) => void): Io<void> {
    for (let i = 0; i < this.blockCount; i++) {
      const block = yield* this.readBlock(i);
      for (let k = 0; k < block.length; k++) visit(block.key(k), block.value(k));
    }
  }

  /** All entries, in key order. */
  *entries(): Io<TableEntry[]> {
    const entries: TableEntry[] = [];
    yield* this.visitEntries((key, value) => {
      entries.push({ key, value });
    });
    return entries;
  }

  /** Reads every block that has not been read yet. @throws DataLossError for the first damaged one. */
  *checkAll(): Io<void> {
    for (let i = 0; i < this.blockCount; i++) if (!this.checked[i]) yield* this.readBlock(i);
  }

  /** Part of opening: separators out of order need a look at all blocks. */
  *checkSeparators(): Io<void> {
    if (!this.separators.ascend) yield* this.checkReach();
  }

  /** Checks what separators in order would vouch for: all keys ascend, and a search arrives at each. */
  private *checkReach(): Io<void> {
    let before = -1;
    let last: Uint8Array | null = null;
    for (let i = 0; i < this.blockCount; i++) {
      const block = yield* this.load(i);
      const ascends = block.length === 0 || last === null || block.compareKey(0, last) > 0;
      let whole = ascends;
      for (let at = 0; whole && at < block.length; at++) whole = this.separators.reach(block, i, at, before);
      if (!whole) {
        const fields = { file: this.file.path, offset: this.handles[i]!.offset };
        throw new DataLossError('bad block contents', { fields: { ...fields, detail: 'keys out of reach' } });
      }
      if (block.length > 0) {
        before = i;
        last = block.key(block.length - 1);
      }
    }
    this.irregular = true;
  }

  private *load(i: number): Io<Block> {
    const cached = this.cache.get(i);
    if (cached !== undefined) return cached;
    const handle = this.handles[i]!;
    const contents = yield* readBlockContents(this.file, handle);
    const block = new Block(contents, { file: this.file.path, offset: handle.offset });
    this.remember(i, block);
    return block;
  }

  private remember(i: number, block: Block): void {
    if (block.memorySize > CACHE_LIMIT || this.cache.has(i)) return;
    this.cache.set(i, block);
    this.cacheSize += block.memorySize;
    for (const [oldest, old] of this.cache) {
      if (this.cacheSize <= CACHE_LIMIT) break;
      this.cache.delete(oldest);
      this.cacheSize -= old.memorySize;
    }
  }
}

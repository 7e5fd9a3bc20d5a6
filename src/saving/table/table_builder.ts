/**
 * Writes a table: data blocks, metaindex, index, footer (format.md F3), as chunks of bytes that the caller
 * drains to wherever they go. Pure: it knows no files.
 */

import { InvalidArgumentError } from '../../errors';
import { BlockBuilder } from './block_builder';
import { compareBytes, shortestSeparator, shortSuccessor } from './comparator';
import { BlockHandle, encodeFooter, encodeTrailer } from './format';

/** Target size of a data block (format.md F3.5). */
export const BLOCK_SIZE = 262144;
const DATA_RESTART_INTERVAL = 16;
const INDEX_RESTART_INTERVAL = 1;

export class TableBuilder {
  private readonly data = new BlockBuilder(DATA_RESTART_INTERVAL);
  private readonly index = new BlockBuilder(INDEX_RESTART_INTERVAL);
  private output: Uint8Array[] = [];
  private offset = 0;
  private lastKey: Uint8Array | null = null;
  /** The block that has been written but not yet entered in the index: its separator needs the next key. */
  private pending: BlockHandle | null = null;
  private finished = false;

  /**
   * Adds an entry. Both arrays are copied.
   * @throws InvalidArgumentError if `key` does not sort behind all keys before it.
   */
  add(key: Uint8Array, value: Uint8Array): void {
    if (this.finished) throw new InvalidArgumentError('the table is finished');
    if (this.lastKey !== null && compareBytes(key, this.lastKey) <= 0)
      throw this.notAscending(key, this.lastKey);
    // An entry as large as two blocks gets a block of its own; it is measured before it is added.
    if (!this.data.isEmpty && key.length + value.length >= 2 * BLOCK_SIZE) this.flush();
    if (this.pending !== null) {
      this.index.add(shortestSeparator(this.lastKey!, key), this.pending.encode());
      this.pending = null;
    }
    const kept = new Uint8Array(key);
    this.data.add(kept, value);
    this.lastKey = kept;
    if (this.data.sizeEstimate >= BLOCK_SIZE) this.flush();
  }

  /** Writes what is left: the last data block, metaindex, index and footer. */
  finish(): void {
    if (this.finished) throw new InvalidArgumentError('the table is finished');
    if (!this.data.isEmpty) this.flush();
    this.finished = true;
    const metaindex = this.writeBlock(new BlockBuilder(DATA_RESTART_INTERVAL).finish());
    if (this.pending !== null) this.index.add(shortSuccessor(this.lastKey!), this.pending.encode());
    const index = this.writeBlock(this.index.finish());
    this.emit(encodeFooter(metaindex, index));
  }

  /** The bytes that have come about since the last call, in order. */
  takeOutput(): Uint8Array[] {
    const taken = this.output;
    this.output = [];
    return taken;
  }

  /** How many bytes of the file have come about so far. */
  get size(): number {
    return this.offset;
  }

  private flush(): void {
    this.pending = this.writeBlock(this.data.finish());
  }

  private writeBlock(contents: Uint8Array): BlockHandle {
    const handle = new BlockHandle(this.offset, contents.length);
    this.emit(contents);
    this.emit(encodeTrailer(contents));
    return handle;
  }

  private emit(chunk: Uint8Array): void {
    this.output.push(chunk);
    this.offset += chunk.length;
  }

  private notAscending(key: Uint8Array, last: Uint8Array): InvalidArgumentError {
    const text = new TextDecoder();
    const message = 'keys of a table must be strictly ascending';
    return new InvalidArgumentError(message, { fields: { key: text.decode(key), after: text.decode(last) } });
  }
}

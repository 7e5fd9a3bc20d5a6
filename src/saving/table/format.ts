/**
 * The parts of a table file that say where the others are: block handles, the footer, and the trailer that
 * ends every block (format.md F3.4, F3.6, F3.11).
 *
 *     block   = contents, type (1 byte), masked crc32c of contents and type (fixed32)
 *     handle  = varint64 offset, varint64 size of the contents
 *     footer  = metaindex handle, index handle, zeros up to 40 bytes, magic (8 bytes)
 */

import { DataLossError, type ErrorFields, OutOfRangeError } from '../../errors';
import { type ByteReader, getFixed32, putFixed32, putVarint, ByteReader as Reader } from '../coding';
import { crc32c, mask, unmask } from '../crc32c';
import { call, type Io, type ReadFile } from '../storage/storage';
import { decompress } from './snappy';

export const BLOCK_TRAILER_SIZE = 5;
export const FOOTER_SIZE = 48;
const MAGIC_LOW = 0x8b80fb57;
const MAGIC_HIGH = 0xdb477524;
const TYPE_NONE = 0;
const TYPE_SNAPPY = 1;
const MAX_HANDLE_SIZE = 20;

/** Where a block's contents lie in the file, without their trailer. */
export class BlockHandle {
  readonly offset: number;
  readonly size: number;

  constructor(offset: number, size: number) {
    this.offset = offset;
    this.size = size;
  }

  /** Position of the first byte behind the block and its trailer. */
  get end(): number {
    return this.offset + this.size + BLOCK_TRAILER_SIZE;
  }

  encode(): Uint8Array {
    const bytes = new Uint8Array(MAX_HANDLE_SIZE);
    return bytes.subarray(0, putVarint(bytes, putVarint(bytes, 0, this.offset), this.size));
  }

  /** Null if `reader` does not hold two numbers. Numbers of 2^53 and more read as Infinity. */
  static decode(reader: ByteReader): BlockHandle | null {
    const offset = reader.varint64();
    if (offset < 0) return null;
    const size = reader.varint64();
    return size < 0 ? null : new BlockHandle(offset, size);
  }
}

export function encodeFooter(metaindex: BlockHandle, index: BlockHandle): Uint8Array {
  const footer = new Uint8Array(FOOTER_SIZE);
  const first = metaindex.encode();
  footer.set(first);
  footer.set(index.encode(), first.length);
  putFixed32(footer, FOOTER_SIZE - 8, MAGIC_LOW);
  putFixed32(footer, FOOTER_SIZE - 4, MAGIC_HIGH);
  return footer;
}

/** @throws DataLossError `not an sstable (bad magic number)` or `bad block handle`. */
export function decodeFooter(
  footer: Uint8Array,
  fields: ErrorFields,
): { metaindex: BlockHandle; index: BlockHandle } {
  const low = getFixed32(footer, FOOTER_SIZE - 8);
  const high = getFixed32(footer, FOOTER_SIZE - 4);
  if (low !== MAGIC_LOW || high !== MAGIC_HIGH) {
    throw new DataLossError('not an sstable (bad magic number)', { fields });
  }
  const reader = new Reader(footer, 0, FOOTER_SIZE - 8);
  const metaindex = BlockHandle.decode(reader);
  const index = metaindex && BlockHandle.decode(reader);
  if (metaindex === null || index === null) throw new DataLossError('bad block handle', { fields });
  return { metaindex, index };
}

/** The five bytes behind the contents of an uncompressed block. */
export function encodeTrailer(contents: Uint8Array): Uint8Array {
  const trailer = new Uint8Array(BLOCK_TRAILER_SIZE);
  trailer[0] = TYPE_NONE;
  putFixed32(trailer, 1, mask(crc32c(trailer.subarray(0, 1), crc32c(contents))));
  return trailer;
}

/**
 * Reads and checks one block; its contents come uncompressed.
 * @throws OutOfRangeError `Read less bytes than requested` for a handle that leaves the file; DataLossError.
 */
export function* readBlockContents(file: ReadFile, handle: BlockHandle): Io<Uint8Array> {
  const fields = { file: file.path, offset: handle.offset };
  if (handle.end > file.size) {
    throw new OutOfRangeError('Read less bytes than requested', {
      fields: { ...fields, expected: handle.end, actual: file.size },
    });
  }
  const bytes = new Uint8Array(handle.size + BLOCK_TRAILER_SIZE);
  const count = yield* call('read', file, handle.offset, bytes);
  if (count !== bytes.length) {
    throw new DataLossError('truncated block read', {
      fields: { ...fields, expected: bytes.length, actual: count },
    });
  }
  const stored = unmask(getFixed32(bytes, handle.size + 1));
  const computed = crc32c(bytes.subarray(0, handle.size + 1));
  if (stored !== computed) {
    throw new DataLossError('block checksum mismatch', {
      fields: { ...fields, expected: stored, actual: computed },
    });
  }
  const contents = bytes.subarray(0, handle.size);
  switch (bytes[handle.size]) {
    case TYPE_NONE:
      return contents;
    case TYPE_SNAPPY: {
      const uncompressed = decompress(contents);
      if (uncompressed === null) throw new DataLossError('corrupted compressed block contents', { fields });
      return uncompressed;
    }
    default:
      throw new DataLossError('bad block type', { fields: { ...fields, actual: bytes[handle.size] } });
  }
}

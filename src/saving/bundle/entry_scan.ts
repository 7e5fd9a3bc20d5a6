/**
 * Reads the entries that every writer makes (fields in order, each once, none unknown, stored whole) without a
 * message object: ten times as fast as the general parser, which large indexes feel. Anything else is null here
 * and the general parser's to judge.
 */
import { ByteReader } from '../coding';

export interface ScannedEntry {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly shard_id: number;
  readonly offset: number;
  readonly size: number;
  readonly crc32c: number;
}

const DTYPE = 0x08;
const SHAPE = 0x12;
const DIM = 0x12;
const DIM_SIZE = 0x08;
const SHARD_ID = 0x18;
const OFFSET = 0x20;
const SIZE = 0x28;
const CRC32C = 0x35;
const END = -1;

export function scanEntry(bytes: Uint8Array): ScannedEntry | null {
  const input = new ByteReader(bytes);
  if (input.byte() !== DTYPE) return null;
  const dtype = input.varint32();
  if (dtype < 0 || input.byte() !== SHAPE) return null;
  const length = input.varint32();
  if (length < 0) return null;
  const end = input.pos + length;
  const shape: number[] = [];
  let elements = 1;
  while (input.pos < end) {
    if (input.byte() !== DIM) return null;
    const dimEnd = input.byte() + input.pos;
    let size = 0;
    if (dimEnd > input.pos) {
      if (input.byte() !== DIM_SIZE) return null;
      size = input.varint64();
    }
    elements *= size;
    if (size < 0 || input.pos !== dimEnd || !Number.isSafeInteger(elements) || shape.length === 254)
      return null;
    shape.push(size);
  }
  if (input.pos !== end) return null;
  let shard_id = 0;
  let offset = 0;
  let size = 0;
  let crc32c = 0;
  let tag = input.byte();
  if (tag === SHARD_ID) {
    shard_id = input.varint32();
    tag = input.byte();
  }
  if (tag === OFFSET) {
    offset = input.varint64();
    tag = input.byte();
  }
  if (tag === SIZE) {
    size = input.varint64();
    tag = input.byte();
  }
  if (tag === CRC32C) {
    crc32c = input.fixed32();
    tag = input.byte();
  }
  // A damaged number is negative, one that is too large infinite.
  const sound = shard_id >= 0 && shard_id < 2 ** 31 && offset >= 0 && size >= 0 && crc32c >= 0;
  if (!sound || tag !== END || input.pos !== bytes.length || !Number.isSafeInteger(offset + size))
    return null;
  return { dtype, shape, elements, shard_id, offset, size, crc32c };
}

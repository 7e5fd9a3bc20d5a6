/**
 * Snappy-compressed blocks, which foreign writers make and we only read. The decompressor is a library's;
 * this walk over the stream in front of it makes sure that the claimed length is what the stream really
 * produces.
 */

import { uncompress } from 'snappyjs';
import { ByteReader } from '../coding';

/** The uncompressed bytes, or null if `compressed` is damaged or claims more than snappy can hold. */
export function decompress(compressed: Uint8Array): Uint8Array | null {
  const claimed = new ByteReader(compressed).varint32();
  if (claimed < 0 || claimed > compressed.length * 22 + 64) return null;
  if (producedLength(compressed) !== claimed) return null;
  try {
    return uncompress(compressed, claimed);
  } catch {
    return null;
  }
}

/** How many bytes the elements of a stream produce, or -1 if one of them is cut off. */
function producedLength(compressed: Uint8Array): number {
  const reader = new ByteReader(compressed);
  if (reader.varint32() < 0) return -1;
  const end = compressed.length;
  let pos = reader.pos;
  let produced = 0;
  while (pos < end) {
    const tag = compressed[pos++]!;
    const kind = tag & 3;
    let length = (tag >>> 2) + 1;
    if (kind === 0) {
      // A literal; lengths over 60 follow the tag in one to four bytes.
      if (length > 60) {
        const count = length - 60;
        if (pos + count > end) return -1;
        length = 1;
        for (let i = 0; i < count; i++) length += compressed[pos + i]! * 2 ** (8 * i);
        pos += count;
      }
      pos += length;
    } else {
      // A copy of earlier output, with an offset of one, two or four bytes.
      if (kind === 1) length = ((tag >>> 2) & 7) + 4;
      pos += kind === 1 ? 1 : kind === 2 ? 2 : 4;
    }
    if (pos > end) return -1;
    produced += length;
  }
  return produced;
}

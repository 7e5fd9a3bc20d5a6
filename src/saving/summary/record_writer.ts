/**
 * TFRecord framing: for each record its length in 8 bytes, the masked crc32c of these, its bytes, and the
 * masked crc32c of them, all little-endian.
 */
import { crc32c, mask } from '../crc32c';

/** One record as it stands in the file. */
export function framedRecord(bytes: Uint8Array): Uint8Array {
  const framed = new Uint8Array(bytes.length + 16);
  const view = new DataView(framed.buffer);
  view.setBigUint64(0, BigInt(bytes.length), true);
  view.setUint32(8, mask(crc32c(framed.subarray(0, 8))), true);
  framed.set(bytes, 12);
  view.setUint32(12 + bytes.length, mask(crc32c(bytes)), true);
  return framed;
}

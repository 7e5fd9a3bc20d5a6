/**
 * Variant tensors in a data file (format.md F5.5): for each element a varint length, its bytes, and a checksum
 * of everything so far. What the bytes mean is TensorFlow's affair; here they are only checked.
 */
import { DataLossError, type ErrorFields, OutOfRangeError } from '../../errors';
import { ByteReader, putFixed64 } from '../coding';
import { crc32c, unmask } from '../crc32c';

/** The crc of an entry's bytes, to be compared with the entry's. @throws {@link DataLossError} with TF's text. */
export function variantsCrc(bytes: Uint8Array, count: number, fields: ErrorFields): number {
  const reader = new ByteReader(bytes);
  const length8 = new Uint8Array(8);
  let crc = 0;
  for (let i = 0; i < count; i++) {
    const length = reader.varint64();
    if (length < 0 || length + 4 > reader.remaining) {
      throw new OutOfRangeError('Read less bytes than requested', {
        fields: { ...fields, offset: reader.pos },
      });
    }
    putFixed64(length8, 0, BigInt(length));
    crc = crc32c(length8, crc);
    crc = crc32c(bytes.subarray(reader.pos, reader.pos + length), crc);
    reader.pos += length;
    const checksum = bytes.subarray(reader.pos, reader.pos + 4);
    const expected = unmask(reader.fixed32());
    if (expected !== crc) {
      throw new DataLossError(
        `The checksum after Variant ${i} does not match. Expected: ${expected} Actual: ${crc}`,
        { fields: { ...fields, expected, actual: crc } },
      );
    }
    crc = crc32c(checksum, crc);
  }
  return crc;
}

/**
 * String tensors in a data file (format.md F5.4, F6.4): a varint length an element, a checksum of the lengths,
 * then all bytes. The checksum is of the lengths as little-endian integers, not of the varints, and the entry's
 * own checksum goes on from it, over the checksum as written and the bytes.
 */
import { DataLossError, type ErrorFields, OutOfRangeError } from '../../errors';
import { ByteReader, ByteWriter, getFixed32, putFixed32, putFixed64 } from '../coding';
import { crc32c, mask, unmask } from '../crc32c';

/** A string tensor ready to be written: `head` (lengths and their checksum), then the elements' own bytes. */
export interface EncodedStrings {
  readonly head: Uint8Array;
  readonly size: number;
  /** Unmasked crc of the entry. */
  readonly crc: number;
}

/** Lengths, size and checksum of a string tensor; the elements themselves are not copied. */
export function encodeStrings(elements: readonly Uint8Array[]): EncodedStrings {
  const head = new ByteWriter(elements.length + 4);
  let size = 0;
  for (const element of elements) {
    head.varint(element.length);
    size += element.length;
  }
  let crc = lengthsCrc(elements.length, (i) => (elements[i] as Uint8Array).length, false);
  const checksum = new Uint8Array(4);
  putFixed32(checksum, 0, mask(crc));
  head.bytes(checksum);
  crc = crc32c(checksum, crc);
  for (const element of elements) crc = crc32c(element, crc);
  return { head: head.view(), size: head.length + size, crc };
}

/** Lengths below 2^32 enter the crc as four bytes, larger ones as eight; a big-endian writer's swapped (F6.7). */
function lengthsCrc(count: number, length: (i: number) => number, bigEndian: boolean): number {
  const pending = new Uint8Array(4096);
  let filled = 0;
  let crc = 0;
  for (let i = 0; i < count; i++) {
    if (filled > pending.length - 8) {
      crc = crc32c(pending.subarray(0, filled), crc);
      filled = 0;
    }
    const from = filled;
    const n = length(i);
    filled = n <= 0xffffffff ? putFixed32(pending, filled, n) : putFixed64(pending, filled, BigInt(n));
    if (bigEndian) pending.subarray(from, filled).reverse();
  }
  return crc32c(pending.subarray(0, filled), crc);
}

/** A string tensor taken from a file; `crc` is what was calculated of it, to be compared with the entry's. */
export interface DecodedStrings {
  readonly elements: Uint8Array[];
  readonly crc: number;
}

/** Where the elements' bytes begin, and how long each is. */
export interface StringLengths {
  readonly lengths: Float64Array;
  readonly start: number;
  /** Bytes of the whole tensor, as the lengths have it. */
  readonly size: number;
}

/** Reads the lengths at the start of an entry's bytes. @throws {@link DataLossError} with TF's text. */
export function decodeLengths(bytes: Uint8Array, count: number, fields: ErrorFields): StringLengths {
  const longer = (): DataLossError =>
    new DataLossError(`String lengths longer than expected offset ${bytes.length}`, { fields });
  // Each takes a byte at least: no room is made for what cannot be there.
  if (count > bytes.length) throw longer();
  const reader = new ByteReader(bytes);
  const lengths = new Float64Array(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    const length = reader.varint64();
    if (length < 0) throw longer();
    lengths[i] = length;
    size += length;
  }
  const start = reader.pos + 4;
  size += start;
  if (!Number.isSafeInteger(size)) throw tooShort(size, bytes.length, fields);
  return { lengths, start, size };
}

function tooShort(expected: number, actual: number, fields: ErrorFields): OutOfRangeError {
  return new OutOfRangeError('Read less bytes than requested', { fields: { ...fields, expected, actual } });
}

/**
 * Takes the bytes of a tensor apart. Each element gets bytes of its own.
 * @throws {@link DataLossError} or {@link OutOfRangeError} with TF's texts.
 */
export function decodeStrings(
  bytes: Uint8Array,
  { lengths, start, size }: StringLengths,
  bigEndian: boolean,
  fields: ErrorFields,
): DecodedStrings {
  if (start > bytes.length) throw tooShort(start, bytes.length, fields);
  const checksum = bytes.subarray(start - 4, start);
  const stored = getFixed32(checksum, 0);
  const expected = unmask(bigEndian ? swap32(stored) : stored);
  let crc = lengthsCrc(lengths.length, (i) => lengths[i] as number, bigEndian);
  if (expected !== crc) {
    throw new DataLossError(
      `The length checksum does not match: expected ${padded(expected)} but actual is ${padded(crc)}`,
      { fields: { ...fields, expected, actual: crc } },
    );
  }
  if (size > bytes.length) throw tooShort(size, bytes.length, fields);
  crc = crc32c(checksum, crc);
  const elements = new Array<Uint8Array>(lengths.length);
  let at = start;
  for (let i = 0; i < elements.length; i++) {
    const element = bytes.slice(at, at + (lengths[i] as number));
    crc = crc32c(element, crc);
    elements[i] = element;
    at += element.length;
  }
  return { elements, crc };
}

/** C's `%08u`. */
export function padded(crc: number): string {
  return String(crc).padStart(8, '0');
}

function swap32(n: number): number {
  return (((n & 0xff) << 24) | ((n & 0xff00) << 8) | ((n >>> 8) & 0xff00) | (n >>> 24)) >>> 0;
}

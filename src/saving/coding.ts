/**
 * Little-endian fixed-width integers and base-128 varints, as LevelDB's util/coding: the alphabet of the
 * table and of string tensors. Reading never looks outside the given bytes and never throws: a damaged number
 * is -1.
 */

/** Most bytes that a varint of 32 or 64 bits may take. */
export const MAX_VARINT32_BYTES = 5;
export const MAX_VARINT64_BYTES = 10;

/**
 * How many bytes `value` takes as a varint. `value` is a whole number from 0 to 2^53 - 1, or a bigint below
 * 2^64.
 */
export function varintLength(value: number | bigint): number {
  let length = 1;
  if (typeof value === 'bigint') {
    for (let rest = value >> 7n; rest > 0n; rest >>= 7n) length++;
    return length;
  }
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length++;
  return length;
}

/** Writes `value` as a varint at `at`; gives the position behind it. */
export function putVarint(into: Uint8Array, at: number, value: number | bigint): number {
  let pos = at;
  if (typeof value === 'bigint') {
    let rest = value;
    for (; rest >= 128n; rest >>= 7n) into[pos++] = Number(rest & 0x7fn) | 0x80;
    into[pos++] = Number(rest);
    return pos;
  }
  let rest = value;
  for (; rest >= 0x80000000; rest = Math.floor(rest / 128)) into[pos++] = (rest % 128) | 0x80;
  for (; rest >= 0x80; rest >>>= 7) into[pos++] = (rest & 0x7f) | 0x80;
  into[pos++] = rest;
  return pos;
}

export function putFixed32(into: Uint8Array, at: number, value: number): number {
  into[at] = value & 0xff;
  into[at + 1] = (value >>> 8) & 0xff;
  into[at + 2] = (value >>> 16) & 0xff;
  into[at + 3] = value >>> 24;
  return at + 4;
}

export function putFixed64(into: Uint8Array, at: number, value: bigint): number {
  putFixed32(into, at, Number(value & 0xffffffffn));
  return putFixed32(into, at + 4, Number((value >> 32n) & 0xffffffffn));
}

/** The unsigned number in the four bytes at `at`, or -1 if they are not all there. */
export function getFixed32(bytes: Uint8Array, at: number): number {
  if (at < 0 || at + 4 > bytes.length) return -1;
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** The unsigned number in the eight bytes at `at`, or -1n if they are not all there. */
export function getFixed64(bytes: Uint8Array, at: number): bigint {
  if (at < 0 || at + 8 > bytes.length) return -1n;
  return BigInt(getFixed32(bytes, at)) | (BigInt(getFixed32(bytes, at + 4)) << 32n);
}

/**
 * Reads numbers one after the other from `bytes[pos, end)`. After an answer of -1 the position is undefined.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  pos: number;
  readonly end: number;

  constructor(bytes: Uint8Array, pos = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = Math.max(0, pos);
    this.end = Math.min(end, bytes.length);
  }

  get remaining(): number {
    return this.end - this.pos;
  }

  /** The next byte; -1 at the end. */
  byte(): number {
    return this.pos < this.end ? this.bytes[this.pos++]! : -1;
  }

  /** A number below 2^32; -1 if it is cut off, longer than 5 bytes, or too large. */
  varint32(): number {
    const { bytes, end } = this;
    let pos = this.pos;
    let result = 0;
    for (let shift = 0; shift < 32 && pos < end; shift += 7) {
      const byte = bytes[pos++]!;
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (shift === 28 && byte > 0x0f) return -1;
        this.pos = pos;
        return result >>> 0;
      }
    }
    return -1;
  }

  /**
   * A number below 2^64 for callers that compare it with a limit: exact up to 2^53 - 1, `Infinity` above (so
   * that every check against a real size refuses it), -1 if it is cut off, longer than 10 bytes, or too
   * large.
   */
  varint64(): number {
    const { bytes, end } = this;
    let pos = this.pos;
    let result = 0;
    let scale = 1;
    for (let count = 1; count <= MAX_VARINT64_BYTES && pos < end; count++) {
      const byte = bytes[pos++]!;
      if (count === MAX_VARINT64_BYTES && byte > 1) return -1;
      result += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.pos = pos;
        return result <= Number.MAX_SAFE_INTEGER ? result : Number.POSITIVE_INFINITY;
      }
      scale *= 128;
    }
    return -1;
  }

  /** The same number exactly, -1n if damaged. */
  varint64Exact(): bigint {
    const start = this.pos;
    const value = this.varint64();
    if (value === -1) return -1n;
    if (value <= Number.MAX_SAFE_INTEGER) return BigInt(value);
    let result = 0n;
    for (let i = this.pos - 1; i >= start; i--) result = (result << 7n) | BigInt(this.bytes[i]! & 0x7f);
    return result;
  }

  fixed32(): number {
    if (this.pos + 4 > this.end) return -1;
    const value = getFixed32(this.bytes, this.pos);
    this.pos += 4;
    return value;
  }
}

/** Bytes that grow at their end. */
export class ByteWriter {
  private buffer: Uint8Array;
  length = 0;

  constructor(capacity = 256) {
    this.buffer = new Uint8Array(capacity);
  }

  private reserve(more: number): Uint8Array {
    const needed = this.length + more;
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    return this.buffer;
  }

  byte(value: number): void {
    this.reserve(1)[this.length++] = value;
  }

  varint(value: number | bigint): void {
    this.length = putVarint(this.reserve(MAX_VARINT64_BYTES), this.length, value);
  }

  fixed32(value: number): void {
    this.length = putFixed32(this.reserve(4), this.length, value);
  }

  fixed64(value: bigint): void {
    this.length = putFixed64(this.reserve(8), this.length, value);
  }

  /** Appends `bytes[from, to)`. */
  bytes(bytes: Uint8Array, from = 0, to = bytes.length): void {
    const into = this.reserve(to - from);
    let pos = this.length;
    if (to - from < 64) for (let i = from; i < to; i++) into[pos++] = bytes[i]!;
    else into.set(bytes.subarray(from, to), pos);
    this.length += to - from;
  }

  /** Appends `length` of the bytes written before, from `from` on; gives the position of the copy. */
  copyWithin(from: number, length: number): number {
    const at = this.length;
    this.reserve(length).copyWithin(at, from, from + length);
    this.length += length;
    return at;
  }

  /** Compares, as keys sort, all that has been written from `from` on with `other[start, end)`. */
  compareTail(from: number, other: Uint8Array, start: number, end: number): number {
    const { buffer, length } = this;
    for (let i = from, j = start; i < length; i++, j++) {
      if (j >= end) return 1;
      const difference = buffer[i]! - other[j]!;
      if (difference !== 0) return difference;
    }
    return length - from < end - start ? -1 : 0;
  }

  /** What has been written, as a view that the next write may leave behind. */
  view(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  /** Hands over what has been written and starts anew. */
  take(): Uint8Array {
    const taken = this.view();
    this.buffer = new Uint8Array(256);
    this.length = 0;
    return taken;
  }
}

/**
 * OrderedCode: numbers and strings as bytes that sort like their values. Keys of slices are made of it
 * (format.md F7.3, F7.4).
 */
import { DataLossError } from '../../errors';
import type { TensorSlice } from './slices';

/** A collector of bytes: keys are short. */
export type Bytes = number[];

/** F7.3: length byte, then the number big-endian without leading zeros. */
export function appendNum(out: Bytes, value: number): void {
  const digits: Bytes = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  out.push(digits.length, ...digits);
}

/** F7.3: `00` and `ff` are escaped, `00 01` ends the string. */
export function appendString(out: Bytes, bytes: Uint8Array): void {
  for (const byte of bytes) {
    out.push(byte);
    if (byte === 0) out.push(0xff);
    else if (byte === 0xff) out.push(0);
  }
  out.push(0, 1);
}

/** F7.4: the length in leading ones of the first bytes, the sign in their complement. */
export function appendSigned(out: Bytes, value: number): void {
  const big = BigInt(value);
  const magnitude = big < 0n ? ~big : big;
  let length = 1;
  while (length < 10 && magnitude >= 1n << BigInt(7 * length - 1)) length++;
  const bytes: Bytes = [];
  for (let i = length - 1; i >= 0; i--) bytes.push(Number((big >> BigInt(8 * i)) & 0xffn));
  const header = (0xffff << (16 - length)) & 0xffff;
  bytes[0] = (bytes[0] as number) ^ (header >> 8);
  if (length > 1) bytes[1] = (bytes[1] as number) ^ (header & 0xff);
  out.push(...bytes);
}

/** The key under which one slice of a tensor is stored: E(T, slice) of F7.3. */
export function encodeSliceKey(name: Uint8Array, slice: TensorSlice): Uint8Array {
  const out: Bytes = [];
  appendNum(out, 0);
  appendString(out, name);
  appendNum(out, slice.rank);
  for (let d = 0; d < slice.rank; d++) {
    appendSigned(out, slice.isFullAt(d) ? 0 : slice.start(d));
    appendSigned(out, slice.length(d));
  }
  return Uint8Array.from(out);
}

/** What a slice key holds. */
export interface SliceKey {
  readonly name: Uint8Array;
  readonly extents: readonly (readonly [start: number, length: number])[];
}

/** Takes a slice key apart. @throws {@link DataLossError} if it is none. */
export function decodeSliceKey(key: Uint8Array): SliceKey {
  const input = new Cursor(key);
  if (input.num() !== 0) throw input.damaged();
  const name = input.string();
  const rank = input.num();
  if (rank > key.length) throw input.damaged();
  const extents: [number, number][] = [];
  for (let d = 0; d < rank; d++) extents.push([input.signed(), input.signed()]);
  input.end();
  return { name, extents };
}

class Cursor {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  damaged(): DataLossError {
    return new DataLossError('Damaged key of a tensor slice', { fields: { offset: this.at } });
  }
  private byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw this.damaged();
    this.at++;
    return byte;
  }
  num(): number {
    let value = 0;
    for (let rest = this.byte(); rest > 0; rest--) value = value * 256 + this.byte();
    if (!Number.isSafeInteger(value)) throw this.damaged();
    return value;
  }
  string(): Uint8Array {
    const out: Bytes = [];
    for (;;) {
      const byte = this.byte();
      if (byte !== 0 && byte !== 0xff) {
        out.push(byte);
        continue;
      }
      const escape = this.byte();
      if (byte === 0 && escape === 1) return Uint8Array.from(out);
      if (escape !== (byte === 0 ? 0xff : 0)) throw this.damaged();
      out.push(byte);
    }
  }
  signed(): number {
    const first = this.bytes[this.at] ?? 0;
    const flip = first < 0x80 ? 0xff : 0;
    const lead = ((first ^ flip) << 8) | ((this.bytes[this.at + 1] ?? 0) ^ flip);
    let length = 0;
    while (length < 10 && (lead >> (15 - length)) & 1) length++;
    let value = 0n;
    for (let i = 0; i < length; i++) value = (value << 8n) | BigInt(this.byte() ^ flip);
    value &= (1n << BigInt(7 * length - 1)) - 1n;
    const number = Number(flip ? ~value : value);
    if (!Number.isSafeInteger(number)) throw this.damaged();
    return number;
  }
  end(): void {
    if (this.at !== this.bytes.length) throw this.damaged();
  }
}

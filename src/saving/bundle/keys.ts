/**
 * Keys of tensors: UTF-8 bytes in files, strings outside. Bytes that are not UTF-8 become lone surrogates
 * U+DC80..U+DCFF, as Python's `surrogateescape` does; any other lone surrogate is stored in three bytes (as
 * Python's `surrogatepass`). So every byte string has one string, and comes back from it unchanged.
 */
import { compareBytes } from '../table/comparator';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
/** With the `u` flag only a surrogate without its partner is one. */
const loneSurrogate = /\p{Surrogate}/u;

/** Bytes of a key as they stand in files. */
export function encodeKey(key: string): Uint8Array {
  if (!loneSurrogate.test(key)) return encoder.encode(key);
  const out: number[] = [];
  for (const char of key) {
    const code = char.codePointAt(0) as number;
    if (code >= 0xdc80 && code <= 0xdcff) out.push(code - 0xdc00);
    else if (code >= 0xd800 && code <= 0xdfff)
      out.push(0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else out.push(...encoder.encode(char));
  }
  return Uint8Array.from(out);
}

/** The string for a key's bytes; never fails. */
export function decodeKey(bytes: Uint8Array): string {
  const plain = decodeAscii(bytes);
  if (plain !== null) return plain;
  try {
    return strict.decode(bytes);
  } catch {
    return decodeDamaged(bytes);
  }
}

function decodeAscii(bytes: Uint8Array): string | null {
  const length = bytes.length;
  if (length > 1024) return null;
  for (let i = 0; i < length; i++) if ((bytes[i] as number) >= 0x80) return null;
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

function decodeDamaged(bytes: Uint8Array): string {
  const units: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    const text = length > 0 ? decodeSequence(bytes, at, length) : null;
    if (text !== null) {
      for (let i = 0; i < text.length; i++) units.push(text.charCodeAt(i));
      at += length;
      continue;
    }
    const surrogate = surrogateAt(bytes, at);
    const escaped = surrogate === 0 || (surrogate >= 0xdc80 && surrogate <= 0xdcff);
    const unit = escaped ? 0xdc00 + (bytes[at] as number) : surrogate;
    // A high surrogate must not join what follows to a pair: the pair has other bytes.
    if (isLow(unit) && units.length > 0 && isHigh(units[units.length - 1] as number)) {
      const high = units.pop() as number;
      for (const byte of [0xed, 0x80 | ((high >> 6) & 0x3f), 0x80 | (high & 0x3f)]) units.push(0xdc00 + byte);
    }
    units.push(unit);
    at += escaped ? 1 : 3;
  }
  let text = '';
  for (let i = 0; i < units.length; i += 4096) text += String.fromCharCode(...units.slice(i, i + 4096));
  return text;
}

/** Length a first byte announces, or 0 if it can begin nothing. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

function decodeSequence(bytes: Uint8Array, at: number, length: number): string | null {
  if (at + length > bytes.length) return null;
  try {
    return strict.decode(bytes.subarray(at, at + length));
  } catch {
    return null;
  }
}

/** The lone surrogate stored in three bytes here, or 0. */
function surrogateAt(bytes: Uint8Array, at: number): number {
  const second = bytes[at + 1] ?? 0;
  const third = bytes[at + 2] ?? 0;
  if (bytes[at] !== 0xed || second < 0xa0 || second > 0xbf || third < 0x80 || third > 0xbf) return 0;
  return 0xd000 | ((second & 0x3f) << 6) | (third & 0x3f);
}

/** Order of keys: by their UTF-8 bytes, which is not the order of UTF-16 units. */
export function compareKeys(a: string, b: string): number {
  return compareBytes(encodeKey(a), encodeKey(b));
}

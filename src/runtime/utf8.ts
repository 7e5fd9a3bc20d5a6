/** UTF-8 by hand: strings of tensors are bytes, and may be no text at all. */

export const replacement = 0xfffd;

/** One character: its code point, or -1 for bytes that are none, and how many bytes it takes. */
export interface DecodedCharacter {
  readonly code: number;
  readonly length: number;
}

function continuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** The lowest second byte and the highest, which keep out overlong forms, surrogates and what is beyond Unicode. */
function secondRange(first: number): [number, number] {
  if (first === 0xe0) return [0xa0, 0xbf];
  if (first === 0xed) return [0x80, 0x9f];
  if (first === 0xf0) return [0x90, 0xbf];
  return first === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}

/** The character at `at`; of damaged ones the longest beginning counts as one, as Unicode recommends. */
export function characterAt(bytes: Uint8Array, at: number): DecodedCharacter {
  const first = bytes[at]!;
  if (first < 0x80) return { code: first, length: 1 };
  const size =
    first >= 0xc2 && first <= 0xdf
      ? 2
      : first >= 0xe0 && first <= 0xef
        ? 3
        : first >= 0xf0 && first <= 0xf4
          ? 4
          : 0;
  if (size === 0) return { code: -1, length: 1 };
  const [low, high] = secondRange(first);
  const second = bytes[at + 1];
  if (second === undefined || second < low || second > high) return { code: -1, length: 1 };
  let code = ((first & (0x7f >> size)) << 6) | (second & 0x3f);
  for (let i = 2; i < size; i++) {
    if (!continuation(bytes[at + i])) return { code: -1, length: i };
    code = (code << 6) | (bytes[at + i]! & 0x3f);
  }
  return { code, length: size };
}

const encoder = new TextEncoder();
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}
/** The text; bytes that are none become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return lenient.decode(bytes);
}
/** The text, or null if the bytes are no UTF-8. */
function strictText(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}
/** The text, in which each byte that is no character stands as a lone surrogate from U+DC80 on, as in Python. */
export function escapedText(bytes: Uint8Array): string {
  const text = strictText(bytes);
  if (text !== null) return text;
  let out = '';
  for (let at = 0; at < bytes.length; ) {
    const { code, length } = characterAt(bytes, at);
    if (code >= 0) out += String.fromCodePoint(code);
    else for (let i = at; i < at + length; i++) out += String.fromCharCode(0xdc00 + bytes[i]!);
    at += length;
  }
  return out;
}
/** The bytes of a text with escapes. */
export function escapedBytes(text: string): Uint8Array {
  const parts = text.split(/([\uDC80-\uDCFF])/u);
  if (parts.length === 1) return encodeText(text);
  return joinBytes(
    parts.map((part, i) => (i % 2 === 1 ? Uint8Array.of(part.charCodeAt(0) - 0xdc00) : encodeText(part))),
  );
}
/** Bytes as characters 0 to 255, which takes any bytes and gives them back. */
export function binaryText(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
export function binaryBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}
/** Where each character begins, and the end: bytes that continue one are never a beginning. */
export function characterStarts(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  for (let i = 0; i < bytes.length; i++) if (!continuation(bytes[i])) starts.push(i);
  starts.push(bytes.length);
  return starts;
}
/** All of them one after the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * crc32c (Castagnoli), the checksum of everything in a checkpoint, and its mask (format.md F8).
 * Two implementations of the same function: portable JavaScript, and the processor's own instruction
 * through the optional package `@node-rs/crc32`.
 */

/** Continues the crc `seed` (of the bytes before) over `bytes`; both plain unmasked values below 2^32. */
export type Crc32c = (bytes: Uint8Array, seed?: number) => number;

/** Below this size the call into native code costs more than it saves. */
const NATIVE_FROM_BYTES = 256;
const POLYNOMIAL = 0x82f63b78;
const MASK_DELTA = 0xa282ead8;

/** Eight tables of 256, one after the other: table k advances a byte through k further zero bytes. */
const TABLES = makeTables();

function makeTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256]!;
    tables[i] = (before >>> 8) ^ tables[before & 0xff]!;
  }
  return tables;
}

/** crc32c in JavaScript, eight bytes a step. */
export const portableCrc32c: Crc32c = (bytes, seed = 0) => {
  const t = TABLES;
  const length = bytes.length;
  let crc = ~seed;
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    const low = crc ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
    crc =
      t[1792 + (low & 0xff)]! ^
      t[1536 + ((low >>> 8) & 0xff)]! ^
      t[1280 + ((low >>> 16) & 0xff)]! ^
      t[1024 + (low >>> 24)]! ^
      t[768 + bytes[i + 4]!]! ^
      t[512 + bytes[i + 5]!]! ^
      t[256 + bytes[i + 6]!]! ^
      t[bytes[i + 7]!]!;
  }
  for (; i < length; i++) crc = t[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
};

let native: Crc32c | null | undefined;

/** The fast implementation, or null where it is not installed. Loaded when first asked for. */
export function nativeCrc32c(): Crc32c | null {
  if (native === undefined) native = loadNative();
  return native;
}

function loadNative(): Crc32c | null {
  // Through `module`, and by a name in a variable: a bundler for the browser must not try to resolve it.
  const name = '@node-rs/crc32';
  try {
    const loaded: unknown = module.require(name);
    const { crc32c: implementation } = loaded as { crc32c: (bytes: Uint8Array, seed: number) => number };
    // A binary for another processor may load and be wrong; the check value of the polynomial decides.
    const digits = Uint8Array.of(0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39);
    if (implementation(digits, 0) !== 0xe3069283) return null;
    return (bytes, seed = 0) => implementation(bytes, seed);
  } catch {
    return null;
  }
}

/** The crc32c of `bytes`, continuing `seed`: `crc32c(b, crc32c(a))` is that of a followed by b. */
export const crc32c: Crc32c = (bytes, seed = 0) => {
  if (bytes.length < NATIVE_FROM_BYTES) return portableCrc32c(bytes, seed);
  const fast = nativeCrc32c();
  return fast === null ? portableCrc32c(bytes, seed) : fast(bytes, seed);
};

/** Makes a crc fit to be stored beside the bytes it covers (a crc of data holding crcs is weak). */
export function mask(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}

/** The reverse of `mask`. */
export function unmask(masked: number): number {
  const rotated = (masked - MASK_DELTA) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

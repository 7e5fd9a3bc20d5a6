/**
 * Floats of 16, 8 and 4 bits to and from JS numbers. Decoding reads a table of all patterns, made on first use;
 * encoding rounds to nearest even and overflows as ml_dtypes does. Wider input goes through float32 first, as
 * array casts in ml_dtypes and TensorFlow do (float16 alone rounds directly from the double, as numpy does).
 */
import type * as Float16 from '@petamoriken/float16';

let library: typeof Float16 | undefined;

/** Loaded on first use: its twelve files take 5 ms of every program's start. */
function float16(): typeof Float16 {
  library ??= require('@petamoriken/float16') as typeof Float16;
  return library;
}

const scratch = new DataView(new ArrayBuffer(4));
const bits32 = new Uint32Array(1);
const value32 = new Float32Array(bits32.buffer);

let halfValues: Float32Array | undefined;

/** Value of every 16-bit half pattern. */
function halfTable(): Float32Array {
  if (halfValues !== undefined) return halfValues;
  const table = new Float32Array(65536);
  const { getFloat16 } = float16();
  for (let code = 0; code < 65536; code++) {
    scratch.setUint16(0, code);
    table[code] = getFloat16(scratch, 0);
  }
  halfValues = table;
  return table;
}

/** The value of one float16 pattern. */
export function decodeHalf(code: number): number {
  return halfTable()[code]!;
}

/** The float16 pattern nearest to `value`. */
export function encodeHalf(value: number): number {
  float16().setFloat16(scratch, 0, value);
  return scratch.getUint16(0);
}

/** The value of one bfloat16 pattern. */
export function decodeBfloat16(code: number): number {
  bits32[0] = code << 16;
  return value32[0]!;
}

function roundBits(bits: number): number {
  // A NaN must stay one: rounding its payload could carry into the exponent.
  if ((bits & 0x7fffffff) > 0x7f800000) return ((bits >>> 16) & 0x8000) | 0x7fc0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

/** The bfloat16 pattern nearest to `value`. */
export function encodeBfloat16(value: number): number {
  value32[0] = value;
  return roundBits(bits32[0]!);
}

/** float16 patterns to float32 values. */
export function halfToFloat32(codes: Uint16Array): Float32Array {
  const table = halfTable();
  const out = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) out[i] = table[codes[i]!]!;
  return out;
}

/** Values to float16 patterns. */
export function float32ToHalf(values: ArrayLike<number>): Uint16Array {
  const out = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = encodeHalf(values[i]!);
  return out;
}

/** bfloat16 patterns to float32 values. */
export function bfloat16ToFloat32(codes: Uint16Array): Float32Array {
  const bits = new Uint32Array(codes.length);
  for (let i = 0; i < codes.length; i++) bits[i] = codes[i]! << 16;
  return new Float32Array(bits.buffer);
}

/** Values to bfloat16 patterns. */
export function float32ToBfloat16(values: ArrayLike<number>): Uint16Array {
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  const out = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i++) out[i] = roundBits(bits[i]!);
  return out;
}

/** What tells the small formats apart; all have one sign bit on top. */
interface Minifloat {
  readonly bits: number;
  readonly mantissa: number;
  readonly bias: number;
  /** Pattern of the largest finite value. */
  readonly max: number;
  /** Patterns that positive overflow, NaN, and (where the format has it) infinity become. */
  readonly overflow: number;
  readonly nan: number;
  readonly infinity?: number;
  /** `fnuz` types have no negative zero: its pattern is the only NaN. */
  readonly unsignedZero?: boolean;
}

const formats = {
  float8_e5m2: { bits: 8, mantissa: 2, bias: 15, max: 0x7b, overflow: 0x7c, nan: 0x7e, infinity: 0x7c },
  float8_e4m3fn: { bits: 8, mantissa: 3, bias: 7, max: 0x7e, overflow: 0x7f, nan: 0x7f },
  float8_e4m3fnuz: {
    bits: 8,
    mantissa: 3,
    bias: 8,
    max: 0x7f,
    overflow: 0x80,
    nan: 0x80,
    unsignedZero: true,
  },
  float8_e4m3b11fnuz: {
    bits: 8,
    mantissa: 3,
    bias: 11,
    max: 0x7f,
    overflow: 0x80,
    nan: 0x80,
    unsignedZero: true,
  },
  float8_e5m2fnuz: {
    bits: 8,
    mantissa: 2,
    bias: 16,
    max: 0x7f,
    overflow: 0x80,
    nan: 0x80,
    unsignedZero: true,
  },
  // No NaN in four bits: ml_dtypes makes it the pattern of -0.
  float4_e2m1fn: { bits: 4, mantissa: 1, bias: 1, max: 0x7, overflow: 0x7, nan: 0x8 },
} as const satisfies Record<string, Minifloat>;

export type MinifloatName = keyof typeof formats;

const tables = new Map<MinifloatName, Float32Array>();

function magnitude(format: Minifloat, code: number): number {
  const exponent = code >> format.mantissa;
  const fraction = code & ((1 << format.mantissa) - 1);
  const unit = 2 ** (Math.max(exponent, 1) - format.bias - format.mantissa);
  return (exponent === 0 ? fraction : fraction + (1 << format.mantissa)) * unit;
}

function minifloatTable(name: MinifloatName): Float32Array {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const format: Minifloat = formats[name];
  const signBit = 1 << (format.bits - 1);
  const table = new Float32Array(256).fill(Number.NaN);
  for (let code = 0; code < 256; code++) {
    const positive = code & (signBit - 1);
    const sign = code & signBit ? -1 : 1;
    if (positive === format.infinity) table[code] = sign * Number.POSITIVE_INFINITY;
    else if (positive <= format.max) table[code] = sign * magnitude(format, positive);
  }
  if (format.unsignedZero) table[signBit] = Number.NaN;
  tables.set(name, table);
  return table;
}

/** The value of one pattern of a float of 8 bits or less (higher bits than the type has are ignored). */
export function decodeMinifloat(name: MinifloatName, code: number): number {
  return minifloatTable(name)[code]!;
}

/** The pattern nearest to `value` in a float type of 8 bits or less. */
export function encodeMinifloat(name: MinifloatName, value: number): number {
  const format: Minifloat = formats[name];
  const single = Math.fround(value);
  if (Number.isNaN(single)) return format.nan;
  const negative = single < 0 || Object.is(single, -0);
  const absolute = Math.abs(single);
  let low = 0;
  let high = format.max + 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (magnitude(format, middle) <= absolute) low = middle;
    else high = middle;
  }
  const distance = absolute - magnitude(format, low);
  const gap = magnitude(format, low + 1) - absolute;
  const up = gap < distance || (gap === distance && (low & 1) === 1);
  const code = up ? low + 1 : low;
  const sign = negative ? 1 << (format.bits - 1) : 0;
  if (code > format.max) return format.overflow | sign;
  return format.unsignedZero && code === 0 ? 0 : code | sign;
}

export function isMinifloat(name: string): name is MinifloatName {
  return Object.hasOwn(formats, name);
}

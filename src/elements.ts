/**
 * One element of a tensor between its stored form and a JS value (format.md F4.5; DESIGN.md "Values"):
 * 64-bit integers are bigints, bool is a boolean, complex is `{re, im}`, a string is its bytes, the rest numbers.
 */
import type { DType, TensorStorage } from './dtypes';
import { TypeError } from './errors';
import {
  decodeBfloat16,
  decodeHalf,
  decodeMinifloat,
  encodeBfloat16,
  encodeHalf,
  encodeMinifloat,
  isMinifloat,
} from './narrow_floats';

export { bfloat16ToFloat32, float32ToBfloat16, float32ToHalf, halfToFloat32 } from './narrow_floats';

/** A complex value as users see it. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** The 64-bit integers of protobuf messages, by shape, so that any copy of `long` will do. */
export interface LongLike {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

/** What reading an element gives. */
export type ElementValue = number | bigint | boolean | Complex | Uint8Array;
/** What may be written into an element. */
export type ElementInput = ElementValue | string | LongLike;

const utf8 = new TextEncoder();
const int64Names = new Set(['int64', 'uint64']);
/** Types narrower than a byte keep their value in the low bits: the width of each. */
const subByteWidth = new Map([
  ['int4', 4],
  ['uint4', 4],
  ['int2', 2],
  ['uint2', 2],
]);

export function isLong(value: unknown): value is LongLike {
  return (
    typeof value === 'object' && value !== null && 'low' in value && 'high' in value && 'unsigned' in value
  );
}

export function isComplex(value: unknown): value is Complex {
  return typeof value === 'object' && value !== null && 're' in value && 'im' in value;
}

/** A Long as a bigint, exactly. */
export function longToBigInt(value: LongLike): bigint {
  const high = value.unsigned ? value.high >>> 0 : value.high | 0;
  return (BigInt(high) << 32n) | BigInt(value.low >>> 0);
}

/**
 * The `i`-th element of `data` as a JS value.
 * @param data storage of the class that `dtype` asks for
 * @param i index of the element (not of the storage cell: a complex number takes two)
 * @throws {@link TypeError} for resource and variant, which have no value
 */
export function decodeElement(dtype: DType, data: TensorStorage, i: number): ElementValue {
  switch (dtype.kind) {
    case 'complex':
      return { re: data[2 * i] as number, im: data[2 * i + 1] as number };
    case 'bool':
      return data[i] !== 0;
    case 'float':
      return decodeFloat(dtype, data[i] as number);
    case 'opaque':
      throw new TypeError(`A tensor of dtype ${dtype.name} has no host value.`);
    default: {
      const width = subByteWidth.get(dtype.name);
      if (width === undefined) return data[i] as number | bigint | Uint8Array;
      const unused = 32 - width;
      const shifted = (data[i] as number) << unused;
      return dtype.is_unsigned ? shifted >>> unused : shifted >> unused;
    }
  }
}

function decodeFloat(dtype: DType, stored: number): number {
  const name = dtype.name;
  if (name === 'float32' || name === 'float64') return stored;
  if (name === 'float16') return decodeHalf(stored);
  if (name === 'bfloat16') return decodeBfloat16(stored);
  return isMinifloat(name) ? decodeMinifloat(name, stored) : stored;
}

/**
 * Writes `value` as the `i`-th element of `data`. Integers wrap and lose their fraction as in a C cast:
 * whether a value fits is for the caller to say. Text becomes UTF-8; bytes are kept, not copied.
 * @throws {@link TypeError} if the value is of a kind that the dtype cannot hold
 */
export function encodeElement(dtype: DType, data: TensorStorage, i: number, value: ElementInput): void {
  switch (dtype.kind) {
    case 'string':
      (data as Uint8Array[])[i] = toBytes(dtype, value);
      return;
    case 'complex': {
      const cells = data as Float32Array;
      const parts = isComplex(value) ? value : { re: toNumber(dtype, value), im: 0 };
      cells[2 * i] = parts.re;
      cells[2 * i + 1] = parts.im;
      return;
    }
    case 'opaque':
      throw new TypeError(`A tensor of dtype ${dtype.name} has no host value.`);
    default:
      if (int64Names.has(dtype.name)) (data as BigInt64Array)[i] = toBigInt(dtype, value);
      else (data as Float64Array)[i] = encodeNumber(dtype, value);
  }
}

function encodeNumber(dtype: DType, value: ElementInput): number {
  const name = dtype.name;
  const number = toNumber(dtype, value);
  if (dtype.kind === 'bool') return number === 0 ? 0 : 1;
  const width = subByteWidth.get(name);
  if (width !== undefined) return number & ((1 << width) - 1);
  if (name === 'float16') return encodeHalf(number);
  if (name === 'bfloat16') return encodeBfloat16(number);
  return isMinifloat(name) ? encodeMinifloat(name, number) : number;
}

function mismatch(dtype: DType, value: unknown): TypeError {
  const what = typeof value === 'object' ? (value?.constructor?.name ?? 'object') : typeof value;
  return new TypeError(`Cannot store a value of type ${what} in an element of dtype ${dtype.name}.`, {
    fields: { expected: dtype.name, actual: what },
  });
}

function toNumber(dtype: DType, value: ElementInput): number {
  if (typeof value === 'number') return value;
  // Through BigInt.asIntN: a bigint too wide for a double must still wrap bit for bit.
  if (typeof value === 'bigint') return Number(dtype.is_integer ? BigInt.asIntN(32, value) : value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (isLong(value)) return toNumber(dtype, longToBigInt(value));
  throw mismatch(dtype, value);
}

function toBigInt(dtype: DType, value: ElementInput): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return BigInt(Number.isFinite(value) ? Math.trunc(value) : 0);
  if (isLong(value)) return longToBigInt(value);
  throw mismatch(dtype, value);
}

function toBytes(dtype: DType, value: ElementInput): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return utf8.encode(value);
  throw mismatch(dtype, value);
}

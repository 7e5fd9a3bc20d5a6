/** The ranges of numeric types. */
import type { DType } from './dtypes';

/** The largest finite values of floating types. */
const largest: Readonly<Record<string, number>> = {
  float16: 65504,
  bfloat16: (2 - 2 ** -7) * 2 ** 127,
  float32: (2 - 2 ** -23) * 2 ** 127,
  float64: Number.MAX_VALUE,
};

/** The smallest and the largest integer of an integer type. */
export function integerRange(dtype: DType): readonly [bigint, bigint] {
  const bits = BigInt(dtype.size * 8);
  return dtype.is_unsigned ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
}

/** The range of a real type as numbers; those of 64-bit integers are rounded. */
export function rangeOf(dtype: DType): readonly [number, number] {
  const most = largest[dtype.name];
  if (most !== undefined) return [-most, most];
  const [low, high] = integerRange(dtype);
  return [Number(low), Number(high)];
}

/** The least and the most of a type that has an order, 64-bit integers as bigints; null for any other. */
export function extremesOf(dtype: DType): readonly [number, number] | readonly [bigint, bigint] | null {
  if (dtype.name in largest) return rangeOf(dtype);
  // Those of fewer bits than a byte are not numpy's.
  if (!dtype.is_integer || /int[24]$/.test(dtype.name)) return null;
  return dtype.size === 8 ? integerRange(dtype) : rangeOf(dtype);
}

/** What of one numeric type fits into another. */
import { type DType, int64, uint64 } from '../dtypes';
import { integerRange, rangeOf } from '../type_ranges';

/** Bits of precision of floating types. */
const precision: Readonly<Record<string, number>> = { float16: 11, bfloat16: 8, float32: 24, float64: 53 };

/** The largest value of a floating type of so many bits that is at most the integer `limit`. */
function floatBelow(limit: bigint, bits: number): number {
  const excess = BigInt(Math.max(0, limit.toString(2).length - bits));
  return Number((limit >> excess) << excess);
}

/**
 * The bounds, as values of `from`, within which a cast to `to` neither overflows nor wraps; null if all of
 * `from` fits.
 */
export function limitsOf(from: DType, to: DType): readonly [number | bigint, number | bigint] | null {
  const [low, high] = rangeOf(from);
  const [least, most] = rangeOf(to);
  if (!from.is_floating && !to.is_floating) {
    const [a, b] = integerRange(from);
    const [c, d] = integerRange(to);
    if (a >= c && b <= d) return null;
    // biome-ignore lint/complexity/useMathMinMax: not for bigints
    const bounds = [a > c ? a : c, b < d ? b : d] as const;
    return from === int64 || from === uint64 ? bounds : [Number(bounds[0]), Number(bounds[1])];
  }
  if (low >= least && high <= most) return null;
  if (to.is_floating) return [Math.max(low, least), Math.min(high, most)];
  const [, d] = integerRange(to);
  // TF compares in float64, to which the largest 64-bit integers are rounded: those limits it leaves one too
  // high.
  const limit = to.size === 8 ? most : floatBelow(d, precision[from.name]!);
  return [Math.max(low, least), Math.min(high, limit)];
}

/** Numbers as single values of a dtype: what an operation on scalars of that dtype gives, computed in doubles. */
import { bfloat16, type DType, float16, float64 } from '../dtypes';
import { decodeBfloat16, decodeHalf, encodeBfloat16, encodeHalf } from '../narrow_floats';

export type Rounding = (x: number) => number;

const exact: Rounding = (x) => x;
const toHalf: Rounding = (x) => decodeHalf(encodeHalf(x));
const toBfloat16: Rounding = (x) => decodeBfloat16(encodeBfloat16(x));

/** Rounds to the nearest value of a floating dtype; dtypes computed as float32 round to that. */
export function roundingOf(dtype: DType): Rounding {
  if (dtype === float64) return exact;
  if (dtype === float16) return toHalf;
  return dtype === bfloat16 ? toBfloat16 : Math.fround;
}

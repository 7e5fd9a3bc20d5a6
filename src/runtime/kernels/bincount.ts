/** Counting whole numbers: rows of `columns` values give rows of `bins` counts. */
import type { Bigs, Floats } from '../elementwise';

/** Counts (or marks, if `binary`) values below `bins`. */
export function countValues(
  values: ArrayLike<number>,
  columns: number,
  bins: number,
  binary: boolean,
  out: Float64Array,
): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value >= bins) continue;
    const at = Math.floor(i / columns) * bins + value;
    out[at] = binary ? 1 : out[at]! + 1;
  }
}

/** Adds up the weights of values below `bins`. */
export function addWeights(
  values: ArrayLike<number>,
  weights: Floats | Int32Array,
  columns: number,
  bins: number,
  out: Floats | Int32Array,
): void {
  for (let i = 0; i < values.length; i++) {
    const at = Math.floor(i / columns) * bins + values[i]!;
    if (values[i]! < bins) out[at] = out[at]! + weights[i]!;
  }
}

export function addBigWeights(
  values: ArrayLike<number>,
  weights: Bigs,
  columns: number,
  bins: number,
  out: Bigs,
): void {
  for (let i = 0; i < values.length; i++) {
    const at = Math.floor(i / columns) * bins + values[i]!;
    if (values[i]! < bins) out[at] = out[at]! + weights[i]!;
  }
}

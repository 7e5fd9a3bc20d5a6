/** Sparse times dense matrices: `out[r, :] += a[r, c] * b[c, :]` for every element `a[r, c]` that is there. */
import type { NumericStorage } from '../../dtypes';
import type { Floats } from '../elementwise';

/** How a matrix of `columns` lies: element `[i, j]` is at `i * row + j * column`. */
export interface Layout {
  readonly row: number;
  readonly column: number;
  readonly columns: number;
}

/** @param rows of the result, `inner` those of `b`, one of each for each element of `a` */
export function addProducts(
  rows: Int32Array,
  inner: Int32Array,
  a: Exclude<NumericStorage, BigInt64Array | BigUint64Array>,
  b: Exclude<NumericStorage, BigInt64Array | BigUint64Array>,
  { row, column, columns }: Layout,
  out: Exclude<NumericStorage, BigInt64Array | BigUint64Array>,
): void {
  for (let i = 0; i < rows.length; i++) {
    const [x, to, from] = [a[i]!, rows[i]! * columns, inner[i]! * row];
    for (let j = 0; j < columns; j++) out[to + j] = out[to + j]! + x * b[from + j * column]!;
  }
}

/** The same for complex numbers, either of which may be conjugated: `-1` for its sign of the imaginary part. */
export function addComplexProducts(
  rows: Int32Array,
  inner: Int32Array,
  a: Floats,
  aSign: number,
  b: Floats,
  bSign: number,
  { row, column, columns }: Layout,
  out: Floats,
): void {
  for (let i = 0; i < rows.length; i++) {
    const [re, im] = [a[2 * i]!, aSign * a[2 * i + 1]!];
    for (let j = 0; j < columns; j++) {
      const from = 2 * (inner[i]! * row + j * column);
      const to = 2 * (rows[i]! * columns + j);
      const [x, y] = [b[from]!, bSign * b[from + 1]!];
      out[to] = out[to]! + (re * x - im * y);
      out[to + 1] = out[to + 1]! + (re * y + im * x);
    }
  }
}

/** The indices of sparse tensors inside of kernels: numbers, row by row, and their order. */
import { int64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { integersOf } from '../../index_argument';
import type { InputSpec, Spec } from '../../op';
import { Tensor } from '../../tensor';
import { bracketText, type Dimension } from '../../tensor_shape';

/** `count` rows of `rank` numbers each, one after the other. */
export interface Rows {
  readonly at: readonly number[];
  readonly rank: number;
  readonly count: number;
}

export function rowsOf(indices: Tensor): Rows {
  return { at: integersOf(indices)!, rank: indices.dims[1]!, count: indices.dims[0]! };
}

/** Below, at or above 0 as row `i` of `a` comes before, with or after row `j` of `b`. */
export function compareRows(a: Rows, i: number, b: Rows, j: number): number {
  for (let k = 0; k < a.rank; k++) {
    const difference = a.at[i * a.rank + k]! - b.at[j * b.rank + k]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

export function rowAt({ at, rank }: Rows, i: number): number[] {
  return at.slice(i * rank, (i + 1) * rank);
}

/** The numbers of the rows in row-major order; equal rows keep theirs. */
export function sortedOrder(rows: Rows): number[] {
  return Array.from({ length: rows.count }, (_, i) => i).sort((i, j) => compareRows(rows, i, rows, j));
}

/** Index rows as an int64 tensor. */
export function indexTensor(at: readonly number[], rank: number, count = at.length / rank): Tensor {
  return new Tensor(int64, [count, rank], BigInt64Array.from(at, BigInt));
}

export function sizesTensor(sizes: readonly number[]): Tensor {
  return new Tensor(int64, [sizes.length], BigInt64Array.from(sizes, BigInt));
}

/** The number of the row-major element that each row names. @throws {@link InvalidArgumentError} if it is outside */
export function placesOf(rows: Rows, dims: readonly number[]): Int32Array {
  const places = new Int32Array(rows.count);
  for (let i = 0; i < rows.count; i++) {
    checkInside(rows, i, dims);
    for (let k = 0; k < rows.rank; k++) places[i] = places[i]! * dims[k]! + rows.at[i * rows.rank + k]!;
  }
  return places;
}

/** The row that names the row-major element `place`. */
export function rowAtPlace(place: number, dims: readonly number[]): number[] {
  const row = new Array<number>(dims.length);
  let left = place;
  for (let k = dims.length - 1; k >= 0; k--) {
    row[k] = left % dims[k]!;
    left = Math.floor(left / dims[k]!);
  }
  return row;
}

export function checkInside(rows: Rows, i: number, dims: readonly number[]): void {
  const row = rowAt(rows, i);
  if (row.some((at, k) => at < 0 || at >= dims[k]!))
    throw new InvalidArgumentError(
      `indices[${i}] = ${bracketText(row)} is out of bounds: need 0 <= index < ${bracketText(dims)}`,
      { fields: { expected: dims, actual: row } },
    );
}

/** @throws {@link InvalidArgumentError} for rows that are outside, out of order or repeated */
export function checkOrdered(rows: Rows, dims: readonly number[]): void {
  for (let i = 0; i < rows.count; i++) {
    checkInside(rows, i, dims);
    const order = i === 0 ? -1 : compareRows(rows, i - 1, rows, i);
    if (order < 0) continue;
    const problem =
      order === 0
        ? 'is repeated'
        : 'is out of order. Many sparse ops require sorted indices.\n    Use `tf.sparse.reorder` to create a correctly ' +
          'ordered copy.\n\n';
    throw new InvalidArgumentError(`indices[${i}] = ${bracketText(rowAt(rows, i))} ${problem}`);
  }
}

/** The number of columns that indices or a shape say there are; null if neither is known. */
export function rankOf(indices: InputSpec, shape: InputSpec): Dimension {
  return indices.dims?.[1] ?? shape.dims?.[0] ?? null;
}

/** The specs of indices and values that are made: how many is not known before. */
export function madeSpecs(indices: InputSpec, values: InputSpec, shape: InputSpec): [Spec, Spec] {
  return [
    { dtype: int64, dims: [null, rankOf(indices, shape)] },
    { dtype: values.dtype, dims: [null] },
  ];
}

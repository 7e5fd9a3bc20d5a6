/** How the diagonals of a matrix lie in a band, and how elements go from one to the other. */

import type { TensorStorage } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import type { InputSpec } from '../../op';
import type { Tensor } from '../../tensor';
import { bracketText, type Dimension } from '../../tensor_shape';

/** Which diagonals a band holds, and how they lie in rows of `longest`. */
export interface Band {
  readonly lower: number;
  readonly upper: number;
  readonly longest: number;
  readonly rows: number;
  readonly columns: number;
  readonly align: string;
}

function lengthOf({ rows, columns }: Band, d: number): number {
  return Math.min(rows + Math.min(d, 0), columns - Math.max(d, 0));
}

/** Where a diagonal starts in its row of the band. */
function startOf(band: Band, d: number): number {
  const left = (d >= 0 && band.align.startsWith('LEFT')) || (d <= 0 && band.align.endsWith('LEFT'));
  return left ? 0 : band.longest - lengthOf(band, d);
}

/** Calls back with the places of every element: in the matrix and in the band. */
export function eachElement(band: Band, visit: (matrix: number, place: number) => void): void {
  for (let d = band.upper; d >= band.lower; d--) {
    const start = (band.upper - d) * band.longest + startOf(band, d);
    const first = d >= 0 ? d : -d * band.columns;
    const length = lengthOf(band, d);
    for (let i = 0; i < length; i++) visit(first + i * (band.columns + 1), start + i);
  }
}

/** Copies one element between storages of one dtype; `lanes` cells each. */
export function copyElement(
  from: TensorStorage,
  at: number,
  to: TensorStorage,
  place: number,
  lanes: number,
): void {
  for (let l = 0; l < lanes; l++)
    (to as Float64Array)[place * lanes + l] = (from as Float64Array)[at * lanes + l]!;
}

export function filledWith(value: Tensor, count: number): TensorStorage {
  const out = value.dtype.allocate(count);
  if (Array.isArray(out) || (value.data as ArrayLike<unknown>)[0] !== 0)
    for (let i = 0; i < count; i++) copyElement(value.data, 0, out, i, value.dtype.lanes);
  return out;
}

export function diagonalRange(k: InputSpec): [number, number] | null {
  if (!k.data) return null;
  const values = Array.from(k.data as ArrayLike<number>, Number);
  if (values.length < 1 || values.length > 2)
    throw new InvalidArgumentError(
      `diag_index must have only one or two elements, received ${values.length} elements.`,
    );
  const [lower, upper = lower] = values as [number, number?];
  if (lower > upper!)
    throw new InvalidArgumentError(
      `lower_diag_index must not be larger than upper_diag_index: ${lower} > ${upper}`,
    );
  return [lower, upper!];
}

export function bandOf(dims: readonly number[], k: InputSpec, align: string): Band {
  if (dims.length < 2)
    throw new InvalidArgumentError(`input must be at least 2-dim, received shape: ${bracketText(dims)}`, {
      fields: { expected: 2, actual: dims.length },
    });
  const [rows, columns] = dims.slice(-2) as [number, number];
  const [lower, upper] = diagonalRange(k)!;
  for (const [d, name] of [
    [lower, 'lower'],
    [upper, 'upper'],
  ] as const)
    if (d !== 0 && (d <= -rows || d >= columns))
      throw new InvalidArgumentError(
        `${name}_diag_index is out of bound: ${d} It must be between ${-rows} and ${columns}`,
      );
  const longest = Math.min(rows + Math.min(upper, 0), columns - Math.max(lower, 0));
  return { lower, upper, longest, rows, columns, align };
}

export function bandDims<D extends Dimension>(
  batch: readonly D[],
  { lower, upper, longest }: { lower: number; upper: number; longest: D },
): (D | number)[] {
  return lower === upper ? [...batch, longest] : [...batch, upper - lower + 1, longest];
}

export function bandSize({ lower, upper, longest }: Band): number {
  return (upper - lower + 1) * longest;
}

/** The matrix that a diagonal or band is put in. */
export function madeBand(
  diagonal: readonly number[],
  k: InputSpec,
  sizes: readonly number[],
  align: string,
): Band {
  const [lower, upper] = diagonalRange(k)!;
  const longest = diagonal.at(-1)!;
  if (lower !== upper && diagonal.at(-2) !== upper - lower + 1)
    throw new InvalidArgumentError(
      `The number of diagonals provided in the input does not match the lower_diag_index and upper_diag_index range.`,
    );
  const leastRows = longest - Math.min(upper, 0);
  const leastColumns = longest + Math.max(lower, 0);
  let [rows, columns] = sizes as [number, number];
  if (rows !== -1 && rows < leastRows) throw new InvalidArgumentError('The number of rows is too small.');
  if (columns !== -1 && columns < leastColumns)
    throw new InvalidArgumentError('The number of columns is too small.');
  if (rows === -1 && columns === -1) rows = columns = Math.max(leastRows, leastColumns);
  else if (rows === -1) rows = leastRows;
  else if (columns === -1) columns = leastColumns;
  if (rows !== leastRows && columns !== leastColumns)
    throw new InvalidArgumentError(
      'The number of rows or columns is not consistent with the specified d_lower, d_upper, and diagonal.',
    );
  return { lower, upper, longest, rows, columns, align };
}

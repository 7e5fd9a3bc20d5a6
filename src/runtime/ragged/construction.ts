/** What the ways to make ragged tensors share: their arguments, and what must hold of values and rows. */
import type { DType } from '../../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { repr } from '../../python/repr';
import { assert_equal } from '../assert_values';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { getitem } from '../ops/getitem';
import { Tensor } from '../tensor';
import type { Dimension } from '../tensor_shape';
import { checkedFlag, type Partition, scalarOf } from './partition';
import type { RaggedLike, RaggedTensor } from './ragged_tensor';
import { countOf, isRagged, type Rows } from './rows';

export interface RowKeywords {
  name?: string | null;
  validate?: boolean;
}
export type RowArgs<Name extends string> = Args<
  [values: RaggedLike, rows: TensorLike],
  [name: string | null, validate: boolean],
  RowKeywords & { values?: RaggedLike } & Partial<Record<Name, TensorLike>>,
  ['values', Name]
>;
export type NestedArgs<Name extends string> = Args<
  [flat_values: TensorLike, rows: readonly TensorLike[]],
  [name: string | null, validate: boolean],
  RowKeywords & Partial<Record<Name, readonly TensorLike[]>>,
  ['flat_values', Name]
>;

export function innerOf(values: RaggedLike): Rows {
  return isRagged(values) ? values : toTensor(values);
}

/** The type of the rows inside, which that of the rows outside must be. */
export function hintOf(values: Rows): DType | null {
  return isRagged(values) ? values.row_splits.dtype : null;
}

export function outerSize(values: Rows): Dimension {
  if (!isRagged(values)) return (values.dims?.[0] ?? null) as Dimension;
  const splits = (values.row_splits.dims?.[0] ?? null) as Dimension;
  return splits === null ? null : splits - 1;
}

export function bindRows(
  method: string,
  name: string,
  args: readonly unknown[],
): { values: Rows; rows: TensorLike; validate: boolean } {
  const given = bindArguments<Record<string, unknown>>(method, ['values', name, 'name', 'validate'], args, {
    required: 2,
  });
  return {
    validate: checkedFlag(given.validate),
    values: innerOf(given.values as RaggedLike),
    rows: given[name] as TensorLike,
  };
}

/** @throws {@link TypeError} for one tensor in the place of a list of them */
export function checkedList<T>(name: string, list: readonly T[]): readonly T[] {
  if (!((list as unknown) instanceof Tensor)) return list;
  throw new TypeError(`Argument \`${name}\` must be a list of Tensors. Received ${repr(list)}.`);
}

/** Several ragged axes, the outermost first. */
export function nestedRows(
  name: string,
  args: readonly unknown[],
  make: (values: RaggedLike, rows: TensorLike, keywords: RowKeywords) => RaggedTensor,
): RaggedTensor {
  const names = ['flat_values', name, 'name', 'validate'];
  const given = bindArguments<Record<string, unknown>>(`from_${name}`, names, args, { required: 2 });
  const validate = checkedFlag(given.validate);
  const rows = checkedList(name, given[name] as readonly TensorLike[]);
  const flat = innerOf(given.flat_values as RaggedLike);
  return rows.reduceRight<Rows>((values, own) => make(values, own, { validate }), flat) as RaggedTensor;
}

/** @throws {@link ValueError} for a scalar, or rows inside whose splits are of another type */
export function checkInner(values: Rows, { row_splits }: Partition): void {
  if (values.shape.rank === 0) throw new ValueError('Shape () must have rank at least 1');
  const inner = hintOf(values);
  if (inner === null || inner === row_splits.dtype) return;
  throw new ValueError(
    `Argument \`row_partition\` of RaggedTensor must have same dtype as Argument \`values\`. (${row_splits.dtype.name} vs. ${inner.name}).`,
    { fields: { expected: inner.name, actual: row_splits.dtype.name } },
  );
}

/** @throws {@link InvalidArgumentError} if the rows do not hold all values; in a graph when it runs */
export function checkCount(values: Rows, { row_splits }: Partition): void {
  const last = getitem(row_splits, [-1]);
  const count = countOf(values, row_splits.dtype);
  const [known, actual] = [scalarOf(count), scalarOf(last)];
  if (known === null || actual === null) assert_equal(last, count);
  else if (known !== actual)
    throw new InvalidArgumentError(
      `Arguments to _from_row_partition do not form a valid RaggedTensor: ${actual} values in rows, ${known} given`,
      { fields: { expected: known, actual } },
    );
}

/** An axis counted from the front. @throws {@link ValueError} for one that there is not */
export function positiveAxis(axis: number, rank: number | null, name = 'axis'): number {
  if (!Number.isInteger(axis)) throw new TypeError(`${name} must be an int; got ${repr(axis)}`);
  if (rank === null) {
    if (axis >= 0) return axis;
    throw new ValueError(`${name}=${axis} may only be negative if rank is statically known.`);
  }
  if (axis < -rank || axis >= rank)
    throw new ValueError(`${name}=${axis} out of bounds: expected ${-rank}<=${name}<${rank}`, {
      fields: { expected: [-rank, rank], actual: axis },
    });
  return axis < 0 ? axis + rank : axis;
}

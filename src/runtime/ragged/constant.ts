/** `tf.ragged.constant`: ragged tensors from nested lists. */
import { as_dtype, type DTypeLike, int64 } from '../../dtypes';
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { repr } from '../../python/repr';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { reshape } from '../ops/array';
import type { Tensor } from '../tensor';
import { RaggedTensor } from './ragged_tensor';

type Nested = readonly unknown[];

/** How deep the scalars are (null: there are none), and how deep the lists. */
function depthsOf(list: unknown): { scalars: number | null; lists: number } {
  if (!Array.isArray(list)) return { scalars: 0, lists: 0 };
  let scalars: number | null = null;
  let lists = 1;
  for (const item of list as Nested) {
    const inner = depthsOf(item);
    lists = Math.max(lists, inner.lists + 1);
    if (inner.scalars === null) continue;
    if (scalars !== null && scalars !== inner.scalars + 1)
      throw new ValueError('all scalar values must have the same nesting depth');
    scalars = inner.scalars + 1;
  }
  return { scalars, lists };
}

/** The sizes below the ragged axes, from the first lists that there are. */
function innerSizes(list: Nested, ragged_rank: number): number[] {
  let rows: Nested = list;
  for (let axis = 0; axis < ragged_rank; axis++) rows = rows.flat() as Nested;
  const sizes: number[] = [];
  for (let first = rows[0]; Array.isArray(first); first = first[0]) sizes.push(first.length);
  return sizes;
}

interface ConstantKeywords {
  dtype?: DTypeLike | null;
  ragged_rank?: number | null;
  inner_shape?: readonly number[] | null;
  name?: string | null;
  row_splits_dtype?: DTypeLike;
}
type ConstantArgs<List> = Args<
  [pylist: List],
  [
    dtype: DTypeLike | null,
    ragged_rank: number | null,
    inner_shape: readonly number[] | null,
    name: string | null,
    row_splits_dtype: DTypeLike,
  ],
  ConstantKeywords,
  ['pylist']
>;
/**
 * Mirrors `tf.ragged.constant`: nested lists of different lengths; all axes but the first are ragged unless
 * `ragged_rank` or `inner_shape` says otherwise. Lists without depth give a tensor.
 * @throws {@link ValueError} if numbers stand at different depths, or not at the depth that is asked for
 */
export function constant(...args: ConstantArgs<readonly (readonly unknown[])[]>): RaggedTensor;
export function constant(...args: ConstantArgs<unknown>): RaggedTensor | Tensor;
export function constant(...args: ConstantArgs<unknown>): RaggedTensor | Tensor {
  const names = ['pylist', 'dtype', 'ragged_rank', 'inner_shape', 'name', 'row_splits_dtype'] as const;
  const given = bindArguments<ConstantKeywords & { pylist: unknown }>('constant', names, args, {
    required: 1,
  });
  const { pylist, ragged_rank = null, inner_shape = null } = given;
  const dtype = given.dtype === undefined || given.dtype === null ? null : as_dtype(given.dtype);
  const { scalars, lists } = depthsOf(pylist);
  const refuse = (why: string): ValueError => new ValueError(`Invalid pylist=${repr(pylist)}: ${why}`);
  if (ragged_rank !== null && ragged_rank < 0)
    throw new ValueError(`Invalid ragged_rank=${ragged_rank}: must be nonnegative`);
  if (lists === 0 && ragged_rank !== null && ragged_rank !== 0)
    throw refuse(`incompatible with ragged_rank=${ragged_rank}`);
  if (scalars !== null && lists > scalars)
    throw refuse('empty list nesting is greater than scalar value nesting');
  if (scalars !== null && ragged_rank !== null && lists < ragged_rank)
    throw new ValueError(`Invalid pylist=${repr(pylist)}, max depth smaller than ragged_rank=${ragged_rank}`);
  if (ragged_rank !== null && inner_shape !== null) {
    const depth = ragged_rank + inner_shape.length + 1;
    if (scalars === null ? depth < lists : depth !== scalars)
      throw refuse(`incompatible with ragged_rank=${ragged_rank} and dim(inner_shape)=${inner_shape.length}`);
  }
  if (ragged_rank === 0 || (ragged_rank === null && lists - (inner_shape?.length ?? 0) < 2))
    return dense(pylist as TensorLike, dtype, inner_shape);
  const inner = inner_shape ?? (ragged_rank === null ? [] : innerSizes(pylist as Nested, ragged_rank));
  const rank = ragged_rank ?? Math.max(1, (scalars === null ? lists : scalars - inner.length) - 1);
  const type = as_dtype(given.row_splits_dtype ?? int64);
  const splits: Tensor[] = [];
  let values = pylist as readonly Nested[];
  for (let axis = 0; axis < rank; axis++) {
    let at = 0;
    splits.push(toTensor([0, ...values.map((row) => (at += row.length))], type));
    values = values.flat() as unknown as readonly Nested[];
  }
  const flat = dense(values as unknown as TensorLike, dtype, [values.length, ...inner]);
  return RaggedTensor.from_nested_row_splits(flat, splits);
}

function dense(list: TensorLike, dtype: Tensor['dtype'] | null, dims: readonly number[] | null): Tensor {
  const x = dtype === null ? toTensor(list) : toTensor(list, dtype);
  return dims === null ? x : reshape(x, dims);
}

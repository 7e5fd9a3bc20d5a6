/** `tf.size`, `rank`, `expand_dims`, `squeeze`, `reverse`, `one_hot`, `bitcast`, `dropout` and the like of ragged tensors. */
import { as_dtype, type DTypeLike, int32 } from '../../dtypes';
import { TypeError, ValueError } from '../../errors';
import { bindArguments } from '../../python/arguments';
import { PySlice } from '../../python/builtins';
import type { TensorLike } from '../convert_types';
import { dispatchFor } from '../dispatched';
import { integer } from '../index_argument';
import { add } from '../ops/arithmetic';
import { Assert } from '../ops/assert';
import { bitcast } from '../ops/bitcast';
import { equal } from '../ops/comparison';
import { dropout } from '../ops/dropout';
import { embedding_lookup } from '../ops/embedding';
import { one_hot } from '../ops/grids';
import { reverse } from '../ops/movement';
import { reduce_all } from '../ops/reduction';
import { expand_dims, rank, size, squeeze } from '../ops/shapes';
import type { Tensor } from '../tensor';
import { positiveAxis } from './construction';
import { bySplits, lengthsOf, rowCount, scalar } from './partition';
import { RaggedTensor } from './ragged_tensor';
import { isRagged, type Rows } from './rows';

/** `tf.expand_dims`: the new axis is a uniform ragged one where it is before a ragged one. */
export function expanded(value: Rows, axis: number): Rows {
  if (!isRagged(value)) return expand_dims(value, axis);
  const { rank: own } = value.shape;
  const at = positiveAxis(axis, own === null ? null : own + 1);
  const count = rowCount(value._partition);
  if (at === 0) return RaggedTensor.from_uniform_row_length(value, count, { nrows: 1, validate: false });
  if (at === 1) return RaggedTensor.from_uniform_row_length(value, 1, { nrows: count, validate: false });
  return value.with_values(expanded(value.values, at - 1));
}

type Keywords = Record<string, unknown> & { readonly name?: string | null };

/** Registers what a function is of a ragged tensor that its first parameter is given. */
function register(
  fn: unknown,
  names: readonly string[],
  of: (value: RaggedTensor, given: Keywords) => unknown,
): void {
  dispatchFor(fn, isRagged, (args, error) => {
    const given = bindArguments<Keywords>((fn as { name: string }).name, names, args);
    const value = given[names[0]!];
    if (!isRagged(value)) throw error;
    return of(value, given as Keywords);
  });
}

register(expand_dims, ['input', 'axis', 'name'], (value, { axis }) =>
  expanded(value, integer(axis as TensorLike, 'axis')),
);
register(size, ['input', 'out_type', 'name'], (value, { out_type }) =>
  size(value.flat_values, as_dtype((out_type ?? int32) as DTypeLike)),
);
register(rank, ['input', 'name'], (value) => add(scalar(value.ragged_rank, int32), rank(value.flat_values)));

register(one_hot, ['indices', 'depth', 'on_value', 'off_value', 'axis', 'dtype', 'name'], (value, given) => {
  const { indices: _, axis = null, ...rest } = given;
  let at = axis as number | null;
  if (at !== null && at >= 0) {
    if (at <= value.ragged_rank)
      throw new ValueError(`axis (${at}) must be greater than indices.ragged_rank (${value.ragged_rank}).`, {
        fields: { expected: value.ragged_rank, actual: at },
      });
    at -= value.ragged_rank;
  }
  const call = one_hot as (indices: Tensor, keywords: object) => Tensor;
  return value.with_flat_values(call(value.flat_values, { ...rest, axis: at }));
});

register(bitcast, ['input', 'type', 'name'], (value, { type: asked }) => {
  const type = as_dtype(asked as DTypeLike);
  const flat = value.flat_values;
  if (value.dtype.size < type.size && flat.dims.length < 2)
    throw new ValueError(
      `\`input.flat_values\` is required to have rank >= 2 when input.dtype.size < type.size. Actual rank: ${flat.dims.length}`,
    );
  return value.with_flat_values(bitcast(flat, type));
});

register(dropout, ['x', 'rate', 'noise_shape', 'seed', 'name'], (value, given) => {
  const { x: _, noise_shape = null, ...rest } = given;
  if (noise_shape !== null) throw new ValueError('noise_shape is not supported yet for RaggedTensor x');
  const call = dropout as (x: Tensor, keywords: object) => Tensor;
  return value.with_flat_values(call(value.flat_values, rest));
});

dispatchFor(embedding_lookup, isRagged, (args, error) => {
  const names = ['params', 'ids', 'max_norm', 'name'] as const;
  type All = { params: TensorLike; ids: unknown; max_norm?: TensorLike | null; name?: string | null };
  const {
    params,
    ids,
    max_norm = null,
  } = bindArguments<All>('embedding_lookup', names, args, { required: 2 });
  if (!isRagged(ids)) throw error;
  if (ids.dtype.name !== 'int32' && ids.dtype.name !== 'int64')
    throw new ValueError(
      `The values contained by the inputs have type ${ids.dtype} and cannot be processed. All values should be indices, ` +
        'either of type `int32` or `int64`.',
    );
  return ids.with_flat_values(embedding_lookup(params!, ids.flat_values, { max_norm }));
});

register(reverse, ['tensor', 'axis', 'name'], (value, { axis }) => {
  if (!Array.isArray(axis) || !axis.every((one) => Number.isInteger(Number(one))))
    throw new TypeError('`axis` must be a list of int when reversing axes in a ragged tensor');
  const axes = axis.map((one, i) => positiveAxis(Number(one), value.shape.rank, `axis[${i}]`));
  const all = new PySlice<number>(null, null, null);
  const items = new Array<PySlice<number>>(axes.length === 0 ? 0 : Math.max(...axes) + 1).fill(all);
  for (const at of axes) items[at] = new PySlice<number>(null, null, -1);
  return value.getitem(...items);
});

/** The axes of `squeeze` from the front. @throws {@link TypeError} for what are no integers */
function squeezedAxes(axis: unknown, own: number | null): number[] {
  if (axis === undefined || axis === null) throw new ValueError('Ragged.squeeze must have an axis argument.');
  const list = Array.isArray(axis) ? axis : [axis];
  if (!list.every((one) => Number.isInteger(one) || typeof one === 'bigint'))
    throw new TypeError('Axis must be a list or tuple of integers.');
  return list.map((one, i) => positiveAxis(Number(one), own, `axis[${i}]`));
}

register(squeeze, ['input', 'axis', 'name'], (value, { axis }) => {
  const axes = squeezedAxes(axis, value.shape.rank);
  const own = value.ragged_rank;
  const dense = axes.filter((at) => at > own).map((at) => at - own);
  const partitions = value._partitions;
  const check = (holds: Tensor, at: number): unknown =>
    Assert(holds, [`the given axis (axis = ${at}) is not squeezable!`]);
  partitions.forEach((partition, i) => {
    const lengths = lengthsOf(partition);
    if (axes.includes(i + 1)) check(reduce_all(equal(lengths, scalar(1, lengths.dtype))), i + 1);
  });
  if (axes.includes(0)) check(equal(size(value.row_splits), scalar(2, int32)), 0);
  const flat = dense.length > 0 ? squeeze(value.flat_values, dense) : value.flat_values;
  const rest = partitions.filter((_, i) => !axes.includes(i + 1));
  const left = axes.includes(0) ? rest.slice(1) : rest;
  if (left.length > 0)
    return RaggedTensor._of(
      flat,
      left.map(({ row_splits }) => bySplits(row_splits)),
    );
  const every = Array.from({ length: own + 1 }, (_, i) => i).every((at) => axes.includes(at));
  return every ? squeeze(flat, [0]) : flat;
});

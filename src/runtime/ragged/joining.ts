/** `tf.concat`, `tf.stack`, `tf.split` and `tf.tile` of ragged tensors, and `tf.ragged.stack`. */
import { type DType, int64 } from '../../dtypes';
import { TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { PySlice } from '../../python/builtins';
import { assert_equal, assert_non_negative } from '../assert_values';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchFor } from '../dispatched';
import { isKnown } from '../graph/operation';
import { integer, integersOf } from '../index_argument';
import { multiply } from '../ops/arithmetic';
import { reshape, shape } from '../ops/array';
import { cast } from '../ops/cast';
import { range } from '../ops/creation';
import { floordiv } from '../ops/division';
import { fill } from '../ops/fill';
import { getitem } from '../ops/getitem';
import { concat, split, stack } from '../ops/joining';
import { tile, transpose } from '../ops/movement';
import { sizeOf, sizeTensor } from '../ops/sizes';
import type { Tensor } from '../tensor';
import { innerOf, positiveAxis } from './construction';
import { rowsAt } from './gather';
import { bySplits, evenSplits, lengthsOf, rowCount, scalar } from './partition';
import { type RaggedLike, RaggedTensor } from './ragged_tensor';
import { countOf, isRagged, type Rows, runs, splitsOf } from './rows';
import { matchTypes } from './types';

/** The same with more axes divided. */
function withRank(value: Rows, ragged_rank: number, dtype: DType): Rows {
  if (ragged_rank === 0) return value;
  const ragged = isRagged(value) ? value : RaggedTensor.from_tensor(value, { row_splits_dtype: dtype });
  return ragged.ragged_rank < ragged_rank
    ? ragged.with_values(withRank(ragged.values, ragged_rank - 1, dtype))
    : ragged;
}

/** Splits one after the other, those of later parts counted on. */
function joinedSplits(parts: readonly Tensor[]): Tensor {
  return splitsOf(
    concat(
      parts.map((splits) => lengthsOf(bySplits(splits))),
      0,
    ),
  );
}

/** One below the other; `apart`: each a row of its own. */
function joinedBelow(values: readonly RaggedTensor[], apart: boolean): RaggedTensor {
  const flat = concat(
    values.map((value) => value.flat_values),
    0,
  );
  const partitions = values[0]!._partitions.map((_, level) =>
    bySplits(joinedSplits(values.map((value) => value._partitions[level]!.row_splits))),
  );
  const counts = stack(values.map((value) => rowCount(value._partition)));
  return RaggedTensor._of(flat, apart ? [bySplits(splitsOf(counts)), ...partitions] : partitions);
}

/** Row by row beside each other; `apart`: each row a row of rows. */
function joinedBeside(values: readonly RaggedTensor[], apart: boolean): RaggedTensor {
  const count = rowCount(values[0]!._partition);
  values.slice(1).forEach((value, i) => {
    assert_equal(count, rowCount(value._partition), {
      message: `Input tensors at index 0 (=x) and ${i + 1} (=y) have incompatible shapes.`,
    });
  });
  const below = joinedBelow(values, false);
  const n = scalar(values.length, count.dtype);
  const numbers = reshape(range(multiply(count, n)), [values.length, -1]);
  const rows = rowsAt(below, reshape(transpose(numbers), [-1])) as RaggedTensor;
  if (apart) return RaggedTensor._of(rows, [bySplits(evenSplits(count, n))]);
  const splits = getitem(rows.row_splits, [new PySlice<number>(null, null, values.length)]);
  return RaggedTensor._of(rows.values, [bySplits(splits)]);
}

/** `concat`, or `stack` if `apart`. */
function joined(values: readonly Rows[], axis: number, apart: boolean): Rows {
  const [first] = values;
  if (first === undefined) throw new ValueError('rt_inputs may not be empty.');
  matchTypes(...values);
  const dtype = values.find(isRagged)?.row_splits.dtype ?? int64;
  if (values.length === 1 && !apart) return first;
  const { rank } = first.shape;
  for (const { shape: other } of values)
    if (rank !== null && other.rank !== null && other.rank !== rank)
      throw new ValueError(`Shape ${other} must have rank ${rank}`, {
        fields: { expected: rank, actual: other.rank },
      });
  const outRank = rank !== null && apart ? rank + 1 : rank;
  const at = positiveAxis(axis, outRank);
  const dense = values.filter((value) => !isRagged(value)) as Tensor[];
  if (apart && rank === 1 && at === 0)
    return RaggedTensor.from_row_lengths(
      concat(dense, 0),
      concat(
        dense.map((x) => shape(x)),
        0,
      ),
    );
  if (dense.length === values.length && rank !== null && (at === outRank! - 1 || at === rank - 1))
    return apart ? stack(dense, at) : concat(dense, at);
  const own = values.map((value) => (isRagged(value) ? value.ragged_rank : 1));
  const rows = values.map((value) => withRank(value, Math.max(...own), dtype) as RaggedTensor);
  if (at === 0) return joinedBelow(rows, apart);
  if (at === 1) return joinedBeside(rows, apart);
  const [{ row_splits }] = rows as [RaggedTensor];
  for (const { row_splits: other } of rows.slice(1))
    assert_equal(row_splits, other, { message: 'Inputs must have identical ragged splits' });
  const inner = joined(
    rows.map((value) => value.values),
    at - 1,
    apart,
  );
  return RaggedTensor._of(inner, [bySplits(row_splits)]);
}

interface JoinArguments {
  values: readonly RaggedLike[];
  axis?: TensorLike;
  name?: string | null;
}
/** Several values, or one that is not in a list. */
function listOf(values: unknown): readonly Rows[] {
  return (Array.isArray(values) ? values : [values]).map((value) => innerOf(value as RaggedLike));
}
for (const [fn, apart] of [
  [concat, false],
  [stack, true],
] as const)
  dispatchFor(fn, isRagged, (args) => {
    const given = bindArguments<JoinArguments>('concat', ['values', 'axis', 'name'], args, { required: 1 });
    return joined(listOf(given.values), integer(given.axis ?? 0, 'axis'), apart);
  });

/**
 * Mirrors `tf.ragged.stack`: values of one rank along a new axis; vectors and matrices need not be of one size.
 * @throws {@link ValueError} for ranks or types of splits that differ
 */
export function ragged_stack(
  ...args: Args<
    [values: readonly RaggedLike[] | RaggedLike],
    [axis: number, name: string | null],
    { axis?: number; name?: string | null },
    ['values']
  >
): Tensor | RaggedTensor {
  type All = { values: readonly RaggedLike[]; axis?: number; name?: string | null };
  const given = bindArguments<All>('stack', ['values', 'axis', 'name'], args, { required: 1 });
  return joined(listOf(given.values), integer(given.axis ?? 0, 'axis'), true);
}

/** Each run of `params` between two splits, so many times. */
function repeatedRuns(params: Tensor, splits: Tensor, times: Tensor): Tensor {
  const starts = getitem(splits, [':-1']);
  const lengths = lengthsOf(bySplits(splits));
  const each = (x: Tensor): Tensor => {
    const column = reshape(x, [-1, 1]);
    return reshape(tile(column, stack([scalar(1, times.dtype), times])), [-1]);
  };
  return rowsAt(params, runs(each(starts), each(lengths), scalar(1, splits.dtype))) as Tensor;
}

/** Every row so many times over: the values along the first axis first. */
function tiled(value: Rows, times: readonly Tensor[]): Rows {
  const [first, ...inner] = times;
  if (!isRagged(value)) return tile(value, stack([...times]));
  const inside = tiledInside(value, inner);
  const count = countOf(inside, value.row_splits.dtype);
  const numbers = tile(range(count), reshape(first!, [1]));
  return rowsAt(inside, numbers);
}

/** Each row of values so many times over, in its own place. */
function tiledInside(value: RaggedTensor, [first, ...inner]: readonly Tensor[]): RaggedTensor {
  const { dtype } = value.row_splits;
  const { values, row_splits } = value;
  const rows = isRagged(values)
    ? tiledInside(values, inner)
    : inner.length === 0
      ? values
      : tile(values, stack([scalar(1, dtype), ...inner]));
  const numbers = repeatedRuns(range(countOf(rows, dtype)), row_splits, first!);
  const lengths = multiply(lengthsOf(value._partition), first!);
  return RaggedTensor._of(rowsAt(rows, numbers), [bySplits(splitsOf(lengths))]);
}

dispatchFor(tile, isRagged, (args, error) => {
  type All = { input: RaggedTensor; multiples: TensorLike; name?: string | null };
  const given = bindArguments<All>('tile', ['input', 'multiples', 'name'], args, { required: 2 });
  const { input } = given;
  if (!isRagged(input)) throw error;
  const { dtype } = input.row_splits;
  const times = cast(toTensor(given.multiples!, undefined, dtype), dtype);
  const { rank } = input.shape;
  if (times.dims.length !== 1) throw new ValueError(`Shape ${times.shape} must have rank 1`);
  return tiled(
    input,
    Array.from({ length: rank! }, (_, i) => getitem(times, [i])),
  );
});

interface SplitArguments {
  value: RaggedTensor;
  num_or_size_splits: TensorLike;
  axis?: number;
  num?: number | null;
  name?: string | null;
}
/** How long the parts are. @throws {@link ValueError} if it is not known how many they are */
function partLengths(asked: TensorLike, num: number | null, size: Tensor): [lengths: Tensor, count: number] {
  if (typeof asked === 'number' || typeof asked === 'bigint') {
    const count = Number(asked);
    if (!Number.isInteger(count))
      throw new TypeError('`num_or_size_splits` must be an `int` or a list of integers.');
    if (count < 1)
      throw new ValueError(`\`num_or_size_splits\` must be >=1 if it is an \`int\`.Received ${count}.`);
    return [fill([count], floordiv(size, scalar(count, size.dtype))), count];
  }
  const lengths = cast(toTensor(asked, undefined, size.dtype), size.dtype);
  if (lengths.dims.length !== 1)
    throw new TypeError('`num_or_size_splits` must be an `int` or 1-D list or `Tensor`.');
  const known = lengths.dims[0] as number | null;
  if (known === null && num === null)
    throw new ValueError(
      '`num` must be specified as an `int` when the size of `num_or_size_split` is unknown.',
    );
  if (known !== null && num !== null && known !== num)
    throw new ValueError('`num` does not match the size of `num_or_size_split`.', {
      fields: { expected: known, actual: num },
    });
  return [lengths, known ?? num!];
}

/** The size of an axis that all rows share. @throws {@link ValueError} for a ragged one */
function evenSize(value: RaggedTensor, axis: number): Tensor {
  const { dtype } = value.row_splits;
  if (axis === 0) return rowCount(value._partition);
  if (axis > value.ragged_rank)
    return cast(sizeTensor(sizeOf(value.flat_values, axis - value.ragged_rank)), dtype);
  const length = value._partitions[axis - 1]!.uniform_row_length;
  if (length !== null) return length;
  throw new ValueError(
    `Cannot split a ragged dimension. Got \`value\` with shape ${value.shape} and \`axis\` ${axis}.`,
  );
}

dispatchFor(split, isRagged, (args, error) => {
  const names = ['value', 'num_or_size_splits', 'axis', 'num', 'name'] as const;
  const given = bindArguments<SplitArguments>('split', names, args, { required: 2 });
  const { value, num = null } = given;
  if (!isRagged(value)) throw error;
  const asked = given.num_or_size_splits!;
  if (asked === 1) return [value];
  const axis = positiveAxis(integer(given.axis ?? 0, 'axis'), value.shape.rank);
  const size = evenSize(value, axis);
  const [lengths, count] = partLengths(asked, num, size);
  assert_non_negative(lengths, { message: '`num_or_size_splits` must be non-negative.' });
  const splits = splitsOf(lengths);
  assert_equal(size, getitem(splits, [-1]), {
    message: 'Cannot exactly split the `axis` dimension of `value` with the given `num_or_size_split`.',
  });
  const at = isKnown(splits) ? integersOf(splits)! : null;
  const bound = (i: number): number | Tensor => (at === null ? getitem(splits, [i]) : at[i]!);
  const all = new PySlice<number>(null, null, null);
  return Array.from({ length: count }, (_, i) =>
    value.getitem(...new Array(axis).fill(all), new PySlice<number | Tensor>(bound(i), bound(i + 1), null)),
  );
});

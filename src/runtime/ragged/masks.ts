/** `tf.ragged.boolean_mask`, `tf.ragged.stack_dynamic_partitions` and `tf.dynamic_partition`: rows and values chosen. */
import { bool, int32 } from '../../dtypes';
import { TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { assert_equal, assert_less, assert_non_negative } from '../assert_values';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchFor } from '../dispatched';
import { reshape } from '../ops/array';
import { cast } from '../ops/cast';
import { count_nonzero } from '../ops/counting';
import { gather } from '../ops/gather';
import { getitem } from '../ops/getitem';
import { stack } from '../ops/joining';
import { dynamic_partition, boolean_mask as maskOfTensor } from '../ops/partition';
import { reduce_sum } from '../ops/reduction';
import { sizeOf, sizeProduct, sizeTensor } from '../ops/sizes';
import { argsort } from '../ops/sorting';
import type { Tensor } from '../tensor';
import { compatibleDims } from '../tensor_shape';
import { innerOf } from './construction';
import { rowsAt } from './gather';
import { bySplits, evenSplits, lengthsOf, rowNumbersOf } from './partition';
import { type RaggedLike, RaggedTensor } from './ragged_tensor';
import { isRagged, type Rows, splitsOf } from './rows';
import { matchTypes } from './types';

/** What a mask leaves; its last axis becomes ragged. */
function masked(data: Rows, mask: Rows): Rows {
  matchTypes(data, mask);
  if (isRagged(mask)) return maskedByRagged(data, mask);
  const { rank } = mask.shape;
  if (rank === null) throw new ValueError('mask.shape.ndims must be known statically.');
  if (rank === 0) throw new ValueError('mask cannot be scalar.');
  if (isRagged(data)) {
    if (rank === 1) {
      const lengths = maskOfTensor(lengthsOf(data._partition), mask);
      const inner = masked(data.values, gather(mask, rowNumbersOf(data._partition)));
      return RaggedTensor._of(inner, [bySplits(splitsOf(lengths))]);
    }
    const ragged_rank = Math.min(data.ragged_rank, rank - 1);
    const { dtype } = data.row_splits;
    return masked(data, RaggedTensor.from_tensor(mask, { ragged_rank, row_splits_dtype: dtype }));
  }
  const left = maskOfTensor(data, mask);
  if (rank === 1) return left;
  const lengths = reshape(count_nonzero(mask, { axis: -1 }), [-1]);
  const sizes = mask.dims.map((_, axis) => sizeOf(mask, axis));
  const outer = sizes.slice(1, -1).map((size, i) => {
    const [count, length] = [sizeProduct(sizes.slice(0, i + 1)), size].map((n) =>
      cast(sizeTensor(n), lengths.dtype),
    );
    return bySplits(evenSplits(count!, length!));
  });
  return RaggedTensor._of(left, [...outer, bySplits(splitsOf(lengths))]);
}

function maskedByRagged(data: Rows, mask: RaggedTensor): Rows {
  const { ragged_rank, row_splits } = mask;
  const rows = isRagged(data)
    ? data
    : RaggedTensor.from_tensor(data, { ragged_rank, row_splits_dtype: row_splits.dtype });
  assert_equal(row_splits, rows.row_splits, { message: 'Inputs must have identical ragged splits' });
  const inner = masked(rows.values, mask.values);
  if (mask.shape.rank! > 2) return RaggedTensor._of(inner, [bySplits(row_splits)]);
  const set = mask.with_flat_values(cast(mask.flat_values, row_splits.dtype));
  return RaggedTensor._of(inner, [bySplits(splitsOf(reduce_sum(set, 1) as Tensor))]);
}

/**
 * Mirrors `tf.ragged.boolean_mask`: the values where `mask` is true, in the rows that they stand in.
 * @throws {@link ValueError} for a scalar mask, {@link InvalidArgumentError} for rows that differ
 */
export function boolean_mask(
  ...args: Args<
    [data: RaggedLike, mask: RaggedLike],
    [name: string | null],
    { name?: string | null },
    ['data', 'mask']
  >
): Tensor | RaggedTensor {
  type All = { data: RaggedLike; mask: RaggedLike; name?: string | null };
  const given = bindArguments<All>('boolean_mask', ['data', 'mask', 'name'], args, { required: 2 });
  const mask = isRagged(given.mask) ? given.mask : toTensor(given.mask as TensorLike, bool);
  if (mask.dtype !== bool)
    throw new ValueError(
      `Tensor conversion requested dtype bool for RaggedTensor with dtype ${mask.dtype.name}`,
    );
  return masked(innerOf(given.data!), mask);
}

/** Rows by the number of the part that each value belongs to. */
function partsStacked(data: Rows, partitions: Rows, count: Tensor): RaggedTensor {
  const { rank } = partitions.shape;
  if (rank === null) throw new ValueError('partitions must have known rank.');
  const own = data.shape.dims?.slice(0, rank) ?? null;
  if (own !== null && !compatibleDims(own, partitions.shape.dims!))
    throw new ValueError(`Shapes ${partitions.shape} and ${data.shape} are incompatible`, {
      fields: { expected: own, actual: partitions.shape.dims },
    });
  if (rank === 0) {
    const values = stack([data as Tensor]);
    return RaggedTensor.from_value_rowids(values, stack([partitions as Tensor]), count, { validate: false });
  }
  if (rank === 1) {
    const numbers = partitions as Tensor;
    const order = argsort(numbers, { stable: true });
    const rowids = gather(numbers, order);
    assert_less(getitem(rowids, ['-1:']), count, { message: 'partitions must be less than num_partitions' });
    assert_non_negative(numbers, { message: 'partitions must be non-negative.' });
    const values = rowsAt(data, cast(order, numbers.dtype));
    return RaggedTensor.from_value_rowids(values, rowids, count, { validate: false });
  }
  const keywords = { row_splits_dtype: count.dtype };
  const rows = isRagged(data) ? data : RaggedTensor.from_tensor(data, keywords);
  const ragged_rank = Math.max(rows.ragged_rank, rank - 1);
  const places = isRagged(partitions)
    ? partitions
    : RaggedTensor.from_tensor(partitions, { ...keywords, ragged_rank: Math.min(ragged_rank, rank - 1) });
  assert_equal(rows.row_splits, places.row_splits, {
    message: 'data and partitions have incompatible ragged shapes',
  });
  return partsStacked(rows.values, places.values, count);
}

/** Numbers of parts, and how many there are, of the type of the rows' splits. */
function partArguments(data: Rows, partitions: RaggedLike, num: TensorLike): [Rows, Tensor] {
  const type = isRagged(data) ? data.row_splits.dtype : null;
  const given = isRagged(partitions) ? partitions : toTensor(partitions, undefined, type ?? int32);
  const dtype = type ?? given.dtype;
  const as = isRagged(given) ? given.with_flat_values(cast(given.flat_values, dtype)) : cast(given, dtype);
  return [as, cast(toTensor(num, undefined, dtype), dtype)];
}

/**
 * Mirrors `tf.ragged.stack_dynamic_partitions`: a row for each part, of the values with its number.
 * @throws {@link ValueError} for shapes that do not go together, {@link InvalidArgumentError} for numbers out of range
 */
export function stack_dynamic_partitions(
  ...args: Args<
    [data: RaggedLike, partitions: RaggedLike, num_partitions: TensorLike],
    [name: string | null],
    { name?: string | null },
    ['data', 'partitions', 'num_partitions']
  >
): RaggedTensor {
  type All = { data: RaggedLike; partitions: RaggedLike; num_partitions: TensorLike; name?: string | null };
  const names = ['data', 'partitions', 'num_partitions', 'name'] as const;
  const given = bindArguments<All>('stack_dynamic_partitions', names, args, { required: 3 });
  const data = innerOf(given.data!);
  const [partitions, count] = partArguments(data, given.partitions!, given.num_partitions!);
  if (count.dims.length !== 0) throw new ValueError(`Shape ${count.shape} must have rank 0`);
  return partsStacked(data, partitions, count);
}

dispatchFor(dynamic_partition, isRagged, (args) => {
  type All = { data: RaggedLike; partitions: RaggedLike; num_partitions: number; name?: string | null };
  const names = ['data', 'partitions', 'num_partitions', 'name'] as const;
  const given = bindArguments<All>('dynamic_partition', names, args, { required: 3 });
  const num = Number(given.num_partitions);
  if (!Number.isInteger(num) || num < 0) throw new TypeError('num_partitions must be a non-negative integer');
  const data = innerOf(given.data!);
  const rows = partsStacked(data, ...partArguments(data, given.partitions!, num));
  return Array.from({ length: num }, (_, i) => rows.getitem(i));
});

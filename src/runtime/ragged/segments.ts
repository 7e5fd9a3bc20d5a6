/** `tf.math.unsorted_segment_*` of ragged rows: the rows of a segment are combined place by place. */
import { int32, int64 } from '../../dtypes';
import { ValueError } from '../../errors';
import { bindArguments } from '../../python/arguments';
import { assert_equal } from '../assert_values';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchFor } from '../dispatched';
import { add, realdiv } from '../ops/arithmetic';
import { ones_like } from '../ops/creation';
import { maximum } from '../ops/extremes';
import { gather } from '../ops/gather';
import { getitem } from '../ops/getitem';
import { sqrt } from '../ops/power';
import * as segment from '../ops/segment';
import type { Tensor } from '../tensor';
import { innerOf } from './construction';
import { bySplits, lengthsOf, scalar } from './partition';
import { type RaggedLike, RaggedTensor } from './ragged_tensor';
import { rangesOf } from './range';
import { isRagged, type Rows, splitsOf } from './rows';
import { matchTypes } from './types';

export type SegmentOp = (data: TensorLike, ids: TensorLike, count: TensorLike) => Tensor;

/** Combines the rows of each segment. @throws {@link ValueError} for ids whose shape does not begin that of the data */
export function combined(op: SegmentOp, data: Rows, ids: Rows, count: Tensor): Rows {
  if (!isRagged(data) && !isRagged(ids)) return op(data, ids, count);
  matchTypes(data, ids);
  if (ids.dtype !== int32 && ids.dtype !== int64)
    throw new ValueError('segment_ids must have dtype int32 or int64.');
  if (!isRagged(data))
    throw new ValueError(
      'segment_ids.shape must be a prefix of data.shape, but segment_ids is ragged and data is not.',
    );
  if (isRagged(ids)) {
    const message = 'segment_ids.shape must be a prefix of data.shape';
    assert_equal(ids.row_splits, data.row_splits, { message });
    return combined(op, data.values, ids.values, count);
  }
  const lengths = lengthsOf(data._partition);
  // A segment is as long as its longest row.
  const longest = segment.unsorted_segment_max(lengths, ids, count);
  const splits = splitsOf(maximum(longest, scalar(0, lengths.dtype)));
  const starts = gather(splits, ids);
  const { numbers } = rangesOf(starts, add(starts, lengths), scalar(1, lengths.dtype));
  const values = combined(op, data.values, numbers, getitem(splits, [-1]));
  return RaggedTensor._of(values, [bySplits(splits)]);
}

/** `total` divided, value by value. */
export function dividedBy(total: Rows, count: Rows): Rows {
  if (!isRagged(total)) return realdivOf(total, count as Tensor);
  return total.with_flat_values(realdivOf(total.flat_values, (count as RaggedTensor).flat_values));
}
function realdivOf(x: Tensor, y: Tensor): Tensor {
  return x.dtype.is_integer ? x.truediv(y) : realdiv(x, y);
}

/** Ones in the same rows. */
export function onesIn(value: Rows): Rows {
  return isRagged(value) ? value.with_flat_values(ones_like(value.flat_values)) : ones_like(value);
}

function averaged(root: boolean): (data: Rows, ids: Rows, count: Tensor) => Rows {
  return (data, ids, count) => {
    const total = combined(segment.unsorted_segment_sum, data, ids, count);
    const counts = combined(segment.unsorted_segment_sum, onesIn(data), ids, count);
    const divisor = !root
      ? counts
      : isRagged(counts)
        ? counts.with_flat_values(sqrt(counts.flat_values))
        : sqrt(counts);
    return dividedBy(total, divisor);
  };
}

interface SegmentArguments {
  data: RaggedLike;
  segment_ids: RaggedLike;
  num_segments: TensorLike;
  name?: string | null;
}

function register(fn: SegmentOp, of: (data: Rows, ids: Rows, count: Tensor) => Rows): void {
  dispatchFor(fn, isRagged, (args) => {
    const names = ['data', 'segment_ids', 'num_segments', 'name'] as const;
    const given = bindArguments<SegmentArguments>('unsorted_segment', names, args, { required: 3 });
    const ids = isRagged(given.segment_ids)
      ? given.segment_ids
      : toTensor(given.segment_ids as TensorLike, undefined, int32);
    return of(innerOf(given.data!), ids, toTensor(given.num_segments!, undefined, int32));
  });
}

for (const fn of [
  segment.unsorted_segment_sum,
  segment.unsorted_segment_prod,
  segment.unsorted_segment_max,
  segment.unsorted_segment_min,
])
  register(fn, (data, ids, count) => combined(fn, data, ids, count));
register(segment.unsorted_segment_mean, averaged(false));
register(segment.unsorted_segment_sqrt_n, averaged(true));

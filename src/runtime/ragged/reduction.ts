/** `tf.reduce_*` of ragged tensors, and what is made of them: `tf.nn.softmax` and `tf.cumsum`. */
import { bool, int32 } from '../../dtypes';
import { TypeError, ValueError } from '../../errors';
import { bindArguments } from '../../python/arguments';
import type { TensorLike } from '../convert_types';
import { dispatchFor } from '../dispatched';
import { isKnown } from '../graph/operation';
import { integersOf } from '../index_argument';
import { add, divide, subtract } from '../ops/arithmetic';
import { reshape } from '../ops/array';
import { cast } from '../ops/cast';
import { exp } from '../ops/exponential';
import { maximum } from '../ops/extremes';
import { gather } from '../ops/gather';
import { sqrt, square } from '../ops/power';
import * as reduction from '../ops/reduction';
import { cumsum } from '../ops/scan';
import {
  unsorted_segment_max,
  unsorted_segment_min,
  unsorted_segment_prod,
  unsorted_segment_sum,
} from '../ops/segment';
import { softmax } from '../ops/softmax';
import * as statistics from '../ops/statistics';
import { reduce_join } from '../ops/strings/basic';
import { unsorted_segment_join } from '../ops/strings/segment_join';
import { Tensor } from '../tensor';
import { expanded } from './arrays';
import { longest } from './bounds';
import { positiveAxis } from './construction';
import { bySplits, lengthsOf, rowCount, rowNumbersOf, scalar } from './partition';
import { RaggedTensor } from './ragged_tensor';
import { rangesOf } from './range';
import { isRagged, type Rows } from './rows';
import { combined, dividedBy, onesIn, type SegmentOp } from './segments';

interface Reduction {
  readonly whole: (x: Tensor, axis: Axes, keepdims: boolean) => Tensor;
  readonly bySegment: SegmentOp;
}
type Axes = number | readonly number[] | null;

/** One axis or several: -1 is the last one. */
function reduced(kind: Reduction, x: Rows, axis: Axes, keepdims: boolean): Rows {
  if (!isRagged(x)) return kind.whole(x, axis, keepdims);
  const { rank } = x.shape;
  if (axis === null) {
    const all = kind.whole(x.flat_values, null, keepdims);
    return keepdims ? reshape(all, new Array<number>(rank!).fill(1)) : all;
  }
  if (typeof axis !== 'number') {
    if (axis.length === 0) return x;
    // The innermost first: the outer ones stay where they are.
    const axes = axis.map((one, i) => positiveAxis(one, rank, `axis[${i}]`)).sort((a, b) => b - a);
    return axes.reduce<Rows>((rest, one) => reduced(kind, rest, one, keepdims), x);
  }
  const at = positiveAxis(axis, rank);
  if (at > 1) return x.with_values(reduced(kind, x.values, at - 1, keepdims));
  const { _partition: partition } = x;
  const places = (): Tensor => {
    const lengths = lengthsOf(partition);
    return rangesOf(scalar(0, lengths.dtype), lengths, scalar(1, lengths.dtype)).numbers;
  };
  const result =
    at === 0
      ? combined(kind.bySegment, x.values, places(), longest(partition))
      : combined(kind.bySegment, x.values, rowNumbersOf(partition), rowCount(partition));
  return keepdims ? expanded(result, at) : result;
}

const sum: Reduction = { whole: reduction.reduce_sum, bySegment: unsorted_segment_sum };
const product: Reduction = { whole: reduction.reduce_prod, bySegment: unsorted_segment_prod };
const most: Reduction = { whole: reduction.reduce_max, bySegment: unsorted_segment_max };
const least: Reduction = { whole: reduction.reduce_min, bySegment: unsorted_segment_min };

function mean(x: Rows, axis: Axes, keepdims: boolean): Rows {
  const means = dividedBy(reduced(sum, x, axis, keepdims), reduced(sum, onesIn(x), axis, keepdims));
  // TF puts them into rows by their splits alone.
  return isRagged(means) ? RaggedTensor._of(means.flat_values, means.nested_row_splits.map(bySplits)) : means;
}
type OfRows = (x: Rows) => Rows;
function variance(x: Rows, axis: Axes, keepdims: boolean): Rows {
  if (x.dtype.is_complex)
    throw new ValueError('reduce_variance is not supported for RaggedTensors with complex dtypes.');
  const squares = mean((square as OfRows)(x), axis, keepdims);
  const ofMean = (square as OfRows)(mean(x, axis, keepdims));
  const difference = (subtract as (a: Rows, b: Rows) => Rows)(squares, ofMean);
  return (maximum as (a: Rows, b: number) => Rows)(difference, 0);
}

/** Truth as products or sums of 0 and 1. */
function logical(kind: Reduction): (x: Rows, axis: Axes, keepdims: boolean) => Rows {
  const as = cast as (x: Rows, dtype: typeof bool) => Rows;
  return (x, axis, keepdims) => as(reduced(kind, as(x, int32), axis, keepdims), bool);
}

interface ReduceArguments {
  input_tensor: RaggedTensor;
  axis?: TensorLike | null;
  keepdims?: boolean | null;
  name?: string | null;
}
/** @throws {@link ValueError} for axes that a graph does not know yet, {@link TypeError} for a single one as a tensor */
function axesOf(axis: TensorLike | null | undefined): Axes {
  if (axis === undefined || axis === null) return null;
  if (axis instanceof Tensor) {
    if (!isKnown(axis)) throw new ValueError('axis must be known at graph construction time.');
    if (axis.dims.length === 0) throw new TypeError(`axis must be an int; got ${axis}`);
    return integersOf(axis)!;
  }
  return Array.isArray(axis) ? axis.map(Number) : Number(axis);
}

function register(fn: unknown, of: (x: Rows, axis: Axes, keepdims: boolean) => Rows): void {
  dispatchFor(fn, isRagged, (args, error) => {
    const names = ['input_tensor', 'axis', 'keepdims', 'name'] as const;
    const given = bindArguments<ReduceArguments>('reduce', names, args, { required: 1 });
    if (!isRagged(given.input_tensor)) throw error;
    return of(given.input_tensor, axesOf(given.axis), given.keepdims === true);
  });
}
for (const [fn, kind] of [
  [reduction.reduce_sum, sum],
  [reduction.reduce_prod, product],
  [reduction.reduce_max, most],
  [reduction.reduce_min, least],
] as const)
  register(fn, (x, axis, keepdims) => reduced(kind, x, axis, keepdims));
register(statistics.reduce_mean, mean);
register(statistics.reduce_variance, variance);
register(statistics.reduce_std, (x, axis, keepdims) => (sqrt as OfRows)(variance(x, axis, keepdims)));
register(reduction.reduce_all, logical(product));
register(reduction.reduce_any, logical(sum));

interface JoinArguments {
  inputs: RaggedTensor;
  axis?: TensorLike | null;
  keepdims?: boolean | null;
  separator?: string;
  name?: string | null;
}
dispatchFor(reduce_join, isRagged, (args, error) => {
  const names = ['inputs', 'axis', 'keepdims', 'separator', 'name'] as const;
  const given = bindArguments<JoinArguments>('reduce_join', names, args, { required: 1 });
  const { inputs, separator = '' } = given;
  if (!isRagged(inputs)) throw error;
  const whole = reduce_join as (x: Tensor, axis: Axes, keepdims: boolean, separator: string) => Tensor;
  const bySegment = unsorted_segment_join as (
    x: TensorLike,
    ids: TensorLike,
    count: TensorLike,
    separator: string,
  ) => Tensor;
  const kind: Reduction = {
    whole: (x, axis, keepdims) => whole(x, axis, keepdims, separator),
    bySegment: (x, ids, count) => bySegment(x, ids, count, separator),
  };
  return reduced(kind, inputs, axesOf(given.axis), given.keepdims === true);
});

dispatchFor(softmax, isRagged, (args) => {
  type All = { logits: RaggedTensor; axis?: number | null; name?: string | null };
  const given = bindArguments<All>('softmax', ['logits', 'axis', 'name'], args, { required: 1 });
  const { logits } = given;
  const axis = given.axis ?? -1;
  const highest = reduced(most, logits!, axis, true) as RaggedTensor;
  const raised = exp(subtract(logits!, highest));
  return divide(raised, reduced(sum, raised, axis, true) as RaggedTensor);
});

/** Running sums within the innermost rows: those over all values, less what stood before the row. */
function sumsInRows(x: RaggedTensor, exclusive: boolean, reverse: boolean): Tensor {
  const flat = x.flat_values;
  const last = x._partitions.at(-1)!;
  const running = cumsum(flat, 0, true, reverse);
  const rows = rowNumbersOf(last);
  const edge = reverse
    ? subtract(gather(last.row_splits, add(rows, scalar(1, rows.dtype))), scalar(1, rows.dtype))
    : gather(last.row_splits, rows);
  const before = subtract(running, gather(running, edge));
  return exclusive ? before : add(before, flat);
}

interface ScanArguments {
  x: RaggedTensor;
  axis?: number;
  exclusive?: boolean;
  reverse?: boolean;
  name?: string | null;
}
dispatchFor(cumsum, isRagged, (args, error) => {
  const names = ['x', 'axis', 'exclusive', 'reverse', 'name'] as const;
  const given = bindArguments<ScanArguments>('cumsum', names, args, { required: 1 });
  const { x, exclusive = false, reverse = false } = given;
  if (!isRagged(x)) throw error;
  const axis = positiveAxis(given.axis ?? 0, x.shape.rank);
  if (axis === x.ragged_rank) return x.with_flat_values(sumsInRows(x, exclusive, reverse));
  if (axis > x.ragged_rank)
    return x.with_flat_values(cumsum(x.flat_values, axis - x.ragged_rank, exclusive, reverse));
  const sums = cumsum(x.to_tensor(), axis, exclusive, reverse);
  return RaggedTensor.from_tensor(sums, { lengths: [...x.nested_row_lengths()] });
});

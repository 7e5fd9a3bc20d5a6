/**
 * Broadcasting of ragged shapes: axis by axis, which row of each side every row of the result comes from. An axis of 1
 * goes with any other, ragged or not; ragged axes must be the same.
 */
import type { DType } from '../../dtypes';
import { ValueError } from '../../errors';
import { assert_equal } from '../assert_values';
import { toTensor } from '../convert';
import { add, multiply } from '../ops/arithmetic';
import { reshape } from '../ops/array';
import { cast } from '../ops/cast';
import { equal } from '../ops/comparison';
import { range, zeros_like } from '../ops/creation';
import { gather } from '../ops/gather';
import { getitem } from '../ops/getitem';
import { selectV2 } from '../ops/select';
import { sizeList, sizeOf, sizeTensor } from '../ops/sizes';
import type { Tensor } from '../tensor';
import { bySplits, evenSplits, lengthsOf, type Partition, scalar, scalarOf } from './partition';
import { isRagged, type Rows, rowNumbers, runs, splitsOf } from './rows';

/** One axis behind the first: rows of one length, or of lengths that their splits say. */
interface Axis {
  readonly length: Tensor | null;
  readonly splits: Tensor | null;
}
export interface RaggedShape {
  readonly count: Tensor;
  readonly axes: readonly Axis[];
  /** How many axes behind the first one are divided, rather than axes of the values. */
  readonly partitions: number;
  readonly dtype: DType;
}

/** The shape of a value, with sizes of this type. */
export function shapeOfRows(value: Rows, dtype: DType): RaggedShape {
  const flat = isRagged(value) ? value.flat_values : value;
  if (flat.shape.rank === null) throw new ValueError('Unable to broadcast: unknown rank');
  const partitions = isRagged(value) ? value._partitions : [];
  const number = (axis: number): Tensor => cast(sizeTensor(sizeOf(flat, axis)), dtype);
  const inner = flat.dims.slice(1).map((_, i): Axis => ({ length: number(i + 1), splits: null }));
  const outer = partitions.map(
    ({ row_splits, uniform_row_length }): Axis => ({
      length: uniform_row_length === null ? null : cast(uniform_row_length, dtype),
      splits: cast(row_splits, dtype),
    }),
  );
  const first = partitions[0]?.row_splits;
  const count =
    first === undefined
      ? flat.dims.length === 0
        ? scalar(1, dtype)
        : number(0)
      : add(cast(sizeTensor(sizeOf(first, 0)), dtype), scalar(-1, dtype));
  return { count, axes: [...outer, ...inner], partitions: partitions.length, dtype };
}

function rankOf(shape: RaggedShape): number {
  return shape.axes.length + 1;
}

/** The same with axes of 1 in front. */
function padded(shape: RaggedShape, rank: number): RaggedShape {
  const missing = rank - rankOf(shape);
  if (missing === 0) return shape;
  const one = scalar(1, shape.dtype);
  const ones = Array.from({ length: missing - 1 }, (): Axis => ({ length: one, splits: null }));
  const first: Axis = { length: shape.count, splits: null };
  return { ...shape, count: one, axes: [...ones, first, ...shape.axes] };
}

/** A size beside which 1 gives way. @throws {@link InvalidArgumentError} for two others */
function commonSize(a: Tensor, b: Tensor): Tensor {
  const [x, y] = [scalarOf(a), scalarOf(b)];
  if (x === 1) return b;
  if (y === 1) return a;
  if (x !== null && y !== null && x === y) return a;
  const size = selectV2(equal(a, scalar(1, a.dtype)), b, a);
  for (const own of [a, b]) assert_equal(selectV2(equal(own, scalar(1, own.dtype)), size, own), size);
  return size;
}

/** 0 for a size of 1, else 1. */
function stepOf(size: Tensor): Tensor {
  const known = scalarOf(size);
  if (known !== null) return scalar(known === 1 ? 0 : 1, size.dtype);
  return selectV2(equal(size, scalar(1, size.dtype)), zeros_like(size), scalar(1, size.dtype));
}

function counted(count: Tensor): Tensor {
  return cast(range(count), count.dtype);
}

/** Where the rows inside come from, if those outside come from `rows`, and there are `lengths` in each. */
function placesInside(axis: Axis, rows: Tensor, splits: Tensor): Tensor {
  const outer = gather(rows, rowNumbers(splits));
  const lengths = lengthsOf(bySplits(splits));
  const offsets = runs(zeros_like(lengths), lengths, scalar(1, lengths.dtype));
  if (axis.length !== null) return add(multiply(outer, axis.length), multiply(offsets, stepOf(axis.length)));
  return add(gather(axis.splits!, outer), offsets);
}

/** The rows of the result along one axis. */
function commonAxis(a: Axis, b: Axis, fromA: Tensor, fromB: Tensor, count: Tensor): Partition {
  if (a.length !== null && b.length !== null) {
    const length = commonSize(a.length, b.length);
    return { row_splits: evenSplits(count, length), uniform_row_length: length };
  }
  const lengths = ([axis, rows]: readonly [Axis, Tensor]): Tensor =>
    gather(lengthsOf({ row_splits: axis.splits!, uniform_row_length: null }), rows);
  const [ragged, other] =
    a.length === null
      ? ([
          [a, fromA],
          [b, fromB],
        ] as const)
      : ([
          [b, fromB],
          [a, fromA],
        ] as const);
  const own = lengths(ragged);
  const [axis, rows] = other;
  if (axis.length === null) assert_equal(own, lengths([axis, rows]));
  else if (scalarOf(axis.length) !== 1)
    assert_equal(
      selectV2(equal(axis.length, scalar(1, own.dtype)), own, add(zeros_like(own), axis.length)),
      own,
    );
  return bySplits(splitsOf(own));
}

/** What two shapes broadcast to, and where values come from. */
export interface Broadcast {
  readonly partitions: readonly Partition[];
  /** The values of each side as they stand in the result; its inner axes are left to the op. */
  readonly values: readonly [x: Tensor, y: Tensor];
  /** For each value of the result, the number of the one that it is on each side. */
}

/** How many axes of the result are divided. */
function partitionCount(a: RaggedShape, b: RaggedShape): number {
  const rank = Math.max(rankOf(a), rankOf(b));
  const [x, y] = [a, b].map((s) => (s.partitions === 0 ? 0 : s.partitions + rank - rankOf(s)));
  return Math.max(x!, y!);
}

/** The values of one side, rows by number; its axes inside of the divided ones stay. */
function taken(value: Rows, own: RaggedShape, rank: number, innerRank: number, rows: Tensor): Tensor {
  const flat = isRagged(value) ? value.flat_values : value;
  if (innerRank > rankOf(own) || flat.dims.length === 0) return flat;
  const inner = Array.from({ length: innerRank - 1 }, (_, i) => sizeOf(flat, i - innerRank + 1));
  const merged = flat.dims.length === innerRank ? flat : reshape(flat, sizeList([-1, ...inner]));
  return rank === 0 ? merged : gather(merged, rows);
}

/** @throws {@link InvalidArgumentError} for shapes that do not fit */
export function broadcastRows(x: Rows, y: Rows, dtype: DType): Broadcast {
  const [ownX, ownY] = [shapeOfRows(x, dtype), shapeOfRows(y, dtype)];
  const rank = Math.max(rankOf(ownX), rankOf(ownY));
  const [a, b] = [padded(ownX, rank), padded(ownY, rank)];
  const levels = partitionCount(ownX, ownY);
  let count = commonSize(a.count, b.count);
  let fromX = multiply(counted(count), stepOf(a.count));
  let fromY = multiply(counted(count), stepOf(b.count));
  const partitions: Partition[] = [];
  for (let level = 0; level < levels; level++) {
    const [axisX, axisY] = [a.axes[level]!, b.axes[level]!];
    const partition = commonAxis(axisX, axisY, fromX, fromY, count);
    partitions.push(partition);
    fromX = placesInside(axisX, fromX, partition.row_splits);
    fromY = placesInside(axisY, fromY, partition.row_splits);
    count = getitem(partition.row_splits, [-1]);
  }
  const innerRank = rank - levels;
  return {
    partitions,
    values: [taken(x, ownX, rank, innerRank, fromX), taken(y, ownY, rank, innerRank, fromY)],
  };
}

/** True if the values of `x` and `y` go together without a look at the rows. */
export function needsBroadcast(x: Rows, y: Rows): boolean {
  if (isRagged(x) && isRagged(y)) return true;
  const [ragged, dense] = isRagged(x) ? [x, y as Tensor] : [y, x as Tensor];
  if (!isRagged(ragged)) return false;
  return ragged.flat_values.dims.length <= toTensor(dense).dims.length;
}

/** `ragged.getitem(1, slice(0, 2))`: Python's `ragged[1, 0:2]`. Importing this file puts it on the class. */
import { currentContext } from '../../context';
import { AttributeError, IndexError, TypeError, ValueError } from '../../errors';
import { PySlice } from '../../python/builtins';
import { assert_greater_equal, assert_less } from '../assert_values';
import { toTensor } from '../convert';
import { isKnown } from '../graph/operation';
import { add, negative, subtract } from '../ops/arithmetic';
import { cast } from '../ops/cast';
import { greater_equal } from '../ops/comparison';
import { zeros } from '../ops/creation';
import { maximum, minimum } from '../ops/extremes';
import { getitem, type SliceItem, separateItems, type TensorSlice } from '../ops/getitem';
import { concat } from '../ops/joining';
import { selectV2 } from '../ops/select';
import { size as sizeOfTensor } from '../ops/shapes';
import { notAllowed } from '../symbolic_text';
import { Tensor } from '../tensor';
import { rowsAt } from './gather';
import { bySplits, lengthsOf, rowCount, scalar, scalarOf } from './partition';
import { RaggedTensor } from './ragged_tensor';
import { rangesOf } from './range';
import { isRagged, type Rows, splitsOf } from './rows';

declare module './ragged_tensor' {
  interface RaggedTensor {
    /**
     * Python's `ragged[items]`: numbers, `slice(...)`, `'...'`, `tf.newaxis`, scalar tensors, or a text such as `'1:, :2'`.
     * @throws {@link IndexError} for a row that there is not, {@link ValueError} for a number behind a ragged axis
     */
    getitem(...items: SliceItem[]): Tensor | RaggedTensor;
    /** The rows. @throws {@link OperatorNotAllowedInGraphError} while a graph is built */
    readonly [Symbol.iterator]: () => Generator<Tensor | RaggedTensor>;
  }
}

const all: TensorSlice = new PySlice<number>(null, null, null);
type Bound = number | Tensor;

function isAll(item: SliceItem): boolean {
  return item instanceof PySlice && item.start === null && item.stop === null && item.step === null;
}

function isEllipsis(item: SliceItem | undefined): boolean {
  return item === '...';
}

/** An index of one element. */
function isNumber(item: SliceItem): item is Bound {
  return item !== null && typeof item !== 'string' && !(item instanceof PySlice);
}

/** The items with as many whole slices in the place of the ellipsis as are needed. */
function expanded(items: readonly SliceItem[], rank: number | null): SliceItem[] {
  if (rank === null) throw new ValueError('Ellipsis not supported for unknown shape RaggedTensors');
  const count = items.filter((item) => item !== null).length;
  if (count > rank + 1) throw new IndexError('Too many indices for RaggedTensor');
  return count === rank + 1 ? items.slice(1) : [all, ...items];
}

/** `value[items]`. */
function itemOf(value: RaggedTensor, items: readonly SliceItem[]): Rows {
  const [first, ...rest] = items;
  if (first === undefined) return value;
  if (isEllipsis(first)) return itemOf(value, expanded(items, value.shape.rank));
  if (first === null) {
    const inner = itemOf(value, rest);
    if (!isRagged(inner)) throw new AttributeError("'Tensor' object has no attribute 'row_splits'");
    const rows = rowCount(inner._partition);
    return RaggedTensor.from_uniform_row_length(inner, rows, { nrows: 1, validate: false });
  }
  if (!(first instanceof PySlice)) return insideRow(value, first as Bound, rest);
  const rows = sliceOfRows(value, first);
  if (value.uniform_row_length === null) return insideRows(rows, rest);
  const even = RaggedTensor.from_uniform_row_length(rows.values, value.uniform_row_length, {
    nrows: rows.nrows(),
  });
  return insideRows(even, rest);
}

function insideRow(value: RaggedTensor, row: Bound, rest: readonly SliceItem[]): Rows {
  const count = scalarOf(rowCount(value._partition));
  const known = typeof row === 'object' ? (row instanceof Tensor ? scalarOf(row) : null) : Number(row);
  if (!currentContext().builder && known !== null && count !== null && known >= count)
    throw new IndexError(`Row key ${known} out of bounds`, { fields: { expected: count, actual: known } });
  const [start, stop] = [value.row_starts(), value.row_limits()].map((at) => getitem(at, [row]));
  const part = new PySlice<Tensor>(start!, stop!, null);
  const inside = rowsIn(value.values, part);
  if (isRagged(inside)) return itemOf(inside, rest);
  return rest.length === 0 ? inside : getitem(inside, rest);
}

/** `value[part]` of what may be ragged. */
function rowsIn(value: Rows, part: TensorSlice): Rows {
  return isRagged(value) ? itemOf(value, [part]) : getitem(value, [part]);
}

/** `value[part]`: rows of one run are a run of values, others are gathered. */
function sliceOfRows(value: RaggedTensor, part: TensorSlice): RaggedTensor {
  if (isAll(part)) return value;
  const [starts, limits] = [value.row_starts(), value.row_limits()].map((at) => getitem(at, [part]));
  if (part.step !== null && part.step !== 1) return rowsOfRanges(starts!, limits!, 1, value.values);
  const none = getitem(zeros([1], starts!.dtype), [new PySlice<Tensor>(sizeOfTensor(starts!), null, null)]);
  const splits = concat([none, getitem(starts!, [':1']), limits!], 0);
  const run = new PySlice<Tensor>(getitem(splits, [0]), getitem(splits, [-1]), null);
  const inside = rowsIn(value.values, run);
  return RaggedTensor._of(inside, [
    { row_splits: subtract(splits, getitem(splits, [0])), uniform_row_length: null },
  ]);
}

/** Rows of the values `starts[i] .. limits[i]`. */
function rowsOfRanges(starts: Tensor, limits: Tensor, step: Bound, values: Rows): RaggedTensor {
  const { numbers, counts } = rangesOf(starts, limits, cast(integerOf(step, 'slice strides'), starts.dtype));
  const splits = splitsOf(counts);
  return RaggedTensor._of(rowsAt(values, numbers), [bySplits(splits)]);
}

/** @throws {@link TypeError} for no integer */
function integerOf(bound: unknown, what: string): Tensor {
  const whole = typeof bound === 'bigint' || Number.isInteger(bound);
  if (!whole && !(bound instanceof Tensor && bound.dtype.is_integer))
    throw new TypeError(`${what} must be integers or None`);
  return bound instanceof Tensor ? bound : scalar(Number(bound), toTensor(0n).dtype);
}

/** The one if `value` is not negative, else the other. */
function bySign(value: Bound, positive: () => Tensor, negativeOne: () => Tensor): Tensor {
  if (value instanceof Tensor && !isKnown(value))
    return selectV2(greater_equal(value, toTensor(0, value.dtype)), positive(), negativeOne());
  return Number(value instanceof Tensor ? scalarOf(value) : value) >= 0 ? positive() : negativeOne();
}

/** `value[:, items]`. */
function insideRows(value: Rows, items: readonly SliceItem[]): Rows {
  const [first, ...rest] = items;
  if (first === undefined) return value;
  if (!isRagged(value)) return getitem(value, [all, ...items]);
  if (isEllipsis(first)) return insideRows(value, expanded(items, value.values.shape.rank));
  if (first === null) {
    const inner = insideRows(value, rest);
    if (!isRagged(inner)) throw new AttributeError("'Tensor' object has no attribute 'row_splits'");
    const nrows = rowCount(inner._partition);
    return RaggedTensor.from_uniform_row_length(inner, 1, { nrows, validate: false });
  }
  if (first instanceof PySlice) {
    const parts = isAll(first) ? value : partsOfRows(value, first);
    return parts.with_values(insideRows(parts.values, rest));
  }
  if (!isNumber(first) || value.uniform_row_length === null)
    throw new ValueError('Cannot index into an inner ragged dimension.');
  const length = value.uniform_row_length;
  const column = cast(integerOf(first, 'indices'), length.dtype);
  const message = 'Index out of bounds when indexing into a ragged tensor';
  assert_greater_equal(column, negative(length), { message });
  assert_less(column, length, { message });
  const offset = bySign(
    column,
    () => column,
    () => add(length, column),
  );
  return insideRows(rowsIn(value.values, new PySlice<Tensor>(offset, null, length)), rest);
}

/** `value[:, part]`. */
function partsOfRows(value: RaggedTensor, part: TensorSlice): RaggedTensor {
  const [starts, limits] = [value.row_starts(), value.row_limits()];
  const step = (part.step ?? 1) as Bound;
  const one = scalar(1, starts.dtype);
  const lowest = (): Tensor =>
    bySign(
      step,
      () => starts,
      () => subtract(starts, one),
    );
  const highest = (): Tensor =>
    bySign(
      step,
      () => limits,
      () => subtract(limits, one),
    );
  const bound = (at: Bound): Tensor => {
    const offset = cast(integerOf(at, 'slice offsets'), starts.dtype);
    return bySign(
      at,
      () => minimum(add(starts, offset), highest()),
      () => maximum(add(limits, offset), lowest()),
    );
  };
  const first =
    part.start === null
      ? bySign(
          step,
          () => starts,
          () => subtract(limits, one),
        )
      : bound(part.start as Bound);
  const last =
    part.stop === null
      ? bySign(
          step,
          () => limits,
          () => subtract(starts, one),
        )
      : bound(part.stop as Bound);
  const parts = rowsOfRanges(first, last, step, value.values);
  if (value.uniform_row_length === null) return parts;
  // All rows are cut alike: what is left of the first is what is left of any.
  const whole = zeros(
    value.uniform_row_length.dims.length === 0 ? [value.uniform_row_length] : [],
    starts.dtype,
  );
  const length = cast(sizeOfTensor(getitem(whole, [part])), starts.dtype);
  return RaggedTensor.from_uniform_row_length(parts.values, length, { nrows: value.nrows() });
}

function* rowsOf(this: RaggedTensor): Generator<Rows> {
  if (currentContext().builder) throw notAllowed('Iterating over a symbolic `tf.RaggedTensor`');
  for (let i = 0; i < lengthsOf(this._partition).dims[0]!; i++) yield itemOf(this, [i]);
}
Object.defineProperty(RaggedTensor.prototype, 'getitem', {
  value(this: RaggedTensor, ...items: SliceItem[]): Rows {
    return itemOf(this, separateItems(items));
  },
  writable: true,
  configurable: true,
});
Object.defineProperty(RaggedTensor.prototype, Symbol.iterator, { value: rowsOf, configurable: true });

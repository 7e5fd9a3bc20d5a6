/** How values are divided into rows: where each begins, and whether all are of one length. Mirrors TF's RowPartition. */
import { as_dtype, type DType, int32, int64 } from '../../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { repr } from '../../python/repr';
import { assert_equal, assert_less_equal, assert_non_negative } from '../assert_values';
import { dtypeOf, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { isKnown } from '../graph/operation';
import { integersOf, integerTensor } from '../index_argument';
import { add, multiply, subtract } from '../ops/arithmetic';
import { reshape } from '../ops/array';
import { cast } from '../ops/cast';
import { range } from '../ops/creation';
import { floordiv } from '../ops/division';
import { maximum } from '../ops/extremes';
import { getitem } from '../ops/getitem';
import { concat } from '../ops/joining';
import { sizeOf, sizeTensor } from '../ops/sizes';
import type { Tensor } from '../tensor';
import { shapeText } from '../tensor_shape';
import { rowNumbers, segment_ids_to_row_splits, splitsOf } from './rows';

export interface Partition {
  /** Where each row begins, and the end. */
  readonly row_splits: Tensor;
  /** The length of all rows, if they are of one by construction. */
  readonly uniform_row_length: Tensor | null;
}

/** Rows that need not be of one length. */
export function bySplits(row_splits: Tensor): Partition {
  return { row_splits, uniform_row_length: null };
}

/** The one value of a tensor; null if it is not known yet. */
export function scalarOf(tensor: Tensor | null): number | null {
  return tensor !== null && isKnown(tensor) ? (integersOf(tensor)?.[0] ?? null) : null;
}

export function scalar(value: number, dtype: DType): Tensor {
  return integerTensor([value], dtype, []);
}

/** @throws {@link ValueError} for another type than int32 and int64 */
export function splitsType(dtype: Parameters<typeof as_dtype>[0], name = 'row_splits'): DType {
  const type = as_dtype(dtype);
  if (type === int32 || type === int64) return type;
  throw new ValueError(`${name} must have dtype int32 or int64; got ${type.name}`, {
    fields: { expected: ['int32', 'int64'], actual: type.name },
  });
}

/** Integers that say where rows are: of the type that the rows inside have, else int64. */
function integersFor(value: TensorLike, name: string, hint: DType | null, rank = 1): Tensor {
  const own = dtypeOf(value);
  const tensor = own === int32 ? toTensor(value) : toTensor(value, undefined, hint ?? int64);
  splitsType(tensor.dtype, name);
  const { rank: actual } = tensor.shape;
  if (actual !== null && actual !== rank)
    throw new ValueError(`Shape ${shapeText(tensor.dims)} must have rank ${rank}`, {
      fields: { expected: rank, actual },
    });
  return tensor;
}

function invalid(method: string, why: string, actual: unknown): InvalidArgumentError {
  return new InvalidArgumentError(`Arguments to ${method} do not form a valid RaggedTensor: ${why}`, {
    fields: { actual },
  });
}

/** Checks what is known at once; the rest when the graph runs. */
function checkRising(method: string, values: Tensor, startsAtZero: boolean): void {
  const known = isKnown(values) ? integersOf(values) : null;
  if (known === null) {
    if (startsAtZero) assert_equal(getitem(values, [':1']), toTensor(0, values.dtype));
    assert_non_negative(subtract(getitem(values, ['1:']), getitem(values, [':-1'])));
    return;
  }
  if (startsAtZero && known.length > 0 && known[0] !== 0)
    throw invalid(method, 'the first row must begin at 0', known[0]);
  if (!startsAtZero && known.length > 0 && known[0]! < 0)
    throw invalid(method, 'no number may be negative', known[0]);
  const falls = known.findIndex((at, i) => i > 0 && at < known[i - 1]!);
  if (falls > 0) throw invalid(method, 'the numbers must rise', known[falls]);
}

/** @throws {@link TypeError} for anything but true and false */
export function checkedFlag(validate: unknown): boolean {
  if (validate === undefined) return true;
  if (typeof validate === 'boolean') return validate;
  throw new TypeError(`Argument \`validate\` must have type bool. Received ${repr(validate)}.`);
}

export function fromSplits(row_splits: TensorLike, validate: boolean, hint: DType | null): Partition {
  if (Array.isArray(row_splits) && row_splits.length === 0)
    throw new ValueError('row_splits tensor may not be empty.');
  const splits = integersFor(row_splits, 'row_splits', hint);
  if (validate) {
    if (splits.dims?.[0] === 0) throw invalid('from_row_splits', 'there must be a first row', []);
    checkRising('from_row_splits', splits, true);
  }
  return bySplits(splits);
}

export function fromLengths(row_lengths: TensorLike, validate: boolean, hint: DType | null): Partition {
  const lengths = integersFor(row_lengths, 'row_lengths', hint);
  if (validate) {
    const known = isKnown(lengths) ? integersOf(lengths) : null;
    if (known === null) assert_non_negative(lengths);
    else if (known.some((length) => length < 0))
      throw invalid('from_row_lengths', 'no row may be of negative length', known);
  }
  return bySplits(splitsOf(lengths));
}

/** @param count how many values there are */
export function fromStarts(
  row_starts: TensorLike,
  count: Tensor,
  validate: boolean,
  hint: DType | null,
): Partition {
  const starts = integersFor(row_starts, 'row_starts', hint);
  const end = cast(count, starts.dtype);
  if (validate) {
    checkRising('from_row_starts', starts, true);
    const [known, most] = [isKnown(starts) ? integersOf(starts) : null, scalarOf(end)];
    if (known === null || most === null) assert_less_equal(getitem(starts, ['-1:']), end);
    else if (known.some((start) => start > most))
      throw invalid('from_row_starts', 'no row may begin behind the values', known);
  }
  return bySplits(concat([starts, reshape(end, [1])], 0));
}

export function fromLimits(row_limits: TensorLike, validate: boolean, hint: DType | null): Partition {
  const limits = integersFor(row_limits, 'row_limits', hint);
  if (validate) checkRising('from_row_limits', limits, false);
  return bySplits(concat([toTensor([0], limits.dtype), limits], 0));
}

/** @returns the numbers of rows too, whose count must be that of the values */
export function fromRowNumbers(
  value_rowids: TensorLike,
  nrows: TensorLike | null,
  validate: boolean,
  hint: DType | null,
): Partition & { readonly ids: Tensor } {
  const ids = integersFor(value_rowids, 'value_rowids', hint);
  const count = nrows === null ? null : toTensor(nrows, ids.dtype);
  const known = isKnown(ids) ? integersOf(ids) : null;
  const rows = scalarOf(count);
  if (rows !== null && rows < 0) throw new ValueError(`Expected nrows >= 0; got ${rows}`);
  const last = known === null ? null : (known[known.length - 1] ?? -1);
  if (rows !== null && last !== null && rows < last + 1)
    throw new ValueError(
      `Expected nrows >= value_rowids[-1] + 1; got nrows=${rows}, value_rowids[-1]=${last}`,
      { fields: { expected: last + 1, actual: rows } },
    );
  if (validate) checkRising('from_value_rowids', ids, false);
  return { ...bySplits(segment_ids_to_row_splits(ids, count)), ids };
}

/** @param count how many values there are @param nrows how many rows; needed only for rows of no length */
export function fromUniformLength(
  uniform_row_length: TensorLike,
  count: (dtype: DType) => Tensor,
  nrows: TensorLike | null,
  validate: boolean,
  hint: DType | null,
): Partition {
  const type = [uniform_row_length, nrows].map(dtypeOf).find((dtype) => dtype !== undefined);
  const length = integersFor(uniform_row_length, 'uniform_row_length', type ?? hint, 0);
  const values = count(length.dtype);
  const [size, all] = [scalarOf(length), scalarOf(values)];
  const rows =
    nrows !== null
      ? toTensor(nrows, length.dtype)
      : size === 0
        ? scalar(0, length.dtype)
        : floordiv(values, maximum(length, scalar(1, length.dtype)));
  const known = scalarOf(rows);
  if (validate && size !== null && size < 0) throw new ValueError('uniform_row_length must be >= 0.');
  if (validate && size !== null && known !== null && all !== null && known * size !== all)
    throw new ValueError(`uniform_row_length=${size} times nrows=${known} must equal nvals=${all}`, {
      fields: { expected: all, actual: known * size },
    });
  if (validate && (size === null || known === null || all === null))
    assert_equal(multiply(rows, length), values);
  return { row_splits: evenSplits(rows, length), uniform_row_length: length };
}

/** Where rows of one length begin, and the end. */
export function evenSplits(rows: Tensor, length: Tensor): Tensor {
  const [count, size] = [scalarOf(rows), scalarOf(length)];
  if (count !== null && size !== null)
    return integerTensor(
      Array.from({ length: count + 1 }, (_, i) => i * size),
      length.dtype,
    );
  return multiply(cast(range(add(rows, scalar(1, rows.dtype))), length.dtype), length);
}

export function withSplitsType({ row_splits, uniform_row_length }: Partition, dtype: DType): Partition {
  return {
    row_splits: cast(row_splits, dtype),
    uniform_row_length: uniform_row_length === null ? null : cast(uniform_row_length, dtype),
  };
}

export function lengthsOf({ row_splits }: Partition): Tensor {
  return subtract(getitem(row_splits, ['1:']), getitem(row_splits, [':-1']));
}

export function rowNumbersOf({ row_splits }: Partition): Tensor {
  return rowNumbers(row_splits);
}

/** How many rows there are; a scalar of the splits' type. */
export function rowCount({ row_splits }: Partition): Tensor {
  const known = row_splits.dims?.[0] as number | null;
  if (known !== null) return scalar(known - 1, row_splits.dtype);
  return subtract(cast(sizeTensor(sizeOf(row_splits, 0)), row_splits.dtype), scalar(1, row_splits.dtype));
}

/** Tensors out of rows, filled up, and rows out of tensors, cut. */
import { as_dtype, bool, type DTypeLike, int64 } from '../../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { repr } from '../../python/repr';
import { storageToFill } from '../allocate';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { integersOf, integerTensor } from '../index_argument';
import { IndexedSlices } from '../indexed_slices';
import { copyStrided } from '../kernels/strided_copy';
import { defineOp, noAttributes, type OpRecord } from '../op';
import { multiply } from '../ops/arithmetic';
import { reshape, shape } from '../ops/array';
import { cast } from '../ops/cast';
import { equal, not_equal } from '../ops/comparison';
import { ones, range } from '../ops/creation';
import { maximum, minimum } from '../ops/extremes';
import { getitem } from '../ops/getitem';
import { logical_not } from '../ops/logic';
import { boolean_mask } from '../ops/partition';
import { reduce_all, reduce_max, reduce_sum } from '../ops/reduction';
import { sequence_mask } from '../ops/sequences';
import { type Size, sizeList, sizeOf, sizeProduct, sizeTensor } from '../ops/sizes';
import { Tensor } from '../tensor';
import { type Dimension, elementCount, TensorShape } from '../tensor_shape';
import { evenSplits, fromLengths, type Partition, splitsType } from './partition';

/** What a tensor is as ragged: its values, and how they are divided. */
interface RowsOf {
  readonly values: Tensor;
  readonly partitions: readonly Partition[];
}

/** Distances between the elements of `own` along the axes of `dims`; 0 where it is repeated. */
function repeatedStrides(own: readonly number[], dims: readonly number[]): number[] {
  const offset = dims.length - own.length;
  return dims.map((_, i) =>
    i < offset || own[i - offset] === 1 ? 0 : elementCount(own.slice(i - offset + 1)),
  );
}

/** TF's op: a shape or -1, values, what is put behind short rows, and the splits of every ragged axis. */
const RaggedTensorToTensor: OpRecord = defineOp({
  type: 'RaggedTensorToTensor',
  infer: ([asked, values, , ...splits]) => {
    const { dtype } = values!;
    if (values!.dims === null) return [{ dtype, dims: null }];
    const longest = splits.map((own) => {
      const ends = integersOf(own);
      return ends?.slice(1).reduce((n, to, i) => Math.max(n, to - ends[i]!), 0) ?? null;
    });
    const first = splits[0]!.dims?.[0] ?? null;
    const natural: Dimension[] = [first === null ? null : first - 1, ...longest, ...values!.dims.slice(1)];
    if (asked!.dims?.length === 0) return [{ dtype, dims: natural }];
    const sizes = integersOf(asked!);
    if (sizes === null) return [{ dtype, dims: natural.map((d, i) => (i <= splits.length ? null : d)) }];
    const dims = natural.map((d, i) => ((sizes[i] ?? -1) < 0 ? d : sizes[i]!));
    const inner = splits.length + 1;
    if (sizes.length !== dims.length || dims.some((d, i) => i >= inner && d !== natural[i]))
      throw new InvalidArgumentError(
        `The shape ${new TensorShape(sizes.map((d) => (d < 0 ? null : d)))} is not one that rows of shape ` +
          `${new TensorShape(natural)} can be filled up to`,
        { fields: { expected: natural, actual: sizes } },
      );
    return [{ dtype, dims }];
  },
  kernel: ([, values, missing, ...splits], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const row = dims.slice(splits.length + 1);
    const width = elementCount(row);
    const outer = elementCount(dims.slice(0, splits.length + 1));
    const data = storageToFill(dtype, outer * width);
    const strides = [0, ...repeatedStrides(missing!.dims, row)];
    const whole = [width, ...row.map((_, i) => elementCount(row.slice(i + 1)))];
    const blank = { data: missing!.data, offset: 0, strides };
    copyStrided(dtype, blank, { data, offset: 0, strides: whole }, [outer, ...row]);
    const ends = splits.map((own) => integersOf(own)!);
    const fill = (level: number, from: number, to: number, place: number): void => {
      const size = dims[level]!;
      const count = Math.min(to - from, size);
      if (level === ends.length) {
        const source = { data: values!.data, offset: from * width, strides: [1] };
        copyStrided(dtype, source, { data, offset: place * width, strides: [1] }, [count * width]);
        return;
      }
      for (let i = 0; i < count; i++)
        fill(level + 1, ends[level]![from + i]!, ends[level]![from + i + 1]!, (place + i) * dims[level + 1]!);
    };
    fill(0, 0, ends[0]!.length - 1, 0);
    return [new Tensor(dtype, dims, data)];
  },
  grad: ({ inputs: [, values, missing, ...splits] }, g) => {
    const outer = getitem(shape(g!, int64), [`:${splits.length + 1}`]);
    const numbers = cast(range(sizeTensor(sizeOf(values!, 0))), int64);
    const places = filled(outer, numbers, toTensor(-1, int64), splits);
    const given = not_equal(places, toTensor(-1, int64));
    const rows = new IndexedSlices(boolean_mask(g!, given), boolean_mask(places, given), shape(values!));
    const rest = boolean_mask(g!, logical_not(given));
    const rank = withoutOnes(missing!.dims).length;
    const axes = Array.from({ length: rest.dims.length - rank }, (_, i) => i);
    return [null, rows, reshape(reduce_sum(rest, axes), shape(missing!)), ...splits.map(() => null)];
  },
});

function withoutOnes(dims: readonly number[]): readonly number[] {
  const first = dims.findIndex((size) => size !== 1);
  return first < 0 ? [] : dims.slice(first);
}

function filled(asked: Tensor, values: Tensor, missing: Tensor, splits: readonly Tensor[]): Tensor {
  return dispatch(RaggedTensorToTensor, [asked, values, missing, ...splits], noAttributes)[0]!;
}

export interface DenseKeywords {
  default_value?: TensorLike | null;
  name?: string | null;
  shape?: readonly (number | null)[] | TensorLike | null;
}

/** -1 for no shape at all and for sizes that are left open. */
function askedShape(asked: DenseKeywords['shape']): Tensor {
  if (asked === undefined || asked === null) return integerTensor([-1], int64, []);
  if (asked instanceof TensorShape)
    return asked.dims === null ? askedShape(null) : askedShape([...asked.dims]);
  if (!Array.isArray(asked)) return toTensor(asked as TensorLike, undefined, int64);
  const sizes = (asked as readonly (number | null)[]).map((size) => size ?? -1);
  return toTensor(sizes, undefined, int64);
}

/** Rows filled up to the longest, or to a shape. */
export function filledUp(
  flat: Tensor,
  partitions: readonly Partition[],
  { default_value = null, shape: asked }: DenseKeywords,
): Tensor {
  const { dtype } = flat;
  const missing =
    default_value === null ? new Tensor(dtype, [], dtype.allocate(1)) : toTensor(default_value, dtype);
  return filled(
    askedShape(asked),
    flat,
    missing,
    partitions.map((partition) => partition.row_splits),
  );
}

export interface FromTensorKeywords {
  lengths?: TensorLike | null;
  padding?: TensorLike | null;
  ragged_rank?: number;
  name?: string | null;
  row_splits_dtype?: DTypeLike;
}

/** True for the lengths of several ragged axes. */
function areNested(lengths: TensorLike): lengths is readonly TensorLike[] {
  return Array.isArray(lengths) && lengths.length > 0 && !['number', 'bigint'].includes(typeof lengths[0]);
}

/** The rows of a tensor. @throws {@link ValueError} for too few axes, {@link TypeError} for no whole `ragged_rank` */
export function rowsOfTensor(tensor: Tensor, given: FromTensorKeywords): RowsOf {
  const { lengths = null, padding = null, ragged_rank = 1 } = given;
  const type = splitsType(as_dtype(given.row_splits_dtype ?? int64));
  if (lengths !== null && padding !== null)
    throw new ValueError('Specify argument `lengths` or `padding`, but not both.');
  if (!Number.isInteger(ragged_rank))
    throw new TypeError(`Argument \`ragged_rank\` must be an int. Received ${repr(ragged_rank)}.`);
  if (ragged_rank <= 0)
    throw new ValueError(`Argument \`ragged_rank\` must be greater than 0. Received ${ragged_rank}.`);
  checkRank(tensor, 1);
  checkRank(tensor, ragged_rank);
  if (lengths !== null && areNested(lengths)) return rowsOfLengths(tensor, lengths, ragged_rank);
  if (ragged_rank === 1) return rowsOfMatrix(tensor, given);
  const sizes = tensor.dims.map((_, axis) => sizeOf(tensor, axis));
  const merged = sizeProduct(sizes.slice(0, ragged_rank));
  const inner = reshape(tensor, sizeList([merged, ...sizes.slice(ragged_rank)]));
  const { values, partitions } = rowsOfMatrix(inner, given);
  const number = (size: Size): Tensor => cast(sizeTensor(size), type);
  const outer = sizes
    .slice(1, ragged_rank)
    .map((size, i) => uniform(number(sizeProduct(sizes.slice(0, i + 1))), number(size)));
  return { values, partitions: [...outer, ...partitions] };
}

function uniform(rows: Tensor, length: Tensor): Partition {
  return { row_splits: evenSplits(rows, length), uniform_row_length: length };
}

function checkRank(tensor: Tensor, ragged_rank: number): void {
  const { rank } = tensor.shape;
  if (rank !== null && rank < ragged_rank + 1)
    throw new ValueError(
      `Received argument \`tensor\` with rank ${rank}, which must be at least ${ragged_rank + 1}`,
      { fields: { expected: ragged_rank + 1, actual: rank } },
    );
}

function rowsOfLengths(tensor: Tensor, lengths: readonly TensorLike[], ragged_rank: number): RowsOf {
  if (ragged_rank !== 1 && ragged_rank !== lengths.length)
    throw new ValueError(
      'If Argument `lengths` is a tuple of row_lengths, argument `ragged_rank` must be len(lengths): ' +
        `${lengths.length}. Received ragged_rank: ${ragged_rank}.`,
    );
  checkRank(tensor, lengths.length);
  const partitions = lengths.map((own) => fromLengths(own, false, null));
  const last = partitions.at(-1)!.row_splits;
  const mask = filledUp(ones(reshape(getitem(last, [-1]), [1]), bool), partitions, {});
  return { values: boolean_mask(tensor, mask), partitions };
}

/** The rows along the second axis. */
function rowsOfMatrix(tensor: Tensor, given: FromTensorKeywords): RowsOf {
  const { lengths = null, padding = null } = given;
  const type = splitsType(as_dtype(given.row_splits_dtype ?? int64));
  const sizes = tensor.dims.map((_, axis) => sizeOf(tensor, axis));
  const columns = cast(sizeTensor(sizes[1]!), type);
  if (lengths === null && padding === null) {
    const values = reshape(tensor, sizeList([sizeProduct(sizes.slice(0, 2)), ...sizes.slice(2)]));
    return { values, partitions: [uniform(cast(sizeTensor(sizes[0]!), type), columns)] };
  }
  const asked = lengths === null ? lengthsBefore(tensor, toTensor(padding!, tensor.dtype), columns) : lengths;
  const whole = cast(toTensor(asked, undefined, type), type);
  if (whole.dims.length !== 1) throw new ValueError(`Shape ${whole.shape} must have rank 1`);
  const within = maximum(minimum(whole, columns), toTensor(0, type));
  const values = boolean_mask(tensor, sequence_mask(within, columns));
  return { values, partitions: [fromLengths(within, false, type)] };
}

/** How much of each row stands before nothing but padding. */
function lengthsBefore(tensor: Tensor, padding: Tensor, columns: Tensor): Tensor {
  padding.shape.assert_is_compatible_with(new TensorShape(tensor.dims.slice(2)));
  const { dtype } = columns;
  const same = equal(padding, tensor);
  const inner = tensor.dims.slice(2).map((_, i) => i + 2);
  const blank = inner.length === 0 ? same : reduce_all(same, inner);
  const numbers = cast(range(toTensor(1, dtype), columns.add(1)), dtype);
  return reduce_max(multiply(cast(logical_not(blank), dtype), numbers), 1);
}

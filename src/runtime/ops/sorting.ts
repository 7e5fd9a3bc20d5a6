/** `sort`, `argsort`, `top_k`, `searchsorted`: all orders come from TopKV2, as in TF. */
import { as_dtype, type DType, type DTypeLike, int16, int32, int64, type NumericStorage } from '../../dtypes';
import { InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { repr } from '../../python/repr';
import { type NamedTuple, namedtuple } from '../../python/tuple';
import { resultStorage } from '../allocate';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { integer, integersOf, integerTensor } from '../index_argument';
import { checkKernel } from '../kernel_types';
import { gatherRows } from '../kernels/gather';
import { bound, largest } from '../kernels/sort';
import { heapLargest, heapSorted } from '../kernels/top_n';
import { checkAllowed, defineOp, mismatch, type OpRecord } from '../op';
import { shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, elementCount } from '../tensor_shape';
import { realNumbers } from '../type_groups';
import { workStorage } from '../work_storage';
import { add, negative, subtract } from './arithmetic';
import { reshape, shape } from './array';
import { cast } from './cast';
import { range } from './creation';
import { getitem } from './getitem';
import { transposed } from './movement';
import { scatter_nd } from './scatter';
import { expand_dims, size } from './shapes';
import { sizeList, sizeOf, sizeTensor } from './sizes';

interface TopKAttributes {
  readonly [name: string]: unknown;
  readonly sorted: boolean;
  readonly index_type: DType;
}
const TopK: OpRecord<TopKAttributes> = defineOp<TopKAttributes>({
  type: 'TopKV2',
  indices: [[1, 'Tk', [int16, int32, int64]]],
  infer: ([x, kSpec], { index_type }) => {
    checkAllowed('TopKV2', x!.dtype, realNumbers);
    checkAllowed('TopKV2', index_type, [int16, int32, int64], 'index_type');
    const { dims, dtype } = x!;
    const k = integersOf(kSpec!)?.[0] ?? null;
    if (kSpec!.dims !== null && kSpec!.dims.length > 0)
      throw new InvalidArgumentError(`k must be scalar, got shape ${bracketText(kSpec!.dims as number[])}`);
    if (k !== null && k < 0) throw new InvalidArgumentError(`Need k >= 0, got ${k}`);
    if (dims === null)
      return [
        { dtype, dims: null },
        { dtype: index_type, dims: null },
      ];
    if (dims.length < 1)
      throw new InvalidArgumentError(`input must be >= 1-D, got shape ${bracketText(dims as number[])}`);
    const columns = dims[dims.length - 1]!;
    if (columns !== null && k !== null && columns < k)
      throw new InvalidArgumentError(`input must have at least k columns. Had ${columns}, needed ${k}`, {
        fields: { expected: k, actual: columns },
      });
    const result = [...dims.slice(0, -1), k];
    return [
      { dtype, dims: result },
      { dtype: index_type, dims: result },
    ];
  },
  kernel: ([x], { sorted, index_type }, [spec]) => {
    const { dims, dtype } = spec!;
    const k = dims[dims.length - 1]!;
    const n = x!.dims[x!.dims.length - 1]!;
    const values = workStorage(x!) as NumericStorage;
    const rows = elementCount(dims.slice(0, -1));
    const places = new Int32Array(rows * k);
    const find = k === 1 || k === n ? largest : sorted ? heapSorted : heapLargest;
    if (k > 0) for (let row = 0; row < rows; row++) places.set(find(values, row * n, n, k), row * k);
    const data = resultStorage(dtype, rows * k);
    if (k > 0) gatherRows(x!.data, n, 1, places, rows, data);
    const indices =
      index_type === int32
        ? new Tensor(int32, dims, places)
        : integerTensor(Array.from(places), index_type, [...dims]);
    return [new Tensor(dtype, dims, data), indices];
  },
  grad: ({ inputs: [x], outputs: [, indices] }, g) => {
    // Rows are numbered by a range in steps of their length, which fails where that is 0, as in TF.
    const rows = range(0, size(x!), sizeTensor(sizeOf(x!, -1)));
    const columns = reshape(cast(indices!, int32), sizeList([-1, sizeOf(indices!, -1)]));
    const places = reshape(add(columns, expand_dims(rows, -1)), [-1, 1]);
    return [reshape(scatter_nd(places, reshape(g!, [-1]), reshape(size(x!), [1])), shape(x!)), null];
  },
});

/** TopKV2 on tensors: values and places of the `k` largest along the last axis. */
function topK(x: Tensor, k: Tensor, sorted = true, index_type: DType = int32): readonly Tensor[] {
  return dispatch(TopK, [x, k], { sorted, index_type });
}

/** A namedtuple of tensors. */
export type NamedTensors<F extends string> = NamedTuple<Tensor> & { readonly [K in F]: Tensor };

const TopKResult = namedtuple('TopKV2', ['values', 'indices']);
interface TopKKeywords {
  k?: TensorLike;
  sorted?: boolean;
  index_type?: DTypeLike;
  name?: string | null;
}
/**
 * Mirrors `tf.math.top_k`: the largest along the last axis, largest first, and where they are.
 * @returns a namedtuple of `values` and `indices` (int32 unless `index_type` says otherwise)
 * @throws {@link InvalidArgumentError} if there are not `k` of them
 */
export function top_k(
  ...args: Args<
    [input: TensorLike],
    [k: TensorLike, sorted: boolean, index_type: DTypeLike],
    TopKKeywords,
    ['input']
  >
): NamedTensors<'values' | 'indices'> {
  const names = ['input', 'k', 'sorted', 'index_type', 'name'] as const;
  const given = bindArguments<TopKKeywords & { input: TensorLike }>('top_k', names, args, {
    required: 1,
  });
  const x = operand(given.input!, TopK as unknown as OpRecord);
  const index_type = as_dtype(given.index_type ?? int32);
  const [values, indices] = topK(x, shapeTensor(given.k ?? 1), given.sorted ?? true, index_type);
  return new TopKResult(values, indices) as unknown as NamedTensors<'values' | 'indices'>;
}

/** The values so that the smallest become the largest, which undoes itself. */
function turned(x: Tensor): Tensor {
  if (!x.dtype.is_integer) return negative(x);
  if (x.dtype.is_unsigned) {
    const max = 2n ** BigInt(x.dtype.size * 8) - 1n;
    return subtract(toTensor(max, x.dtype), x);
  }
  // -1 - x: negation without the overflow of the lowest value.
  return subtract(toTensor(-1n, x.dtype), x);
}

function sorted(x: Tensor, axis: number, descending: boolean, places: boolean): Tensor {
  if (x.dims === null) return sortedLast(x, axis, descending, places);
  const rank = x.dims.length;
  if (axis >= rank || axis < -rank)
    throw new InvalidArgumentError(`slice index ${axis} of dimension 0 out of bounds.`, {
      fields: { expected: [-rank, rank], actual: axis },
    });
  const at = axis < 0 ? axis + rank : axis;
  const last = rank - 1;
  const swap = x.dims.map((_, i) => (i === at ? last : i === last ? at : i));
  const moved = at === last ? x : transposed(x, swap);
  const chosen = allOf(moved, sizeTensor(sizeOf(x, at)), descending, places);
  return at === last ? chosen : transposed(chosen, swap);
}

/** The `k` largest along the last axis, or the smallest, or where they stand. */
function allOf(x: Tensor, k: Tensor, descending: boolean, places: boolean): Tensor {
  const [values, indices] = topK(descending ? x : turned(x), k);
  return places ? indices! : descending ? values! : turned(values!);
}

/** Of a tensor of unknown rank. */
function sortedLast(x: Tensor, axis: number, descending: boolean, places: boolean): Tensor {
  if (axis !== -1)
    throw new ValueError(`Sorting along axis ${axis} needs a tensor of known rank; -1 does not`);
  return allOf(x, getitem(shape(x), [-1]), descending, places);
}

interface SortKeywords {
  axis?: TensorLike;
  direction?: string;
  name?: string | null;
}
function bindSort(method: string, args: readonly unknown[]): [Tensor, number, boolean] {
  const names =
    method === 'sort'
      ? (['values', 'axis', 'direction', 'name'] as const)
      : (['values', 'axis', 'direction', 'stable', 'name'] as const);
  const given = bindArguments<SortKeywords & { values: TensorLike; stable: boolean }>(method, names, args, {
    required: 1,
  });
  const direction = given.direction ?? 'ASCENDING';
  if (direction !== 'ASCENDING' && direction !== 'DESCENDING')
    throw new ValueError(
      `Argument \`direction\` should be one of ASCENDING, DESCENDING. Received: direction=${direction}`,
    );
  const x = operand(given.values!, TopK as unknown as OpRecord);
  const axis = given.axis ?? -1;
  if (Array.isArray(axis))
    throw new ValueError(`Argument \`axis\` must be a constant scalar. Received: axis=${repr(axis)}.`);
  return [x, integer(axis, 'axis'), direction === 'DESCENDING'];
}
/**
 * Mirrors `tf.sort`; `direction` is ASCENDING or DESCENDING.
 * @throws {@link InvalidArgumentError} for an axis out of range, {@link ValueError} for another direction
 */
export function sort(
  ...args: Args<[values: TensorLike], [axis: TensorLike, direction: string], SortKeywords, ['values']>
): Tensor {
  const [x, axis, descending] = bindSort('sort', args);
  return sorted(x, axis, descending, false);
}
/** Mirrors `tf.argsort`: int32 places in sorted order; always stable. */
export function argsort(
  ...args: Args<
    [values: TensorLike],
    [axis: TensorLike, direction: string, stable: boolean],
    SortKeywords & { stable?: boolean },
    ['values']
  >
): Tensor {
  const [x, axis, descending] = bindSort('argsort', args);
  return sorted(x, axis, descending, true);
}

interface OutType {
  readonly [name: string]: unknown;
  readonly out_type: DType;
}
function boundOp(type: 'LowerBound' | 'UpperBound'): OpRecord<OutType> {
  return defineOp<OutType>({
    type,
    infer: ([sequence, values], { out_type }) => {
      checkAllowed(type, out_type, [int32, int64], 'out_type');
      checkKernel(type, sequence!.dtype);
      if (sequence!.dtype !== values!.dtype) throw mismatch(type, 1, sequence!.dtype, values!.dtype);
      const [s, v] = [sequence!.dims, values!.dims];
      if (s !== null && v !== null && s[0] !== v[0] && s[0] !== null && v[0] !== null)
        throw new InvalidArgumentError('Leading dim_size of both tensors must match.', {
          fields: { expected: s[0], actual: v[0] },
        });
      return [{ dtype: out_type, dims: v }];
    },
    kernel: ([sequence, values], { out_type }, [spec]) => {
      const sorted = workStorage(sequence!) as NumericStorage;
      const list = workStorage(values!) as NumericStorage;
      const [n, m] = [sequence!.dims[1]!, values!.dims[1]!];
      const out = new Int32Array(list.length);
      for (let i = 0; i < list.length; i++)
        out[i] = bound(sorted, Math.floor(i / m) * n, n, list[i]!, type === 'UpperBound');
      return [
        out_type === int32
          ? new Tensor(int32, spec!.dims, out)
          : integerTensor([...out], int64, [...spec!.dims]),
      ];
    },
    grad: null,
  });
}
const LowerBound = boundOp('LowerBound');
const UpperBound = boundOp('UpperBound');

interface SearchKeywords {
  side?: string;
  out_type?: DTypeLike;
  name?: string | null;
}
/**
 * Mirrors `tf.searchsorted`: where values would go in a sorted sequence, along the last axis.
 * @throws {@link InvalidArgumentError} if the outer shapes differ, {@link ValueError} for a side that is neither
 */
export function searchsorted(
  ...args: Args<
    [sorted_sequence: TensorLike, values: TensorLike],
    [side: string, out_type: DTypeLike],
    SearchKeywords,
    ['sorted_sequence', 'values']
  >
): Tensor {
  const names = ['sorted_sequence', 'values', 'side', 'out_type', 'name'] as const;
  const given = bindArguments<SearchKeywords & { sorted_sequence: TensorLike; values: TensorLike }>(
    'searchsorted',
    names,
    args,
    { required: 2 },
  );
  const side = given.side ?? 'left';
  if (side !== 'left' && side !== 'right')
    throw new ValueError(
      `Argument \`side\` must be either 'right' or 'left'. Received: \`side\` = '${side}'.`,
    );
  const op = side === 'left' ? LowerBound : UpperBound;
  const sequence = operand(given.sorted_sequence!, op as unknown as OpRecord);
  const values = isHostValue(given.values!)
    ? toTensor(given.values!)
    : toTensor(given.values!, sequence.dtype);
  for (const t of [sequence, values])
    if (t.dims?.length === 0) throw new InvalidArgumentError('slice index -1 of dimension 0 out of bounds.');
  const matrix = (t: Tensor): Tensor =>
    t.dims.includes(0)
      ? reshape(t, [elementCount(t.dims.slice(0, -1)), t.dims[t.dims.length - 1]!])
      : reshape(t, sizeList([-1, sizeOf(t, -1)]));
  const out_type = as_dtype(given.out_type ?? int32);
  return reshape(dispatch(op, [matrix(sequence), matrix(values)], { out_type })[0]!, shape(values));
}

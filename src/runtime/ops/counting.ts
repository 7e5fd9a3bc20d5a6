/** Counting: `count_nonzero`, `zero_fraction`, `bincount`, `confusion_matrix`. */

import {
  as_dtype,
  bool,
  type DType,
  type DTypeLike,
  float32,
  float64,
  int32,
  int64,
  string,
} from '../../dtypes';
import { InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { named } from '../../python/named';
import { arrayStr } from '../../python/numpy_format';
import type { Axis } from '../axis_argument';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { dispatching } from '../dispatched';
import type { Bigs, Floats } from '../elementwise';
import { addBigWeights, addWeights, countValues } from '../kernels/bincount';
import { castStorage } from '../kernels/cast';
import { checkAllowed, defineOp, type InputSpec, type OpName, unregisteredGradient } from '../op';
import { SparseTensor } from '../sparse_tensor';
import { Tensor } from '../tensor';
import { compatibleDims, elementCount, sameDims, shapeText } from '../tensor_shape';
import { add, realdiv, subtract } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { not_equal } from './comparison';
import { ones_like } from './creation';
import { maximum, minimum } from './extremes';
import { packed } from './joining';
import { reduce_max, reduce_sum } from './reduction';
import { scatter_nd } from './scatter';
import { size, squeeze } from './shapes';
import { checkCounting, countRows, sparseWeights } from './sparse/counting';

interface CountKeywords {
  axis?: Axis;
  keepdims?: boolean | null;
  dtype?: DTypeLike;
  name?: string | null;
}
/**
 * Mirrors `tf.math.count_nonzero`: how many elements are not zero (strings: not empty), as int64 or `dtype`.
 */
export function count_nonzero(
  ...args: Args<
    [input: TensorLike],
    [axis: Axis, keepdims: boolean | null, dtype: DTypeLike, name: string | null],
    CountKeywords,
    ['input']
  >
): Tensor {
  const given = bindArguments<CountKeywords & { input: TensorLike }>(
    'count_nonzero_v2',
    ['input', 'axis', 'keepdims', 'dtype', 'name'],
    args,
    { required: 1 },
  );
  const x = toTensor(given.input!);
  const nothing = x.dtype === string ? '' : 0;
  const set = x.dtype === bool ? x : not_equal(x, toTensor(nothing, x.dtype));
  const count = reduce_sum(cast(set, int64), given.axis ?? null, Boolean(given.keepdims));
  return cast(count, as_dtype(given.dtype ?? int64));
}

/** Mirrors `tf.math.zero_fraction`: the share of elements that are zero, float32; NaN of an empty tensor. */
export const zero_fraction = named(
  'zero_fraction',
  ['value'],
  ['name'],
  (value: TensorLike, name?: OpName): Tensor => {
    const x = toTensor(value);
    const count = size(x, int64);
    return realdiv(cast(subtract(count, count_nonzero(x)), float32), cast(count, float32), name);
  },
);

interface BincountAttributes {
  readonly [name: string]: unknown;
  readonly binary_output: boolean;
}

function checkBins(input: InputSpec, size: InputSpec, weights: InputSpec): void {
  if (input.dims !== null && input.dims.length > 2)
    throw new InvalidArgumentError(`Shape must be at most rank 2 but is rank ${input.dims.length}`);
  if (size.data && Number(size.data[0]) < 0)
    throw new InvalidArgumentError(`size (${size.data[0]}) must be non-negative`);
  const { dims } = weights;
  if (dims !== null && !dims.includes(null) && elementCount(dims as number[]) > 0 && input.dims !== null)
    if (!sameDims(dims as number[], input.dims as number[]))
      throw new InvalidArgumentError(
        `\`weights\` must be the same shape as \`arr\` or a length-0 \`Tensor\`, in which case it acts as all weights ` +
          `equal to 1. Received ${weights.dims}`,
        { fields: { expected: input.dims, actual: dims } },
      );
}

const DenseBincount = defineOp<BincountAttributes>({
  type: 'DenseBincount',
  infer: ([input, size, weights]) => {
    checkAllowed('DenseBincount', input!.dtype, [int32, int64], 'Tidx');
    checkAllowed('DenseBincount', weights!.dtype, [int32, int64, float32, float64]);
    checkBins(input!, size!, weights!);
    const bins = size!.data ? Number(size!.data[0]) : null;
    if (input!.dims === null) return [{ dtype: weights!.dtype, dims: null }];
    return [{ dtype: weights!.dtype, dims: [...input!.dims.slice(0, -1), bins] }];
  },
  kernel: ([input, size, weights], { binary_output }, [spec]) => {
    const { dtype, dims } = spec!;
    const bins = Number(size!.data[0]);
    const values = Array.from(input!.data as Int32Array, Number);
    if (values.some((value) => value < 0)) throw new InvalidArgumentError('Input arr must be non-negative!');
    const columns = input!.dims[input!.dims.length - 1] ?? 1;
    if (weights!.data.length === 0) {
      const counts = new Float64Array(elementCount(dims));
      countValues(values, columns, bins, binary_output, counts);
      return [new Tensor(dtype, dims, castStorage(float64, dtype, counts, counts.length))];
    }
    const out = dtype.allocate(elementCount(dims));
    if (dtype === int64) addBigWeights(values, weights!.data as Bigs, columns, bins, out as Bigs);
    else addWeights(values, weights!.data as Floats, columns, bins, out as Floats);
    return [new Tensor(dtype, dims, out)];
  },
  grad: unregisteredGradient('DenseBincount'),
});

interface BincountKeywords {
  weights?: TensorLike | SparseTensor | null;
  minlength?: TensorLike | null;
  maxlength?: TensorLike | null;
  dtype?: DTypeLike;
  name?: string | null;
  axis?: number | null;
  binary_output?: boolean;
}

/** How many bins there are: one more than the largest value, within the given lengths. */
function binsOf(arr: Tensor, { minlength, maxlength }: BincountKeywords): Tensor {
  const typed = (value: TensorLike) =>
    isHostValue(value) ? cast(value, arr.dtype) : toTensor(value, arr.dtype);
  const isEmpty = arr.dims?.includes(0) === true;
  let bins = isEmpty ? toTensor(0, arr.dtype) : add(reduce_max(arr), 1);
  if (minlength !== undefined && minlength !== null) bins = maximum(typed(minlength), bins);
  if (maxlength !== undefined && maxlength !== null) bins = minimum(typed(maxlength), bins);
  return bins;
}

/**
 * Mirrors `tf.math.bincount`: how often each whole number from 0 on occurs, or the sum of its weights; of a
 * matrix with `axis: -1` in each row. Values beyond `maxlength` are not counted.
 * @throws {@link InvalidArgumentError} for negative values, {@link ValueError} for weights with
 * `binary_output`
 */
export const bincount = dispatching<Tensor>()(function bincount(
  ...args: Args<
    [arr: TensorLike | SparseTensor],
    [
      weights: TensorLike | SparseTensor | null,
      minlength: TensorLike | null,
      maxlength: TensorLike | null,
      dtype: DTypeLike,
      name: string | null,
      axis: number | null,
      binary_output: boolean,
    ],
    BincountKeywords,
    ['arr']
  >
): Tensor {
  const given = bindArguments<BincountKeywords & { arr: TensorLike | SparseTensor }>(
    'bincount',
    ['arr', 'weights', 'minlength', 'maxlength', 'dtype', 'name', 'axis', 'binary_output'],
    args,
    { required: 1 },
  );
  const { weights = null, binary_output = false } = given;
  const axis = given.axis ?? 0;
  checkCounting(axis, weights, binary_output);
  const sparse = given.arr instanceof SparseTensor ? wholeNumbers(given.arr) : null;
  const own = sparse === null ? (weights as TensorLike | null) : sparseWeights(sparse, weights);
  if (sparse !== null && axis !== 0)
    return countRows(sparse, binsOf(sparse.values, given), toTensor(own ?? noWeights(given)), binary_output);
  const input = sparse?.values ?? toTensor(given.arr as TensorLike);
  const whole = input.dtype.is_integer ? input : cast(input, int32);
  const arr = axis === 0 ? reshape(whole, [-1]) : whole;
  const given_weights = own === null ? noWeights(given) : toTensor(own);
  const shaped = own !== null && axis === 0 ? reshape(given_weights, [-1]) : given_weights;
  return dispatch(DenseBincount, [arr, binsOf(arr, given), shaped], { binary_output })[0]!;
});

function wholeNumbers(sp: SparseTensor): SparseTensor {
  return sp.dtype.is_integer ? sp : cast(sp, int32);
}

/** Stands for weights of 1; its type is the result's. */
function noWeights({ dtype }: BincountKeywords): Tensor {
  const type = as_dtype(dtype ?? int32);
  return new Tensor(type, [0], type.allocate(0));
}

interface ConfusionKeywords {
  num_classes?: TensorLike | null;
  weights?: TensorLike | null;
  dtype?: DTypeLike;
  name?: string | null;
}

/** @throws {@link InvalidArgumentError} as TF's assertions do */
function checkClasses(values: Tensor, name: string, classes: Tensor | null): void {
  // In a graph there are no values yet.
  if (values.source !== null) return;
  const list = Array.from(values.data as BigInt64Array);
  if (list.some((value) => value < 0n))
    throw new InvalidArgumentError(
      `\`${name}\` contains negative values.  \nCondition x >= 0 did not hold element-wise:\nx = ${arrayStr(values)}`,
    );
  const limit = classes === null || classes.source !== null ? null : (classes.data[0] as bigint);
  if (limit !== null && list.some((value) => value >= limit))
    throw new InvalidArgumentError(
      `\`${name}\` out of bound\nCondition x < y did not hold.\nFirst ${list.length} elements of x:\n` +
        `${arrayStr(values)}\nFirst 1 elements of y:\n[${limit}]`,
      { fields: { expected: limit } },
    );
}

/** A column of one is taken for a vector, if the other side is one. */
function alike(labels: Tensor, predictions: Tensor): [Tensor, Tensor] {
  const difference = predictions.dims.length - labels.dims.length;
  if (difference === 1 && predictions.dims[predictions.dims.length - 1] === 1)
    return [labels, squeeze(predictions, [-1])];
  if (difference === -1 && labels.dims[labels.dims.length - 1] === 1)
    return [squeeze(labels, [-1]), predictions];
  return [labels, predictions];
}

/**
 * Mirrors `tf.math.confusion_matrix`: `[classes, classes]`, rows are labels, columns predictions; weighted if
 * asked.
 * @throws {@link InvalidArgumentError} for classes out of range and vectors of different lengths
 */
export function confusion_matrix(
  ...args: Args<
    [labels: TensorLike, predictions: TensorLike],
    [num_classes: TensorLike | null, weights: TensorLike | null, dtype: DTypeLike, name: string | null],
    ConfusionKeywords,
    ['labels', 'predictions']
  >
): Tensor {
  const given = bindArguments<ConfusionKeywords & { labels: TensorLike; predictions: TensorLike }>(
    'confusion_matrix',
    ['labels', 'predictions', 'num_classes', 'weights', 'dtype', 'name'],
    args,
    { required: 2 },
  );
  const dtype: DType = as_dtype(given.dtype ?? int32);
  const pair = alike(toTensor(given.labels!), toTensor(given.predictions!));
  const [labels, predictions] = pair.map((x) => cast(x, int64)) as [Tensor, Tensor];
  const { num_classes = null, weights: given_weights = null } = given;
  const weights = given_weights === null ? null : toTensor(given_weights);
  const limit = num_classes === null ? null : cast(toTensor(num_classes), int64);
  checkClasses(labels, 'labels', limit);
  checkClasses(predictions, 'predictions', limit);
  const classes = limit ?? add(maximum(reduce_max(predictions), reduce_max(labels)), 1);
  if (weights !== null && !compatibleDims(predictions.dims, weights.dims))
    throw new ValueError(
      `Shapes ${shapeText(predictions.dims)} and ${shapeText(weights.dims)} are incompatible`,
    );
  if (labels.dims.length === 0) throw new ValueError('Argument `axis` = 1 not in range [-1, 1)');
  const indices = packed([labels, predictions], 1);
  const updates = weights === null ? cast(ones_like(predictions), dtype) : cast(weights, dtype);
  return scatter_nd(indices, updates, packed([classes, classes], 0));
}

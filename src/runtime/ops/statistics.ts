/**
 * Means, and the reductions that are made of them: variance, deviation, norms, the logarithm of a sum of
 * exponentials.
 */

import { type DType, float64, int64, uint64 } from '../../dtypes';
import { TypeError } from '../../errors';
import { toTensor } from '../convert';
import { dispatch, operand } from '../dispatch';
import { dispatching } from '../dispatched';
import { type Bigs, type Floats, numeric, workType } from '../elementwise';
import { castStorage } from '../kernels/cast';
import {
  divideBigs,
  divideFloats,
  divideWhole,
  roots,
  squaredSizes,
  squares,
  wholeSquares,
} from '../kernels/mean';
import { sumBigs, sumFloats } from '../kernels/sum';
import { inOwnScope } from '../name_scope';
import { checkAllowed, defineOp, type OpRecord } from '../op';
import type { RaggedTensor } from '../ragged/ragged_tensor';
import { axesOf, inferReduction, type ReduceAttributes, type ReduceLoops, reduceStorage } from '../reduce';
import { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { add, multiply, realdiv, subtract } from './arithmetic';
import { reshape } from './array';
import { axesTensor } from './axes';
import { cast } from './cast';
import { real } from './complex_parts';
import { conj } from './conj';
import { zeros_like } from './creation';
import { floordiv } from './division';
import { exp, log } from './exponential';
import { maximum } from './extremes';
import { spread, sumLoops as wholeSums } from './fill';
import { shapeOf, shapeWithout } from './known_shape';
import { sqrt, square } from './power';
import { bindReduction, type ReduceArgs, reduce_max, reduce_sum } from './reduction';
import { is_finite } from './rounding';
import { selectV2 } from './select';
import { size, squeeze, stop_gradient } from './shapes';

const sumLoops: ReduceLoops = { float: sumFloats, big: sumBigs };

/** How many elements each result is made of. */
function countOf(x: Tensor, reduced: readonly boolean[]): number {
  return x.dims.reduce((n, d, i) => (reduced[i] ? n * d : n), 1);
}

function meanStorage(x: Tensor, reduced: readonly boolean[]): Tensor['data'] {
  const { dtype } = x;
  const n = countOf(x, reduced);
  // Sums of 64-bit integers wrap; narrower ones are exact in a double, and so are their means.
  const work = dtype === int64 || dtype === uint64 ? dtype : dtype.is_integer ? float64 : workType(dtype);
  const from = work === dtype ? x.data : castStorage(dtype, work, x.data, elementCount(x.dims));
  const sums = reduceStorage(new Tensor(work, x.dims, from), reduced, sumLoops, dtype);
  const own = sums === from ? (sums as Floats).slice() : sums;
  if (dtype === int64 || dtype === uint64) divideBigs(own as Bigs, n);
  else if (dtype.is_integer) divideWhole(own as Float64Array, n);
  else divideFloats(own as Floats, n);
  return work === dtype ? own : castStorage(work, dtype, own, own.length / work.lanes);
}

const Mean = defineOp<ReduceAttributes>({
  type: 'Mean',
  indices: [[1, 'Tidx']],
  infer: (inputs, { keep_dims }) => {
    checkAllowed('Mean', inputs[0]!.dtype, numeric);
    return [{ dtype: inputs[0]!.dtype, dims: inferReduction(inputs, keep_dims) }];
  },
  kernel: ([x, axes], _attrs, [spec]) => [
    new Tensor(spec!.dtype, spec!.dims, meanStorage(x!, axesOf(axes!, x!.dims.length))),
  ],
  grad: ({ inputs: [x, axes], outputs: [y] }, g) => {
    const reduced = axesOf(axes!, x!.dims.length);
    const isKnown = !(x!.dims as readonly (number | null)[]).includes(null);
    const count = isKnown
      ? Math.max(countOf(x!, reduced), 1)
      : cast(floordiv(size(x!), maximum(size(y!), 1)), g!.dtype);
    // Divided before it is spread: there is less of it.
    return [spread(realdiv(g!, count), x!, reduced), null];
  },
});

/** Norms of integers, whose squares and sums wrap. */
function wholeNorm(x: Tensor, axes: Tensor, dims: readonly number[]): Tensor {
  const { dtype } = x;
  const squared = dtype.allocate(elementCount(x.dims)) as Int32Array;
  wholeSquares(x.data as Int32Array, squared);
  const own = new Tensor(dtype, x.dims, squared);
  const sums = reduceStorage(own, axesOf(axes, x.dims.length), wholeSums);
  const roots_ = castStorage(dtype, float64, sums, sums.length) as Float64Array;
  roots(roots_);
  return new Tensor(dtype, dims, castStorage(float64, dtype, roots_, roots_.length));
}

const EuclideanNorm = defineOp<ReduceAttributes>({
  type: 'EuclideanNorm',
  indices: [[1, 'Tidx']],
  infer: (inputs, { keep_dims }) => {
    checkAllowed('EuclideanNorm', inputs[0]!.dtype, numeric);
    return [{ dtype: inputs[0]!.dtype, dims: inferReduction(inputs, keep_dims) }];
  },
  kernel: ([x, axes], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const count = elementCount(x!.dims);
    if (dtype.is_integer) return [wholeNorm(x!, axes!, dims)];
    const squared = new Float64Array(count);
    if (dtype.is_complex) squaredSizes(x!.data as Floats, squared);
    else squares(castStorage(x!.dtype, float64, x!.data, count) as Float64Array, squared);
    const reduced = axesOf(axes!, x!.dims.length);
    const sums = reduceStorage(new Tensor(float64, x!.dims, squared), reduced, sumLoops) as Float64Array;
    roots(sums);
    return [new Tensor(dtype, dims, castStorage(float64, dtype, sums, sums.length))];
  },
  grad: ({ inputs: [x, axes], outputs: [y] }, g) => {
    const reduced = axesOf(axes!, x!.dims.length);
    const kept = shapeWithout(x!, reduced);
    // As TF divides, so that a norm of 0 has no gradient: NaN.
    return [realdiv(x!, realdiv(reshape(y!, kept), reshape(g!, kept))), null];
  },
});

function reduction(method: string, op: OpRecord<ReduceAttributes>, args: readonly unknown[]): Tensor {
  const { input, axis, keepdims } = bindReduction(method, args);
  const x = operand(input, op as unknown as OpRecord);
  return dispatch(op, [x, axesTensor(x, axis)], { keep_dims: keepdims })[0]!;
}

/** Mirrors `tf.reduce_mean`: of integers an integer, cut toward zero; of nothing NaN. */
export const reduce_mean = dispatching<Tensor | RaggedTensor>()(function reduce_mean(
  ...args: ReduceArgs
): Tensor {
  return reduction('reduce_mean', Mean, args);
});

/**
 * Mirrors `tf.math.reduce_euclidean_norm`: the root of the sum of squares; its gradient is NaN where it is 0.
 */
export function reduce_euclidean_norm(...args: ReduceArgs): Tensor {
  return reduction('reduce_euclidean_norm', EuclideanNorm, args);
}

function checkContinuous(dtype: DType): void {
  if (dtype.is_integer)
    throw new TypeError(`Input must be either real or complex. Received integer type ${dtype.__repr__()}.`);
}

/**
 * Mirrors `tf.math.reduce_variance`: the mean squared distance from the mean.
 * @throws {@link TypeError} for integers
 */
export const reduce_variance = dispatching<Tensor | RaggedTensor>()(function reduce_variance(
  ...args: ReduceArgs
): Tensor {
  const { input, axis = null, keepdims } = bindReduction('reduce_variance', args);
  const x = toTensor(input);
  return inOwnScope('reduce_variance', () => {
    const means = reduce_mean(x, axis, true);
    checkContinuous(means.dtype);
    const distance = subtract(x, means, 'sub');
    const squared = distance.dtype.is_complex ? real(multiply(conj(distance), distance)) : square(distance);
    return reduce_mean(squared, axis, keepdims);
  });
});

/** Mirrors `tf.math.reduce_std`: the root of the variance. @throws {@link TypeError} for integers */
export const reduce_std = dispatching<Tensor | RaggedTensor>()(function reduce_std(
  ...args: ReduceArgs
): Tensor {
  const { input, axis = null, keepdims } = bindReduction('reduce_std', args);
  return inOwnScope('reduce_std', () => sqrt(reduce_variance(input, axis, keepdims)));
});

/** Mirrors `tf.reduce_logsumexp`: `log(sum(exp(x)))`, without overflow. */
export function reduce_logsumexp(...args: ReduceArgs): Tensor {
  const { input, axis = null, keepdims } = bindReduction('reduce_logsumexp', args);
  const x = toTensor(input);
  return inOwnScope('ReduceLogSumExp', (scope) => {
    const largest = reduce_max(x, axis, true);
    const shift = stop_gradient(selectV2(is_finite(largest), largest, zeros_like(largest)));
    const result = log(reduce_sum(exp(subtract(x, shift)), axis, keepdims));
    if (keepdims) return add(result, shift, scope);
    if (axis === null) return add(result, reshape(shift, []), scope);
    const isPlain = typeof axis === 'number' || Array.isArray(axis);
    return add(result, isPlain ? squeeze(shift, axis as number) : reshape(shift, shapeOf(result)), scope);
  });
}

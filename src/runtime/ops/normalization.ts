/** Means and variances, and what is normalized with them. */

import { bfloat16, float16, float32 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { tuple } from '../../python/tuple';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import type { Floats } from '../elementwise';
import { inOwnScope } from '../name_scope';
import { checkAllowed, defineOp, type OpRecord } from '../op';
import type { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { allocateWork, fromWorkStorage, workStorage } from '../work_storage';
import { add, multiply, negative, realdiv, subtract } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { less_equal } from './comparison';
import { imag, real } from './complex_parts';
import { range, zeros_like } from './creation';
import { truncatediv } from './division';
import { maximum, squared_difference } from './extremes';
import { sum } from './fill';
import { shapeOf } from './known_shape';
import { matmulAdjoint } from './matmul';
import { div_no_nan } from './no_nan';
import { pow, rsqrt, square } from './power';
import { abs } from './rounding';
import { expand_dims, size, squeeze, stop_gradient } from './shapes';
import { sizeList, sizeOf, sizeTensor } from './sizes';

export type Axes = number | readonly number[] | TensorLike;

/** Axes as plain numbers; all of the tensor's for null. */
export function axesOf(axes: Axes | null | undefined, x: Tensor): number[] {
  if (axes === null || axes === undefined) return Array.from({ length: x.dims.length }, (_, i) => i);
  if (typeof axes === 'number') return [axes];
  const list = Array.isArray(axes) ? axes : Array.from(toTensor(axes).data as ArrayLike<number>);
  return list.map(Number);
}

function meanOf(x: Tensor, axes: readonly number[]): Tensor {
  const total = sum(x, axes, true);
  if (x.dims === null || [...x.dims, ...total.dims].includes(null as never)) {
    const count = cast(truncatediv(size(x), maximum(size(total), 1)), x.dtype);
    return x.dtype.is_integer ? truncatediv(total, count) : realdiv(total, count);
  }
  const elements = elementCount(x.dims);
  const count = elements === 0 ? 0 : elements / elementCount(total.dims);
  return x.dtype.is_integer ? truncatediv(total, count) : realdiv(total, count);
}

function dropAxes(x: Tensor, axes: readonly number[], keepdims: boolean): Tensor {
  return keepdims || axes.length === 0 ? x : squeeze(x, axes);
}

interface MomentsKeywords {
  shift?: TensorLike | null;
  keepdims?: boolean;
  name?: string | null;
}
/** Mirrors `tf.nn.moments`: mean and variance over `axes`. Narrow floats are computed in float32. */
export function moments(
  ...args: Args<
    [x: TensorLike, axes: Axes],
    [shift: TensorLike | null, keepdims: boolean, name: string | null],
    MomentsKeywords,
    ['x', 'axes']
  >
): readonly [mean: Tensor, variance: Tensor] {
  type All = MomentsKeywords & { x: TensorLike; axes: Axes };
  const names = ['x', 'axes', 'shift', 'keepdims', 'name'] as const;
  const given = bindArguments<All>('moments_v2', names, args, { required: 2 });
  const x = toTensor(given.x!);
  const wide = x.dtype === float16 || x.dtype === bfloat16 ? cast(x, float32) : x;
  const axes = axesOf(given.axes, x);
  return inOwnScope('moments', () => {
    const mean = meanOf(wide, axes);
    const variance = meanOf(squared_difference(wide, stop_gradient(mean)), axes);
    const keep = given.keepdims ?? false;
    return tuple(cast(dropAxes(mean, axes, keep), x.dtype), cast(dropAxes(variance, axes, keep), x.dtype));
  });
}

/** Mirrors `tf.nn.weighted_moments`: weights are broadcast with `x`. */
export function weighted_moments(
  ...args: Args<
    [x: TensorLike, axes: Axes, frequency_weights: TensorLike],
    [keepdims: boolean, name: string | null],
    Pick<MomentsKeywords, 'keepdims' | 'name'>,
    ['x', 'axes', 'frequency_weights']
  >
): readonly [mean: Tensor, variance: Tensor] {
  type All = MomentsKeywords & { x: TensorLike; axes: Axes; frequency_weights: TensorLike };
  const names = ['x', 'axes', 'frequency_weights', 'keepdims', 'name'] as const;
  const given = bindArguments<All>('weighted_moments_v2', names, args, { required: 3 });
  const x = toTensor(given.x!);
  const wide = x.dtype === float16 ? cast(x, float32) : x;
  const weights = cast(toTensor(given.frequency_weights!, undefined, wide.dtype), wide.dtype);
  const axes = axesOf(given.axes, x);
  const total = sum(add(weights, zeros_like(wide)), axes, true);
  const mean = div_no_nan(sum(multiply(weights, wide), axes, true), total);
  const spread = sum(multiply(weights, squared_difference(wide, mean)), axes, true);
  const variance = div_no_nan(spread, total);
  const keep = given.keepdims ?? false;
  return tuple(cast(dropAxes(mean, axes, keep), x.dtype), cast(dropAxes(variance, axes, keep), x.dtype));
}

interface BatchKeywords {
  mean?: TensorLike;
  variance?: TensorLike;
  offset?: TensorLike | null;
  scale?: TensorLike | null;
  variance_epsilon?: number;
  name?: string | null;
}
/** Mirrors `tf.nn.batch_normalization`: `(x - mean) / sqrt(variance + variance_epsilon) * scale + offset`. */
export function batch_normalization(
  ...args: Args<
    [x: TensorLike],
    [
      mean: TensorLike,
      variance: TensorLike,
      offset: TensorLike | null,
      scale: TensorLike | null,
      variance_epsilon: TensorLike,
      name: string | null,
    ],
    BatchKeywords,
    ['x']
  >
): Tensor {
  type All = BatchKeywords & { x: TensorLike };
  const names = ['x', 'mean', 'variance', 'offset', 'scale', 'variance_epsilon', 'name'] as const;
  const given = bindArguments<All>('batch_normalization', names, args, { required: 1 });
  const x = toTensor(given.x!);
  const { offset = null, scale = null } = given;
  const inverse = rsqrt(add(given.variance!, given.variance_epsilon!));
  const factor = scale === null ? inverse : multiply(inverse, scale);
  const product = multiply(given.mean!, factor);
  const rest = offset === null ? negative(product) : subtract(offset, product);
  return add(multiply(x, cast(factor, x.dtype)), cast(rest, x.dtype));
}

interface L2Keywords {
  axis?: Axes | null;
  epsilon?: number;
  name?: string | null;
  /** The former name of `axis`. */
  dim?: Axes | null;
}
/** Mirrors `tf.math.l2_normalize`: `x / sqrt(max(sum(x ** 2), epsilon))` over `axis` (all axes by default). */
export function l2_normalize(
  ...args: Args<[x: TensorLike], [axis: Axes | null, epsilon: number, name: string | null], L2Keywords, ['x']>
): Tensor {
  type All = L2Keywords & { x: TensorLike };
  const given = bindArguments<All>('l2_normalize', ['x', 'axis', 'epsilon', 'name', 'dim'], args, {
    required: 1,
  });
  const x = toTensor(given.x!);
  const axis = given.axis ?? given.dim;
  return inOwnScope('l2_normalize', (scope) => {
    const squared = x.dtype.is_complex ? add(square(real(x)), square(imag(x))) : square(x);
    const squares = sum(squared, axesOf(axis, x), true);
    const scale = rsqrt(maximum(squares, given.epsilon ?? 1e-12));
    return multiply(x, x.dtype.is_complex ? cast(scale, x.dtype) : scale, scope);
  });
}

interface ResponseAttributes {
  readonly [name: string]: unknown;
  readonly depth_radius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}
/** For each channel the sum over those within the radius. */
function windowSums(x: Tensor, radius: number): Tensor {
  const channels = sizeOf(x, -1);
  const places = range(sizeTensor(channels));
  const near = less_equal(abs(subtract(expand_dims(places, 1), places)), radius);
  const rows = reshape(x, sizeList([-1, channels]));
  return reshape(matmulAdjoint(rows, cast(near, x.dtype), false, false), shapeOf(x));
}

function responseScale(x: Tensor, { depth_radius, bias, alpha }: ResponseAttributes): Tensor {
  return add(multiply(windowSums(square(x), depth_radius), alpha), bias);
}

const LRN: OpRecord<ResponseAttributes> = defineOp<ResponseAttributes>({
  type: 'LRN',
  infer: ([x]) => {
    checkAllowed('LRN', x!.dtype, [float16, bfloat16, float32]);
    if (x!.dims !== null && x!.dims.length !== 4) throw new InvalidArgumentError('in must be 4-dimensional');
    return [{ dtype: x!.dtype, dims: x!.dims }];
  },
  kernel: ([x], { depth_radius, bias, alpha, beta }, [spec]) => {
    const from = workStorage(x!) as Floats;
    const out = allocateWork(spec!.dtype, from.length) as Floats;
    const n = spec!.dims[3]!;
    for (let start = 0; start < from.length; start += n)
      for (let c = 0; c < n; c++) {
        let squares = 0;
        const end = Math.min(n - 1, c + depth_radius);
        for (let i = Math.max(0, c - depth_radius); i <= end; i++) squares += from[start + i]! ** 2;
        out[start + c] = from[start + c]! * (bias + alpha * squares) ** -beta;
      }
    return [fromWorkStorage(spec!.dtype, spec!.dims, out)];
  },
  grad: ({ inputs: [x], attrs }, g) => {
    const scale = responseScale(x!, attrs);
    const direct = multiply(g!, pow(scale, -attrs.beta));
    const shared = multiply(multiply(g!, x!), pow(scale, -attrs.beta - 1));
    const sums = multiply(windowSums(shared, attrs.depth_radius), -2 * attrs.alpha * attrs.beta);
    return [add(direct, multiply(x!, sums))];
  },
});

interface ResponseKeywords {
  depth_radius?: number;
  bias?: number;
  alpha?: number;
  beta?: number;
  name?: string | null;
}
/** Mirrors `tf.nn.local_response_normalization`: divides by a power of the squares of nearby channels. */
export function local_response_normalization(
  ...args: Args<
    [input: TensorLike],
    [depth_radius: number, bias: number, alpha: number, beta: number, name: string | null],
    ResponseKeywords,
    ['input']
  >
): Tensor {
  type All = ResponseKeywords & { input: TensorLike };
  const names = ['input', 'depth_radius', 'bias', 'alpha', 'beta', 'name'] as const;
  const given = bindArguments<All>('local_response_normalization', names, args, { required: 1 });
  const { depth_radius = 5, bias = 1, alpha = 1, beta = 0.5 } = given;
  return dispatch(LRN, [toTensor(given.input!)], { depth_radius, bias, alpha, beta })[0]!;
}

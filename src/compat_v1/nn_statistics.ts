/** Functions of `tf1.nn` with TF1's parameters: dropout, moments, normalization, losses of logits, layers by hand. */

import { ValueError } from '../errors';
import { named } from '../python/named';
import { repr } from '../python/repr';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { crelu as creluNow, relu } from '../runtime/ops/activations';
import { add, divide, multiply, subtract } from '../runtime/ops/arithmetic';
import { reshape } from '../runtime/ops/array';
import { bias_add } from '../runtime/ops/bias';
import { cast } from '../runtime/ops/cast';
import { dropout as dropoutNow } from '../runtime/ops/dropout';
import { maximum } from '../runtime/ops/extremes';
import * as losses from '../runtime/ops/losses';
import { matmul } from '../runtime/ops/matmul';
import * as normalization from '../runtime/ops/normalization';
import { size, stop_gradient } from '../runtime/ops/shapes';
import * as statistics from '../runtime/ops/sufficient_statistics';
import type { Seed } from '../runtime/random/op_seeds';
import type { ShapeArgument } from '../runtime/shape_argument';
import type { Tensor } from '../runtime/tensor';
import { bindFormer, type FormerCall, formerCall, type Name } from './former_call';

const dropoutNames = ['x', 'keep_prob', 'noise_shape', 'seed', 'name', 'rate'] as const;
/**
 * Mirrors `tf.compat.v1.nn.dropout`: keeps each element with probability `keep_prob`, or drops it with probability `rate`.
 * @throws {@link ValueError} without either, with both, or for what is no probability
 */
export const dropout: FormerCall<
  typeof dropoutNames,
  [x: TensorLike],
  [
    keep_prob: number | Tensor | null,
    noise_shape: ShapeArgument | null,
    seed: Seed,
    name: Name,
    rate: number | Tensor | null,
  ]
> = (...args) => {
  const given = bindFormer('dropout', dropoutNames, args, {});
  const { x, keep_prob = null, rate = null, noise_shape = null, seed = null, name = null } = given;
  if (keep_prob !== null && rate !== null)
    throw new ValueError("Cannot specify both 'keep_prob' and 'rate'.");
  if (keep_prob === null && rate === null)
    throw new ValueError('`rate` must be provided. Received: rate=None');
  const dropped =
    rate ?? (typeof keep_prob === 'number' ? 1 - keep_prob : subtract(1, keep_prob as TensorLike));
  return dropoutNow(x as TensorLike, dropped as number, {
    noise_shape: noise_shape as ShapeArgument,
    seed: seed as Seed,
    name: name as Name,
  });
};

const momentsNames = ['x', 'axes', 'shift', 'name', 'keep_dims', 'keepdims'] as const;
type Moments = readonly [mean: Tensor, variance: Tensor];
/** Mirrors `tf.compat.v1.nn.moments`. */
export const moments: FormerCall<
  typeof momentsNames,
  [x: TensorLike, axes: normalization.Axes],
  [shift: TensorLike | null, name: Name, keep_dims: boolean | null, keepdims: boolean | null],
  Moments
> = formerCall('moments', momentsNames, normalization.moments, {
  required: 2,
  renamed: { keep_dims: 'keepdims' },
});

const sufficientNames = ['x', 'axes', 'shift', 'keep_dims', 'name', 'keepdims'] as const;
/** Mirrors `tf.compat.v1.nn.sufficient_statistics`. */
export const sufficient_statistics: FormerCall<
  typeof sufficientNames,
  [x: TensorLike, axes: normalization.Axes],
  [shift: TensorLike | null, keep_dims: boolean | null, name: Name, keepdims: boolean | null],
  ReturnType<typeof statistics.sufficient_statistics>
> = formerCall('sufficient_statistics', sufficientNames, statistics.sufficient_statistics, {
  required: 2,
  renamed: { keep_dims: 'keepdims' },
});

const weightedNames = ['x', 'axes', 'frequency_weights', 'name', 'keep_dims', 'keepdims'] as const;
/** Mirrors `tf.compat.v1.nn.weighted_moments`. */
export const weighted_moments: FormerCall<
  typeof weightedNames,
  [x: TensorLike, axes: normalization.Axes, frequency_weights: TensorLike],
  [name: Name, keep_dims: boolean | null, keepdims: boolean | null],
  Moments
> = formerCall('weighted_moments', weightedNames, normalization.weighted_moments, {
  required: 3,
  renamed: { keep_dims: 'keepdims' },
});

const fusedNames = [
  'x',
  'scale',
  'offset',
  'mean',
  'variance',
  'epsilon',
  'data_format',
  'is_training',
  'name',
  'exponential_avg_factor',
] as const;
interface FusedGiven {
  x: TensorLike;
  scale: TensorLike;
  offset: TensorLike;
  mean?: TensorLike | null;
  variance?: TensorLike | null;
  epsilon?: number;
  data_format?: string;
  is_training?: boolean;
  exponential_avg_factor?: number;
}
/**
 * Mirrors `tf.compat.v1.nn.fused_batch_norm`.
 * @returns the normalized values, and mean and (unbiased) variance of the batch, mixed into those given
 * @throws {@link ValueError} for a mean and variance that are needed and not there
 */
export const fused_batch_norm: FormerCall<
  typeof fusedNames,
  [x: TensorLike, scale: TensorLike, offset: TensorLike],
  [
    mean: TensorLike | null,
    variance: TensorLike | null,
    epsilon: number,
    data_format: string,
    is_training: boolean,
    name: Name,
    exponential_avg_factor: number,
  ],
  readonly [y: Tensor, running_mean: Tensor, running_var: Tensor]
> = (...args) => {
  const given = bindFormer('fused_batch_norm', fusedNames, args, { required: 3 }) as unknown as FusedGiven;
  const { epsilon = 0.001, is_training = true, exponential_avg_factor: factor = 1 } = given;
  const [mean, variance] = [given.mean ?? null, given.variance ?? null];
  if ((!is_training || factor !== 1) && (mean === null || variance === null))
    throw new ValueError(
      'Both `mean` and `variance` must be a 1D tensor when `is_training` is False or `exponential_avg_factor` != 1.0. ' +
        `Received: \`mean\` ${repr(mean)} and \`variance\` ${repr(variance)}`,
    );
  const x = toTensor(given.x);
  const axis = (given.data_format ?? 'NHWC').startsWith('NC') ? 1 : x.dims.length - 1;
  const along = x.dims.map((_, d) => (d === axis ? -1 : 1));
  const shaped = (t: TensorLike): Tensor => reshape(t, along);
  const normalized = (m: TensorLike, v: TensorLike): Tensor =>
    normalization.batch_normalization(
      x,
      shaped(m),
      shaped(v),
      shaped(given.offset),
      shaped(given.scale),
      epsilon,
    );
  if (!is_training) return [normalized(mean!, variance!), toTensor(mean!), toTensor(variance!)];
  const others = x.dims.map((_, d) => d).filter((d) => d !== axis);
  const [batchMean, batchVariance] = normalization.moments(x, others);
  const running = (before: TensorLike | null, now: Tensor): Tensor =>
    factor === 1 ? now : add(multiply(before!, 1 - factor), multiply(now, factor));
  return [
    normalized(batchMean, batchVariance),
    running(mean, batchMean),
    running(variance, unbiasedVariance(batchVariance, x)),
  ];
};

/** The variance of a population, from that of a sample of it that was taken for each channel of `x`. */
export function unbiasedVariance(variance: Tensor, x: Tensor): Tensor {
  const count = divide(cast(size(x), variance.dtype), cast(size(variance), variance.dtype));
  return multiply(variance, divide(count, maximum(subtract(count, 1), 1)));
}

const logitsNames = ['labels', 'logits', 'dim', 'name', 'axis'] as const;
type Logits<N extends readonly string[], Optional extends readonly unknown[]> = FormerCall<
  N,
  [labels: TensorLike, logits: TensorLike],
  Optional
>;
/** Mirrors `tf.compat.v1.nn.softmax_cross_entropy_with_logits`: no gradient flows into the labels. */
export const softmax_cross_entropy_with_logits: Logits<
  typeof logitsNames,
  [dim: number, name: Name, axis: number | null]
> = formerCall(
  'softmax_cross_entropy_with_logits',
  logitsNames,
  (labels: TensorLike, logits: TensorLike, keywords: object) =>
    losses.softmax_cross_entropy_with_logits(stop_gradient(labels), logits, keywords),
  {
    required: 2,
    renamed: { dim: 'axis' },
    deprecated: [
      'softmax_cross_entropy_with_logits (from tensorflow.python.ops.nn_ops)',
      '\nFuture major versions of TensorFlow will allow gradients to flow\ninto the labels input on backprop by default.\n' +
        '\nSee `tf.nn.softmax_cross_entropy_with_logits_v2`.\n',
    ],
  },
);

const logitsV2Names = ['labels', 'logits', 'axis', 'name', 'dim'] as const;
/** Mirrors `tf.compat.v1.nn.softmax_cross_entropy_with_logits_v2`. */
export const softmax_cross_entropy_with_logits_v2: Logits<
  typeof logitsV2Names,
  [axis: number | null, name: Name, dim: number | null]
> = formerCall(
  'softmax_cross_entropy_with_logits_v2',
  logitsV2Names,
  losses.softmax_cross_entropy_with_logits,
  {
    required: 2,
    renamed: { dim: 'axis' },
  },
);

const weightedLogitsNames = ['labels', 'logits', 'pos_weight', 'name', 'targets'] as const;
/** Mirrors `tf.compat.v1.nn.weighted_cross_entropy_with_logits`. */
export const weighted_cross_entropy_with_logits: FormerCall<
  typeof weightedLogitsNames,
  [],
  [labels: TensorLike, logits: TensorLike, pos_weight: TensorLike, name: Name, targets: TensorLike]
> = formerCall(
  'weighted_cross_entropy_with_logits',
  weightedLogitsNames,
  losses.weighted_cross_entropy_with_logits,
  {
    required: 3,
    renamed: { targets: 'labels' },
  },
);

const creluNames = ['features', 'name', 'axis'] as const;
/** Mirrors `tf.compat.v1.nn.crelu`. */
export const crelu: FormerCall<typeof creluNames, [features: TensorLike], [name: Name, axis: number]> =
  formerCall('crelu', creluNames, creluNow);

/** Mirrors `tf.compat.v1.nn.xw_plus_b`: `x @ weights + biases`. */
export const xw_plus_b = named(
  'xw_plus_b',
  ['x', 'weights', 'biases'],
  ['name'],
  (x: TensorLike, weights: TensorLike, biases: TensorLike, name: Name = null): Tensor =>
    bias_add(matmul(x, weights), biases, { name: name ?? 'xw_plus_b' }),
);
/** Mirrors `tf.compat.v1.nn.relu_layer`: `relu(x @ weights + biases)`. */
export const relu_layer = named(
  'relu_layer',
  ['x', 'weights', 'biases'],
  ['name'],
  (x: TensorLike, weights: TensorLike, biases: TensorLike, name: Name = null): Tensor =>
    relu(bias_add(matmul(x, weights), biases), name ?? 'relu_layer'),
);

/** `tf1.layers.batch_normalization`, whose averages are moved by the operations in `UPDATE_OPS`. */
import { currentContext } from '../../context';
import { NotImplementedError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { GraphKeys } from '../../runtime/graph/collections';
import { get_default_graph } from '../../runtime/graph/init_scope';
import { name_scope } from '../../runtime/name_scope';
import { multiply, subtract } from '../../runtime/ops/arithmetic';
import { reshape } from '../../runtime/ops/array';
import { moments, batch_normalization as normalized } from '../../runtime/ops/normalization';
import { selectV2 } from '../../runtime/ops/select';
import { Tensor } from '../../runtime/tensor';
import { get_variable } from '../get_variable';
import type { InitializerLike } from '../initializer';
import { ones_initializer, zeros_initializer } from '../initializers';
import { unbiasedVariance } from '../nn_statistics';
import type { Constraint, Regularizer } from '../variable_scope';
import { type LayerKeywords, layerScope } from './layer_scope';

interface BatchKeywords extends LayerKeywords {
  inputs?: TensorLike;
  axis?: number;
  momentum?: number;
  epsilon?: number;
  center?: boolean;
  scale?: boolean;
  beta_initializer?: InitializerLike;
  gamma_initializer?: InitializerLike;
  moving_mean_initializer?: InitializerLike;
  moving_variance_initializer?: InitializerLike;
  beta_regularizer?: Regularizer | null;
  gamma_regularizer?: Regularizer | null;
  beta_constraint?: Constraint | null;
  gamma_constraint?: Constraint | null;
  training?: boolean | Tensor;
  renorm?: false;
  renorm_clipping?: null;
  renorm_momentum?: number;
  fused?: boolean | null;
  virtual_batch_size?: null;
  adjustment?: null;
}
const names = [
  'inputs',
  'axis',
  'momentum',
  'epsilon',
  'center',
  'scale',
  'beta_initializer',
  'gamma_initializer',
  'moving_mean_initializer',
  'moving_variance_initializer',
  'beta_regularizer',
  'gamma_regularizer',
  'beta_constraint',
  'gamma_constraint',
  'training',
  'trainable',
  'name',
  'reuse',
  'renorm',
  'renorm_clipping',
  'renorm_momentum',
  'fused',
  'virtual_batch_size',
  'adjustment',
] as const;

/**
 * Mirrors `tf.compat.v1.layers.batch_normalization`: variables `gamma`, `beta`, `moving_mean`, `moving_variance`. With
 * `training` (which may be a tensor) the batch's own mean and variance are taken, and moving the averages towards them is
 * left to the operations in `UPDATE_OPS`; eagerly they are moved at once.
 * @throws {@link NotImplementedError} for renormalization, virtual batches and adjustments
 */
export function batch_normalization(
  ...args: Args<
    [inputs: TensorLike],
    [axis: number, momentum: number, epsilon: number, center: boolean, scale: boolean],
    BatchKeywords,
    ['inputs']
  >
): Tensor {
  const given = bindArguments<BatchKeywords>('batch_normalization', names, args, {
    required: 1,
    namesOp: false,
  });
  if (given.renorm || (given.virtual_batch_size ?? given.adjustment ?? null) !== null)
    throw new NotImplementedError(
      'There is no renorm, virtual_batch_size and adjustment of batch_normalization.',
    );
  return layerScope('batch_normalization', given, () => {
    const x = toTensor(given.inputs!);
    const rank = x.dims.length;
    const axis = ((given.axis ?? -1) + rank) % rank;
    const channels = x.dims[axis]!;
    const made = (name: string, initializer: InitializerLike, keywords: object): BaseVariable =>
      get_variable(name, { shape: [channels], dtype: x.dtype, initializer, ...keywords });
    const trainable = given.trainable ?? true;
    const [gamma, beta] = [scaleOf(given, trainable, made), offsetOf(given, trainable, made)];
    const fixed = { trainable: false };
    const mean = made('moving_mean', given.moving_mean_initializer ?? new zeros_initializer(), fixed);
    const variance = made(
      'moving_variance',
      given.moving_variance_initializer ?? new ones_initializer(),
      fixed,
    );
    const training = given.training ?? false;
    const now = { mean: mean.value(), variance: variance.value() };
    if (training !== false) {
      const others = x.dims.map((_, d) => d).filter((d) => d !== axis);
      const [batchMean, batchVariance] = moments(x, others);
      const select = (yes: Tensor, no: Tensor): Tensor =>
        training instanceof Tensor ? selectV2(training, yes, no) : yes;
      // The fused kernel, which TF takes for images, has an unbiased variance in the average.
      const spread = rank === 4 ? unbiasedVariance(batchVariance, x) : batchVariance;
      const left = 1 - (given.momentum ?? 0.99);
      move(mean, now.mean, select(batchMean, now.mean), left);
      move(variance, now.variance, select(spread, now.variance), left);
      now.mean = select(batchMean, now.mean);
      now.variance = select(batchVariance, now.variance);
    }
    const along = x.dims.map((_, d) => (d === axis ? channels : 1));
    const shaped = (t: Tensor): Tensor => (axis === rank - 1 ? t : reshape(t, along));
    const [offset, scale] = [beta, gamma].map((v) => (v === null ? null : shaped(v.value()))) as [
      Tensor | null,
      Tensor | null,
    ];
    return normalized(x, shaped(now.mean), shaped(now.variance), offset, scale, given.epsilon ?? 1e-3);
  });
}

type Make = (name: string, initializer: InitializerLike, keywords: object) => BaseVariable;

function scaleOf(given: BatchKeywords, trainable: boolean, made: Make): BaseVariable | null {
  if (given.scale === false) return null;
  const { gamma_regularizer: regularizer = null, gamma_constraint: constraint = null } = given;
  return made('gamma', given.gamma_initializer ?? new ones_initializer(), {
    trainable,
    regularizer,
    constraint,
  });
}
function offsetOf(given: BatchKeywords, trainable: boolean, made: Make): BaseVariable | null {
  if (given.center === false) return null;
  const { beta_regularizer: regularizer = null, beta_constraint: constraint = null } = given;
  return made('beta', given.beta_initializer ?? new zeros_initializer(), {
    trainable,
    regularizer,
    constraint,
  });
}

/** Moves an average by the share `left` of its distance from `value`. */
function move(average: BaseVariable, before: Tensor, value: Tensor, left: number): void {
  const assigned = name_scope('AssignMovingAvg', () =>
    average.assign_sub(multiply(subtract(before, value), left)),
  );
  if (currentContext().builder) get_default_graph().add_to_collection(GraphKeys.UPDATE_OPS, assigned.op);
}

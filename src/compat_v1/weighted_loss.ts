/** `tf.compat.v1.losses`: how losses of single examples become one number, and the collection that losses are kept in. */

import { currentContext } from '../context';
import { float32 } from '../dtypes';
import { ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { format } from '../python/format';
import { named } from '../python/named';
import { repr } from '../python/repr';
import { PyTuple } from '../python/tuple';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { GraphKeys } from '../runtime/graph/collections';
import { get_default_graph } from '../runtime/graph/init_scope';
import { name_scope } from '../runtime/name_scope';
import { add_n } from '../runtime/ops/aggregate';
import { multiply } from '../runtime/ops/arithmetic';
import { cast } from '../runtime/ops/cast';
import { not_equal } from '../runtime/ops/comparison';
import { constant, ones_like } from '../runtime/ops/creation';
import { div_no_nan } from '../runtime/ops/no_nan';
import { reduce_sum } from '../runtime/ops/reduction';
import type { Tensor } from '../runtime/tensor';

/** Mirrors `tf.compat.v1.losses.Reduction`. */
export const Reduction = {
  NONE: 'none',
  SUM: 'weighted_sum',
  MEAN: 'weighted_mean',
  SUM_OVER_BATCH_SIZE: 'weighted_sum_over_batch_size',
  SUM_OVER_NONZERO_WEIGHTS: 'weighted_sum_by_nonzero_weights',
  SUM_BY_NONZERO_WEIGHTS: 'weighted_sum_by_nonzero_weights',
  all: (): PyTuple => new PyTuple(reductions),
  /** @throws {@link ValueError} for what is none */
  validate: (key: string): void => {
    if (!reductions.includes(key))
      throw new ValueError(
        `Invalid Reduction Key ${key}. Key should be one of ${repr(new PyTuple(reductions))}.`,
        { fields: { actual: key, expected: reductions } },
      );
  },
} as const;
const reductions: readonly string[] = [
  'none',
  'weighted_sum',
  'weighted_mean',
  'weighted_sum_over_batch_size',
  'weighted_sum_by_nonzero_weights',
  'weighted_sum_by_nonzero_weights',
];

/** What all losses are told beside labels and predictions. */
export interface LossKeywords {
  weights?: TensorLike;
  scope?: string | null;
  loss_collection?: string | null;
  reduction?: string;
}

/** @throws {@link ValueError} unless `weights` is a scalar or has, axis by axis, the size of `values` or 1 */
export function checkBroadcastable(weights: Tensor, values: Tensor): void {
  const [w, v] = [weights.shape, values.shape];
  if (w.rank === null || v.rank === null || w.rank === 0) return;
  const fits =
    w.rank === v.rank &&
    weights.dims.every((n, d) => n === null || values.dims[d] === null || n === 1 || n === values.dims[d]);
  if (!fits)
    throw new ValueError(
      `weights can not be broadcast to values. values.rank=${v.rank}. weights.rank=${w.rank}. values.shape=${v}. ` +
        `weights.shape=${w}. Received weights=${format(weights, '')}, values=${format(values, '')}`,
      { fields: { expected: v.toString(), actual: w.toString() } },
    );
}

interface WeightedKeywords extends LossKeywords {
  losses?: TensorLike;
}
/**
 * Mirrors `tf.compat.v1.losses.compute_weighted_loss`: weighs losses, reduces them, and keeps the result in a collection
 * (in graphs only).
 * @param weights broadcast to `losses`; where they are 0, `SUM_BY_NONZERO_WEIGHTS` does not count the example
 * @throws {@link ValueError} for weights that do not fit, or an unknown reduction
 */
export function compute_weighted_loss(
  ...args: Args<
    [losses: TensorLike],
    [weights: TensorLike, scope: string | null, loss_collection: string | null, reduction: string],
    WeightedKeywords,
    ['losses']
  >
): Tensor {
  const names = ['losses', 'weights', 'scope', 'loss_collection', 'reduction'] as const;
  const given = bindArguments<WeightedKeywords>('compute_weighted_loss', names, args, {
    required: 1,
    namesOp: false,
  });
  return name_scope(given.scope ?? 'weighted_loss', () => weightedLoss(toTensor(given.losses!), given));
}

export function weightedLoss(given: Tensor, keywords: LossKeywords): Tensor {
  const reduction = keywords.reduction ?? Reduction.SUM_BY_NONZERO_WEIGHTS;
  Reduction.validate(reduction);
  const losses = cast(given, float32);
  const weights = cast(keywords.weights ?? 1, float32);
  checkBroadcastable(weights, losses);
  const weighted = multiply(losses, weights);
  const loss = cast(reduced(weighted, losses, weights, reduction), given.dtype);
  const { loss_collection = GraphKeys.LOSSES } = keywords;
  add_loss(loss, loss_collection);
  return loss;
}

function reduced(weighted: Tensor, losses: Tensor, weights: Tensor, reduction: string): Tensor {
  if (reduction === Reduction.NONE) return weighted;
  const sum = reduce_sum(weighted);
  const ones = ones_like(losses);
  if (reduction === Reduction.MEAN) return safeMean(sum, reduce_sum(multiply(ones, weights)));
  if (reduction === Reduction.SUM_OVER_BATCH_SIZE) return safeMean(sum, reduce_sum(ones));
  if (reduction === Reduction.SUM) return sum;
  return safeMean(sum, reduce_sum(multiply(ones, cast(not_equal(weights, 0), float32))));
}

/** 0 where nothing counts; under the name that TF's losses have. */
function safeMean(sum: Tensor, count: Tensor): Tensor {
  return div_no_nan(sum, count, 'value');
}

/** Mirrors `tf.compat.v1.losses.add_loss`: eagerly nothing is kept. */
export const add_loss = named(
  'add_loss',
  ['loss'],
  ['loss_collection'],
  (loss: Tensor, loss_collection: string | null = GraphKeys.LOSSES): void => {
    if (loss_collection && currentContext().builder)
      get_default_graph().add_to_collection(loss_collection, loss);
  },
);
/** Mirrors `tf.compat.v1.losses.get_losses`. */
export const get_losses = named(
  'get_losses',
  [],
  ['scope', 'loss_collection'],
  (scope: string | null = null, loss_collection: string = GraphKeys.LOSSES): Tensor[] =>
    get_default_graph().get_collection(loss_collection, scope) as Tensor[],
);
/** Mirrors `tf.compat.v1.losses.get_regularization_losses`. */
export const get_regularization_losses = named(
  'get_regularization_losses',
  [],
  ['scope'],
  (scope: string | null = null): Tensor[] =>
    get_default_graph().get_collection(GraphKeys.REGULARIZATION_LOSSES, scope) as Tensor[],
);
/** Mirrors `tf.compat.v1.losses.get_regularization_loss`: their sum, 0 without any. */
export const get_regularization_loss = named(
  'get_regularization_loss',
  [],
  ['scope', 'name'],
  (scope: string | null = null, name: string = 'total_regularization_loss'): Tensor => {
    const losses = get_regularization_losses(scope);
    return losses.length > 0 ? add_n(losses, { name }) : constant(0);
  },
);

interface TotalKeywords {
  add_regularization_losses?: boolean;
  name?: string;
  scope?: string | null;
}
/**
 * Mirrors `tf.compat.v1.losses.get_total_loss`: the sum of all losses of the graph.
 * @throws {@link ValueError} if there are none
 */
export function get_total_loss(
  ...args: Args<[], [add_regularization_losses: boolean, name: string, scope: string | null], TotalKeywords>
): Tensor {
  const names = ['add_regularization_losses', 'name', 'scope'] as const;
  const given = bindArguments<TotalKeywords>('get_total_loss', names, args, { namesOp: false });
  const scope = given.scope ?? null;
  const regularization = (given.add_regularization_losses ?? true) ? get_regularization_losses(scope) : [];
  const losses = [...get_losses(scope), ...regularization];
  return add_n(losses, { name: given.name ?? 'total_loss' });
}

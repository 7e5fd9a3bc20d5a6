/** `tf.compat.v1.losses`: losses by formula, weighed and reduced as weighted_loss.ts says. */
import { currentContext } from '../context';
import { float32, int32 } from '../dtypes';
import { ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { GraphKeys } from '../runtime/graph/collections';
import { name_scope } from '../runtime/name_scope';
import { relu } from '../runtime/ops/activations';
import { add, multiply, negative, subtract } from '../runtime/ops/arithmetic';
import { cast } from '../runtime/ops/cast';
import { greater, not_equal } from '../runtime/ops/comparison';
import { ones_like, zeros_like } from '../runtime/ops/creation';
import { log } from '../runtime/ops/exponential';
import { maximum, minimum, squared_difference } from '../runtime/ops/extremes';
import {
  sigmoid_cross_entropy_with_logits,
  softmax_cross_entropy_with_logits,
  sparse_softmax_cross_entropy_with_logits,
} from '../runtime/ops/losses';
import { div_no_nan } from '../runtime/ops/no_nan';
import { square } from '../runtime/ops/power';
import { reduce_sum } from '../runtime/ops/reduction';
import { abs } from '../runtime/ops/rounding';
import { selectV2 } from '../runtime/ops/select';
import { size, squeeze, stop_gradient } from '../runtime/ops/shapes';
import type { Tensor } from '../runtime/tensor';
import { bindFormer } from './former_call';
import { add_loss, checkBroadcastable, type LossKeywords, weightedLoss } from './weighted_loss';

export {
  add_loss,
  compute_weighted_loss,
  get_losses,
  get_regularization_loss,
  get_regularization_losses,
  get_total_loss,
  Reduction,
} from './weighted_loss';

/** Two values that are compared: under the names that a loss has for them. */
type Pair = readonly [labels: string, predictions: string];
type Formula = (labels: Tensor, predictions: Tensor) => Tensor;

/** @throws {@link ValueError} for an argument that is None */
function required(name: string, value: unknown): TensorLike {
  if (value === null || value === undefined) throw new ValueError(`Argument \`${name}\` must not be None.`);
  return value as TensorLike;
}

/** A loss of float32 values of one shape. */
function compared(scope: string, [first, second]: Pair, given: object, formula: Formula): Tensor {
  const values = given as Record<string, unknown>;
  const [a, b] = [required(first, values[first]), required(second, values[second])];
  const keywords = given as LossKeywords;
  return name_scope(keywords.scope ?? scope, () => {
    const [labels, predictions] = [cast(a, float32), cast(b, float32)];
    predictions.shape.assert_is_compatible_with(labels.shape);
    return weightedLoss(formula(labels, predictions), keywords);
  });
}

type Tail = [scope: string | null, loss_collection: string | null, reduction: string];
type LossArgs = Args<
  [labels: TensorLike, predictions: TensorLike],
  [weights: TensorLike, ...Tail],
  LossKeywords,
  ['labels', 'predictions']
>;
const predicted = ['labels', 'predictions'] as const;
const tail = ['scope', 'loss_collection', 'reduction'] as const;

function bind(
  fn: string,
  pair: Pair,
  middle: readonly string[],
  args: readonly unknown[],
): Record<string, unknown> {
  const names = [...pair, 'weights', ...middle, ...tail];
  return bindArguments<Record<string, unknown>>(fn, names, args, { required: 2, namesOp: false });
}

/** Mirrors `tf.compat.v1.losses.mean_squared_error`. @throws {@link ValueError} for shapes that differ */
export function mean_squared_error(...args: LossArgs): Tensor {
  const given = bind('mean_squared_error', predicted, [], args);
  return compared('mean_squared_error', predicted, given, (labels, predictions) =>
    squared_difference(predictions, labels),
  );
}
/** Mirrors `tf.compat.v1.losses.absolute_difference`. @throws {@link ValueError} for shapes that differ */
export function absolute_difference(...args: LossArgs): Tensor {
  const given = bind('absolute_difference', predicted, [], args);
  return compared('absolute_difference', predicted, given, (labels, predictions) =>
    abs(subtract(predictions, labels)),
  );
}
/** Mirrors `tf.compat.v1.losses.hinge_loss`: labels are 0 or 1. @throws {@link ValueError} for shapes that differ */
export function hinge_loss(
  ...args: Args<
    [labels: TensorLike, logits: TensorLike],
    [weights: TensorLike, ...Tail],
    LossKeywords,
    ['labels', 'logits']
  >
): Tensor {
  const pair = ['labels', 'logits'] as const;
  const given = bind('hinge_loss', pair, [], args);
  return compared('hinge_loss', pair, given, (labels, logits) => {
    const ones = ones_like(labels);
    return relu(subtract(ones, multiply(subtract(multiply(2, labels), ones), logits)));
  });
}
/**
 * Mirrors `tf.compat.v1.losses.huber_loss`: quadratic up to an error of `delta`, linear beyond. @throws
 * {@link ValueError} for shapes that differ
 */
export function huber_loss(
  ...args: Args<
    [labels: TensorLike, predictions: TensorLike],
    [weights: TensorLike, delta: number, ...Tail],
    LossKeywords & { delta?: number },
    ['labels', 'predictions']
  >
): Tensor {
  const given = bind('huber_loss', predicted, ['delta'], args);
  const delta = (given.delta as number | undefined) ?? 1;
  return compared('huber_loss', predicted, given, (labels, predictions) => {
    const error = abs(subtract(predictions, labels));
    const quadratic = minimum(error, delta);
    return add(multiply(0.5, multiply(quadratic, quadratic)), multiply(delta, subtract(error, quadratic)));
  });
}
/** Mirrors `tf.compat.v1.losses.log_loss`. @throws {@link ValueError} for shapes that differ */
export function log_loss(
  ...args: Args<
    [labels: TensorLike, predictions: TensorLike],
    [weights: TensorLike, epsilon: number, ...Tail],
    LossKeywords & { epsilon?: number },
    ['labels', 'predictions']
  >
): Tensor {
  const given = bind('log_loss', predicted, ['epsilon'], args);
  const epsilon = (given.epsilon as number | undefined) ?? 1e-7;
  return compared('log_loss', predicted, given, (labels, predictions) =>
    subtract(
      negative(multiply(labels, log(add(predictions, epsilon)))),
      multiply(subtract(1, labels), log(add(subtract(1, predictions), epsilon))),
    ),
  );
}
/** Mirrors `tf.compat.v1.losses.cosine_distance` of unit vectors along `axis`. @throws {@link ValueError} without it */
export function cosine_distance(
  ...args: Args<
    [labels: TensorLike, predictions: TensorLike],
    [axis: number | null, weights: TensorLike, ...Tail],
    LossKeywords & { axis?: number | null; dim?: number | null },
    ['labels', 'predictions']
  >
): Tensor {
  const names = [...predicted, 'axis', 'weights', ...tail, 'dim'];
  const given = bindFormer('cosine_distance', names, args, { required: 2, renamed: { dim: 'axis' } });
  const axis = given.axis as number | null | undefined;
  if (axis === null || axis === undefined) throw new ValueError('You must specify argument `axis`.');
  return compared('cosine_distance_loss', predicted, given, (labels, predictions) =>
    subtract(1, reduce_sum(multiply(predictions, labels), [axis], true)),
  );
}

const pairwiseNames = ['labels', 'predictions', 'weights', 'scope', 'loss_collection'] as const;
/**
 * Mirrors `tf.compat.v1.losses.mean_pairwise_squared_error`: compares the differences between the elements of an example.
 * @param weights a scalar, or one for each example @throws {@link ValueError} for shapes that differ
 */
export function mean_pairwise_squared_error(
  ...args: Args<
    [labels: TensorLike, predictions: TensorLike],
    [weights: TensorLike, scope: string | null, loss_collection: string | null],
    Omit<LossKeywords, 'reduction'>,
    ['labels', 'predictions']
  >
): Tensor {
  const given = bindArguments<Record<string, unknown>>('mean_pairwise_squared_error', pairwiseNames, args, {
    required: 2,
    namesOp: false,
  });
  const [a, b] = [required('labels', given.labels), required('predictions', given.predictions)];
  const keywords = given as LossKeywords;
  return name_scope(keywords.scope ?? 'mean_pairwise_squared_error', () => {
    const [labels, predictions] = [cast(a, float32), cast(b, float32)];
    predictions.shape.assert_is_compatible_with(labels.shape);
    const weights = cast(keywords.weights ?? 1, float32);
    const differences = subtract(predictions, labels);
    const axes = differences.dims.map((_, d) => d).slice(1);
    const overExample = (x: Tensor): Tensor => reduce_sum(x, axes, true);
    const count = presentCount(differences, weights, overExample);
    const others = subtract(count, 1);
    const own = div_no_nan(overExample(square(differences)), maximum(others, 0));
    const all = div_no_nan(square(overExample(differences)), maximum(multiply(count, others), 0));
    const sum = reduce_sum(multiply(multiply(2, subtract(own, all)), weights));
    const loss = selectV2(greater(reduce_sum(count), 0), sum, zeros_like(sum));
    add_loss(loss, keywords.loss_collection === undefined ? GraphKeys.LOSSES : keywords.loss_collection);
    return loss;
  });
}

/** How many elements of each example count; eagerly, with one weight for all, TF takes the number of all elements. */
function presentCount(values: Tensor, weights: Tensor, overExample: (x: Tensor) => Tensor): Tensor {
  if (!currentContext().builder && weights.dims.length === 0 && weights.data[0] !== 0)
    return cast(size(values), float32);
  checkBroadcastable(weights, values);
  return overExample(multiply(ones_like(values), cast(not_equal(weights, 0), float32)));
}

interface SmoothKeywords extends LossKeywords {
  label_smoothing?: number;
}
type SmoothArgs = Args<
  [labels: TensorLike, logits: TensorLike],
  [weights: TensorLike, label_smoothing: number, ...Tail],
  SmoothKeywords,
  ['labels', 'logits']
>;
type SmoothFormula = (labels: Tensor, logits: Tensor, smoothing: number) => Tensor;

/** A loss of logits of any floating dtype. */
function smoothed(fn: string, labelsName: string, args: readonly unknown[], formula: SmoothFormula): Tensor {
  const pair = [labelsName, 'logits'] as const;
  const given = bind(fn, pair, ['label_smoothing'], args);
  const [a, b] = [required(labelsName, given[labelsName]), required('logits', given.logits)];
  const keywords = given as LossKeywords;
  return name_scope(keywords.scope ?? `${fn}_loss`, () => {
    const logits = toTensor(b);
    const labels = cast(a, logits.dtype);
    logits.shape.assert_is_compatible_with(labels.shape);
    return weightedLoss(formula(labels, logits, Number(given.label_smoothing ?? 0)), keywords);
  });
}

/** Mirrors `tf.compat.v1.losses.sigmoid_cross_entropy`. @throws {@link ValueError} for shapes that differ */
export function sigmoid_cross_entropy(...args: SmoothArgs): Tensor {
  return smoothed('sigmoid_cross_entropy', 'multi_class_labels', args, (labels, logits, smoothing) => {
    const soft = smoothing > 0 ? add(multiply(labels, 1 - smoothing), 0.5 * smoothing) : labels;
    return sigmoid_cross_entropy_with_logits(soft, logits);
  });
}
/** Mirrors `tf.compat.v1.losses.softmax_cross_entropy`: one loss a row. @throws {@link ValueError} for other shapes */
export function softmax_cross_entropy(...args: SmoothArgs): Tensor {
  return smoothed('softmax_cross_entropy', 'onehot_labels', args, (labels, logits, smoothing) => {
    const classes = labels.dims.at(-1)!;
    const soft = smoothing > 0 ? add(multiply(labels, 1 - smoothing), smoothing / classes) : labels;
    return softmax_cross_entropy_with_logits(stop_gradient(soft), logits);
  });
}
/** Mirrors `tf.compat.v1.losses.sparse_softmax_cross_entropy`: labels are the numbers of the classes. */
export function sparse_softmax_cross_entropy(
  ...args: Args<
    [labels: TensorLike, logits: TensorLike],
    [weights: TensorLike, ...Tail],
    LossKeywords,
    ['labels', 'logits']
  >
): Tensor {
  const given = bind('sparse_softmax_cross_entropy', ['labels', 'logits'], [], args);
  const [a, b] = [required('labels', given.labels), required('logits', given.logits)];
  const keywords = given as LossKeywords;
  return name_scope(keywords.scope ?? 'sparse_softmax_cross_entropy_loss', () => {
    const logits = toTensor(b);
    let labels = toTensor(a);
    if (!labels.dtype.is_integer) labels = cast(labels, int32);
    // Labels of one column are numbers too.
    if (labels.shape.rank !== null && labels.shape.rank === logits.shape.rank) labels = squeeze(labels, [-1]);
    const rank = labels.shape.rank;
    let weights = toTensor(keywords.weights ?? 1);
    if (rank !== null && weights.shape.rank === rank + 1) weights = squeeze(weights, [-1]);
    const losses = sparse_softmax_cross_entropy_with_logits(labels, logits);
    return weightedLoss(losses, { ...keywords, weights });
  });
}

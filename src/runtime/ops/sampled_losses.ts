/** `tf.nn.sampled_softmax_loss` and `nce_loss`: losses over many classes, of which only some are looked at. */
import { float32, int64 } from '../../dtypes';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { Seed } from '../random/op_seeds';
import type { Tensor } from '../tensor';
import { add, divide, multiply, subtract } from './arithmetic';
import { reshape } from './array';
import { compute_accidental_hits, log_uniform_candidate_sampler } from './candidate_sampling';
import { cast } from './cast';
import { ones_like, zeros, zeros_like } from './creation';
import { embedding_lookup } from './embedding';
import { log } from './exponential';
import { concat, stack } from './joining';
import { sigmoid_cross_entropy_with_logits, softmax_cross_entropy_with_logits } from './losses';
import { matmul } from './matmul';
import { reduce_sum } from './reduction';
import { tensor_scatter_nd_update } from './scatter';
import { expand_dims, stop_gradient } from './shapes';
import { sizeList, sizeOf } from './sizes';
import { slice } from './slicing';

interface Sampling {
  readonly weights: TensorLike;
  readonly biases: TensorLike;
  readonly labels: TensorLike;
  readonly inputs: TensorLike;
  readonly num_sampled: number;
  readonly num_classes: number;
  readonly num_true: number;
  /** Candidates, and how often true classes and candidates are to be expected. */
  readonly sampled_values: readonly TensorLike[] | null;
  readonly remove_accidental_hits: boolean;
  readonly seed: Seed;
}

/** Logits and labels of the true and the sampled classes, `[batch, num_true + num_sampled]`. */
function sampledLogits(given: Sampling): { logits: Tensor; labels: Tensor } {
  const { num_true, num_sampled, num_classes, seed } = given;
  const inputs = toTensor(given.inputs, undefined, float32);
  const truth = cast(toTensor(given.labels, undefined, int64), int64);
  const drawn =
    given.sampled_values ??
    log_uniform_candidate_sampler(truth, num_true, num_sampled, true, num_classes, seed);
  const [candidates, trueCount, sampledCount] = [...drawn].map((value) => stop_gradient(toTensor(value)));
  const sampled = cast(candidates!, int64);
  const flat = reshape(truth, [-1]);
  const ids = concat([flat, sampled], 0);
  const count = sizeOf(flat, 0);
  const looked = (table: TensorLike, inner: readonly number[]): readonly [Tensor, Tensor] => {
    const rows = cast(embedding_lookup(table, ids), inputs.dtype);
    const rest = inner.map(() => 0);
    return [
      slice(rows, [0, ...rest], sizeList([count, ...inner])),
      slice(rows, sizeList([count, ...rest]), [-1, ...inner]),
    ];
  };
  const [trueWeights, sampledWeights] = looked(given.weights, [-1]);
  const [trueBiases, sampledBiases] = looked(given.biases, []);
  const perRow = reshape(trueWeights, sizeList([sizeOf(truth, 0), num_true, sizeOf(inputs, 1)]));
  const dots = reduce_sum(multiply(expand_dims(inputs, 1), perRow), 2);
  let trueLogits = add(dots, reshape(trueBiases, [-1, num_true]));
  let others = add(matmul(inputs, sampledWeights, { transpose_b: true }), sampledBiases);
  if (given.remove_accidental_hits) {
    const [rows, columns, lowest] = compute_accidental_hits(truth, sampled, num_true);
    const places = stack([cast(rows!, int64), columns!], 1);
    const none = zeros(sizeList([sizeOf(truth, 0), num_sampled]), inputs.dtype);
    others = add(others, tensor_scatter_nd_update(none, places, cast(lowest!, inputs.dtype)));
  }
  trueLogits = subtract(trueLogits, log(trueCount!));
  others = subtract(others, log(sampledCount!));
  const share = divide(ones_like(trueLogits), num_true);
  return { logits: concat([trueLogits, others], 1), labels: concat([share, zeros_like(others)], 1) };
}

const names = ['weights', 'biases', 'labels', 'inputs', 'num_sampled', 'num_classes'] as const;

/**
 * Mirrors `tf.nn.sampled_softmax_loss`: the softmax loss of the classes `labels`, `[batch, num_true]`, among sampled ones.
 * `weights` is `[num_classes, dim]`, `biases` `[num_classes]`, `inputs` `[batch, dim]`.
 * @param sampled_values what a candidate sampler gave; by default those of `log_uniform_candidate_sampler`
 * @returns one loss for each row
 * @throws {@link InvalidArgumentError} for shapes that do not fit
 */
export const sampled_softmax_loss = named(
  'sampled_softmax_loss',
  names,
  ['num_true', 'sampled_values', 'remove_accidental_hits', 'seed', 'name'],
  (
    weights: TensorLike,
    biases: TensorLike,
    labels: TensorLike,
    inputs: TensorLike,
    num_sampled: number,
    num_classes: number,
    num_true?: number,
    sampled_values?: readonly TensorLike[] | null,
    remove_accidental_hits?: boolean,
    seed?: Seed,
    _name?: string | null,
  ): Tensor => {
    const found = sampledLogits({
      weights,
      biases,
      labels,
      inputs,
      num_sampled,
      num_classes,
      num_true: num_true ?? 1,
      sampled_values: sampled_values ?? null,
      remove_accidental_hits: remove_accidental_hits ?? true,
      seed: seed ?? null,
    });
    return softmax_cross_entropy_with_logits(stop_gradient(found.labels), found.logits);
  },
);

/**
 * Mirrors `tf.nn.nce_loss`: noise-contrastive estimation - is it the true class or a sampled one? - with the shapes of
 * `sampled_softmax_loss`.
 * @returns one loss for each row
 * @throws {@link InvalidArgumentError} for shapes that do not fit
 */
export const nce_loss = named(
  'nce_loss',
  names,
  ['num_true', 'sampled_values', 'remove_accidental_hits', 'name'],
  (
    weights: TensorLike,
    biases: TensorLike,
    labels: TensorLike,
    inputs: TensorLike,
    num_sampled: number,
    num_classes: number,
    num_true?: number,
    sampled_values?: readonly TensorLike[] | null,
    remove_accidental_hits?: boolean,
    _name?: string | null,
  ): Tensor => {
    const found = sampledLogits({
      weights,
      biases,
      labels,
      inputs,
      num_sampled,
      num_classes,
      num_true: num_true ?? 1,
      sampled_values: sampled_values ?? null,
      remove_accidental_hits: remove_accidental_hits ?? false,
      seed: null,
    });
    return reduce_sum(sigmoid_cross_entropy_with_logits(found.labels, found.logits), 1);
  },
);

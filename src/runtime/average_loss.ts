/** `tf.nn.compute_average_loss` and `scale_regularization_loss`: what a training loop of one device minimizes. */
import { float32, int32 } from '../dtypes';
import { ValueError } from '../errors';
import { named } from '../python/named';
import { assert_integer, assert_scalar } from './assert_shapes';
import { assert_non_negative } from './assert_values';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { multiply } from './ops/arithmetic';
import { cast } from './ops/cast';
import { div_no_nan } from './ops/no_nan';
import { reduce_sum } from './ops/reduction';
import { expand_dims, squeeze } from './ops/shapes';
import { sizeOf, sizeTensor } from './ops/sizes';
import type { Tensor } from './tensor';
import { shapeText } from './tensor_shape';

/** Losses times their weights, of which either may have one axis of size 1 more than the other. */
function weighted(losses: Tensor, weights: Tensor): Tensor {
  const more = weights.dims.length - losses.dims.length;
  if (weights.dims.length === 0 || more === 0) return multiply(losses, weights);
  if (more === 1 && (weights.dims.at(-1) ?? 1) === 1) return multiply(losses, squeeze(weights, [-1]));
  if (more === -1 && (losses.dims.at(-1) ?? 1) === 1) return multiply(squeeze(losses, [-1]), weights);
  return multiply(losses, more === -1 ? expand_dims(weights, -1) : weights);
}

/**
 * Mirrors `tf.nn.compute_average_loss`: the sum of losses, `[batch, ...]`, over `global_batch_size`, by default their
 * number of rows.
 * @throws {@link ValueError} for a single loss, {@link TypeError} for a size that is no integer,
 * {@link InvalidArgumentError} for a negative one
 */
export const compute_average_loss = named(
  'compute_average_loss',
  ['per_example_loss'],
  ['sample_weight', 'global_batch_size'],
  (
    per_example_loss: TensorLike,
    sample_weight?: TensorLike | null,
    global_batch_size?: TensorLike | null,
  ): Tensor => {
    const given = toTensor(per_example_loss);
    if (given.dims.length === 0)
      throw new ValueError(
        'Invalid value passed for `per_example_loss`. Expected a tensor with at least rank 1. ' +
          `Received per_example_loss of shape ${shapeText(given.dims)} with rank 0`,
      );
    const weights = sample_weight ?? null;
    const losses =
      weights === null
        ? given
        : cast(weighted(cast(given, float32), cast(toTensor(weights), float32)), given.dtype);
    const size = toTensor(global_batch_size ?? sizeTensor(sizeOf(losses, 0)), undefined, int32);
    assert_scalar(size, 'global_batch_size must be scalar.');
    assert_integer(size, 'global_batch_size must be an integer.');
    assert_non_negative(size, 'global_batch_size must be non-negative.');
    return div_no_nan(reduce_sum(losses), cast(size, given.dtype));
  },
);

/** Mirrors `tf.nn.scale_regularization_loss` on one device: the sum of the losses. */
export const scale_regularization_loss = named(
  'scale_regularization_loss',
  ['regularization_loss'],
  [],
  (regularization_loss: TensorLike): Tensor => reduce_sum(regularization_loss),
);

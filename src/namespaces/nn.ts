/** `tf.nn`. */

export { compute_average_loss, scale_regularization_loss } from '../runtime/average_loss';
export {
  crelu,
  elu,
  gelu,
  leaky_relu,
  relu,
  relu6,
  selu,
  silu,
  silu as swish,
} from '../runtime/ops/activations';
export { bias_add } from '../runtime/ops/bias';
export { depth_to_space, space_to_batch, space_to_depth } from '../runtime/ops/blocks';
export {
  all_candidate_sampler,
  compute_accidental_hits,
  fixed_unigram_candidate_sampler,
  learned_unigram_candidate_sampler,
} from '../runtime/ops/candidate_sampling';
export { collapse_repeated } from '../runtime/ops/collapse_repeated';
export {
  atrous_conv2d,
  conv1d,
  conv2d,
  conv3d,
  convolution,
} from '../runtime/ops/conv';
export {
  atrous_conv2d_transpose,
  conv_transpose,
  conv1d_transpose,
  conv2d_transpose,
  conv3d_transpose,
} from '../runtime/ops/conv_transpose';
export { zero_fraction } from '../runtime/ops/counting';
export { depthwise_conv2d, separable_conv2d } from '../runtime/ops/depthwise';
export { dropout } from '../runtime/ops/dropout';
export { embedding_lookup, in_top_k } from '../runtime/ops/embedding';
export { sigmoid, softplus, softsign } from '../runtime/ops/exponential';
export { tanh } from '../runtime/ops/hyperbolic';
export {
  l2_loss,
  log_poisson_loss,
  sigmoid_cross_entropy_with_logits,
  softmax_cross_entropy_with_logits,
  sparse_softmax_cross_entropy_with_logits,
  weighted_cross_entropy_with_logits,
} from '../runtime/ops/losses';
export { dilation2d, erosion2d } from '../runtime/ops/morphology';
export {
  batch_normalization,
  l2_normalize,
  local_response_normalization,
  local_response_normalization as lrn,
  moments,
  weighted_moments,
} from '../runtime/ops/normalization';
export {
  avg_pool,
  avg_pool1d,
  avg_pool2d,
  avg_pool3d,
  max_pool,
  max_pool_with_argmax,
  max_pool1d,
  max_pool2d,
  max_pool3d,
  pool,
} from '../runtime/ops/pool';
export { nce_loss, sampled_softmax_loss } from '../runtime/ops/sampled_losses';
export { log_softmax, softmax } from '../runtime/ops/softmax';
export { top_k } from '../runtime/ops/sorting';
export { embedding_lookup_sparse, safe_embedding_lookup_sparse } from '../runtime/ops/sparse/embedding';
export { normalize_moments, sufficient_statistics } from '../runtime/ops/sufficient_statistics';

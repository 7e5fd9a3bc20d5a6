/** `tf.compat.v1.nn`. */
export * from '../namespaces/nn';
export { depth_to_space, space_to_batch, space_to_depth } from './array_calls';
export { embedding_lookup } from './embedding';
export { in_top_k, log_softmax, softmax } from './math_calls';
export { dilation2d, erosion2d } from './morphology';
export {
  avg_pool,
  avg_pool_v2,
  avg_pool2d,
  conv1d,
  conv2d,
  conv2d_transpose,
  conv3d,
  conv3d_transpose,
  convolution,
  depthwise_conv2d,
  depthwise_conv2d_native,
  max_pool,
  max_pool_v2,
  max_pool_with_argmax,
  pool_ as pool,
  separable_conv2d,
} from './nn_calls';
export {
  crelu,
  dropout,
  fused_batch_norm,
  moments,
  relu_layer,
  softmax_cross_entropy_with_logits,
  softmax_cross_entropy_with_logits_v2,
  sufficient_statistics,
  weighted_cross_entropy_with_logits,
  weighted_moments,
  xw_plus_b,
} from './nn_statistics';
export { embedding_lookup_sparse, safe_embedding_lookup_sparse } from './sparse_embedding';

/** `tf.nn`. */
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
export { depthwise_conv2d, separable_conv2d } from '../runtime/ops/depthwise';
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

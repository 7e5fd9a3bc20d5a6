/** `tf.compat.v1.layers`: functions over `tf.nn` and `get_variable`. */
export { conv1d, conv2d, conv2d_transpose, conv3d, conv3d_transpose } from './convolutional';
export { dense } from './dense';
export { batch_normalization } from './normalization';
export {
  average_pooling1d,
  average_pooling2d,
  average_pooling3d,
  dropout,
  flatten,
  max_pooling1d,
  max_pooling2d,
  max_pooling3d,
} from './pooling';
export { separable_conv1d, separable_conv2d } from './separable';

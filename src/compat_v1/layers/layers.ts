/** `tf.compat.v1.layers`: functions over `tf.nn` and `get_variable`. */
export { conv1d, conv2d } from './convolutional';
export { dense } from './dense';
export { batch_normalization } from './normalization';
export {
  average_pooling1d,
  average_pooling2d,
  dropout,
  flatten,
  max_pooling1d,
  max_pooling2d,
} from './pooling';

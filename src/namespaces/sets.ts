/** `tf.sets`. */
export { difference, intersection, size, union } from '../runtime/ops/sparse/sets';

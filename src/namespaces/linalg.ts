/** `tf.linalg`. */
export { matmul } from '../runtime/ops/matmul';

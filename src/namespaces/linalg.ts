/** `tf.linalg`. */

export { eye } from '../runtime/ops/grids';
export { matmul } from '../runtime/ops/matmul';
export { matrix_transpose } from '../runtime/ops/movement';

/** `tf.linalg`. */

export { global_norm } from '../runtime/ops/clip';
export { eye } from '../runtime/ops/grids';
export { matmul } from '../runtime/ops/matmul';
export { matrix_transpose } from '../runtime/ops/movement';
export { norm } from '../runtime/ops/norm';

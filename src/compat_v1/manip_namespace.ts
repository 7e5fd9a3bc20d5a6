/** `tf.compat.v1.manip`. */
export { reshape } from '../runtime/ops/array';
export { batch_to_space as batch_to_space_nd, space_to_batch_nd } from '../runtime/ops/blocks';
export { reverse, roll, tile } from '../runtime/ops/movement';
export { scatter_nd } from '../runtime/ops/scatter';
export { gather_nd } from './array_calls';

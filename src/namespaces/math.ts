/** `tf.math`. */
export { add, divide, multiply, negative, subtract, truediv } from '../runtime/ops/arithmetic';
export { equal, greater, greater_equal, less, less_equal, not_equal } from '../runtime/ops/comparison';

/** `tf.image`. */
export { flip_left_right, flip_up_down, ResizeMethod, resize, transpose } from '../runtime/ops/image';

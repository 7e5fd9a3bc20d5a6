/** `tf.image`. */
export { flip_left_right, flip_up_down, ResizeMethod, resize, transpose } from '../runtime/ops/image';
export { random_flip_left_right, random_flip_up_down } from '../runtime/ops/random_image';

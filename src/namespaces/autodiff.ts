/** `tf.autodiff`. */
export { GradientTape } from '../runtime/gradient_tape';

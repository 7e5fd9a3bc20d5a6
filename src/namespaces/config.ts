/** `tf.config`. */
export { functions_run_eagerly, run_functions_eagerly } from '../runtime/function/eagerly';

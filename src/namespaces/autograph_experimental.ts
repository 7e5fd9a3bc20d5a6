/** `tf.autograph.experimental`. */
export { do_not_convert } from '../runtime/function/do_not_convert';

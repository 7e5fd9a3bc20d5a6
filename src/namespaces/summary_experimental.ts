/** `tf.summary.experimental`. */
export { get_step, set_step } from '../saving/summary/summary_writer';

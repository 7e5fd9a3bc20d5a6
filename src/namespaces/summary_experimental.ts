/** `tf.summary.experimental`. */
export { get_step, set_step, summary_scope } from '../saving/summary/summary_writer';

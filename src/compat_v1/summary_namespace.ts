/** `tf.compat.v1.summary`. */
export { FileWriter, histogram, merge, merge_all, scalar } from './summary';
export { tensor_summary, text } from './summary_tensors';
export { FileWriterCache } from './summary_writer_cache';

/** `tf.compat.v1.summary`. */
export { FileWriter, histogram, merge, merge_all, scalar } from './summary';
export { FileWriterCache } from './summary_writer_cache';

/** `tf.summary`. */
export { histogram, scalar, text, write } from '../saving/summary/summaries';
export {
  create_file_writer,
  create_noop_writer,
  flush,
  record_if,
  SummaryWriter,
  should_record_summaries,
} from '../saving/summary/summary_writer';
export * as experimental from './summary_experimental';

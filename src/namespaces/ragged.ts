/** `tf.ragged`. */
export { constant } from '../runtime/ragged/constant';
export { map_flat_values, range } from '../runtime/ragged/functions';
export { row_splits_to_segment_ids, segment_ids_to_row_splits } from '../runtime/ragged/rows';

/** `tf.ragged`. */
export { constant } from '../runtime/ragged/constant';
export { map_flat_values } from '../runtime/ragged/map_flat_values';
export { range } from '../runtime/ragged/range';
export { row_splits_to_segment_ids, segment_ids_to_row_splits } from '../runtime/ragged/rows';

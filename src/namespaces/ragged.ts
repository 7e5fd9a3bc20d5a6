/** `tf.ragged`. */
export { constant } from '../runtime/ragged/constant';
export { ragged_stack as stack } from '../runtime/ragged/joining';
export { map_flat_values } from '../runtime/ragged/map_flat_values';
export { boolean_mask, stack_dynamic_partitions } from '../runtime/ragged/masks';
export { range } from '../runtime/ragged/range';
export { row_splits_to_segment_ids, segment_ids_to_row_splits } from '../runtime/ragged/rows';

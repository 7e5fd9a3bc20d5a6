/** `tf.nest`. */
export {
  assert_same_structure,
  flatten,
  is_nested,
  map_structure,
  pack_sequence_as,
} from '../runtime/nest';

/** `tf.compat.v1.sets`, under their present and former names. */
export * from '../namespaces/sets';
export {
  difference as set_difference,
  intersection as set_intersection,
  size as set_size,
  union as set_union,
} from '../namespaces/sets';

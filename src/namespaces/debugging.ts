/** `tf.debugging`. */
export {
  assert_integer,
  assert_proper_iterable,
  assert_rank,
  assert_rank_at_least,
  assert_rank_in,
  assert_same_float_dtype,
  assert_scalar,
  assert_shapes,
  assert_type,
  is_numeric_tensor,
} from '../runtime/assert_shapes';
export {
  assert_equal,
  assert_greater,
  assert_greater_equal,
  assert_less,
  assert_less_equal,
  assert_near,
  assert_negative,
  assert_non_negative,
  assert_non_positive,
  assert_none_equal,
  assert_positive,
} from '../runtime/assert_values';
export { Assert } from '../runtime/ops/assert';
export { assert_all_finite, check_numerics } from '../runtime/ops/check_numerics';

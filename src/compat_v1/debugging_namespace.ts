/** `tf.compat.v1.debugging`. */
export * from '../namespaces/debugging';
export { is_finite, is_inf, is_nan } from '../runtime/ops/rounding';
export {
  assert_all_finite,
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
  assert_rank,
  assert_rank_at_least,
  assert_rank_in,
  assert_scalar,
} from './assertions';

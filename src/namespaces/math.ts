/** `tf.math`. */

export { accumulate_n, add_n, polyval, scalar_mul } from '../runtime/ops/aggregate';
export { argmax, argmin } from '../runtime/ops/arg_reduction';
export { add, divide, multiply, negative, subtract, truediv } from '../runtime/ops/arithmetic';
export { equal, greater, greater_equal, less, less_equal, not_equal } from '../runtime/ops/comparison';
export { angle, imag, real } from '../runtime/ops/complex_parts';
export { conj } from '../runtime/ops/conj';
export { bincount, confusion_matrix, count_nonzero, zero_fraction } from '../runtime/ops/counting';
export { floordiv, floormod, floormod as mod } from '../runtime/ops/division';
export { in_top_k } from '../runtime/ops/embedding';
export { exp, expm1, log, log_sigmoid, log1p, sigmoid, softplus, softsign } from '../runtime/ops/exponential';
export { maximum, minimum, squared_difference } from '../runtime/ops/extremes';
export { digamma, lbeta, lgamma, polygamma, zeta } from '../runtime/ops/gamma';
export { acosh, asinh, atanh, cosh, sinh, tanh } from '../runtime/ops/hyperbolic';
export { betainc, igamma, igammac } from '../runtime/ops/incomplete';
export { logical_and, logical_not, logical_or, logical_xor } from '../runtime/ops/logic';
export {
  divide_no_nan,
  multiply_no_nan,
  reciprocal_no_nan,
  xdivy,
  xlog1py,
  xlogy,
} from '../runtime/ops/no_nan';
export { l2_normalize } from '../runtime/ops/normalization';
export { is_non_decreasing, is_strictly_increasing } from '../runtime/ops/order_tests';
export { pow, reciprocal, rsqrt, sqrt, square } from '../runtime/ops/power';
export {
  reduce_all,
  reduce_any,
  reduce_max,
  reduce_min,
  reduce_prod,
  reduce_sum,
} from '../runtime/ops/reduction';
export { abs, ceil, floor, is_finite, is_inf, is_nan, rint, round, sign } from '../runtime/ops/rounding';
export { cumprod, cumsum, cumulative_logsumexp } from '../runtime/ops/scan';
export {
  segment_max,
  segment_mean,
  segment_min,
  segment_prod,
  segment_sum,
  unsorted_segment_max,
  unsorted_segment_mean,
  unsorted_segment_min,
  unsorted_segment_prod,
  unsorted_segment_sqrt_n,
  unsorted_segment_sum,
} from '../runtime/ops/segment';
export { invert_permutation } from '../runtime/ops/sequences';
export { log_softmax, softmax } from '../runtime/ops/softmax';
export { top_k } from '../runtime/ops/sorting';
export {
  bessel_i0,
  bessel_i0e,
  bessel_i1,
  bessel_i1e,
  erf,
  erfc,
  erfcinv,
  erfinv,
  ndtri,
  nextafter,
} from '../runtime/ops/special';
export {
  reduce_euclidean_norm,
  reduce_logsumexp,
  reduce_mean,
  reduce_std,
  reduce_variance,
} from '../runtime/ops/statistics';
export { acos, asin, atan, atan2, cos, sin, tan } from '../runtime/ops/trigonometric';
export * as special from './math_special';

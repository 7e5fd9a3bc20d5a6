/** Which functions are element-wise to TF: they take ragged tensors for their first one or two parameters. */
import * as asserts from '../assert_values';
import * as activations from '../ops/activations';
import { scalar_mul } from '../ops/aggregate';
import * as arithmetic from '../ops/arithmetic';
import * as bitwise from '../ops/bitwise';
import { cast } from '../ops/cast';
import { check_numerics } from '../ops/check_numerics';
import { clip_by_value, saturate_cast } from '../ops/clip';
import * as comparison from '../ops/comparison';
import { angle, complex, imag, real } from '../ops/complex_parts';
import { conj } from '../ops/conj';
import { ones_like, zeros_like } from '../ops/creation';
import * as division from '../ops/division';
import * as exponential from '../ops/exponential';
import { maximum, minimum, squared_difference } from '../ops/extremes';
import { digamma, lgamma, zeta } from '../ops/gamma';
import * as hyperbolic from '../ops/hyperbolic';
import { adjust_brightness, adjust_gamma, convert_image_dtype } from '../ops/image_colors';
import * as logic from '../ops/logic';
import { sigmoid_cross_entropy_with_logits } from '../ops/losses';
import * as noNan from '../ops/no_nan';
import { pow, reciprocal, rsqrt, sqrt, square } from '../ops/power';
import { random_brightness, stateless_random_brightness } from '../ops/random_image';
import * as rounding from '../ops/rounding';
import * as special from '../ops/special';
import * as specialFunctions from '../ops/special_functions';
import * as basic from '../ops/strings/basic';
import { decode_base64, encode_base64 } from '../ops/strings/encodings';
import * as hashing from '../ops/strings/hashing';
import { as_string, to_number } from '../ops/strings/numbers';
import { regex_full_match, regex_replace } from '../ops/strings/regex';
import { unicode_script } from '../ops/strings/scripts';
import { unicode_transcode } from '../ops/strings/unicode';
import * as trigonometric from '../ops/trigonometric';
import { assertionOfRagged, binaryOfRagged, unaryOfRagged } from './elementwise';

for (const fn of [
  ...[activations.relu, activations.relu6, activations.elu, activations.selu],
  ...[arithmetic.negative, bitwise.invert, cast, saturate_cast, check_numerics, angle, imag, real, conj],
  ...[exponential.exp, exponential.expm1, exponential.log, exponential.log1p, exponential.sigmoid],
  ...[exponential.softplus, exponential.softsign, exponential.log_sigmoid, lgamma, digamma],
  ...Object.values(hyperbolic),
  ...[logic.logical_not, noNan.reciprocal_no_nan, square, sqrt, rsqrt, reciprocal, adjust_brightness],
  ...[rounding.abs, rounding.sign, rounding.floor, rounding.ceil, rounding.rint, rounding.round],
  ...[rounding.is_nan, rounding.is_inf, rounding.is_finite],
  ...[special.erf, special.erfc, special.erfinv, special.erfcinv, special.ndtri, special.nextafter],
  ...[special.bessel_i0, special.bessel_i0e, special.bessel_i1, special.bessel_i1e],
  ...Object.values(specialFunctions),
  ...[trigonometric.sin, trigonometric.cos, trigonometric.tan],
  ...[trigonometric.asin, trigonometric.acos, trigonometric.atan],
])
  unaryOfRagged(fn);
for (const fn of [activations.leaky_relu, activations.gelu, activations.silu]) unaryOfRagged(fn, 'features');
for (const fn of [adjust_gamma, convert_image_dtype, random_brightness, stateless_random_brightness])
  unaryOfRagged(fn, 'image');
for (const fn of [
  ...[zeros_like, ones_like, basic.length, basic.lower, basic.upper, basic.strip, basic.substr],
  ...[encode_base64, decode_base64, as_string, to_number, regex_full_match, regex_replace],
  ...[unicode_script, unicode_transcode],
  ...[hashing.to_hash_bucket, hashing.to_hash_bucket_fast, hashing.to_hash_bucket_strong],
])
  unaryOfRagged(fn, 'input');
unaryOfRagged(clip_by_value, 't');

for (const fn of [
  ...[arithmetic.add, arithmetic.subtract, arithmetic.multiply, arithmetic.realdiv, arithmetic.truediv],
  ...[arithmetic.divide, maximum, minimum, squared_difference, pow, zeta, trigonometric.atan2],
  ...[bitwise.bitwise_and, bitwise.bitwise_or, bitwise.bitwise_xor, bitwise.left_shift, bitwise.right_shift],
  ...[comparison.equal, comparison.not_equal, comparison.less, comparison.less_equal],
  ...[comparison.greater, comparison.greater_equal],
  ...[division.floordiv, division.floormod, division.truncatediv, division.truncatemod],
  ...[logic.logical_and, logic.logical_or, logic.logical_xor],
  ...[noNan.divide_no_nan, noNan.multiply_no_nan, noNan.xdivy, noNan.xlogy, noNan.xlog1py],
])
  binaryOfRagged(fn);
binaryOfRagged(complex, ['real', 'imag']);
binaryOfRagged(scalar_mul, ['scalar', 'x']);
binaryOfRagged(sigmoid_cross_entropy_with_logits, ['labels', 'logits']);

for (const fn of [
  ...[asserts.assert_equal, asserts.assert_none_equal, asserts.assert_near],
  ...[asserts.assert_less, asserts.assert_less_equal],
  ...[asserts.assert_greater, asserts.assert_greater_equal],
])
  assertionOfRagged(fn);

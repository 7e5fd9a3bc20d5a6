/** Unary and binary mathematics, special functions, logic, bits, complex numbers, `where` and sums of lists. */
import * as tf from '../../../src';
import { dispatchOne } from '../../../src/runtime/dispatch';
import { registeredOps } from '../../../src/runtime/op';
import type { Tensor } from '../../../src/runtime/tensor';
import { firstOnly, type GradientCase, gradientCase, type OpCases, within } from './helpers';

type Unary = (x: Tensor) => Tensor;
type Binary = (x: Tensor, y: Tensor) => Tensor;

const x = [1.5, -2, 0.5];
const positive = [0.4, 1.3, 2.7];
const inside = [0.3, -0.6, 0.8];
const column = [[2], [-3]];
const bools = tf.constant([true, false, true]);
const integers = tf.constant([6n, -7n, 12n], tf.int32);
const run = (type: string, ...inputs: Tensor[]) => dispatchOne(registeredOps().get(type)!, inputs);

/** A unary function of complex numbers as one of real ones: of `x + (0.4 - 0.3i)`, turned and made real. */
const complexly = (f: Unary) => (a: Tensor) => {
  const z = tf.cast(a, tf.complex128).add(tf.constant({ re: 0.4, im: -0.3 }, tf.complex128));
  return tf.math.real(f(z).mul(tf.constant({ re: 0.6, im: 0.8 }, tf.complex128)));
};
const complexlyTwo = (f: Binary) => (a: Tensor, b: Tensor) => {
  const i = tf.constant({ re: 0.5, im: 2 }, tf.complex128);
  const [u, v] = [tf.cast(a, tf.complex128).mul(i), tf.cast(b, tf.complex128).add(i)];
  return tf.math.real(f(u, v).mul(i));
};
/** Real and complex trials of a function that knows both. */
const both = (f: Unary, at: readonly number[]): GradientCase[] => [
  gradientCase(f, at),
  gradientCase(complexly(f), inside),
];

export const cases: OpCases = {
  Square: both(tf.square, x),
  Sqrt: both(tf.sqrt, positive),
  SqrtGrad: [gradientCase((y, g) => run('SqrtGrad', y, g), positive, x)],
  Rsqrt: both(tf.math.rsqrt, positive),
  RsqrtGrad: [gradientCase((y, g) => run('RsqrtGrad', y, g), positive, x)],
  Reciprocal: both(tf.math.reciprocal, x),
  ReciprocalGrad: [gradientCase((y, g) => run('ReciprocalGrad', y, g), positive, x)],
  Pow: [
    gradientCase(tf.pow, positive, [[1.5], [-0.5]]),
    gradientCase((t: Tensor) => tf.pow(t, 2), x),
    gradientCase(complexlyTwo(tf.pow), [1.2, 0.7], [0.6, 1.1]),
  ],
  Exp: both(tf.exp, x),
  Expm1: both(tf.math.expm1, x),
  Log: both(tf.math.log, positive),
  Log1p: both(tf.math.log1p, positive),
  Sigmoid: both(tf.sigmoid, x),
  SigmoidGrad: [gradientCase((y, g) => run('SigmoidGrad', y, g), positive, x)],
  Softplus: [gradientCase(tf.math.softplus, x)],
  SoftplusGrad: [gradientCase((g, t) => run('SoftplusGrad', g, t), positive, x)],
  Softsign: [gradientCase(tf.math.softsign, x)],
  SoftsignGrad: [gradientCase((g, t) => run('SoftsignGrad', g, t), positive, x)],
  Sin: both(tf.sin, x),
  Cos: both(tf.cos, x),
  Tan: both(tf.tan, [1, -0.7, 0.2]),
  Asin: both(tf.asin, inside),
  Acos: both(tf.acos, inside),
  Atan: both(tf.atan, x),
  Atan2: [gradientCase(tf.atan2, x, column)],
  Sinh: both(tf.sinh, x),
  Cosh: both(tf.cosh, x),
  Tanh: both(tf.tanh, x),
  TanhGrad: [gradientCase((y, g) => run('TanhGrad', y, g), inside, x)],
  Asinh: both(tf.asinh, x),
  Acosh: both(tf.acosh, [1.4, 2.5, 3]),
  Atanh: both(tf.atanh, inside),
  Abs: [gradientCase(tf.abs, x)],
  ComplexAbs: [gradientCase((t: Tensor) => tf.abs(tf.complex(t, tf.constant([0.5, 1, -2], tf.float64))), x)],
  Sign: [gradientCase(tf.sign, x)],
  Floor: [gradientCase(tf.floor, x)],
  Ceil: [gradientCase(tf.math.ceil, x)],
  Rint: [gradientCase(tf.math.rint, [1.2, -0.7])],
  Round: [gradientCase(tf.round, [1.2, -0.7])],
  IsNan: [gradientCase(tf.math.is_nan, x)],
  IsInf: [gradientCase(tf.math.is_inf, x)],
  IsFinite: [gradientCase(tf.math.is_finite, x)],
  Maximum: [gradientCase(tf.maximum, x, column)],
  Minimum: [gradientCase(tf.minimum, x, column)],
  SquaredDifference: [gradientCase(tf.math.squared_difference, x, column)],
  FloorDiv: [gradientCase(tf.math.floordiv, x, column), gradientCase(() => tf.math.floordiv(integers, 5))],
  FloorMod: [gradientCase(tf.math.floormod, [1.5, -2.5, 0.5], column)],
  TruncateDiv: [gradientCase(tf.truncatediv, x, column)],
  TruncateMod: [gradientCase(() => tf.truncatemod(integers, 5))],
  DivNoNan: [
    gradientCase(tf.math.divide_no_nan, x, column),
    gradientCase(complexlyTwo(tf.math.divide_no_nan), x, x),
  ],
  MulNoNan: [gradientCase(tf.math.multiply_no_nan, x, column)],
  Xdivy: [gradientCase(tf.math.xdivy, x, column)],
  Xlogy: [gradientCase(tf.math.xlogy, x, positive)],
  Xlog1py: [gradientCase(tf.math.xlog1py, x, positive)],
  Conj: [gradientCase(complexly(tf.math.conj), x)],
  Complex: [gradientCase((a, b) => tf.abs(tf.complex(a, b)), x, column)],
  Real: [
    gradientCase(
      complexly((z) => tf.complex(tf.math.real(z.mul(z)), tf.math.imag(z))),
      x,
    ),
  ],
  Imag: [
    gradientCase(
      complexly((z) => tf.complex(tf.math.imag(z.mul(z)), tf.math.real(z))),
      x,
    ),
  ],
  Angle: [gradientCase((a: Tensor, b: Tensor) => tf.math.angle(tf.complex(a, b)), [1.5, 2], [0.5, -1])],
  Erf: [gradientCase(tf.math.erf, x)],
  Erfc: [gradientCase(tf.math.erfc, x)],
  Erfinv: [gradientCase(tf.math.erfinv, inside)],
  Ndtri: [gradientCase(tf.math.ndtri, [0.2, 0.6, 0.9])],
  Lgamma: [gradientCase(tf.math.lgamma, [0.4, 1.3, -1.5])],
  Digamma: [gradientCase(tf.math.digamma, [0.4, 1.3, 12])],
  Polygamma: [gradientCase((t: Tensor) => tf.math.polygamma(tf.constant(2, tf.float64), t), positive)],
  Zeta: [gradientCase((q: Tensor) => tf.math.zeta(tf.constant(2.5, tf.float64), q), positive)],
  Igamma: [
    firstOnly('TF has no derivative of IgammaGradA', tf.math.igamma, positive, [1.1, 0.6, 2]),
    gradientCase((t: Tensor) => tf.math.igamma(tf.constant(1.5, tf.float64), t), positive),
  ],
  Igammac: [firstOnly('TF has no derivative of IgammaGradA', tf.math.igammac, positive, [1.1, 0.6, 2])],
  IgammaGradA: [gradientCase(() => run('IgammaGradA', tf.constant([1.5, 2]), tf.constant([1, 3])))],
  Betainc: [
    gradientCase(
      (t: Tensor) => tf.math.betainc(tf.constant(1.5, tf.float64), tf.constant(0.7, tf.float64), t),
      [0.2, 0.5, 0.9],
    ),
  ],
  BesselI0: [gradientCase(tf.math.bessel_i0, x)],
  BesselI0e: [gradientCase(tf.math.bessel_i0e, x)],
  BesselI1: [gradientCase(tf.math.bessel_i1, x)],
  BesselI1e: [gradientCase(tf.math.bessel_i1e, x)],
  NextAfter: [
    within(
      1e-4,
      gradientCase((t: Tensor) => tf.math.nextafter(t, tf.constant(9, tf.float64)), x),
    ),
  ],
  LogicalAnd: [gradientCase(() => tf.logical_and(bools, true))],
  LogicalOr: [gradientCase(() => tf.logical_or(bools, true))],
  LogicalNot: [gradientCase(() => tf.logical_not(bools))],
  BitwiseAnd: [gradientCase(() => tf.bitwise.bitwise_and(integers, 3))],
  BitwiseOr: [gradientCase(() => tf.bitwise.bitwise_or(integers, 3))],
  BitwiseXor: [gradientCase(() => tf.bitwise.bitwise_xor(integers, 3))],
  LeftShift: [gradientCase(() => tf.bitwise.left_shift(integers, 3))],
  RightShift: [gradientCase(() => tf.bitwise.right_shift(integers, 3))],
  Invert: [gradientCase(() => tf.bitwise.invert(integers))],
  SelectV2: [gradientCase((a: Tensor, b: Tensor) => tf.where(bools, a, b), x, column)],
  Where: [gradientCase(() => tf.where(bools))],
  AddN: [gradientCase((a, b, c) => tf.add_n([a, b, c]), x, positive, inside)],
  BesselJ0: [gradientCase(tf.math.special.bessel_j0, [0.3, 1.7, 6.5])],
  BesselJ1: [gradientCase(tf.math.special.bessel_j1, [0.3, 1.7, 6.5])],
  BesselY0: [gradientCase(tf.math.special.bessel_y0, [0.3, 1.7, 6.5])],
  BesselY1: [gradientCase(tf.math.special.bessel_y1, [0.3, 1.7, 6.5])],
  BesselK0: [gradientCase(tf.math.special.bessel_k0, [0.3, 1.7, 6.5])],
  BesselK0e: [gradientCase(tf.math.special.bessel_k0e, [0.3, 1.7, 6.5])],
  BesselK1: [gradientCase(tf.math.special.bessel_k1, [0.3, 1.7, 6.5])],
  BesselK1e: [gradientCase(tf.math.special.bessel_k1e, [0.3, 1.7, 6.5])],
  Dawsn: [gradientCase(tf.math.special.dawsn, [0.3, 1.7, 6.5])],
  Expint: [gradientCase(tf.math.special.expint, [0.3, 1.7, 6.5])],
  FresnelCos: [gradientCase(tf.math.special.fresnel_cos, [0.3, 1.7, 6.5])],
  FresnelSin: [gradientCase(tf.math.special.fresnel_sin, [0.3, 1.7, 6.5])],
  Spence: [gradientCase(tf.math.special.spence, [0.3, 1.7, 6.5])],
};

/** The rest of `tf.math.special`: Bessel functions J, Y and K, and integrals that have names. */

import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { unary } from '../dispatch';
import { dispatched } from '../dispatched';
import { type UnaryLoops, unaryOp } from '../elementwise';
import {
  besselJ0,
  besselJ1,
  besselK0,
  besselK0e,
  besselK1,
  besselK1e,
  besselY0,
  besselY1,
} from '../kernels/special/bessel_jyk';
import {
  dawsn as dawsnOf,
  expint as expintOf,
  fresnelCos,
  fresnelSin,
  spence as spenceOf,
} from '../kernels/special/integrals';
import { defineOp, type OpName } from '../op';
import type { Tensor } from '../tensor';
import { floats } from '../type_groups';
import { multiply, negative, realdiv, subtract } from './arithmetic';
import { equal } from './comparison';
import { exp, log } from './exponential';
import { reciprocal, square } from './power';
import { selectV2 } from './select';
import { cos, sin } from './trigonometric';

type Slope = (x: Tensor, y: Tensor) => Tensor;

/** An op from a function of one number and its derivative. @param narrow the function in floats, where TF has another */
function special(type: string, of: (x: number) => number, slope: Slope, narrow = of) {
  const loops: UnaryLoops = {
    float(x, out) {
      for (let i = 0; i < out.length; i++) out[i] = narrow(x[i]!);
    },
    float64(x, out) {
      for (let i = 0; i < out.length; i++) out[i] = of(x[i]!);
    },
  };
  const record = unaryOp({
    type,
    allowed: floats,
    loops,
    grad: ({ inputs: [x], outputs: [y] }, g) => [multiply(g!, slope(x!, y!))],
  });
  defineOp(record);
  return record;
}

const BesselJ0 = special('BesselJ0', besselJ0, (x) => negative(bessel_j1(x)));
const BesselJ1 = special('BesselJ1', besselJ1, (x, y) =>
  // The quotient has the limit one half at zero.
  selectV2(equal(x, 0), toTensor(0.5, x.dtype), subtract(bessel_j0(x), realdiv(y, x))),
);
const BesselY0 = special('BesselY0', besselY0, (x) => negative(bessel_y1(x)));
const BesselY1 = special(
  'BesselY1',
  besselY1,
  (x, y) => subtract(bessel_y0(x), realdiv(y, x)),
  (x) => (x === 0 ? Number.NaN : besselY1(x)),
);
const BesselK0 = special('BesselK0', besselK0, (x) => negative(bessel_k1(x)));
const BesselK0e = special('BesselK0e', besselK0e, (x, y) => subtract(y, bessel_k1e(x)));
const BesselK1 = special('BesselK1', besselK1, (x, y) => subtract(negative(bessel_k0(x)), realdiv(y, x)));
const BesselK1e = special('BesselK1e', besselK1e, (x, y) =>
  subtract(multiply(y, subtract(1, reciprocal(x))), bessel_k0e(x)),
);
const Dawsn = special('Dawsn', dawsnOf, (x, y) => subtract(1, multiply(multiply(2, x), y)));
const Expint = special('Expint', expintOf, (x) => realdiv(exp(x), x));
const FresnelCos = special('FresnelCos', fresnelCos, (x) => cos(multiply(square(x), Math.PI / 2)));
const FresnelSin = special('FresnelSin', fresnelSin, (x) => sin(multiply(square(x), Math.PI / 2)));
const Spence = special('Spence', spenceOf, (x) =>
  selectV2(equal(x, 1), toTensor(-1, x.dtype), realdiv(log(x), subtract(1, x))),
);

/** Mirrors `tf.math.special.bessel_j0`: the Bessel function of the first kind of order 0. */
export const bessel_j0 = dispatched(
  'bessel_j0',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(BesselJ0, x, name),
);

/** Mirrors `tf.math.special.bessel_j1`: the Bessel function of the first kind of order 1. */
export const bessel_j1 = dispatched(
  'bessel_j1',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(BesselJ1, x, name),
);

/** Mirrors `tf.math.special.bessel_y0`: the Bessel function of the second kind of order 0; minus infinity below zero. */
export const bessel_y0 = dispatched(
  'bessel_y0',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(BesselY0, x, name),
);

/** Mirrors `tf.math.special.bessel_y1`: the Bessel function of the second kind of order 1; minus infinity below zero. */
export const bessel_y1 = dispatched(
  'bessel_y1',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(BesselY1, x, name),
);

/** Mirrors `tf.math.special.bessel_k0`: the modified Bessel function of the second kind of order 0; infinite below zero. */
export const bessel_k0 = dispatched(
  'bessel_k0',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(BesselK0, x, name),
);

/** Mirrors `tf.math.special.bessel_k0e`: `exp(x) * bessel_k0(x)`. */
export const bessel_k0e = dispatched(
  'bessel_k0e',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(BesselK0e, x, name),
);

/** Mirrors `tf.math.special.bessel_k1`: the modified Bessel function of the second kind of order 1; infinite below zero. */
export const bessel_k1 = dispatched(
  'bessel_k1',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(BesselK1, x, name),
);

/** Mirrors `tf.math.special.bessel_k1e`: `exp(x) * bessel_k1(x)`. */
export const bessel_k1e = dispatched(
  'bessel_k1e',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(BesselK1e, x, name),
);

/** Mirrors `tf.math.special.dawsn`: Dawson's integral. */
export const dawsn = dispatched(
  'dawsn',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Dawsn, x, name),
);

/** Mirrors `tf.math.special.expint`: the exponential integral Ei; NaN below zero. */
export const expint = dispatched(
  'expint',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Expint, x, name),
);

/** Mirrors `tf.math.special.fresnel_cos`: Fresnel's cosine integral. */
export const fresnel_cos = dispatched(
  'fresnel_cos',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(FresnelCos, x, name),
);

/** Mirrors `tf.math.special.fresnel_sin`: Fresnel's sine integral. */
export const fresnel_sin = dispatched(
  'fresnel_sin',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(FresnelSin, x, name),
);

/** Mirrors `tf.math.special.spence`: Spence's function, the dilogarithm of `1 - x`; NaN below zero. */
export const spence = dispatched(
  'spence',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Spence, x, name),
);

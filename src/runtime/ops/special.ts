/** Special functions of one argument: error functions, Bessel functions; and `nextafter`. */

import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { unary } from '../dispatch';
import { dispatched, sparseToo } from '../dispatched';
import { binaryOp, unaryOp } from '../elementwise';
import {
  besselI0eLoops,
  besselI0Loops,
  besselI1eLoops,
  besselI1Loops,
  erfcLoops,
  erfinvLoops,
  erfLoops,
  ndtriLoops,
  nextAfterLoops,
} from '../kernels/special';
import { inOwnScope } from '../name_scope';
import { defineOp, type OpName } from '../op';
import { strictBinary } from '../operands';
import type { Tensor } from '../tensor';
import { floats, wideFloats } from '../type_groups';
import { add, multiply, negative, realdiv, subtract } from './arithmetic';
import { equal } from './comparison';
import { zeros_like } from './creation';
import { exp } from './exponential';
import { reciprocal, square } from './power';
import { sign } from './rounding';
import { selectV2 } from './select';

const rootPi = Math.sqrt(Math.PI);

/** `exp(-x * x)` */
function bell(x: Tensor): Tensor {
  return exp(negative(square(x)));
}

const Erf = unaryOp({
  type: 'Erf',
  allowed: floats,
  loops: erfLoops,
  grad: ({ inputs: [x] }, g) => [multiply(multiply(g!, 2 / rootPi), bell(x!))],
});
const Erfc = unaryOp({
  type: 'Erfc',
  allowed: floats,
  loops: erfcLoops,
  grad: ({ inputs: [x] }, g) => [multiply(multiply(g!, -2 / rootPi), bell(x!))],
});
const Erfinv = unaryOp({
  type: 'Erfinv',
  allowed: floats,
  loops: erfinvLoops,
  grad: ({ outputs: [y] }, g) => [multiply(multiply(g!, rootPi / 2), exp(square(y!)))],
});
const Ndtri = unaryOp({
  type: 'Ndtri',
  allowed: floats,
  loops: ndtriLoops,
  grad: ({ outputs: [y] }, g) => [multiply(multiply(g!, Math.SQRT2 * rootPi), exp(realdiv(square(y!), 2)))],
});
const BesselI0 = unaryOp({
  type: 'BesselI0',
  allowed: floats,
  loops: besselI0Loops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, bessel_i1(x!))],
});
const BesselI0e = unaryOp({
  type: 'BesselI0e',
  allowed: floats,
  loops: besselI0eLoops,
  grad: ({ inputs: [x], outputs: [y] }, g) => [
    multiply(g!, subtract(bessel_i1e(x!), multiply(sign(x!), y!))),
  ],
});
/** The quotient by x has a limit at 0, which is put in. */
function atZero(x: Tensor, limit: number, elsewhere: Tensor): Tensor {
  return selectV2(equal(x, 0), toTensor(limit, x.dtype), elsewhere);
}
const BesselI1 = unaryOp({
  type: 'BesselI1',
  allowed: floats,
  loops: besselI1Loops,
  grad: ({ inputs: [x], outputs: [y] }, g) => [
    // TF puts in 1 at zero, where the derivative is one half.
    multiply(g!, atZero(x!, 1, subtract(bessel_i0(x!), realdiv(y!, x!)))),
  ],
});
const BesselI1e = unaryOp({
  type: 'BesselI1e',
  allowed: floats,
  loops: besselI1eLoops,
  grad: ({ inputs: [x], outputs: [y] }, g) => [
    multiply(g!, atZero(x!, 0.5, subtract(bessel_i0e(x!), multiply(y!, add(sign(x!), reciprocal(x!)))))),
  ],
});
const NextAfter = binaryOp({
  type: 'NextAfter',
  allowed: wideFloats,
  loops: nextAfterLoops,
  grad: ({ inputs: [, y] }, g) => [g!, multiply(zeros_like(y!), g!)],
});
for (const record of [NextAfter, Erf, Erfc, Erfinv, Ndtri, BesselI0, BesselI0e, BesselI1, BesselI1e])
  defineOp(record);

/** Mirrors `tf.math.erf`: the error function. */
export const erf = sparseToo()(
  dispatched('erf', ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => unary(Erf, x, name)),
);

/** Mirrors `tf.math.erfc`: `1 - erf(x)`, exact where that is small. */
export const erfc = dispatched(
  'erfc',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Erfc, x, name),
);

/** Mirrors `tf.math.erfinv`: the inverse of `erf`; NaN outside of -1 to 1. */
export const erfinv = dispatched(
  'erfinv',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Erfinv, x, name),
);

/** Mirrors `tf.math.ndtri`: the quantile of the normal distribution; NaN outside of 0 to 1. */
export const ndtri = dispatched(
  'ndtri',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Ndtri, x, name),
);

/** Mirrors `tf.math.erfcinv`: the inverse of `erfc`. */
export const erfcinv = dispatched('erfcinv', ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => {
  const tensor = toTensor(x);
  const compute = (): Tensor => multiply(negative(ndtri(multiply(tensor, 0.5))), Math.SQRT1_2);
  return inOwnScope('erfcinv', compute, name);
});

/** Mirrors `tf.math.bessel_i0`: the modified Bessel function of order 0. */
export const bessel_i0 = dispatched(
  'bessel_i0',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(BesselI0, x, name),
);

/** Mirrors `tf.math.bessel_i0e`: `exp(-|x|) * bessel_i0(x)`. */
export const bessel_i0e = sparseToo()(
  dispatched(
    'bessel_i0e',
    ['x'],
    ['name'],
    (x: TensorLike, name?: OpName): Tensor => unary(BesselI0e, x, name),
  ),
);

/** Mirrors `tf.math.bessel_i1`: the modified Bessel function of order 1. */
export const bessel_i1 = dispatched(
  'bessel_i1',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(BesselI1, x, name),
);

/** Mirrors `tf.math.bessel_i1e`: `exp(-|x|) * bessel_i1(x)`. */
export const bessel_i1e = sparseToo()(
  dispatched(
    'bessel_i1e',
    ['x'],
    ['name'],
    (x: TensorLike, name?: OpName): Tensor => unary(BesselI1e, x, name),
  ),
);

/** Mirrors `tf.math.nextafter`: the next float after `x1` on the way to `x2`. */
export const nextafter = dispatched(
  'nextafter',
  ['x1', 'x2'],
  ['name'],
  (x1: TensorLike, x2: TensorLike, name?: OpName): Tensor => strictBinary(NextAfter, x1, x2, name),
);

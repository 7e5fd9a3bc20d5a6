/** Exponentials, logarithms, and the curves made of them. */

import type { TensorLike } from '../convert_types';
import { binary, unary } from '../dispatch';
import { dispatched } from '../dispatched';
import { binaryOp, unaryOp } from '../elementwise';
import {
  expLoops,
  expm1Loops,
  log1pLoops,
  logLoops,
  sigmoidLoops,
  softplusLoops,
  softsignLoops,
} from '../kernels/exponential';
import { sigmoidGradLoops, softplusGradLoops, softsignGradLoops } from '../kernels/gradients';
import { defineOp, type OpName } from '../op';
import type { Tensor } from '../tensor';
import { floats, floatsAndComplex } from '../type_groups';
import { add, multiply, negative, realdiv, subtract } from './arithmetic';
import { conj } from './conj';
import { abs, sign } from './rounding';

const Exp = unaryOp({
  type: 'Exp',
  allowed: floatsAndComplex,
  loops: expLoops,
  grad: ({ outputs: [y] }, g) => [multiply(g!, conj(y!))],
});
const Expm1 = unaryOp({
  type: 'Expm1',
  allowed: floatsAndComplex,
  loops: expm1Loops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, exp(conj(x!)))],
});
const Log = unaryOp({
  type: 'Log',
  allowed: floatsAndComplex,
  loops: logLoops,
  // TF multiplies by the reciprocal, which tells where x is zero or infinite.
  grad: ({ inputs: [x] }, g) => [multiply(g!, realdiv(1, conj(x!)))],
});
const Log1p = unaryOp({
  type: 'Log1p',
  allowed: floatsAndComplex,
  loops: log1pLoops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, realdiv(1, add(1, conj(x!))))],
});
const Sigmoid = unaryOp({
  type: 'Sigmoid',
  allowed: floatsAndComplex,
  loops: sigmoidLoops,
  grad: ({ outputs: [y] }, g) => [sigmoidGrad(y!, g!)],
});
const SigmoidGrad = binaryOp({
  type: 'SigmoidGrad',
  allowed: floats,
  loops: sigmoidGradLoops,
  grad: ({ inputs: [a, b] }, g) => {
    const both = multiply(g!, b!);
    return [subtract(both, multiply(multiply(both, 2), a!)), sigmoidGrad(a!, g!)];
  },
});
const Softplus = unaryOp({
  type: 'Softplus',
  allowed: floats,
  loops: softplusLoops,
  grad: ({ inputs: [x] }, g) => [softplusGrad(g!, x!)],
});
const SoftplusGrad = binaryOp({
  type: 'SoftplusGrad',
  allowed: floats,
  loops: softplusGradLoops,
  grad: ({ inputs: [dy, x] }, g) => {
    const second = realdiv(multiply(g!, dy!), add(add(exp(negative(x!)), 2), exp(x!)));
    return [softplusGrad(g!, x!), second];
  },
});
const Softsign = unaryOp({
  type: 'Softsign',
  allowed: floats,
  loops: softsignLoops,
  grad: ({ inputs: [x] }, g) => [binary(SoftsignGrad, g!, x!)],
});
const SoftsignGrad = binaryOp({
  type: 'SoftsignGrad',
  allowed: floats,
  loops: softsignGradLoops,
  // TF registers none for this one: -2 sign(x) dy / (1 + |x|) ** 3.
  grad: ({ inputs: [dy, x] }, g) => {
    const slope = binary(SoftsignGrad, g!, x!);
    const rate = realdiv(sign(x!), add(abs(x!), 1));
    return [slope, multiply(multiply(multiply(slope, dy!), -2), rate)];
  },
});

for (const record of [
  Exp,
  Expm1,
  Log,
  Log1p,
  Sigmoid,
  SigmoidGrad,
  Softplus,
  SoftplusGrad,
  Softsign,
  SoftsignGrad,
])
  defineOp(record);

function sigmoidGrad(y: Tensor, g: Tensor): Tensor {
  if (!y.dtype.is_complex) return binary(SigmoidGrad, y, g);
  const yc = conj(y);
  return multiply(multiply(g, subtract(1, yc)), yc);
}

function softplusGrad(dy: Tensor, x: Tensor): Tensor {
  return binary(SoftplusGrad, dy, x);
}

/** Mirrors `tf.exp`. */
export const exp = dispatched(
  'exp',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Exp, x, name),
);

/** Mirrors `tf.math.expm1`: `exp(x) - 1`, exact near zero. */
export const expm1 = dispatched(
  'expm1',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Expm1, x, name),
);

/** Mirrors `tf.math.log`: the natural logarithm. */
export const log = dispatched(
  'log',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Log, x, name),
);

/** Mirrors `tf.math.log1p`: `log(1 + x)`, exact near zero. */
export const log1p = dispatched(
  'log1p',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Log1p, x, name),
);

/** Mirrors `tf.sigmoid`: `1 / (1 + exp(-x))`. */
export const sigmoid = dispatched(
  'sigmoid',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Sigmoid, x, name),
);

/** Mirrors `tf.math.softplus`: `log(1 + exp(x))`. */
export const softplus = dispatched(
  'softplus',
  ['features'],
  ['name'],
  (features: TensorLike, name?: OpName): Tensor => unary(Softplus, features, name),
);

/** Mirrors `tf.math.softsign`: `x / (1 + |x|)`. */
export const softsign = dispatched(
  'softsign',
  ['features'],
  ['name'],
  (features: TensorLike, name?: OpName): Tensor => unary(Softsign, features, name),
);

/** Mirrors `tf.math.log_sigmoid`: `log(sigmoid(x))`, exact on both sides. */
export const log_sigmoid = dispatched(
  'log_sigmoid',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => negative(softplus(negative(x)), name),
);

/** The hyperbolic functions and their inverses. */

import type { TensorLike } from '../convert_types';
import { binary, unary } from '../dispatch';
import { dispatched, sparseToo } from '../dispatched';
import { binaryOp, unaryOp } from '../elementwise';
import { tanhGradLoops } from '../kernels/gradients';
import { acoshLoops, asinhLoops, atanhLoops, coshLoops, sinhLoops, tanhLoops } from '../kernels/hyperbolic';
import { defineOp, type OpName } from '../op';
import type { Tensor } from '../tensor';
import { floats, floatsAndComplex } from '../type_groups';
import { multiply, realdiv, subtract } from './arithmetic';
import { conj } from './conj';
import { reciprocal, square } from './power';

const Sinh = unaryOp({
  type: 'Sinh',
  allowed: floatsAndComplex,
  loops: sinhLoops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, cosh(conj(x!)))],
});
const Cosh = unaryOp({
  type: 'Cosh',
  allowed: floatsAndComplex,
  loops: coshLoops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, sinh(conj(x!)))],
});
const Tanh = unaryOp({
  type: 'Tanh',
  allowed: floatsAndComplex,
  loops: tanhLoops,
  grad: ({ outputs: [y] }, g) => [tanhGrad(y!, g!)],
});
const TanhGrad = binaryOp({
  type: 'TanhGrad',
  allowed: floats,
  loops: tanhGradLoops,
  grad: ({ inputs: [a, b] }, g) => [multiply(multiply(multiply(g!, -2), b!), a!), tanhGrad(a!, g!)],
});
const Asinh = unaryOp({
  type: 'Asinh',
  allowed: floatsAndComplex,
  loops: asinhLoops,
  grad: ({ outputs: [y] }, g) => [realdiv(g!, cosh(conj(y!)))],
});
const Acosh = unaryOp({
  type: 'Acosh',
  allowed: floatsAndComplex,
  loops: acoshLoops,
  grad: ({ outputs: [y] }, g) => [realdiv(g!, sinh(conj(y!)))],
});
const Atanh = unaryOp({
  type: 'Atanh',
  allowed: floatsAndComplex,
  loops: atanhLoops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, reciprocal(subtract(1, square(conj(x!)))))],
});
for (const record of [Sinh, Cosh, Tanh, TanhGrad, Asinh, Acosh, Atanh]) defineOp(record);

function tanhGrad(y: Tensor, g: Tensor): Tensor {
  return y.dtype.is_complex ? multiply(g, subtract(1, square(conj(y)))) : binary(TanhGrad, y, g);
}

/** Mirrors `tf.sinh`. */
export const sinh = dispatched(
  'sinh',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Sinh, x, name),
);

/** Mirrors `tf.cosh`. */
export const cosh = dispatched(
  'cosh',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Cosh, x, name),
);

/** Mirrors `tf.tanh`. */
export const tanh = sparseToo()(
  dispatched('tanh', ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => unary(Tanh, x, name)),
);

/** Mirrors `tf.asinh`. */
export const asinh = dispatched(
  'asinh',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Asinh, x, name),
);

/** Mirrors `tf.acosh`; NaN below 1. */
export const acosh = dispatched(
  'acosh',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Acosh, x, name),
);

/** Mirrors `tf.atanh`; NaN outside of -1 to 1. */
export const atanh = dispatched(
  'atanh',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Atanh, x, name),
);

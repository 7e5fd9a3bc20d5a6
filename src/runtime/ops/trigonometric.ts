/** The trigonometric functions and their inverses, in radians. */

import type { TensorLike } from '../convert_types';
import { unary } from '../dispatch';
import { dispatched } from '../dispatched';
import { binaryOp, unaryOp } from '../elementwise';
import { atan2Loops } from '../kernels/extremes';
import { acosLoops, asinLoops, atanLoops, cosLoops, sinLoops, tanLoops } from '../kernels/trigonometric';
import { defineOp, type OpName } from '../op';
import { strictBinary } from '../operands';
import type { Tensor } from '../tensor';
import { floats, floatsAndComplex } from '../type_groups';
import { add, multiply, negative, realdiv, subtract } from './arithmetic';
import { conj } from './conj';
import { reciprocal, sqrt, square } from './power';

const Sin = unaryOp({
  type: 'Sin',
  allowed: floatsAndComplex,
  loops: sinLoops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, cos(conj(x!)))],
});
const Cos = unaryOp({
  type: 'Cos',
  allowed: floatsAndComplex,
  loops: cosLoops,
  grad: ({ inputs: [x] }, g) => [multiply(negative(g!), sin(conj(x!)))],
});
const Tan = unaryOp({
  type: 'Tan',
  allowed: floatsAndComplex,
  loops: tanLoops,
  grad: ({ inputs: [x] }, g) => [multiply(square(reciprocal(cos(conj(x!)))), g!)],
});
const Asin = unaryOp({
  type: 'Asin',
  allowed: floatsAndComplex,
  loops: asinLoops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, arcRate(x!))],
});
const Acos = unaryOp({
  type: 'Acos',
  allowed: floatsAndComplex,
  loops: acosLoops,
  grad: ({ inputs: [x] }, g) => [multiply(negative(g!), arcRate(x!))],
});
const Atan = unaryOp({
  type: 'Atan',
  allowed: floatsAndComplex,
  loops: atanLoops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, reciprocal(add(1, square(conj(x!)))))],
});
const Atan2 = binaryOp({
  type: 'Atan2',
  allowed: floats,
  loops: atan2Loops,
  grad: ({ inputs: [y, x] }, g) => {
    const scaled = realdiv(g!, add(square(y!), square(x!)));
    return [multiply(x!, scaled), multiply(negative(y!), scaled)];
  },
});
for (const record of [Sin, Cos, Tan, Asin, Acos, Atan, Atan2]) defineOp(record);

/** `1 / sqrt(1 - x * x)` */
function arcRate(x: Tensor): Tensor {
  return reciprocal(sqrt(subtract(1, square(conj(x)))));
}

/** Mirrors `tf.sin`. */
export const sin = dispatched(
  'sin',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Sin, x, name),
);

/** Mirrors `tf.cos`. */
export const cos = dispatched(
  'cos',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Cos, x, name),
);

/** Mirrors `tf.tan`. */
export const tan = dispatched(
  'tan',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Tan, x, name),
);

/** Mirrors `tf.asin`; NaN outside of -1 to 1. */
export const asin = dispatched(
  'asin',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Asin, x, name),
);

/** Mirrors `tf.acos`; NaN outside of -1 to 1. */
export const acos = dispatched(
  'acos',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Acos, x, name),
);

/** Mirrors `tf.atan`. */
export const atan = dispatched(
  'atan',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Atan, x, name),
);

/** Mirrors `tf.atan2`: the angle of the point `(x, y)`, from -pi to pi. */
export const atan2 = dispatched(
  'atan2',
  ['y', 'x'],
  ['name'],
  (y: TensorLike, x: TensorLike, name?: OpName): Tensor => strictBinary(Atan2, y, x, name),
);

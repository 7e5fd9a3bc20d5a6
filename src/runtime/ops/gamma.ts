/** The gamma function's logarithm, its derivatives, and the Hurwitz zeta function. */

import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { unary } from '../dispatch';
import { dispatched } from '../dispatched';
import { binaryOp, unaryOp } from '../elementwise';
import { digammaLoops, lgammaLoops, polygammaLoops, zetaLoops } from '../kernels/special';
import { inOwnScope } from '../name_scope';
import { defineOp, type OpName } from '../op';
import { strictBinary } from '../operands';
import type { Tensor } from '../tensor';
import { floats, wideFloats } from '../type_groups';
import { add, multiply, negative, subtract } from './arithmetic';
import { sum } from './fill';

const Lgamma = unaryOp({
  type: 'Lgamma',
  allowed: floats,
  loops: lgammaLoops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, digamma(x!))],
});
const Digamma = unaryOp({
  type: 'Digamma',
  allowed: floats,
  loops: digammaLoops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, polygamma(toTensor(1, x!.dtype), x!))],
});
const Polygamma = binaryOp({
  type: 'Polygamma',
  allowed: wideFloats,
  loops: polygammaLoops,
  grad: ({ inputs: [n, x] }, g) => [null, multiply(polygamma(add(n!, 1), x!), g!)],
});
const Zeta = binaryOp({
  type: 'Zeta',
  allowed: wideFloats,
  loops: zetaLoops,
  grad: ({ inputs: [x, q] }, g) => [null, multiply(multiply(negative(x!), zeta(add(x!, 1), q!)), g!)],
});
for (const record of [Lgamma, Digamma, Polygamma, Zeta]) defineOp(record);

/** Mirrors `tf.math.lgamma`: the logarithm of `|gamma(x)|`. */
export const lgamma = dispatched(
  'lgamma',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Lgamma, x, name),
);

/** Mirrors `tf.math.digamma`: the derivative of `lgamma`. */
export const digamma = dispatched(
  'digamma',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Digamma, x, name),
);

/** Mirrors `tf.math.polygamma`: the `a`-th derivative of `digamma` at `x`; no gradient flows to `a`. */
export const polygamma = named(
  'polygamma',
  ['a', 'x'],
  ['name'],
  (a: TensorLike, x: TensorLike, name?: OpName): Tensor => strictBinary(Polygamma, a, x, name),
);

/** Mirrors `tf.math.zeta`: the sum of `(q + k) ** -x` for k = 0, 1, ...; no gradient flows to `x`. */
export const zeta = dispatched(
  'zeta',
  ['x', 'q'],
  ['name'],
  (x: TensorLike, q: TensorLike, name?: OpName): Tensor => strictBinary(Zeta, x, q, name),
);

/** Mirrors `tf.math.lbeta`: the logarithm of the beta function's size, of the numbers along the last axis. */
export const lbeta = named('lbeta', ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => {
  const z = toTensor(x);
  return inOwnScope('lbeta', () => subtract(sum(lgamma(z), [-1]), lgamma(sum(z, [-1]))), name);
});

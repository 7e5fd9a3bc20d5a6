/** Squares, roots, reciprocals, powers, and the ops that TF computes their gradients with. */

import {
  bfloat16,
  complex64,
  complex128,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
} from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import type { TensorLike } from '../convert_types';
import { binary, unary } from '../dispatch';
import { dispatched, sparseToo } from '../dispatched';
import { type BinaryOp, binaryOp, numeric, unaryOp } from '../elementwise';
import { reciprocalGradLoops, rsqrtGradLoops, sqrtGradLoops } from '../kernels/gradients';
import { powLoops, reciprocalLoops, rsqrtLoops, sqrtLoops, squareLoops } from '../kernels/power';
import { defineOp, type OpName } from '../op';
import { strictBinary } from '../operands';
import type { Tensor } from '../tensor';
import { floats, floatsAndComplex, signedNumbers } from '../type_groups';
import { multiply, negative, realdiv, subtract } from './arithmetic';
import { greater, not_equal } from './comparison';
import { conj } from './conj';
import { ones_like, zeros_like } from './creation';
import { log } from './exponential';
import { selectV2 } from './select';

const Square = unaryOp({
  type: 'Square',
  allowed: numeric,
  loops: squareLoops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, multiply(conj(x!), 2))],
});
const Sqrt = unaryOp({
  type: 'Sqrt',
  allowed: floatsAndComplex,
  loops: sqrtLoops,
  grad: ({ outputs: [y] }, g) => [sqrtGrad(y!, g!)],
});
const Rsqrt = unaryOp({
  type: 'Rsqrt',
  allowed: floatsAndComplex,
  loops: rsqrtLoops,
  grad: ({ outputs: [y] }, g) => [rsqrtGrad(y!, g!)],
});
const Reciprocal = unaryOp({
  type: 'Reciprocal',
  allowed: [...signedNumbers, complex64, complex128],
  loops: reciprocalLoops,
  grad: ({ outputs: [y] }, g) => [reciprocalGrad(y!, g!)],
});

const SqrtGrad = binaryOp({
  type: 'SqrtGrad',
  allowed: floats,
  loops: sqrtGradLoops,
  grad: ({ inputs: [a], outputs: [y] }, g) => {
    const ratio = realdiv(g!, a!);
    return [negative(multiply(ratio, y!)), multiply(ratio, 0.5)];
  },
});
const RsqrtGrad = binaryOp({
  type: 'RsqrtGrad',
  allowed: floats,
  loops: rsqrtGradLoops,
  grad: ({ inputs: [a, b] }, g) => [
    multiply(multiply(multiply(g!, -1.5), b!), square(a!)),
    rsqrtGrad(a!, g!),
  ],
});
const ReciprocalGrad = binaryOp({
  type: 'ReciprocalGrad',
  allowed: floats,
  loops: reciprocalGradLoops,
  grad: ({ inputs: [a, b] }, g) => [multiply(multiply(multiply(g!, -2), b!), a!), reciprocalGrad(a!, g!)],
});

function sqrtGrad(y: Tensor, g: Tensor): Tensor {
  if (y.dtype.is_complex) return realdiv(multiply(g, 0.5), conj(y));
  return binary(SqrtGrad, y, g);
}

function rsqrtGrad(y: Tensor, g: Tensor): Tensor {
  if (!y.dtype.is_complex) return binary(RsqrtGrad, y, g);
  const yc = conj(y);
  return multiply(multiply(g, -0.5), multiply(yc, square(yc)));
}

function reciprocalGrad(y: Tensor, g: Tensor): Tensor {
  if (!y.dtype.is_complex) return binary(ReciprocalGrad, y, g);
  return negative(multiply(g, square(conj(y))));
}

/** TF refuses any negative exponent of integers, also of 1 and -1. */
function checkExponents([, y]: readonly Tensor[]): void {
  if (!y!.dtype.is_integer) return;
  for (let i = 0; i < y!.data.length; i++)
    if ((y!.data[i] as number) < 0)
      throw new InvalidArgumentError('Integers to negative integer powers are not allowed');
}

const Pow: BinaryOp = binaryOp({
  type: 'Pow',
  allowed: [bfloat16, float32, float16, float64, int8, int16, int32, int64, complex64, complex128],
  loops: powLoops,
  check: checkExponents,
  grad: ({ inputs: [x, y], outputs: [z], skips }, g) => {
    const base = conj(x!);
    const exponent = conj(y!);
    const gx = skips?.[0] ? null : multiply(multiply(g!, exponent), pow(base, subtract(exponent, 1)));
    if (skips?.[1]) return [gx, null];
    // Where the logarithm is not real no gradient flows to the exponent.
    const mask = base.dtype.is_complex ? not_equal(base, 0) : greater(base, 0);
    const safe = selectV2(mask, base, ones_like(base));
    const logarithm = selectV2(mask, log(safe), zeros_like(base));
    return [gx, multiply(multiply(g!, conj(z!)), logarithm)];
  },
});
for (const record of [Square, Sqrt, Rsqrt, Reciprocal, SqrtGrad, RsqrtGrad, ReciprocalGrad, Pow])
  defineOp(record);

/** Mirrors `tf.square`: `x * x`; integers wrap. */
export const square = sparseToo()(
  dispatched('square', ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => unary(Square, x, name)),
);

/** Mirrors `tf.sqrt`, for floats and complex numbers. */
export const sqrt = sparseToo()(
  dispatched('sqrt', ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => unary(Sqrt, x, name)),
);

/** Mirrors `tf.math.rsqrt`: `1 / sqrt(x)`. */
export const rsqrt = dispatched(
  'rsqrt',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Rsqrt, x, name),
);

/** Mirrors `tf.math.reciprocal`: `1 / x`. */
export const reciprocal = dispatched(
  'reciprocal',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Reciprocal, x, name),
);

/**
 * Mirrors `tf.pow`: `x ** y`, with broadcasting; integers wrap.
 * @throws {@link InvalidArgumentError} for negative exponents of integers
 */
export const pow = dispatched(
  'pow',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(Pow, x, y, name),
);

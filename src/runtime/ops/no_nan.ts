/** Divisions, products and logarithms that are zero where one side is zero, whatever the other side is. */

import { bfloat16, complex64, complex128, type DType, float16, float32, float64 } from '../../dtypes';
import { TypeError } from '../../errors';
import { dtypeOf, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { binary } from '../dispatch';
import { dispatched } from '../dispatched';
import { binaryOp, numeric } from '../elementwise';
import { divNoNanLoops, mulNoNanLoops, xdivyLoops, xlog1pyLoops, xlogyLoops } from '../kernels/no_nan';
import { defineOp, type OpName } from '../op';
import { softly, strictBinary } from '../operands';
import { Tensor } from '../tensor';
import { floatsAndComplex } from '../type_groups';
import { add, multiply, negative, quotientType } from './arithmetic';
import { cast } from './cast';
import { not_equal } from './comparison';
import { conj } from './conj';

const types: readonly DType[] = [float16, bfloat16, float32, float64, complex64, complex128];

const DivNoNan = binaryOp({
  type: 'DivNoNan',
  allowed: types,
  loops: divNoNanLoops,
  grad: ({ inputs: [x, y] }, g) => {
    const divisor = conj(y!);
    const quotient = div_no_nan(div_no_nan(negative(conj(x!)), divisor), divisor);
    return [div_no_nan(g!, divisor), multiply(g!, quotient)];
  },
});
const MulNoNan = binaryOp({
  type: 'MulNoNan',
  allowed: floatsAndComplex,
  loops: mulNoNanLoops,
  grad: ({ inputs: [x, y] }, g) => [multiply_no_nan(g!, y!), multiply_no_nan(x!, g!)],
});

/** 1 where `x` is not zero: what the factor of a logarithm or quotient contributes. */
function nonZero(x: Tensor): Tensor {
  return cast(not_equal(x, 0), x.dtype);
}

const Xdivy = binaryOp({
  type: 'Xdivy',
  allowed: types,
  loops: xdivyLoops,
  grad: ({ inputs: [x, y] }, g) => [
    multiply(xdivy(nonZero(x!), y!), g!),
    multiply(xdivy(negative(x!), multiply(y!, y!)), g!),
  ],
});
const Xlogy = binaryOp({
  type: 'Xlogy',
  allowed: types,
  loops: xlogyLoops,
  grad: ({ inputs: [x, y] }, g) => [multiply(xlogy(nonZero(x!), y!), g!), multiply(xdivy(x!, y!), g!)],
});
const Xlog1py = binaryOp({
  type: 'Xlog1py',
  allowed: types,
  loops: xlog1pyLoops,
  grad: ({ inputs: [x, y] }, g) => [
    multiply(xlog1py(nonZero(x!), y!), g!),
    multiply(xdivy(x!, add(y!, 1)), g!),
  ],
});
for (const record of [DivNoNan, MulNoNan, Xdivy, Xlogy, Xlog1py]) defineOp(record);

function checkSame(x: Tensor, y: Tensor): void {
  if (x.dtype !== y.dtype)
    throw new TypeError(
      `\`x\` and \`y\` must have the same dtype, got ${x.dtype.__repr__()} != ${y.dtype.__repr__()}.`,
      { fields: { expected: x.dtype.name, actual: y.dtype.name } },
    );
}

/** `tf.math.divide_no_nan` for tensors of one floating or complex type. */
export function div_no_nan(x: Tensor, y: Tensor, name?: OpName): Tensor {
  return binary(DivNoNan, x, y, name);
}

/**
 * Mirrors `tf.math.divide_no_nan`: `x / y`, but 0 where `y` is 0. Integers give floats, as in true division.
 * @throws {@link TypeError} for types that differ
 */
export const divide_no_nan = dispatched(
  'divide_no_nan',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => {
    const plain = !(x instanceof Tensor) && y instanceof Tensor;
    const [a, b] = plain
      ? [toTensor(x, dtypeOf(x) === undefined ? y.dtype : undefined), y]
      : softly(x, y, DivNoNan);
    checkSame(a, b);
    if (!numeric.includes(a.dtype))
      throw new TypeError(`Invalid dtype ${a.dtype.__repr__()} in tf.math.divide_no_nan.`);
    const quotient = quotientType(a.dtype);
    return div_no_nan(cast(a, quotient), cast(b, quotient), name);
  },
);

/** Mirrors `tf.math.reciprocal_no_nan`: `1 / x`, but 0 where `x` is 0. */
export const reciprocal_no_nan = dispatched(
  'reciprocal_no_nan',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => {
    const tensor = toTensor(x);
    return div_no_nan(toTensor(1, tensor.dtype), tensor, name);
  },
);

/** Mirrors `tf.math.multiply_no_nan`: `x * y`, but 0 where `y` is 0, even if `x` is NaN or infinite. */
export const multiply_no_nan = dispatched(
  'multiply_no_nan',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => {
    const a = toTensor(x);
    return binary(MulNoNan, a, toTensor(y, a.dtype), name);
  },
);

/** Mirrors `tf.math.xdivy`: `x / y`, but 0 where `x` is 0. */
export const xdivy = dispatched(
  'xdivy',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(Xdivy, x, y, name),
);

/** Mirrors `tf.math.xlogy`: `x * log(y)`, but 0 where `x` is 0. */
export const xlogy = dispatched(
  'xlogy',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(Xlogy, x, y, name),
);

/** Mirrors `tf.math.xlog1py`: `x * log1p(y)`, but 0 where `x` is 0. */
export const xlog1py = dispatched(
  'xlog1py',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(Xlog1py, x, y, name),
);

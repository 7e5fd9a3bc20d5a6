/** `+ - * /` and negation. */

import {
  bfloat16,
  complex64,
  complex128,
  type DType,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  string,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../../dtypes';
import { TypeError } from '../../errors';
import { dtypeOf } from '../convert';
import type { TensorLike } from '../convert_types';
import { binary, unary } from '../dispatch';
import { dispatched, sparseToo } from '../dispatched';
import { binaryOp, numeric, unaryOp } from '../elementwise';
import { addLoops, divideLoops, multiplyLoops, negateLoops, subtractLoops } from '../kernels/arithmetic';
import { defineOp, type OpName } from '../op';
import { softly, strictly } from '../operands';
import type { Tensor } from '../tensor';
import { cast } from './cast';
import { conj } from './conj';

const Add = binaryOp({ type: 'AddV2', allowed: numeric, loops: addLoops, grad: (_call, g) => [g!, g!] });
const AddStrings = binaryOp({
  type: 'Add',
  allowed: [...numeric, string],
  loops: addLoops,
  grad: (_call, g) => [g!, g!],
});
const Sub = binaryOp({
  type: 'Sub',
  allowed: numeric,
  loops: subtractLoops,
  grad: (_call, g) => [g!, negative(g!)],
});
const Mul = binaryOp({
  type: 'Mul',
  allowed: numeric,
  loops: multiplyLoops,
  grad: ({ inputs: [x, y], skips }, g) => [
    skips?.[0] ? null : multiply(g!, conj(y!)),
    skips?.[1] ? null : multiply(g!, conj(x!)),
  ],
});
export const RealDiv = binaryOp({
  type: 'RealDiv',
  allowed: numeric,
  loops: divideLoops,
  grad: ({ inputs: [x, y], skips }, g) => {
    const divisor = conj(y!);
    if (skips?.[1]) return [realdiv(g!, divisor), null];
    const quotient = realdiv(realdiv(negative(conj(x!)), divisor), divisor);
    return [realdiv(g!, divisor), multiply(g!, quotient)];
  },
});
const Neg = unaryOp({
  type: 'Neg',
  allowed: [bfloat16, float16, float32, float64, int8, int16, int32, int64, complex64, complex128],
  loops: negateLoops,
  grad: (_call, g) => [negative(g!)],
});
for (const record of [Add, AddStrings, Sub, Mul, RealDiv, Neg]) defineOp(record);

/**
 * Mirrors `tf.add`: numbers add, strings join.
 * @throws {@link InvalidArgumentError} for types or shapes that differ
 */
export const add = dispatched(
  'add',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => {
    const [a, b] = softly(x, y, Add);
    return binary(a.dtype === string ? AddStrings : Add, a, b, name);
  },
);

/** Mirrors `tf.subtract`. @throws {@link TypeError} for a plain value that does not fit the other's dtype */
export const subtract = dispatched(
  'subtract',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => {
    const [a, b] = strictly(x, y, Sub);
    return binary(Sub, a, b, name);
  },
);

/** Mirrors `tf.multiply`. @throws {@link TypeError} for a plain value that does not fit the other's dtype */
export const multiply = dispatched(
  'multiply',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => {
    const [a, b] = strictly(x, y, Mul);
    return binary(Mul, a, b, name);
  },
);

/** Mirrors `tf.realdiv`: division of floats and complex numbers. */
export const realdiv = dispatched(
  'realdiv',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => {
    const [a, b] = strictly(x, y, RealDiv);
    return binary(RealDiv, a, b, name);
  },
);

/** What true division computes in: integers of 32 bits and more in float64, smaller ones in float32. */
export function quotientType(dtype: DType): DType {
  if (!dtype.is_integer) return dtype;
  return dtype.size >= 4 ? float64 : float32;
}

/**
 * Mirrors `tf.truediv`: Python 3's `/`, integers give floats.
 * @throws {@link TypeError} for types that differ
 */
export const truediv = dispatched(
  'truediv',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => {
    const [a, b] = softly(x, y, RealDiv);
    if (a.dtype !== b.dtype)
      throw new TypeError(
        `\`x\` and \`y\` must have the same dtype, got ${a.dtype.__repr__()} != ${b.dtype.__repr__()}.`,
        { fields: { expected: a.dtype.name, actual: b.dtype.name } },
      );
    if (!numeric.includes(a.dtype))
      throw new TypeError(
        `Invalid dtype ${a.dtype.__repr__()} in __truediv__. Expected one of {${divisible.map((d) => d.__repr__()).join(', ')}}.`,
      );
    const quotient = quotientType(a.dtype);
    return quotient === a.dtype
      ? binary(RealDiv, a, b, name)
      : binary(RealDiv, cast(a, quotient), cast(b, quotient), name);
  },
);

const divisible: readonly DType[] = [
  uint8,
  int8,
  uint16,
  int16,
  uint32,
  int32,
  uint64,
  int64,
  bfloat16,
  float16,
  float32,
  float64,
  complex64,
  complex128,
];

/** Mirrors `tf.divide`: `x / y`. A plain `x` takes the type of `y`, or is refused. */
export const divide = dispatched(
  'divide',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => {
    if (dtypeOf(x) === undefined && dtypeOf(y) !== undefined) {
      const [a, b] = strictly(x, y, RealDiv);
      return truediv(a, b, name);
    }
    return truediv(x, y, name);
  },
);

/** Mirrors `tf.negative`. @throws {@link InvalidArgumentError} for unsigned, bool and string */
export const negative = sparseToo()(
  dispatched('negative', ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => unary(Neg, x, name)),
);

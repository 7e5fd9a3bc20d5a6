/** `+ - * /`, negation, casts, comparisons, and what the first ops of all are. */

import * as tf from '../../../src';
import { cast, constant, identity, ones_like, range, reshape, shape, zeros_like } from '../../../src';
import { fill, sum } from '../../../src/runtime/ops/fill';
import type { Tensor } from '../../../src/runtime/tensor';
import { gradientCase, type OpCases } from './helpers';

const x = [1.5, -2, 0.5];
const column = [[2], [-3]];
const complexly = (f: (a: Tensor, b: Tensor) => Tensor) => (a: Tensor, b: Tensor) => {
  const i = constant({ re: 0.5, im: 2 }, 'complex128');
  const [u, v] = [cast(a, 'complex128').mul(i), cast(b, 'complex128').add(i)];
  return cast(f(u, v).mul(i), 'float64');
};

export const cases: OpCases = {
  AddV2: [gradientCase(tf.add, x, column), gradientCase(complexly(tf.add), x, [2, 3, -4])],
  Add: [gradientCase(() => tf.add('a', 'b'))],
  Sub: [gradientCase(tf.subtract, x, column), gradientCase(tf.subtract, 3, x)],
  Mul: [gradientCase(tf.multiply, x, column), gradientCase(complexly(tf.multiply), x, [2, 3, -4])],
  RealDiv: [gradientCase(tf.truediv, x, column), gradientCase(complexly(tf.realdiv), x, [2, 3, -4])],
  Neg: [gradientCase(tf.negative, x)],
  Identity: [gradientCase(identity, x)],
  Reshape: [gradientCase((t: Tensor) => reshape(t, [3, -1]), [x, x])],
  Shape: [gradientCase(shape, [x, x])],
  Cast: [
    gradientCase((t: Tensor) => cast(cast(t, 'complex128'), 'float64'), x),
    gradientCase((t: Tensor) => cast(t, 'int32'), x),
  ],
  Equal: [gradientCase(tf.equal, x, column)],
  NotEqual: [gradientCase(tf.not_equal, x, column)],
  Less: [gradientCase(tf.less, x, column)],
  LessEqual: [gradientCase(tf.less_equal, x, column)],
  Greater: [gradientCase(tf.greater, x, column)],
  GreaterEqual: [gradientCase(tf.greater_equal, x, column)],
  ZerosLike: [gradientCase(zeros_like, x)],
  OnesLike: [gradientCase(ones_like, x)],
  Range: [gradientCase(() => range(2n, 11n, 3n))],
  Fill: [gradientCase((t: Tensor) => fill([2, 3], t), 1.5)],
  Sum: [
    gradientCase((t: Tensor) => sum(t, [1]), [x, x]),
    gradientCase((t: Tensor) => sum(t, [0], true), [x, x]),
  ],
};

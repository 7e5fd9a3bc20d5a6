/** Puts the operators on Tensor and Variable: importing this file is what makes `x.add(y)` work. */

import { bool } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { BaseVariable } from '../base_variable';
import { broadcastDims } from '../broadcast';
import { dtypeOf, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { isComposite } from '../nest';
import type { OperatorMethods } from '../operators';
import { SparseTensor } from '../sparse_tensor';
import { Tensor } from '../tensor';
import { add, divide, multiply, negative, subtract, truediv } from './arithmetic';
import { bitwise_and, bitwise_or, bitwise_xor, invert } from './bitwise';
import { equal, greater, greater_equal, less, less_equal, not_equal } from './comparison';
import { floordiv, floormod } from './division';
import './index_methods';
import { logical_and, logical_not, logical_or, logical_xor } from './logic';
import { matmul } from './matmul';
import { pow } from './power';
import { abs } from './rounding';

type Self = Tensor | BaseVariable;

/** Python's `==`: shapes that do not broadcast are unequal as a whole. */
function broadcasts(x: Self, y: TensorLike): boolean {
  if (isComposite(y)) return true;
  try {
    broadcastDims(x.shape, toTensor(y, dtypeOf(y) === undefined ? x.dtype : undefined).dims);
    return true;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return false;
    throw error;
  }
}

// In a graph operators name their nodes otherwise than functions do: `add`, where `tf.add` makes `Add`.
const methods: { readonly [M in keyof OperatorMethods]: (this: Self, y: TensorLike) => unknown } = {
  add(y) {
    return add(this, y, 'add');
  },
  sub(y) {
    return subtract(this, y, 'sub');
  },
  mul(y) {
    if (y instanceof SparseTensor) return y.mul(this);
    return multiply(this, y, 'mul');
  },
  truediv(y) {
    return truediv(this, y);
  },
  radd(y) {
    return add(toTensor(y, dtypeOf(y) ?? this.dtype), this, 'add');
  },
  rsub(y) {
    return subtract(y, this, 'sub');
  },
  rmul(y) {
    return multiply(y, this, 'mul');
  },
  rtruediv(y) {
    return divide(y, this);
  },
  pow(y) {
    return pow(this, y, 'pow');
  },
  floordiv(y) {
    return floordiv(this, y);
  },
  mod(y) {
    return floormod(this, y, 'mod');
  },
  rpow(y) {
    return pow(y, this, 'pow');
  },
  rfloordiv(y) {
    return floordiv(y, this);
  },
  rmod(y) {
    return floormod(y, this, 'mod');
  },
  neg() {
    return negative(this);
  },
  abs() {
    return abs(this);
  },
  and(y) {
    return this.dtype === bool ? logical_and(this, y, 'and') : bitwise_and(this, y);
  },
  or(y) {
    return this.dtype === bool ? logical_or(this, y, 'or') : bitwise_or(this, y);
  },
  xor(y) {
    return this.dtype === bool ? logical_xor(this, y, 'xor') : bitwise_xor(this, y);
  },
  invert() {
    return this.dtype === bool ? logical_not(this) : invert(this);
  },
  logical_and(y) {
    return logical_and(this, y);
  },
  logical_or(y) {
    return logical_or(this, y);
  },
  logical_xor(y) {
    return logical_xor(this, y);
  },
  logical_not() {
    return logical_not(this);
  },
  matmul(y) {
    return matmul(this, y, { name: 'matmul' });
  },
  rmatmul(y) {
    return matmul(y, this, { name: 'matmul' });
  },
  equal(y) {
    return broadcasts(this, y) ? equal(this, y) : toTensor(false);
  },
  not_equal(y) {
    return broadcasts(this, y) ? not_equal(this, y) : toTensor(true);
  },
  less(y) {
    return less(this, y);
  },
  less_equal(y) {
    return less_equal(this, y);
  },
  greater(y) {
    return greater(this, y);
  },
  greater_equal(y) {
    return greater_equal(this, y);
  },
};

/** Puts the operators on a class of values, some of them its own. */
export function installOperators(
  { prototype }: { readonly prototype: object },
  own: Readonly<Partial<Record<keyof OperatorMethods, (this: never, y: never) => unknown>>> = {},
): void {
  for (const [name, value] of Object.entries({ ...methods, ...own }))
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}
for (const Class of [Tensor, BaseVariable]) installOperators(Class);

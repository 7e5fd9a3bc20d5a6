/** Puts the operators on Tensor and Variable: importing this file is what makes `x.add(y)` work. */

import { bool } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { BaseVariable } from '../base_variable';
import { broadcastDims } from '../broadcast';
import { dtypeOf, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { OperatorMethods } from '../operators';
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
  try {
    broadcastDims(x.shape, toTensor(y, dtypeOf(y) === undefined ? x.dtype : undefined).dims);
    return true;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return false;
    throw error;
  }
}

const methods: { readonly [M in keyof OperatorMethods]: (this: Self, y: TensorLike) => Tensor } = {
  add(y) {
    return add(this, y);
  },
  sub(y) {
    return subtract(this, y);
  },
  mul(y) {
    return multiply(this, y);
  },
  truediv(y) {
    return truediv(this, y);
  },
  radd(y) {
    return add(toTensor(y, dtypeOf(y) ?? this.dtype), this);
  },
  rsub(y) {
    return subtract(y, this);
  },
  rmul(y) {
    return multiply(y, this);
  },
  rtruediv(y) {
    return divide(y, this);
  },
  pow(y) {
    return pow(this, y);
  },
  floordiv(y) {
    return floordiv(this, y);
  },
  mod(y) {
    return floormod(this, y);
  },
  rpow(y) {
    return pow(y, this);
  },
  rfloordiv(y) {
    return floordiv(y, this);
  },
  rmod(y) {
    return floormod(y, this);
  },
  neg() {
    return negative(this);
  },
  abs() {
    return abs(this);
  },
  and(y) {
    return this.dtype === bool ? logical_and(this, y) : bitwise_and(this, y);
  },
  or(y) {
    return this.dtype === bool ? logical_or(this, y) : bitwise_or(this, y);
  },
  xor(y) {
    return this.dtype === bool ? logical_xor(this, y) : bitwise_xor(this, y);
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
    return matmul(this, y);
  },
  rmatmul(y) {
    return matmul(y, this);
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

for (const Class of [Tensor, BaseVariable])
  for (const [name, method] of Object.entries(methods))
    Object.defineProperty(Class.prototype, name, { value: method, writable: true, configurable: true });

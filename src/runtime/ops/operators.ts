/** Puts the operators on Tensor and Variable: importing this file is what makes `x.add(y)` work. */

import { InvalidArgumentError } from '../../errors';
import { BaseVariable } from '../base_variable';
import { broadcastDims } from '../broadcast';
import { dtypeOf, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { OperatorMethods } from '../operators';
import { Tensor } from '../tensor';
import { add, divide, multiply, negative, subtract, truediv } from './arithmetic';
import { equal, greater, greater_equal, less, less_equal, not_equal } from './comparison';
import './index_methods';

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
  neg() {
    return negative(this);
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

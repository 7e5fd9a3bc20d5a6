/**
 * Python's operators as methods of Tensor and Variable. The ops install themselves here, because values know
 * nothing of the ops that work on them.
 */
import type { TensorLike } from './convert_types';
import type { RaggedTensor } from './ragged/ragged_tensor';
import type { SparseTensor } from './sparse_tensor';
import type { Tensor } from './tensor';

type UnaryMethod = () => Tensor;
interface BinaryMethod {
  (y: TensorLike): Tensor;
  (y: RaggedTensor): RaggedTensor;
}

/** What Python spells with an operator. */
export interface OperatorMethods {
  /** `x + y` */
  add: BinaryMethod;
  /** `x - y` */
  sub: BinaryMethod;
  /** `x * y`; of a sparse tensor its elements times those of `x`. */
  mul: ((y: SparseTensor) => SparseTensor) & BinaryMethod;
  /** `x / y`: true division. */
  truediv: BinaryMethod;
  /** `y + x` */
  radd: BinaryMethod;
  /** `y - x` */
  rsub: BinaryMethod;
  /** `y * x` */
  rmul: BinaryMethod;
  /** `y / x` */
  rtruediv: BinaryMethod;
  /** `x ** y` */
  pow: BinaryMethod;
  /** `x // y`: the quotient rounded down. */
  floordiv: BinaryMethod;
  /** `x % y`: has the sign of `y`. */
  mod: BinaryMethod;
  /** `y ** x` */
  rpow: BinaryMethod;
  /** `y // x` */
  rfloordiv: BinaryMethod;
  /** `y % x` */
  rmod: BinaryMethod;
  /** `-x` */
  neg: UnaryMethod;
  /** `abs(x)` */
  abs: UnaryMethod;
  /** `x & y`: of bools logical, of integers bit by bit. */
  and: BinaryMethod;
  /** `x | y`: of bools logical, of integers bit by bit. */
  or: BinaryMethod;
  /** `x ^ y`: of bools logical, of integers bit by bit. */
  xor: BinaryMethod;
  /** `~x`: of bools logical, of integers bit by bit. */
  invert: UnaryMethod;
  /** `x & y` of bools. */
  logical_and: BinaryMethod;
  /** `x | y` of bools. */
  logical_or: BinaryMethod;
  /** `x ^ y` of bools. */
  logical_xor: BinaryMethod;
  /** `~x` of bools. */
  logical_not: UnaryMethod;
  /** `x @ y` */
  matmul: BinaryMethod;
  /** `y @ x` */
  rmatmul: BinaryMethod;
  /** `x == y`, element-wise; shapes that do not fit are unequal. */
  equal: BinaryMethod;
  /** `x != y`, element-wise; shapes that do not fit are unequal. */
  not_equal: BinaryMethod;
  /** `x < y` */
  less: BinaryMethod;
  /** `x <= y` */
  less_equal: BinaryMethod;
  /** `x > y` */
  greater: BinaryMethod;
  /** `x >= y` */
  greater_equal: BinaryMethod;
}

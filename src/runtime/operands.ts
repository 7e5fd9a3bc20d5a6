/** How the two sides of a binary op come to one dtype: what is plain takes the other's. */
import { string } from '../dtypes';
import { dtypeOf, isHostValue, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { binary, operand } from './dispatch';
import type { BinaryOp } from './elementwise';
import type { OpName, OpRecord } from './op';
import { Tensor } from './tensor';

/** True for bytes that stand beside strings, and so are one. */
function isBytes(value: TensorLike, other: TensorLike): boolean {
  return value instanceof Uint8Array && (typeof other === 'string' || dtypeOf(other) === string);
}

/**
 * As TF's generated ops do: a plain value must become the other's dtype.
 * @throws {@link TypeError} if it cannot
 */
export function strictly(x: TensorLike, y: TensorLike, op: OpRecord): [Tensor, Tensor] {
  if (x instanceof Tensor && y instanceof Tensor) return [x, y];
  if (isBytes(x, y)) return strictly(toTensor(x, string), y, op);
  if (isBytes(y, x)) return strictly(x, toTensor(y, string), op);
  if (isHostValue(x)) {
    const a = operand(x, op);
    return [a, isHostValue(y) ? operand(y, op) : toTensor(y, a.dtype)];
  }
  if (isHostValue(y)) {
    const b = operand(y, op);
    return [toTensor(x, b.dtype), b];
  }
  return softly(x, y, op);
}

/**
 * As `tf.add` and `tf.truediv` do: a plain value becomes the other's dtype if it can, else what it is by
 * itself.
 */
export function softly(x: TensorLike, y: TensorLike, op: OpRecord): [Tensor, Tensor] {
  if (x instanceof Tensor && y instanceof Tensor) return [x, y];
  if (isBytes(x, y)) return softly(toTensor(x, string), y, op);
  if (isBytes(y, x)) return softly(x, toTensor(y, string), op);
  if (isHostValue(x)) {
    const a = operand(x, op);
    return [a, isHostValue(y) ? operand(y, op) : toTensor(y, undefined, a.dtype)];
  }
  if (isHostValue(y)) {
    const b = operand(y, op);
    return [toTensor(x, undefined, b.dtype), b];
  }
  const a = toTensor(x);
  const b = toTensor(y);
  // Two plain values of two types: the integers beside a float become one.
  if (a.dtype.is_integer && b.dtype.is_floating) return [toTensor(x, undefined, b.dtype), b];
  return [a, a.dtype === b.dtype ? b : toTensor(y, undefined, a.dtype)];
}

/** Most binary functions of TF: both sides made one dtype as {@link strictly} does, then the op. */
export function strictBinary(op: BinaryOp, x: TensorLike, y: TensorLike, name?: OpName): Tensor {
  const [a, b] = strictly(x, y, op);
  return binary(op, a, b, name);
}

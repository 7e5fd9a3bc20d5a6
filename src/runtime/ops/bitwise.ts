/** Operations on the bits of integers (`tf.bitwise`). */

import { type DType, int32, int64, type TensorStorage, uint64 } from '../../dtypes';
import { resultStorage } from '../allocate';
import { broadcastDims, broadcastLoop, type RunLoop } from '../broadcast';
import type { TensorLike } from '../convert_types';
import { dispatchOne, operand } from '../dispatch';
import { dispatched } from '../dispatched';
import {
  andLoops,
  type BitLoops,
  invertBig,
  invert as invertLoop,
  orLoops,
  shiftLeftBig,
  shiftLeftLoop,
  shiftRightBig,
  shiftRightLoop,
  xorLoops,
} from '../kernels/bitwise';
import { castStorage } from '../kernels/cast';
import { checkAllowed, defineOp, mismatch, type OpName, type OpRecord } from '../op';
import { strictly } from '../operands';
import { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { integers } from '../type_groups';

/** Bits are worked on in int32: narrower types are extended and cut again. */
function workBits(dtype: DType): DType {
  return dtype === int64 || dtype === uint64 ? dtype : int32;
}

function as(x: Tensor, dtype: DType): TensorStorage {
  return x.dtype === dtype ? x.data : castStorage(x.dtype, dtype, x.data, elementCount(x.dims));
}

function bitOp(type: string, loopsOf: (dtype: DType) => BitLoops): OpRecord {
  return defineOp({
    type,
    infer: ([x, y]) => {
      if (x!.dtype !== y!.dtype) throw mismatch(type, 1, x!.dtype, y!.dtype);
      checkAllowed(type, x!.dtype, integers);
      return [{ dtype: x!.dtype, dims: broadcastDims(x!.dims, y!.dims) }];
    },
    kernel: ([x, y], _attrs, [spec]) => {
      const { dtype, dims } = spec!;
      const work = workBits(dtype);
      const out = resultStorage(work, elementCount(dims));
      const loops = loopsOf(dtype);
      const loop = (work === int32 ? loops.int32 : loops.big) as RunLoop<TensorStorage, TensorStorage>;
      broadcastLoop(loop, as(x!, work), x!.dims, as(y!, work), y!.dims, out, dims);
      return [new Tensor(dtype, dims, as(new Tensor(work, dims, out), dtype))];
    },
    grad: null,
  });
}

const BitwiseAnd = bitOp('BitwiseAnd', () => andLoops);
const BitwiseOr = bitOp('BitwiseOr', () => orLoops);
const BitwiseXor = bitOp('BitwiseXor', () => xorLoops);
const LeftShift = bitOp('LeftShift', (dtype) => ({
  int32: shiftLeftLoop(dtype.size * 8),
  big: shiftLeftBig,
}));
const RightShift = bitOp('RightShift', (dtype) => ({
  int32: shiftRightLoop(dtype.size * 8, dtype.is_unsigned),
  big: shiftRightBig,
}));
const Invert: OpRecord = defineOp({
  type: 'Invert',
  infer: ([x]) => {
    checkAllowed('Invert', x!.dtype, integers);
    return [{ dtype: x!.dtype, dims: x!.dims }];
  },
  kernel: ([x], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const work = workBits(dtype);
    const out = resultStorage(work, elementCount(dims));
    const from = as(x!, work);
    if (work === int32) invertLoop(from as Int32Array, out as Int32Array);
    else invertBig(from as BigInt64Array, out as BigInt64Array);
    return [new Tensor(dtype, dims, as(new Tensor(work, dims, out), dtype))];
  },
  grad: null,
});

function bits(op: OpRecord, x: TensorLike, y: TensorLike, name?: OpName): Tensor {
  return dispatchOne(op, strictly(x, y, op), name);
}

/**
 * Mirrors `tf.bitwise.bitwise_and`.
 * @throws {@link InvalidArgumentError} for anything but integers of one type
 */
export const bitwise_and = dispatched(
  'bitwise_and',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => bits(BitwiseAnd, x, y, name),
);

/** Mirrors `tf.bitwise.bitwise_or`. */
export const bitwise_or = dispatched(
  'bitwise_or',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => bits(BitwiseOr, x, y, name),
);

/** Mirrors `tf.bitwise.bitwise_xor`. */
export const bitwise_xor = dispatched(
  'bitwise_xor',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => bits(BitwiseXor, x, y, name),
);

/** Mirrors `tf.bitwise.left_shift`; a shift outside of the width is taken to its nearer end. */
export const left_shift = dispatched(
  'left_shift',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => bits(LeftShift, x, y, name),
);

/** Mirrors `tf.bitwise.right_shift`: signed integers keep their sign. */
export const right_shift = dispatched(
  'right_shift',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => bits(RightShift, x, y, name),
);

/** Mirrors `tf.bitwise.invert`. */
export const invert = dispatched(
  'invert',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => dispatchOne(Invert, [operand(x, Invert)], name),
);

/** Logic on bools. */

import { bool } from '../../dtypes';
import { storageToFill } from '../allocate';
import { broadcastDims, broadcastLoop, type RunLoop } from '../broadcast';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne, nodeName } from '../dispatch';
import { dispatched } from '../dispatched';
import { logicalAnd, logicalNot, logicalOr } from '../kernels/logic';
import { inOwnScope } from '../name_scope';
import { defineOp, mismatch, type OpName, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';

function logicOp(type: string, loop: RunLoop<Uint8Array, Uint8Array>): OpRecord {
  return defineOp({
    type,
    infer: (inputs) => {
      inputs.forEach(({ dtype }, i) => {
        if (dtype !== bool) throw mismatch(type, i, bool, dtype);
      });
      return [{ dtype: bool, dims: broadcastDims(inputs[0]!.dims, inputs[1]!.dims) }];
    },
    kernel: ([x, y], _attrs, [spec]) => {
      const { dims } = spec!;
      const out = storageToFill(bool, elementCount(dims)) as Uint8Array;
      broadcastLoop(loop, x!.data as Uint8Array, x!.dims, y!.data as Uint8Array, y!.dims, out, dims);
      return [new Tensor(bool, dims, out)];
    },
    grad: null,
  });
}

const LogicalAnd = logicOp('LogicalAnd', logicalAnd);
const LogicalOr = logicOp('LogicalOr', logicalOr);
const LogicalNot: OpRecord = defineOp({
  type: 'LogicalNot',
  infer: ([x]) => {
    if (x!.dtype !== bool) throw mismatch('LogicalNot', 0, bool, x!.dtype);
    return [{ dtype: bool, dims: x!.dims }];
  },
  kernel: ([x], _attrs, [spec]) => {
    const out = storageToFill(bool, elementCount(spec!.dims)) as Uint8Array;
    logicalNot(x!.data as Uint8Array, out);
    return [new Tensor(bool, spec!.dims, out)];
  },
  grad: null,
});

/** Plain values must be bools; a tensor of another type is refused by the op. */
function boolOperand(x: TensorLike): Tensor {
  return isHostValue(x) ? toTensor(x) : toTensor(x, bool);
}

/** Mirrors `tf.logical_and`. @throws {@link InvalidArgumentError} for tensors that are not bool */
export const logical_and = dispatched(
  'logical_and',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor =>
    dispatchOne(LogicalAnd, [boolOperand(x), boolOperand(y)], name),
);

/** Mirrors `tf.logical_or`. */
export const logical_or = dispatched(
  'logical_or',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor =>
    dispatchOne(LogicalOr, [boolOperand(x), boolOperand(y)], name),
);

/** Mirrors `tf.logical_not`. */
export const logical_not = dispatched(
  'logical_not',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => dispatchOne(LogicalNot, [boolOperand(x)], name),
);

/** Mirrors `tf.math.logical_xor`. */
export const logical_xor = dispatched(
  'logical_xor',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => {
    const [a, b] = [boolOperand(x), boolOperand(y)];
    const differ = (scope: OpName): Tensor =>
      logical_and(logical_or(a, b), logical_not(logical_and(a, b)), scope);
    return inOwnScope('LogicalXor', differ, nodeName(name));
  },
);

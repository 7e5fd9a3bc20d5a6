/** Comparisons: two tensors of one dtype in, bool out. */
import { bool, complex64, complex128, qint8, qint32, quint8, string } from '../../dtypes';
import type { TensorLike } from '../convert_types';
import { binary } from '../dispatch';
import { type BinaryOp, comparisonOp } from '../elementwise';
import {
  equalLoops,
  greaterEqualLoops,
  greaterLoops,
  lessEqualLoops,
  lessLoops,
  notEqualLoops,
} from '../kernels/comparison';
import { defineOp } from '../op';
import { strictly } from '../operands';
import type { Tensor } from '../tensor';
import { realNumbers } from '../type_groups';

const comparable = [...realNumbers, complex64, complex128, quint8, qint8, qint32, string, bool];

const Equal = comparisonOp({ type: 'Equal', allowed: comparable, loops: equalLoops });
const NotEqual = comparisonOp({ type: 'NotEqual', allowed: comparable, loops: notEqualLoops });
const Less = comparisonOp({ type: 'Less', allowed: realNumbers, loops: lessLoops });
const LessEqual = comparisonOp({ type: 'LessEqual', allowed: realNumbers, loops: lessEqualLoops });
const Greater = comparisonOp({ type: 'Greater', allowed: realNumbers, loops: greaterLoops });
const GreaterEqual = comparisonOp({ type: 'GreaterEqual', allowed: realNumbers, loops: greaterEqualLoops });
for (const record of [Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual]) defineOp(record);

function compare(op: BinaryOp, x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = strictly(x, y, op);
  return binary(op, a, b);
}

/** Mirrors `tf.equal`. @throws {@link InvalidArgumentError} for types or shapes that do not fit */
export function equal(x: TensorLike, y: TensorLike): Tensor {
  return compare(Equal, x, y);
}
/** Mirrors `tf.not_equal`. */
export function not_equal(x: TensorLike, y: TensorLike): Tensor {
  return compare(NotEqual, x, y);
}
/** Mirrors `tf.less`. */
export function less(x: TensorLike, y: TensorLike): Tensor {
  return compare(Less, x, y);
}
/** Mirrors `tf.less_equal`. */
export function less_equal(x: TensorLike, y: TensorLike): Tensor {
  return compare(LessEqual, x, y);
}
/** Mirrors `tf.greater`. */
export function greater(x: TensorLike, y: TensorLike): Tensor {
  return compare(Greater, x, y);
}
/** Mirrors `tf.greater_equal`. */
export function greater_equal(x: TensorLike, y: TensorLike): Tensor {
  return compare(GreaterEqual, x, y);
}

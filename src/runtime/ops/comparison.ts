/** Comparisons: two tensors of one dtype in, bool out. */
import {
  bfloat16,
  bool,
  complex64,
  complex128,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  qint8,
  qint32,
  quint8,
  string,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../../dtypes';
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

const ordered = [
  float32,
  float64,
  int32,
  uint8,
  int16,
  int8,
  int64,
  bfloat16,
  uint16,
  float16,
  uint32,
  uint64,
];
const comparable = [...ordered, complex64, complex128, quint8, qint8, qint32, string, bool];

const Equal = comparisonOp({ type: 'Equal', allowed: comparable, loops: equalLoops });
const NotEqual = comparisonOp({ type: 'NotEqual', allowed: comparable, loops: notEqualLoops });
const Less = comparisonOp({ type: 'Less', allowed: ordered, loops: lessLoops });
const LessEqual = comparisonOp({ type: 'LessEqual', allowed: ordered, loops: lessEqualLoops });
const Greater = comparisonOp({ type: 'Greater', allowed: ordered, loops: greaterLoops });
const GreaterEqual = comparisonOp({ type: 'GreaterEqual', allowed: ordered, loops: greaterEqualLoops });
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

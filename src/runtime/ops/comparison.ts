/** Comparisons: two tensors of one dtype in, bool out. */

import { bool, complex64, complex128, qint8, qint32, quint8, string } from '../../dtypes';
import type { TensorLike } from '../convert_types';
import { dispatched } from '../dispatched';
import { comparisonOp } from '../elementwise';
import {
  equalLoops,
  greaterEqualLoops,
  greaterLoops,
  lessEqualLoops,
  lessLoops,
  notEqualLoops,
} from '../kernels/comparison';
import { defineOp, type OpName } from '../op';
import { strictBinary } from '../operands';
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

/** Mirrors `tf.equal`. @throws {@link InvalidArgumentError} for types or shapes that do not fit */
export const equal = dispatched(
  'equal',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(Equal, x, y, name),
);
/** Mirrors `tf.not_equal`. */
export const not_equal = dispatched(
  'not_equal',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(NotEqual, x, y, name),
);
/** Mirrors `tf.less`. */
export const less = dispatched(
  'less',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(Less, x, y, name),
);
/** Mirrors `tf.less_equal`. */
export const less_equal = dispatched(
  'less_equal',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(LessEqual, x, y, name),
);
/** Mirrors `tf.greater`. */
export const greater = dispatched(
  'greater',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(Greater, x, y, name),
);
/** Mirrors `tf.greater_equal`. */
export const greater_equal = dispatched(
  'greater_equal',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(GreaterEqual, x, y, name),
);

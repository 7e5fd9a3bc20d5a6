/** Absolute values, signs, rounding, and tests of single values. */

import { complex64, complex128 } from '../../dtypes';
import { resultStorage } from '../allocate';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne, operand, unary } from '../dispatch';
import { dispatched, sparseToo } from '../dispatched';
import { type Floats, predicateOp, unaryOp } from '../elementwise';
import {
  absLoops,
  ceilLoops,
  complexAbs,
  isFinite as finiteLoop,
  floorLoops,
  isInf as infLoop,
  isNan as nanLoop,
  roundLoops,
  signLoops,
} from '../kernels/rounding';
import { checkAllowed, defineOp, type OpName, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { floats, signedNumbers } from '../type_groups';
import { multiply } from './arithmetic';
import { complexOf } from './complex_parts';
import { zeros_like } from './creation';
import { div_no_nan } from './no_nan';

const Abs = unaryOp({
  type: 'Abs',
  allowed: signedNumbers,
  loops: absLoops,
  grad: ({ inputs: [x] }, g) => [multiply(g!, sign(x!))],
});
const ComplexAbs: OpRecord = defineOp({
  type: 'ComplexAbs',
  infer: ([x]) => {
    checkAllowed('ComplexAbs', x!.dtype, [complex64, complex128]);
    return [{ dtype: x!.dtype.real_dtype, dims: x!.dims }];
  },
  kernel: ([x], _attrs, [spec]) => {
    const out = resultStorage(spec!.dtype, elementCount(spec!.dims)) as Floats;
    complexAbs(x!.data as Floats, out);
    return [new Tensor(spec!.dtype, spec!.dims, out)];
  },
  grad: ({ inputs: [x], outputs: [y] }, g) => [div_no_nan(multiply(complexOf(g!), x!), complexOf(y!))],
});
const Sign = unaryOp({
  type: 'Sign',
  allowed: [...signedNumbers, complex64, complex128],
  loops: signLoops,
  grad: ({ inputs: [x] }) => [zeros_like(x!)],
});
const Floor = unaryOp({ type: 'Floor', allowed: floats, loops: floorLoops, grad: null });
const Ceil = unaryOp({ type: 'Ceil', allowed: floats, loops: ceilLoops, grad: null });
const Rint = unaryOp({ type: 'Rint', allowed: floats, loops: roundLoops, grad: null });
const Round = unaryOp({
  type: 'Round',
  allowed: [...signedNumbers, complex64, complex128],
  loops: roundLoops,
  grad: null,
});
const IsNan = predicateOp('IsNan', floats, nanLoop);
const IsInf = predicateOp('IsInf', floats, infLoop);
const IsFinite = predicateOp('IsFinite', floats, finiteLoop);
for (const record of [Abs, Sign, Floor, Ceil, Rint, Round, IsNan, IsInf, IsFinite]) defineOp(record);

/** Mirrors `tf.abs`; of complex numbers the size, as floats. The smallest integer stays as it is. */
export const abs = sparseToo()(
  dispatched('abs', ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => {
    const tensor = operand(x, Abs);
    return tensor.dtype.is_complex ? dispatchOne(ComplexAbs, [tensor], name) : unary(Abs, tensor, name);
  }),
);

/** Mirrors `tf.sign`: -1, 0 or 1; of complex numbers `x / |x|`, or 0. */
export const sign = sparseToo()(
  dispatched('sign', ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => {
    const tensor = operand(x, Sign);
    return tensor.dtype.is_complex ? div_no_nan(tensor, complexOf(abs(tensor))) : unary(Sign, tensor, name);
  }),
);

/** Mirrors `tf.floor`. */
export const floor = dispatched(
  'floor',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Floor, x, name),
);

/** Mirrors `tf.math.ceil`. */
export const ceil = dispatched(
  'ceil',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Ceil, x, name),
);

/** Mirrors `tf.math.rint`: halves go to the even integer. */
export const rint = dispatched(
  'rint',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => unary(Rint, x, name),
);

/** Mirrors `tf.round`: halves go to the even integer; integers come back as they are. */
export const round = dispatched('round', ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => {
  const tensor = operand(x, Round);
  return tensor.dtype.is_integer ? toTensor(x) : unary(Round, tensor, name);
});

/** Mirrors `tf.math.is_nan`: bool. */
export const is_nan = dispatched(
  'is_nan',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => dispatchOne(IsNan, [operand(x, IsNan)], name),
);

/** Mirrors `tf.math.is_inf`: bool. */
export const is_inf = dispatched(
  'is_inf',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => dispatchOne(IsInf, [operand(x, IsInf)], name),
);

/** Mirrors `tf.math.is_finite`: bool. */
export const is_finite = dispatched(
  'is_finite',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => dispatchOne(IsFinite, [operand(x, IsFinite)], name),
);

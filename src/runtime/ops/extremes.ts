/** `maximum`, `minimum` and squared differences. */

import { bfloat16, complex64, complex128, float16, float32, float64, int32, int64 } from '../../dtypes';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatched } from '../dispatched';
import { binaryOp } from '../elementwise';
import { maximumLoops, minimumLoops, squaredDifferenceLoops } from '../kernels/extremes';
import { defineOp, type OpName } from '../op';
import { strictBinary } from '../operands';
import type { Tensor } from '../tensor';
import { realNumbers } from '../type_groups';
import { multiply, negative, subtract } from './arithmetic';
import { greater_equal, less_equal } from './comparison';
import { selectV2 } from './select';

/** The gradient goes to the side that was taken, to `x` in a tie. */
function divided(mask: Tensor, g: Tensor): [Tensor, Tensor] {
  const zero = toTensor(0, g.dtype);
  return [selectV2(mask, g, zero), selectV2(mask, zero, g)];
}

const Maximum = binaryOp({
  type: 'Maximum',
  allowed: realNumbers,
  loops: maximumLoops,
  ordered: true,
  grad: ({ inputs: [x, y] }, g) => divided(greater_equal(x!, y!), g!),
});
const Minimum = binaryOp({
  type: 'Minimum',
  allowed: realNumbers,
  loops: minimumLoops,
  ordered: true,
  grad: ({ inputs: [x, y] }, g) => divided(less_equal(x!, y!), g!),
});
const SquaredDifference = binaryOp({
  type: 'SquaredDifference',
  allowed: [bfloat16, float16, float32, float64, int32, int64, complex64, complex128],
  loops: squaredDifferenceLoops,
  grad: ({ inputs: [x, y] }, g) => {
    const gx = multiply(multiply(g!, 2), subtract(x!, y!));
    return [gx, negative(gx)];
  },
});
for (const record of [Maximum, Minimum, SquaredDifference]) defineOp(record);

/** Mirrors `tf.maximum`: the larger of each pair, NaN if either is. */
export const maximum = dispatched(
  'maximum',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(Maximum, x, y, name),
);

/** Mirrors `tf.minimum`: the smaller of each pair, NaN if either is. */
export const minimum = dispatched(
  'minimum',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(Minimum, x, y, name),
);

/** Mirrors `tf.math.squared_difference`: `(x - y) ** 2`; of complex numbers the squared distance. */
export const squared_difference = dispatched(
  'squared_difference',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(SquaredDifference, x, y, name),
);

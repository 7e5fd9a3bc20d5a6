/** Logarithms of matrices. */

import { complex64, complex128 } from '../../../dtypes';
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatchOne } from '../../dispatch';
import { matrixLogarithm } from '../../kernels/logarithm';
import { defineOp, type OpName, type OpRecord, unregisteredGradient } from '../../op';
import type { Tensor } from '../../tensor';
import { checkSquare, eachMatrix } from './matrices';

const MatrixLogarithm: OpRecord = defineOp({
  type: 'MatrixLogarithm',
  infer: ([x]) => [{ dtype: x!.dtype, dims: checkSquare('MatrixLogarithm', x!, [complex64, complex128]) }],
  kernel: ([x], _attrs, [spec]) => [
    eachMatrix(x!, spec!.dims, (a) => matrixLogarithm(a, spec!.dims.at(-1)!)),
  ],
  grad: unregisteredGradient('MatrixLogarithm'),
});

/**
 * Mirrors `tf.linalg.logm`: the principal logarithm of complex matrices, whose exponential they are.
 * @throws {@link InvalidArgumentError} for a matrix that is not square or not complex
 */
export const logm = named(
  'logm',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor => dispatchOne(MatrixLogarithm, [toTensor(input)], name),
);

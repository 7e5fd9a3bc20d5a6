/** Tensors on the diagonal of tensors of twice the rank. */

import { type DType, int32, int64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { named } from '../../../python/named';
import type { TensorLike } from '../../convert_types';
import { dispatchOne, operand } from '../../dispatch';
import { checkAllowed, defineOp, type OpName, type OpRecord } from '../../op';
import { Tensor } from '../../tensor';
import { bracketText, elementCount } from '../../tensor_shape';
import { floatsAndComplex } from '../../type_groups';
import { copyElement } from './diagonal_layout';

/** The types that `tf.linalg.tensor_diag` takes. */
const diagonalTypes: readonly DType[] = [...floatsAndComplex, int32, int64];

const TensorDiag: OpRecord = defineOp({
  type: 'Diag',
  infer: ([x]) => {
    checkAllowed('Diag', x!.dtype, diagonalTypes);
    if (x!.dims?.length === 0) throw new InvalidArgumentError('Input must be at least rank 1, got 0');
    return [{ dtype: x!.dtype, dims: x!.dims === null ? null : [...x!.dims, ...x!.dims] }];
  },
  kernel: ([x], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const n = elementCount(x!.dims);
    const out = dtype.allocate(n * n);
    for (let i = 0; i < n; i++) copyElement(x!.data, i, out, i * (n + 1), dtype.lanes);
    return [new Tensor(dtype, dims, out)];
  },
  grad: (_call, g) => [tensor_diag_part(g!)],
});
const TensorDiagPart: OpRecord = defineOp({
  type: 'DiagPart',
  infer: ([x]) => {
    checkAllowed('DiagPart', x!.dtype, diagonalTypes);
    if (x!.dims === null) return [{ dtype: x!.dtype, dims: null }];
    const half = x!.dims.length / 2;
    if (!Number.isInteger(half))
      throw new InvalidArgumentError(
        `The rank of the tensor should be even and positive, got shape ${bracketText(x!.dims as number[])}`,
      );
    const [first, second] = [x!.dims.slice(0, half), x!.dims.slice(half)];
    first.forEach((size, i) => {
      if (size !== null && second[i] !== null && size !== second[i])
        throw new InvalidArgumentError(
          `Invalid shape ${bracketText(x!.dims as number[])}: dimensions ${i} and ${i + half} do not match.`,
        );
    });
    return [{ dtype: x!.dtype, dims: first }];
  },
  kernel: ([x], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const n = elementCount(dims);
    const out = dtype.allocate(n);
    for (let i = 0; i < n; i++) copyElement(x!.data, i * (n + 1), out, i, dtype.lanes);
    return [new Tensor(dtype, dims, out)];
  },
  grad: (_call, g) => [tensor_diag(g!)],
});

/** Mirrors `tf.linalg.tensor_diag`: `[d...]` on the diagonal of `[d..., d...]`. */
export const tensor_diag = named(
  'tensor_diag',
  ['diagonal'],
  ['name'],
  (diagonal: TensorLike, name?: OpName): Tensor =>
    dispatchOne(TensorDiag, [operand(diagonal, TensorDiag)], name),
);
/** Mirrors `tf.linalg.tensor_diag_part`: the diagonal of `[d..., d...]`. */
export const tensor_diag_part = named(
  'tensor_diag_part',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor =>
    dispatchOne(TensorDiagPart, [operand(input, TensorDiagPart)], name),
);

/** Eigenvalues and eigenvectors of self-adjoint matrices. */

import { float16 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { named } from '../../../python/named';
import { tuple } from '../../../python/tuple';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { selfAdjointEigenvalues } from '../../kernels/self_adjoint';
import { defineOp, type OpName, type OpRecord } from '../../op';
import type { Tensor } from '../../tensor';
import { add, multiply, subtract } from '../arithmetic';
import { zeros_like } from '../creation';
import { matmulAdjoint } from '../matmul';
import { reciprocal } from '../power';
import { expand_dims } from '../shapes';
import { band } from './band_part';
import { diagonalMatrix, mainDiagonalOf, withDiagonal } from './diagonal';
import {
  adjointOf,
  asComplex,
  batchSize,
  checkSquare,
  collector,
  elementsOf,
  factoredWithoutHalf,
  matrixAt,
  precisionOf,
} from './matrices';

interface EigAttributes {
  readonly [name: string]: unknown;
  readonly compute_v: boolean;
}
const SelfAdjointEig: OpRecord<EigAttributes> = defineOp<EigAttributes>({
  type: 'SelfAdjointEigV2',
  infer: ([x], { compute_v }) => {
    const dims = checkSquare('SelfAdjointEigV2', x!, [...factoredWithoutHalf, float16]);
    const { dtype } = x!;
    return [
      { dtype, dims: dims === null ? null : dims.slice(0, -1) },
      { dtype, dims: compute_v ? dims : [0] },
    ];
  },
  kernel: ([x], { compute_v }, [eSpec, vSpec]) => {
    const n = x!.dims.at(-1)!;
    const e = collector(x!.dtype, eSpec!.dims);
    const v = collector(x!.dtype, vSpec!.dims);
    const precision = precisionOf(x!.dtype);
    const values = elementsOf(x!);
    for (let i = 0; i < batchSize(x!.dims); i++) {
      const vectors = precision.allocate(2 * n * n);
      const a = matrixAt(values, x!.dtype.is_complex, i, n * n);
      const found = selfAdjointEigenvalues(a, n, vectors, precision);
      if (found === null)
        throw new InvalidArgumentError(
          'Self-adjoint eigen decomposition was not successful. The input might not be valid.',
        );
      e.put(asComplex(found), i);
      if (compute_v) v.put(vectors, i);
    }
    return [e.tensor(), v.tensor()];
  },
  grad: ({ inputs: [a], outputs: [e, v], attrs: { compute_v } }, ge, gv) => {
    const vectors = compute_v ? v! : dispatch(SelfAdjointEig, [a!], { compute_v: true })[1]!;
    let middle = diagonalMatrix(ge!);
    if (compute_v) middle = add(middle, multiply(differences(e!), matmulAdjoint(vectors, gv!, true, false)));
    const whole = matmulAdjoint(vectors, matmulAdjoint(middle, vectors, false, true), false, false);
    const low = band(add(whole, adjointOf(whole)), -1, 0);
    return [withDiagonal(low, multiply(mainDiagonalOf(low), 0.5))];
  },
});

/** `1 / x`, but 0 at 0. */
export function safeReciprocal(x: Tensor): Tensor {
  return multiply(x, reciprocal(add(multiply(x, x), 1e-20)));
}

/** `1 / (e_j - e_i)` beside the diagonal, 0 on it. */
export function differences(e: Tensor): Tensor {
  return withDiagonal(safeReciprocal(subtract(expand_dims(e, -2), expand_dims(e, -1))), zeros_like(e));
}

/** Mirrors `tf.linalg.eigh`: eigenvalues in ascending order, eigenvectors as columns; the lower triangle counts. */
export const eigh = named(
  'eigh',
  ['tensor'],
  ['name'],
  (tensor: TensorLike, name?: OpName): readonly [e: Tensor, v: Tensor] => {
    const [e, v] = dispatch(SelfAdjointEig, [toTensor(tensor)], { compute_v: true }, name);
    return tuple(e!, v!);
  },
);
/** Mirrors `tf.linalg.eigvalsh`: the eigenvalues alone, in ascending order. */
export const eigvalsh = named(
  'eigvalsh',
  ['tensor'],
  ['name'],
  (tensor: TensorLike, name?: OpName): Tensor =>
    dispatch(SelfAdjointEig, [toTensor(tensor)], { compute_v: false }, name)[0]!,
);

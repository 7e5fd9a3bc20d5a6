/** Eigenvalues of any square matrices. */

import { complex64, complex128, type DType, float64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { named } from '../../../python/named';
import { tuple } from '../../../python/tuple';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { realEigenvalues } from '../../kernels/real_eigen';
import { eigenvalues } from '../../kernels/schur';
import { defineOp, type OpName, type OpRecord } from '../../op';
import type { Tensor } from '../../tensor';
import { add, multiply, subtract } from '../arithmetic';
import { cast } from '../cast';
import { real } from '../complex_parts';
import { conj } from '../conj';
import { matmulAdjoint } from '../matmul';
import { diagonalMatrix, mainDiagonalOf } from './diagonal';
import {
  adjointOf,
  batchSize,
  checkSquare,
  collector,
  elementsOf,
  factoredWithoutHalf,
  matrixAt,
  precisionOf,
} from './matrices';
import { differences } from './self_adjoint';
import { solve } from './solving';

interface EigAttributes {
  readonly [name: string]: unknown;
  readonly compute_v: boolean;
  readonly Tout: DType;
}
const Eig: OpRecord<EigAttributes> = defineOp<EigAttributes>({
  type: 'Eig',
  infer: ([x], { compute_v, Tout: dtype }) => {
    const dims = checkSquare('Eig', x!, factoredWithoutHalf);
    return [
      { dtype, dims: dims === null ? null : dims.slice(0, -1) },
      { dtype, dims: compute_v ? dims : [0] },
    ];
  },
  kernel: ([x], { compute_v, Tout }, [eSpec, vSpec]) => {
    const n = x!.dims.at(-1)!;
    const [e, v] = [collector(Tout, eSpec!.dims), collector(Tout, vSpec!.dims)];
    const values = elementsOf(x!);
    const precision = precisionOf(x!.dtype);
    for (let i = 0; i < batchSize(x!.dims); i++) {
      const vectors = new Float64Array(2 * n * n);
      const found = x!.dtype.is_complex
        ? eigenvalues(matrixAt(values, true, i, n * n), n, vectors, precision)
        : realEigenvalues(values.subarray(i * n * n, (i + 1) * n * n), n, vectors, precision);
      if (found === null)
        throw new InvalidArgumentError(
          'Eigen decomposition was not successful. The input might not be valid.',
        );
      e.put(found, i);
      if (compute_v) v.put(vectors, i);
    }
    return [e.tensor(), v.tensor()];
  },
  grad: ({ inputs: [a], outputs: [e, v], attrs }, ge, gv) => {
    const vectors = attrs.compute_v ? v! : dispatch(Eig, [a!], { ...attrs, compute_v: true })[1]!;
    let middle = diagonalMatrix(ge!);
    if (attrs.compute_v) {
      const turn = matmulAdjoint(vectors, gv!, true, false);
      const own = diagonalMatrix(mainDiagonalOf(cast(real(turn), turn.dtype)));
      const overlap = matmulAdjoint(vectors, vectors, true, false);
      const moved = subtract(turn, matmulAdjoint(overlap, own, false, false));
      middle = add(middle, multiply(conj(differences(e!)), moved));
    }
    const back = adjointOf(vectors);
    return [cast(solve(back, matmulAdjoint(middle, back, false, false)), a!.dtype)];
  },
});

function decomposed(tensor: TensorLike, compute_v: boolean, name?: OpName): readonly Tensor[] {
  const x = toTensor(tensor);
  const Tout = x.dtype === float64 || x.dtype === complex128 ? complex128 : complex64;
  return dispatch(Eig, [x], { compute_v, Tout }, name);
}

/**
 * Mirrors `tf.linalg.eig`: complex eigenvalues, and eigenvectors of length 1 as columns. Those of a complex matrix start
 * with the smallest; those of a real one come as they split off, pairs with the positive imaginary part first.
 * @throws {@link InvalidArgumentError} for a matrix that is not square or whose elements are no numbers
 */
export const eig = named(
  'eig',
  ['tensor'],
  ['name'],
  (tensor: TensorLike, name?: OpName): readonly [e: Tensor, v: Tensor] => {
    const [e, v] = decomposed(tensor, true, name);
    return tuple(e!, v!);
  },
);

/** Mirrors `tf.linalg.eigvals`: the eigenvalues alone. */
export const eigvals = named(
  'eigvals',
  ['tensor'],
  ['name'],
  (tensor: TensorLike, name?: OpName): Tensor => decomposed(tensor, false, name)[0]!,
);

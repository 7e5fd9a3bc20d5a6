/** Cholesky factors and what is solved with them. */

import { get_logger } from '../../../logging';
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatchOne } from '../../dispatch';
import { choleskyFactor } from '../../kernels/factor';
import { inOwnScope } from '../../name_scope';
import { defineOp, type OpName, type OpRecord } from '../../op';
import { strictly } from '../../operands';
import type { Tensor } from '../../tensor';
import { add, multiply } from '../arithmetic';
import { real } from '../complex_parts';
import { log } from '../exponential';
import { sum } from '../fill';
import { matmulAdjoint } from '../matmul';
import { band } from './band_part';
import { eyeLike, mainDiagonalOf, withDiagonal } from './diagonal';
import { adjointOf, checkSquare, eachMatrix } from './matrices';
import { solveTriangle, TriangularSolve } from './triangular';

type Matrix = Float64Array;

const Cholesky: OpRecord = defineOp({
  type: 'Cholesky',
  infer: ([x]) => [{ dtype: x!.dtype, dims: checkSquare('Cholesky', x!) }],
  kernel: ([x], _attrs, [spec]) => {
    const n = spec!.dims.at(-1)!;
    return [
      eachMatrix(x!, spec!.dims, (a) => {
        // TF 2.15 warns only, and leaves no numbers.
        if (!choleskyFactor(a, n)) clearLower(a, n);
        return a;
      }),
    ];
  },
  grad: ({ outputs: [l] }, g) => {
    const middle = matmulAdjoint(l!, g!, true, false);
    const halved = withDiagonal(middle, multiply(mainDiagonalOf(middle), 0.5));
    const low = band(halved, -1, 0);
    const back = solveTriangle(l!, eyeLike(l!), true, false);
    const whole = matmulAdjoint(matmulAdjoint(back, low, true, false), back, false, false);
    return [multiply(add(whole, adjointOf(whole)), 0.5)];
  },
});

/** NaN in the lower triangle, zeros above. */
function clearLower(a: Matrix, n: number): void {
  get_logger().warning('Cholesky decomposition was not successful. The input might not be valid.');
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) a.fill(j <= i ? Number.NaN : 0, 2 * (i * n + j), 2 * (i * n + j) + 2);
}

/** Mirrors `tf.linalg.cholesky`: L with `L L^H` the matrix, whose lower triangle counts. */
export const cholesky = named(
  'cholesky',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor => dispatchOne(Cholesky, [toTensor(input)], name),
);

/** Mirrors `tf.linalg.logdet`: for positive definite matrices, through {@link cholesky}. */
export const logdet = named('logdet', ['matrix'], ['name'], (matrix: TensorLike, name?: OpName): Tensor => {
  const compute = (): Tensor => {
    const diagonal = mainDiagonalOf(cholesky(matrix));
    const parts = log(diagonal.dtype.is_complex ? real(diagonal) : diagonal);
    return multiply(2, sum(parts, [-1]));
  };
  return inOwnScope('logdet', compute, name);
});

/** Mirrors `tf.linalg.cholesky_solve`: x with `A x = rhs` for the Cholesky factor `chol` of A. */
export const cholesky_solve = named(
  'cholesky_solve',
  ['chol', 'rhs'],
  ['name'],
  (chol: TensorLike, rhs: TensorLike, name?: OpName): Tensor => {
    const compute = (): Tensor => {
      const [l, b] = strictly(chol, rhs, TriangularSolve as never);
      return solveTriangle(l, solveTriangle(l, b, true, false), true, true);
    };
    return inOwnScope('cholesky_solve', compute, name);
  },
);

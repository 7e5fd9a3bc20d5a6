/** Systems of linear equations whose matrix is a triangle. */

import { bfloat16 } from '../../../dtypes';
import { type Args, bindArguments } from '../../../python/arguments';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { adjointMatrix } from '../../kernels/complex_numbers';
import { triangularSolve } from '../../kernels/factor';
import { defineOp, type OpRecord } from '../../op';
import { strictly } from '../../operands';
import type { Tensor } from '../../tensor';
import { negative } from '../arithmetic';
import { matmulAdjoint } from '../matmul';
import { band } from './band_part';
import { checkSquare, factored } from './matrices';

import { checkSides, eachPair, solutionDims } from './sides';

interface TriangleAttributes {
  readonly [name: string]: unknown;
  readonly adjoint: boolean;
  readonly lower: boolean;
}
export const TriangularSolve: OpRecord<TriangleAttributes> = defineOp<TriangleAttributes>({
  type: 'MatrixTriangularSolve',
  infer: ([a, b]) => {
    checkSides('MatrixTriangularSolve', a!, b!, [bfloat16, ...factored]);
    const dims = checkSquare('MatrixTriangularSolve', a!, [bfloat16, ...factored]);
    return [{ dtype: a!.dtype, dims: solutionDims('MatrixTriangularSolve', dims, b!.dims) }];
  },
  kernel: ([a, b], { lower, adjoint }, [spec]) => [
    eachPair(a!, b!, spec!.dims, (matrix, right, n, m) => {
      // A zero on the diagonal gives infinities, as in TF.
      const own = adjoint ? adjointMatrix(matrix, n, n) : matrix;
      triangularSolve(own, n, right, m, lower !== adjoint, false);
    }),
  ],
  grad: ({ inputs: [a], outputs: [x], attrs: { lower, adjoint } }, g) => {
    const gb = solveTriangle(a!, g!, lower, !adjoint);
    const ga = negative(adjoint ? matmulAdjoint(x!, gb, false, true) : matmulAdjoint(gb, x!, false, true));
    return [lower ? band(ga, -1, 0) : band(ga, 0, -1), gb];
  },
});

/** Solves with the lower or upper triangles of `a`, or with their adjoints. */
export function solveTriangle(a: Tensor, b: Tensor, lower: boolean, adjoint: boolean): Tensor {
  return dispatch(TriangularSolve, [a, b], { lower, adjoint })[0]!;
}

interface TriangleKeywords {
  adjoint?: boolean;
  name?: string | null;
  lower?: boolean;
}
/** Mirrors `tf.linalg.triangular_solve`: only one triangle of `matrix` counts, the lower one by default. */
export function triangular_solve(
  ...args: Args<
    [matrix: TensorLike, rhs: TensorLike],
    [lower: boolean, adjoint: boolean, name: string | null],
    TriangleKeywords,
    ['matrix', 'rhs']
  >
): Tensor {
  type All = TriangleKeywords & { matrix: TensorLike; rhs: TensorLike };
  const names = ['matrix', 'rhs', 'lower', 'adjoint', 'name'] as const;
  const given = bindArguments<All>('matrix_triangular_solve', names, args, { required: 2 });
  const [a, b] = strictly(given.matrix!, given.rhs!, TriangularSolve as never);
  return solveTriangle(a, b, given.lower ?? true, given.adjoint ?? false);
}

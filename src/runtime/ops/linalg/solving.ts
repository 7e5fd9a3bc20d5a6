/** Systems of linear equations. */

import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { adjointMatrix } from '../../kernels/complex_numbers';
import { isSingular, luFactor, luSolve } from '../../kernels/factor';
import { defineOp, type OpRecord } from '../../op';
import { strictly } from '../../operands';
import type { Tensor } from '../../tensor';
import { negative } from '../arithmetic';
import { matmulAdjoint } from '../matmul';
import { checkSquare, factored } from './matrices';

import { checkSides, eachPair, solutionDims } from './sides';

interface AdjointAttributes {
  readonly [name: string]: unknown;
  readonly adjoint: boolean;
}

export const Solve: OpRecord<AdjointAttributes> = defineOp<AdjointAttributes>({
  type: 'MatrixSolve',
  infer: ([a, b]) => {
    checkSides('MatrixSolve', a!, b!, factored);
    const dims = checkSquare('MatrixSolve', a!);
    return [{ dtype: a!.dtype, dims: solutionDims('MatrixSolve', dims, b!.dims) }];
  },
  kernel: ([a, b], { adjoint }, [spec]) => [
    eachPair(a!, b!, spec!.dims, (matrix, right, n, m) => {
      const own = adjoint ? adjointMatrix(matrix, n, n) : matrix;
      const order = new Int32Array(n);
      luFactor(own, n, order);
      if (isSingular(own, n)) throw new InvalidArgumentError('Input matrix is not invertible.');
      luSolve(own, order, n, right, m);
    }),
  ],
  grad: ({ inputs: [a], outputs: [x], attrs: { adjoint } }, g) => {
    const gb = dispatch(Solve, [a!, g!], { adjoint: !adjoint })[0]!;
    return [negative(adjoint ? matmulAdjoint(x!, gb, false, true) : matmulAdjoint(gb, x!, false, true)), gb];
  },
});

interface SolveKeywords {
  adjoint?: boolean;
  name?: string | null;
}
/** Mirrors `tf.linalg.solve`: x with `matrix x = rhs`. @throws {@link InvalidArgumentError} for a singular matrix */
export function solve(
  ...args: Args<
    [matrix: TensorLike, rhs: TensorLike],
    [adjoint: boolean, name: string | null],
    SolveKeywords,
    ['matrix', 'rhs']
  >
): Tensor {
  type All = SolveKeywords & { matrix: TensorLike; rhs: TensorLike };
  const names = ['matrix', 'rhs', 'adjoint', 'name'] as const;
  const given = bindArguments<All>('matrix_solve', names, args, { required: 2 });
  const [a, b] = strictly(given.matrix!, given.rhs!, Solve as never);
  return dispatch(Solve, [a, b], { adjoint: given.adjoint ?? false })[0]!;
}

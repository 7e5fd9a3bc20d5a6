/** Least squares through the normal equations. */

import { float16, float64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { checkKernel } from '../../kernel_types';
import { checkAllowed } from '../../op';
import { strictly } from '../../operands';
import type { Tensor } from '../../tensor';
import { bracketText } from '../../tensor_shape';
import { add, multiply } from '../arithmetic';
import { cast } from '../cast';
import { matmulAdjoint } from '../matmul';
import { cholesky, cholesky_solve } from './cholesky';
import { eyeLike } from './diagonal';
import { factoredWithoutHalf } from './matrices';
import { Solve } from './solving';

interface LeastKeywords {
  l2_regularizer?: TensorLike;
  fast?: boolean;
  name?: string | null;
}
/**
 * Mirrors `tf.linalg.lstsq`: the x nearest to solving `matrix x = rhs`, or the smallest of many, through the normal
 * equations. @throws {@link InvalidArgumentError} if the columns (or rows) depend on each other
 */
export function lstsq(
  ...args: Args<
    [matrix: TensorLike, rhs: TensorLike],
    [l2_regularizer: TensorLike, fast: boolean, name: string | null],
    LeastKeywords,
    ['matrix', 'rhs']
  >
): Tensor {
  type All = LeastKeywords & { matrix: TensorLike; rhs: TensorLike };
  const names = ['matrix', 'rhs', 'l2_regularizer', 'fast', 'name'] as const;
  const given = bindArguments<All>('matrix_solve_ls', names, args, { required: 2 });
  const [a, b] = strictly(given.matrix!, given.rhs!, Solve as never);
  if (a.dtype === float16) checkKernel('Cholesky', a.dtype);
  checkAllowed('MatrixSolveLs', a.dtype, factoredWithoutHalf);
  if (a.dims.length < 2 || b.dims.length < 2)
    throw new InvalidArgumentError(
      `In[0] and In[1] has different ndims: ${bracketText(a.dims)} vs. ${bracketText(b.dims)}`,
    );
  if (a.dims.at(-2) !== b.dims.at(-2))
    throw new InvalidArgumentError('Input matrix and rhs are incompatible.', {
      fields: { expected: a.dims, actual: b.dims },
    });
  const tall = a.dims.at(-2)! >= a.dims.at(-1)!;
  const gram = matmulAdjoint(a, a, tall, !tall);
  const penalty = given.l2_regularizer ?? 0;
  const own = typeof penalty === 'number' ? penalty : cast(toTensor(penalty, undefined, float64), a.dtype);
  const regular = own === 0 ? gram : add(gram, multiply(own, eyeLike(gram)));
  const l = cholesky(regular);
  if (tall) return cholesky_solve(l, matmulAdjoint(a, b, true, false));
  return matmulAdjoint(a, cholesky_solve(l, b), true, false);
}

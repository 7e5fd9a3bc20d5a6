/** Both sides of systems of linear equations: checks, and taking matrices in pairs. */

import type { DType } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { broadcastDims } from '../../broadcast';
import { checkAllowed, type InputSpec, mismatch } from '../../op';
import type { Tensor } from '../../tensor';
import { compatibleDims, type Dimension } from '../../tensor_shape';
import { broadcast_to } from '../movement';
import { eachMatrix, elementsOf, matrixAt } from './matrices';

type Matrix = Float64Array;

export function checkSides(type: string, a: InputSpec, b: InputSpec, allowed: readonly DType[]): void {
  checkAllowed(type, a.dtype, allowed);
  if (a.dtype !== b.dtype) throw mismatch(type, 1, a.dtype, b.dtype);
}

/** The sizes of `x` in `a x = b`, batches being broadcast. */
export function solutionDims(
  type: string,
  a: readonly Dimension[] | null,
  b: readonly Dimension[] | null,
): readonly Dimension[] | null {
  if (a === null || b === null) return null;
  if (b.length < 2) throw new InvalidArgumentError('Input tensor 1 must have rank >= 2');
  if (type === 'MatrixSolve' && a.length !== b.length)
    throw new InvalidArgumentError('All input tensors must have the same rank.', {
      fields: { expected: a, actual: b },
    });
  if (type === 'MatrixSolve' && !compatibleDims(a.slice(0, -2), b.slice(0, -2)))
    throw new InvalidArgumentError('All input tensors must have the same outer dimensions.', {
      fields: { expected: a, actual: b },
    });
  if (a.at(-1) !== null && b.at(-2) !== null && a.at(-1) !== b.at(-2))
    throw new InvalidArgumentError(
      type === 'MatrixSolve'
        ? 'Input matrix and rhs are incompatible.'
        : `In[0] mismatch In[1] shape: ${a.at(-1)} vs. ${b.at(-2)}: [${a.join(',')}] [${b.join(',')}] 0 0`,
      { fields: { expected: a, actual: b } },
    );
  return [...broadcastDims(a.slice(0, -2), b.slice(0, -2))!, ...b.slice(-2)];
}

/** Both sides with one batch shape: `matrix` is called for each pair. */
export function eachPair(
  a: Tensor,
  b: Tensor,
  dims: readonly number[],
  solve: (matrix: Matrix, right: Matrix, n: number, m: number) => void,
): Tensor {
  const batch = dims.slice(0, -2);
  const [left, right] = [a, b].map((t) =>
    t.dims.length === dims.length && batch.every((d, i) => t.dims[i] === d)
      ? t
      : broadcast_to(t, [...batch, ...t.dims.slice(-2)]),
  ) as [Tensor, Tensor];
  const n = a.dims.at(-1)!;
  const m = dims.at(-1)!;
  const values = elementsOf(left);
  return eachMatrix(right, dims, (x, i) => {
    solve(matrixAt(values, a.dtype.is_complex, i, n * n), x, n, m);
    return x;
  });
}

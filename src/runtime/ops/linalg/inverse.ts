/** Inverses of square matrices. */

import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { adjointMatrix } from '../../kernels/complex_numbers';
import { isSingular, luFactor, luSolve } from '../../kernels/factor';
import { defineOp, type OpRecord } from '../../op';
import type { Tensor } from '../../tensor';
import { negative } from '../arithmetic';
import { matmulAdjoint } from '../matmul';
import { checkSquare, eachMatrix } from './matrices';

interface AdjointAttributes {
  readonly [name: string]: unknown;
  readonly adjoint: boolean;
}

function identityMatrix(n: number): Float64Array {
  const out = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) out[2 * i * (n + 1)] = 1;
  return out;
}

const Inverse: OpRecord<AdjointAttributes> = defineOp<AdjointAttributes>({
  type: 'MatrixInverse',
  infer: ([x]) => [{ dtype: x!.dtype, dims: checkSquare('MatrixInverse', x!) }],
  kernel: ([x], { adjoint }, [spec]) => {
    const n = spec!.dims.at(-1)!;
    const order = new Int32Array(n);
    return [
      eachMatrix(x!, spec!.dims, (a) => {
        const matrix = adjoint ? adjointMatrix(a, n, n) : a;
        luFactor(matrix, n, order);
        if (isSingular(matrix, n)) throw new InvalidArgumentError('Input is not invertible.');
        const result = identityMatrix(n);
        luSolve(matrix, order, n, result, n);
        return result;
      }),
    ];
  },
  grad: ({ outputs: [y], attrs: { adjoint } }, g) => {
    const other = adjoint ? matmulAdjoint(y!, matmulAdjoint(g!, y!, true, false), false, false) : null;
    if (other !== null) return [negative(other)];
    return [negative(matmulAdjoint(y!, matmulAdjoint(g!, y!, false, true), true, false))];
  },
});

/** Inverses of square matrices, or of their adjoints. */
export function inverse(x: Tensor, adjoint: boolean): Tensor {
  return dispatch(Inverse, [x], { adjoint })[0]!;
}

interface AdjointKeywords {
  adjoint?: boolean;
  name?: string | null;
}
type AdjointArgs = Args<
  [input: TensorLike],
  [adjoint: boolean, name: string | null],
  AdjointKeywords,
  ['input']
>;
/** Mirrors `tf.linalg.inv`. @throws {@link InvalidArgumentError} for a matrix that is not square or has no inverse */
export function inv(...args: AdjointArgs): Tensor {
  type All = AdjointKeywords & { input: TensorLike };
  const given = bindArguments<All>('matrix_inverse', ['input', 'adjoint', 'name'], args, { required: 1 });
  return inverse(toTensor(given.input!), given.adjoint ?? false);
}

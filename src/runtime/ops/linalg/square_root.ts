/** Square roots of matrices. */
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatchOne } from '../../dispatch';
import { matrixSquareRoot } from '../../kernels/square_root';
import { defineOp, type OpName, type OpRecord } from '../../op';
import type { Tensor } from '../../tensor';
import { add, multiply } from '../arithmetic';
import { reshape, shape } from '../array';
import { expand_dims } from '../shapes';
import { sizeList, sizeOf, sizeProduct } from '../sizes';
import { eyeLike } from './diagonal';
import { checkSquare, eachMatrix, turned } from './matrices';
import { solve } from './solving';

/** The Kronecker product of square matrices of one size. */
function kronecker(a: Tensor, b: Tensor): Tensor {
  const whole = multiply(expand_dims(expand_dims(a, -1), -3), expand_dims(expand_dims(b, -2), -4));
  const batch = a.dims.slice(0, -2).map((_, i) => sizeOf(a, i));
  const order = sizeProduct([sizeOf(a, -1), sizeOf(b, -1)]);
  return reshape(whole, sizeList([...batch, order, order]));
}

const MatrixSquareRoot: OpRecord = defineOp({
  type: 'MatrixSquareRoot',
  infer: ([x]) => [{ dtype: x!.dtype, dims: checkSquare('MatrixSquareRoot', x!) }],
  kernel: ([x], _attrs, [spec]) => [
    eachMatrix(x!, spec!.dims, (a) => matrixSquareRoot(a, spec!.dims.at(-1)!, !x!.dtype.is_complex)),
  ],
  // Of A = R R follows dA = R dR + dR R, which is solved for dR written as one column. TF does not conjugate.
  grad: ({ outputs: [r] }, g) => {
    const eye = eyeLike(r!);
    const sides = add(kronecker(eye, turned(r!)), kronecker(r!, eye));
    const batch = r!.dims.slice(0, -2).map((_, i) => sizeOf(r!, i));
    const column = sizeList([...batch, sizeProduct([sizeOf(r!, -1), sizeOf(r!, -1)]), 1]);
    return [turned(reshape(solve(sides, reshape(turned(g!), column)), shape(r!)))];
  },
});

/**
 * Mirrors `tf.linalg.sqrtm`: the principal square root; NaN throughout for a real matrix whose root is not real.
 * @throws {@link InvalidArgumentError} for a matrix that is not square
 */
export const sqrtm = named(
  'sqrtm',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor => dispatchOne(MatrixSquareRoot, [toTensor(input)], name),
);

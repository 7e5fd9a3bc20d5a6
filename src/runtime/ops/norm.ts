/** `tf.norm`: norms of vectors and matrices. */
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { repr } from '../../python/repr';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { inOwnScope } from '../name_scope';
import type { Tensor } from '../tensor';
import { multiply } from './arithmetic';
import { conj } from './conj';
import { pow, sqrt } from './power';
import { reduce_max, reduce_sum } from './reduction';
import { abs } from './rounding';
import { squeeze } from './shapes';

/**
 * The largest singular value of the matrices in two axes; linear algebra puts it in, which lies above this
 * file.
 */
let spectralNorm: ((x: Tensor, axes: readonly [number, number]) => Tensor) | undefined;

/** Says how the 2-norm of matrices is computed: from their singular values. @internal */
export function setSpectralNorm(norm: (x: Tensor, axes: readonly [number, number]) => Tensor): void {
  spectralNorm = norm;
}

type Order = string | number;
type NormAxis = number | readonly number[] | null;
interface NormKeywords {
  ord?: Order;
  axis?: NormAxis;
  keepdims?: boolean | null;
  name?: string | null;
}

/** @throws {@link ValueError} with TF's texts */
function checkArguments(ord: Order, axis: NormAxis): void {
  if (Array.isArray(axis) && axis.length === 2) {
    if (!axis.every(Number.isInteger) || axis[0] === axis[1])
      throw new ValueError(
        `'axis' must be None, an integer, or a tuple of 2 unique integers, got ${repr(axis)}`,
      );
    if (!['euclidean', 'fro', 1, 2, Number.POSITIVE_INFINITY].includes(ord))
      throw new ValueError(
        `'ord' must be a supported matrix norm in ['euclidean', 'fro', 1, 2, inf], got ${ord}`,
      );
    return;
  }
  if (axis !== null && !Number.isInteger(axis))
    throw new ValueError(
      `'axis' must be None, an integer, or a tuple of 2 unique integers, got ${repr(axis)}`,
    );
  if (typeof ord === 'number' ? !(ord > 0) : ord !== 'euclidean')
    throw new ValueError(`'ord' must be a supported vector norm, got ${ord}`);
}

function matrixNorm(x: Tensor, ord: Order, axes: readonly [number, number]): Tensor {
  if (ord === 2 && spectralNorm !== undefined) return spectralNorm(x, axes);
  if (ord === 1) return reduce_max(reduce_sum(abs(x), axes[0], true), axes[1], true);
  if (ord === Number.POSITIVE_INFINITY) return reduce_max(reduce_sum(abs(x), axes[1], true), axes[0], true);
  return rootOfSquares(x, axes);
}

function rootOfSquares(x: Tensor, axis: NormAxis): Tensor {
  return sqrt(reduce_sum(multiply(x, conj(x)), axis, true));
}

function vectorNorm(x: Tensor, ord: Order, axis: number | null): Tensor {
  if (typeof ord === 'string' || ord === 2) return rootOfSquares(x, axis);
  if (ord === 1) return reduce_sum(abs(x), axis, true);
  if (ord === Number.POSITIVE_INFINITY) return reduce_max(abs(x), axis, true);
  return pow(reduce_sum(pow(abs(x), ord), axis, true), 1 / ord);
}

/**
 * Mirrors `tf.norm`: of the vectors along `axis`, of the matrices in two axes, or of all elements as one
 * vector.
 * @param ord `euclidean`, `fro` (matrices), 1, 2, infinity, or for vectors any positive number
 * @throws {@link ValueError} for other orders and axes
 */
export function norm(
  ...args: Args<
    [tensor: TensorLike],
    [ord: Order, axis: NormAxis, keepdims: boolean | null, name: string | null],
    NormKeywords,
    ['tensor']
  >
): Tensor {
  const given = bindArguments<NormKeywords & { tensor: TensorLike }>(
    'norm_v2',
    ['tensor', 'ord', 'axis', 'keepdims', 'name'],
    args,
    { required: 1 },
  );
  const { ord = 'euclidean', axis = null } = given;
  checkArguments(ord, axis);
  const x = toTensor(given.tensor!);
  return inOwnScope('norm', () => {
    const kept = Array.isArray(axis)
      ? matrixNorm(x, ord, axis as unknown as [number, number])
      : vectorNorm(x, ord, axis as number | null);
    if (given.keepdims) return kept;
    return axis === null ? squeeze(kept) : squeeze(kept, typeof axis === 'number' ? [axis] : axis);
  });
}

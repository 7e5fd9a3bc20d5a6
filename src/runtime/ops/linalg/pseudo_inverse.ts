/** What singular values tell of matrices: their rank, and an inverse for those that have none. */
import { type DType, float32, int32 } from '../../../dtypes';
import { TypeError, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import type { Tensor } from '../../tensor';
import { multiply, realdiv } from '../arithmetic';
import { cast } from '../cast';
import { greater } from '../comparison';
import { maximum } from '../extremes';
import { sum } from '../fill';
import { matmulAdjoint } from '../matmul';
import { reduce_max } from '../reduction';
import { selectV2 } from '../select';
import { expand_dims } from '../shapes';
import { sizeOf } from '../sizes';
import { svd } from './svd';

function checkMatrix(a: Tensor): void {
  if (!a.dtype.is_floating)
    throw new TypeError(`Input \`a\` must have \`float\`-like \`dtype\` (saw ${a.dtype.name}).`);
  if (a.dims.length < 2)
    throw new ValueError(`Input \`a\` must have at least 2 dimensions (saw: ${a.dims.length}).`);
}

/** The distance from 1 to the next number. */
function epsilonOf(dtype: DType): number {
  return dtype === float32 ? 2 ** -23 : Number.EPSILON;
}

/** The longer side of the matrices. */
function longerSide(a: Tensor): Tensor {
  return cast(maximum(sizeOf(a, -2), sizeOf(a, -1)), a.dtype);
}

interface RankKeywords {
  tol?: TensorLike | null;
  validate_args?: boolean;
  name?: string | null;
}
/** Mirrors `tf.linalg.matrix_rank`: how many singular values are larger than `tol`; int32. */
export function matrix_rank(
  ...args: Args<
    [a: TensorLike],
    [tol: TensorLike | null, validate_args: boolean, name: string | null],
    RankKeywords,
    ['a']
  >
): Tensor {
  type All = RankKeywords & { a: TensorLike };
  const given = bindArguments<All>('matrix_rank', ['a', 'tol', 'validate_args', 'name'], args, {
    required: 1,
  });
  const a = toTensor(given.a!, undefined, float32);
  checkMatrix(a);
  const s = svd(a, { compute_uv: false });
  const tol = given.tol ?? multiply(multiply(longerSide(a), epsilonOf(a.dtype)), reduce_max(s, -1, true));
  return sum(cast(greater(s, tol), int32), [-1]);
}

interface PinvKeywords {
  rcond?: TensorLike | null;
  validate_args?: boolean;
  name?: string | null;
}
/**
 * Mirrors `tf.linalg.pinv`: the Moore-Penrose pseudo-inverse. Singular values up to `rcond` times the largest count
 * as zero.
 * @throws {@link TypeError} unless the matrix is of floats
 */
export function pinv(
  ...args: Args<
    [a: TensorLike],
    [rcond: TensorLike | null, validate_args: boolean, name: string | null],
    PinvKeywords,
    ['a']
  >
): Tensor {
  type All = PinvKeywords & { a: TensorLike };
  const given = bindArguments<All>('pinv', ['a', 'rcond', 'validate_args', 'name'], args, { required: 1 });
  const a = toTensor(given.a!);
  checkMatrix(a);
  const rcond =
    given.rcond === undefined || given.rcond === null
      ? multiply(longerSide(a), 10 * epsilonOf(a.dtype))
      : toTensor(given.rcond, a.dtype);
  const [s, u, v] = svd(a);
  const cutoff = expand_dims(multiply(rcond, reduce_max(s, -1)), -1);
  const kept = selectV2(greater(s, cutoff), s, toTensor(Number.POSITIVE_INFINITY, a.dtype));
  return matmulAdjoint(realdiv(v, expand_dims(kept, -2)), u, false, true);
}

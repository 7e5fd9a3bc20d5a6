/** Functions of matrices that are composed of ops: exponentials, square roots, adjoints, and normalizing. */
import { complex64, float16, float32 } from '../../../dtypes';
import { InvalidArgumentError, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import type { Tensor } from '../../tensor';
import { elementCount, shapeText } from '../../tensor_shape';
import { add, multiply, realdiv, subtract } from '../arithmetic';
import { cast } from '../cast';
import { ones } from '../creation';
import { sum } from '../fill';
import { matmulAdjoint } from '../matmul';
import { norm } from '../norm';
import { abs } from '../rounding';
import { diagonalMatrix } from './diagonal';
import { adjointOf } from './matrices';
import { inverse, solve } from './solving';

/** Mirrors `tf.linalg.adjoint`: transposed and conjugated matrices. */
export function adjoint(matrix: TensorLike): Tensor {
  const x = toTensor(matrix);
  if (x.dims.length < 2)
    throw new ValueError(
      `Argument \`a\` should be a (batch) matrix with rank >= 2.  Received \`a\` = ${x} with shape ${shapeText(x.dims)}`,
    );
  return adjointOf(x);
}

function times(a: Tensor, b: Tensor): Tensor {
  return matmulAdjoint(a, b, false, false);
}

function eyeLike(x: Tensor): Tensor {
  return diagonalMatrix(ones(x.dims.slice(0, -1), x.dtype));
}

function checkSquareMatrices(x: Tensor, name: string): void {
  if (!x.dtype.is_floating && !x.dtype.is_complex)
    throw new InvalidArgumentError(`${name} of ${x.dtype.name} is not defined.`, {
      fields: { actual: x.dtype.name },
    });
  if (x.dims.length < 2 || x.dims.at(-1) !== x.dims.at(-2))
    throw new InvalidArgumentError('Input matrix must be square.', { fields: { actual: x.dims } });
}

/** Numerators of the Padé approximants of exp, of degree 7 and 13, and how large a matrix each is exact enough for. */
const pade7 = [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1];
const pade13 = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
  670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
];
const reach7 = 0.95;
const reach13 = 5.371920351148152;

/** The largest sum of sizes along a column, over all matrices. */
function largestNorm(x: Tensor): number {
  const sizes = sum(abs(x), [-2]);
  return Math.max(0, ...Array.from(sizes.data as ArrayLike<number>));
}

/**
 * Mirrors `tf.linalg.expm`: the exponential, by scaling and squaring a Padé approximant.
 * @throws {@link InvalidArgumentError} for a matrix that is not square
 */
export function expm(input: TensorLike): Tensor {
  const given = toTensor(input);
  checkSquareMatrices(given, 'expm');
  if (elementCount(given.dims) === 0) return given;
  const narrow = given.dtype === float16;
  const x = narrow ? cast(given, float32) : given;
  const single = x.dtype === float32 || x.dtype === complex64;
  const [terms, reach] = single ? [pade7, reach7] : [pade13, reach13];
  const size = largestNorm(x);
  const squarings = size > reach && Number.isFinite(size) ? Math.ceil(Math.log2(size / reach)) : 0;
  const a = squarings === 0 ? x : multiply(x, cast(2 ** -squarings, x.dtype));
  const a2 = times(a, a);
  let [even, odd] = [null, null] as [Tensor | null, Tensor | null];
  for (let i = terms.length - 1; i >= 0; i -= 2) {
    const [o, e] = [terms[i]!, terms[i - 1]!].map((c) => multiply(eyeLike(x), cast(c, x.dtype))) as [
      Tensor,
      Tensor,
    ];
    odd = odd === null ? o : add(times(odd, a2), o);
    even = even === null ? e : add(times(even, a2), e);
  }
  const u = times(a, odd!);
  let result = solve(subtract(even!, u), add(even!, u));
  for (let i = 0; i < squarings; i++) result = times(result, result);
  return narrow ? cast(result, float16) : result;
}

const rootSteps = 40;

/**
 * Mirrors `tf.linalg.sqrtm`: the principal square root, by Denman and Beavers' iteration.
 * @throws {@link InvalidArgumentError} for a matrix that is not square or has no such root
 */
export function sqrtm(input: TensorLike): Tensor {
  const x = toTensor(input);
  checkSquareMatrices(x, 'sqrtm');
  let [root, back] = [x, eyeLike(x)];
  const enough = x.dtype.real_dtype === float32 ? 1e-7 : 1e-15;
  for (let step = 0; step < rootSteps; step++) {
    const next = multiply(add(root, inverse(back, false)), 0.5);
    back = multiply(add(back, inverse(root, false)), 0.5);
    const moved = largestNorm(subtract(next, root));
    root = next;
    if (!(moved > enough * largestNorm(root))) break;
  }
  return root;
}

interface NormalizeKeywords {
  ord?: string | number;
  axis?: number | readonly number[] | null;
  name?: string | null;
}
/** Mirrors `tf.linalg.normalize`: a tensor divided by its norm along `axis`, and that norm. */
export function normalize(
  ...args: Args<
    [tensor: TensorLike],
    [ord: string | number, axis: number | readonly number[] | null, name: string | null],
    NormalizeKeywords
  >
): readonly [normalized: Tensor, norm: Tensor] {
  type All = NormalizeKeywords & { tensor: TensorLike };
  const given = bindArguments<All>('normalize', ['tensor', 'ord', 'axis', 'name'], args, { required: 1 });
  const x = toTensor(given.tensor!);
  const size = norm(x, given.ord ?? 'euclidean', { axis: (given.axis ?? null) as never, keepdims: true });
  const own = cast(size, x.dtype);
  return [realdiv(x, own), own];
}

/** Functions of matrices that are composed of ops: exponentials, adjoints, and normalizing. */

import { complex64, complex128, float16, float32, float64, int32 } from '../../../dtypes';
import { InvalidArgumentError, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { named } from '../../../python/named';
import { tuple } from '../../../python/tuple';
import { cond, while_loop } from '../../control_flow';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { inOwnScope } from '../../name_scope';
import { checkAllowed, type OpName } from '../../op';
import type { Tensor } from '../../tensor';
import { compatibleDims, shapeText } from '../../tensor_shape';
import { signedNumbers } from '../../type_groups';
import { add, divide, multiply, negative, subtract, truediv } from '../arithmetic';
import { shape } from '../array';
import { cast } from '../cast';
import { greater, less } from '../comparison';
import { ones_like } from '../creation';
import { log } from '../exponential';
import { fill, sum } from '../fill';
import { logical_and } from '../logic';
import { matmulAdjoint } from '../matmul';
import { norm } from '../norm';
import { pow } from '../power';
import { reduce_max } from '../reduction';
import { abs, ceil, is_finite } from '../rounding';
import { selectV2 } from '../select';
import { stop_gradient } from '../shapes';
import { eyeLike } from './diagonal';
import { adjointOf } from './matrices';
import { solve } from './solving';

/** Mirrors `tf.linalg.adjoint`: transposed and conjugated matrices. */
export const adjoint = named('adjoint', ['matrix'], ['name'], (matrix: TensorLike, name?: OpName): Tensor => {
  const x = toTensor(matrix);
  if (x.dims.length < 2)
    throw new ValueError(
      `Argument \`a\` should be a (batch) matrix with rank >= 2.  Received \`a\` = ${x} with shape ${shapeText(x.dims)}`,
    );
  return inOwnScope('adjoint', () => adjointOf(x), name);
});

function times(a: Tensor, b: Tensor): Tensor {
  return matmulAdjoint(a, b, false, false);
}

function checkSquareMatrices(x: Tensor, name: string): void {
  if (!x.dtype.is_floating && !x.dtype.is_complex)
    throw new InvalidArgumentError(`${name} of ${x.dtype.name} is not defined.`, {
      fields: { actual: x.dtype.name },
    });
  if (x.dims.length < 2 || !compatibleDims(x.dims.slice(-1), x.dims.slice(-2, -1)))
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

/** The largest sum of sizes along a column, over all matrices; a real scalar. */
function largestNorm(x: Tensor): Tensor {
  return reduce_max(sum(abs(x), [-2]));
}

/** How often a matrix is halved before the approximant is exact enough; int32. Infinite ones stay as they are. */
function halvings(size: Tensor, reach: number): Tensor {
  const ratio = divide(cast(size, float64), reach);
  const far = logical_and(greater(ratio, 1), less(ratio, Number.POSITIVE_INFINITY));
  return cast(ceil(divide(log(selectV2(far, ratio, ones_like(ratio))), Math.LN2)), int32);
}

/**
 * Mirrors `tf.linalg.expm`: the exponential, by scaling and squaring a Padé approximant.
 * @throws {@link InvalidArgumentError} for a matrix that is not square
 */
export const expm = named(
  'expm',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor =>
    inOwnScope('matrix_exponential', () => exponential(input), name),
);

function exponential(input: TensorLike): Tensor {
  const given = toTensor(input);
  checkAllowed('Abs', given.dtype, [...signedNumbers, complex64, complex128]);
  if (![float16, float32, float64, complex64, complex128].includes(given.dtype))
    throw new ValueError(`tf.linalg.expm does not support matrices of type ${given.dtype.__repr__()}`);
  checkSquareMatrices(given, 'expm');
  if (given.dims.includes(0)) return given;
  const narrow = given.dtype === float16;
  const x = narrow ? cast(given, float32) : given;
  const single = x.dtype === float32 || x.dtype === complex64;
  const [terms, reach] = single ? [pade7, reach7] : [pade13, reach13];
  const size = largestNorm(x);
  const squarings = stop_gradient(halvings(size, reach));
  const scale = pow(toTensor(2, float64), cast(negative(squarings), float64));
  const a = multiply(x, cast(scale, x.dtype));
  const a2 = times(a, a);
  let [even, odd] = [null, null] as [Tensor | null, Tensor | null];
  for (let i = terms.length - 1; i >= 0; i -= 2) {
    const [o, e] = [terms[i]!, terms[i - 1]!].map((c) => multiply(eyeLike(x), toTensor(c, x.dtype))) as [
      Tensor,
      Tensor,
    ];
    odd = odd === null ? o : add(times(odd, a2), o);
    even = even === null ? e : add(times(even, a2), e);
  }
  const u = times(a, odd!);
  const power = cond(
    is_finite(size),
    () => solve(subtract(even!, u), add(even!, u)),
    () => fill(shape(x), toTensor(Number.NaN, x.dtype)),
  ) as Tensor;
  const result = while_loop(
    (i: Tensor) => less(i, squarings),
    (i: Tensor, y: Tensor) => [add(i, 1), times(y, y)],
    [toTensor(0n, int32), power],
    { shape_invariants: [[], x.dims] },
  )[1]!;
  return narrow ? cast(result, float16) : result;
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
    NormalizeKeywords,
    ['tensor']
  >
): readonly [normalized: Tensor, norm: Tensor] {
  type All = NormalizeKeywords & { tensor: TensorLike };
  const given = bindArguments<All>('normalize', ['tensor', 'ord', 'axis', 'name'], args, { required: 1 });
  const x = toTensor(given.tensor!);
  const size = norm(x, given.ord ?? 'euclidean', { axis: (given.axis ?? null) as never, keepdims: true });
  const own = cast(size, x.dtype);
  return tuple(truediv(x, own), own);
}

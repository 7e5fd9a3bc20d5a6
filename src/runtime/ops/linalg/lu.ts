/** LU factors, and what is solved and put together with them. */
import { as_dtype, type DType, type DTypeLike, float32, int32, int64 } from '../../../dtypes';
import { InvalidArgumentError, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { namedtuple } from '../../../python/tuple';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { integerTensor } from '../../index_argument';
import { isSingular, luFactor } from '../../kernels/factor';
import { checkAllowed, defineOp, type OpRecord, unregisteredGradient } from '../../op';
import type { Tensor } from '../../tensor';
import { cast } from '../cast';
import { ones_like } from '../creation';
import { gather } from '../gather';
import { matmulAdjoint } from '../matmul';
import { broadcast_to } from '../movement';
import { argsort, type NamedTensors } from '../sorting';
import { band } from './band_part';
import { eyeLike, mainDiagonalOf, withDiagonal } from './diagonal';
import { checkSquare, eachMatrix, factored } from './matrices';
import { solveTriangle } from './triangular';

interface LuAttributes {
  readonly [name: string]: unknown;
  readonly output_idx_type: DType;
}
const Lu: OpRecord<LuAttributes> = defineOp<LuAttributes>({
  type: 'Lu',
  infer: ([x], { output_idx_type }) => {
    checkAllowed('Lu', output_idx_type, [int32, int64], 'output_idx_type');
    const dims = checkSquare('Lu', x!, factored);
    return [
      { dtype: x!.dtype, dims },
      { dtype: output_idx_type, dims: dims === null ? null : dims.slice(0, -1) },
    ];
  },
  kernel: ([x], { output_idx_type }, [spec, orderSpec]) => {
    const n = spec!.dims.at(-1)!;
    const orders: number[] = [];
    const factors = eachMatrix(x!, spec!.dims, (a) => {
      const order = new Int32Array(n);
      luFactor(a, n, order);
      if (isSingular(a, n)) throw new InvalidArgumentError('Input is not invertible.');
      orders.push(...order);
      return a;
    });
    return [factors, integerTensor(orders, output_idx_type, [...orderSpec!.dims])];
  },
  grad: unregisteredGradient('Lu'),
});

const LuResult = namedtuple('Lu', ['lu', 'p']);
interface LuKeywords {
  output_idx_type?: DTypeLike;
  name?: string | null;
}
/**
 * Mirrors `tf.linalg.lu`: both triangles in one matrix, and the order of the rows.
 * @returns a namedtuple of `lu` and `p` (int32 unless `output_idx_type` says otherwise)
 * @throws {@link InvalidArgumentError} for a matrix that is not square or has no inverse
 */
export function lu(
  ...args: Args<[input: TensorLike], [output_idx_type: DTypeLike, name: string | null], LuKeywords, ['input']>
): NamedTensors<'lu' | 'p'> {
  type All = LuKeywords & { input: TensorLike };
  const given = bindArguments<All>('lu', ['input', 'output_idx_type', 'name'], args, { required: 1 });
  const output_idx_type = as_dtype(given.output_idx_type ?? int32);
  const [factors, p] = dispatch(Lu, [toTensor(given.input!)], { output_idx_type });
  return new LuResult(factors, p) as unknown as NamedTensors<'lu' | 'p'>;
}

/** Checks of TF's that need the ranks and sizes alone. */
function checkFactors(lower_upper: Tensor, perm: Tensor): void {
  if (lower_upper.dims.length < 2)
    throw new ValueError('Input `lower_upper` must have at least 2 dimensions.');
  if (lower_upper.dims.length !== perm.dims.length + 1)
    throw new ValueError('`rank(lower_upper)` must equal `rank(perm) + 1`');
  if (lower_upper.dims.at(-1) !== lower_upper.dims.at(-2))
    throw new ValueError('`lower_upper` must be square.');
}

function lowerOf(lower_upper: Tensor): Tensor {
  return withDiagonal(band(lower_upper, -1, 0), ones_like(mainDiagonalOf(lower_upper)));
}

/** Rows of matrices in another order, one order for each matrix. */
function inOrder(x: Tensor, order: Tensor): Tensor {
  return gather(x, order, { axis: order.dims.length - 1, batch_dims: order.dims.length - 1 });
}

interface FactorKeywords {
  validate_args?: boolean;
  name?: string | null;
}
type FactorArgs = Args<
  [lower_upper: TensorLike, perm: TensorLike],
  [validate_args: boolean, name: string | null],
  FactorKeywords,
  ['lower_upper', 'perm']
>;
function factorsOf(method: string, args: FactorArgs): [lower_upper: Tensor, perm: Tensor] {
  type All = FactorKeywords & { lower_upper: TensorLike; perm: TensorLike };
  const names = ['lower_upper', 'perm', 'validate_args', 'name'] as const;
  const given = bindArguments<All>(method, names, args, { required: 2 });
  const lower_upper = toTensor(given.lower_upper!, undefined, float32);
  const perm = toTensor(given.perm!, undefined, int32);
  checkFactors(lower_upper, perm);
  return [lower_upper, perm];
}

/**
 * Mirrors `tf.linalg.lu_solve`: x with `A x = rhs` for the factors of A.
 * @throws {@link ValueError} for ranks or sizes that do not fit
 */
export function lu_solve(
  ...args: Args<
    [lower_upper: TensorLike, perm: TensorLike, rhs: TensorLike],
    [validate_args: boolean, name: string | null],
    FactorKeywords,
    ['lower_upper', 'perm', 'rhs']
  >
): Tensor {
  type All = FactorKeywords & { lower_upper: TensorLike; perm: TensorLike; rhs: TensorLike };
  const names = ['lower_upper', 'perm', 'rhs', 'validate_args', 'name'] as const;
  const given = bindArguments<All>('lu_solve', names, args, { required: 3 });
  const lower_upper = toTensor(given.lower_upper!, undefined, float32);
  const perm = toTensor(given.perm!, undefined, int32);
  const rhs = toTensor(given.rhs!, undefined, lower_upper.dtype);
  checkFactors(lower_upper, perm);
  if (rhs.dims.length < 2) throw new ValueError('Input `rhs` must have at least 2 dimensions.');
  if (lower_upper.dims.at(-1) !== rhs.dims.at(-2))
    throw new ValueError('`lower_upper.shape[-1]` must equal `rhs.shape[-1]`.');
  const batch = perm.dims.slice(0, -1);
  const whole =
    rhs.dims.length - 2 < batch.length ? broadcast_to(rhs, [...batch, ...rhs.dims.slice(-2)]) : rhs;
  const turned =
    whole.dims.length - 2 > batch.length
      ? broadcast_to(perm, [...whole.dims.slice(0, -2), ...perm.dims.slice(-1)])
      : perm;
  return solveTriangle(
    lower_upper,
    solveTriangle(lowerOf(lower_upper), inOrder(whole, turned), true, false),
    false,
    false,
  );
}

/** Mirrors `tf.linalg.lu_matrix_inverse`: the inverses of matrices from their factors. */
export function lu_matrix_inverse(...args: FactorArgs): Tensor {
  const [lower_upper, perm] = factorsOf('lu_matrix_inverse', args);
  return lu_solve(lower_upper, perm, eyeLike(lower_upper));
}

/** Mirrors `tf.linalg.lu_reconstruct`: the matrices themselves from their factors. */
export function lu_reconstruct(...args: FactorArgs): Tensor {
  const [lower_upper, perm] = factorsOf('lu_reconstruct', args);
  const product = matmulAdjoint(lowerOf(lower_upper), band(lower_upper, 0, -1), false, false);
  // Sorting an order of rows gives the order that undoes it.
  return inOrder(product, cast(argsort(perm), perm.dtype));
}

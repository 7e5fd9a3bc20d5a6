/** Singular values and vectors. */

import { float16 } from '../../../dtypes';
import { NotImplementedError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { tuple } from '../../../python/tuple';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { jacobiSvd, type Singular } from '../../kernels/jacobi_svd';
import { defineOp, type OpRecord } from '../../op';
import type { Tensor } from '../../tensor';
import type { Dimension } from '../../tensor_shape';
import { add, multiply, subtract } from '../arithmetic';
import { cast } from '../cast';
import { real } from '../complex_parts';
import { getitem } from '../getitem';
import { matmulAdjoint } from '../matmul';
import { transposed } from '../movement';
import { setSpectralNorm } from '../norm';
import { reduce_max } from '../reduction';
import { expand_dims } from '../shapes';
import { diagonalMatrix } from './diagonal';
import {
  adjointOf,
  asComplex,
  batchSize,
  checkMatrices,
  collector,
  elementsOf,
  factoredWithoutHalf,
  firstColumns,
  leastSize,
  matrixAt,
  precisionOf,
} from './matrices';
import { differences, safeReciprocal } from './self_adjoint';

interface SvdAttributes {
  readonly [name: string]: unknown;
  readonly full_matrices: boolean;
  readonly compute_uv: boolean;
}

/** What TF finds where an element is NaN or infinite: no numbers. */
function nowhere(m: number, n: number): Singular {
  const nan = (count: number) => new Float64Array(count).fill(Number.NaN);
  return { s: nan(Math.min(m, n)), u: nan(2 * m * m), v: nan(2 * n * n) };
}

const Svd: OpRecord<SvdAttributes> = defineOp<SvdAttributes>({
  type: 'Svd',
  infer: ([x], { compute_uv, full_matrices }) => {
    checkMatrices('Svd', x!, [...factoredWithoutHalf, float16]);
    const { dtype, dims } = x!;
    if (dims === null) return [0, 1, 2].map(() => ({ dtype, dims }));
    const [m, n] = dims.slice(-2) as [Dimension, Dimension];
    const p = leastSize(m, n);
    const batch = dims.slice(0, -2);
    return [
      { dtype, dims: [...batch, p] },
      { dtype, dims: compute_uv ? [...batch, m, full_matrices ? m : p] : [0] },
      { dtype, dims: compute_uv ? [...batch, n, full_matrices ? n : p] : [0] },
    ];
  },
  kernel: ([x], { compute_uv }, specs) => {
    const [m, n] = x!.dims.slice(-2) as [number, number];
    const [s, u, v] = specs.map((spec) => collector(x!.dtype, spec.dims));
    const { is_complex } = x!.dtype;
    const precision = precisionOf(x!.dtype);
    const values = elementsOf(x!);
    for (let i = 0; i < batchSize(x!.dims); i++) {
      const own = matrixAt(values, is_complex, i, m * n);
      const found = own.every(Number.isFinite) ? jacobiSvd(own, m, n, is_complex, precision) : nowhere(m, n);
      s!.put(asComplex(found.s), i);
      if (!compute_uv) continue;
      u!.put(firstColumns(found.u, m, m, specs[1]!.dims.at(-1)!), i);
      v!.put(firstColumns(found.v, n, n, specs[2]!.dims.at(-1)!), i);
    }
    return [s!.tensor(), u!.tensor(), v!.tensor()];
  },
  grad: ({ inputs: [a], outputs: [s, u, v], attrs }, gs, gu, gv) => {
    const middle = diagonalMatrix(cast(gs!, a!.dtype));
    if (!attrs.compute_uv) {
      const [, u1, v1] = dispatch(Svd, [a!], { compute_uv: true, full_matrices: false });
      return [matmulAdjoint(u1!, matmulAdjoint(middle, v1!, false, true), false, false)];
    }
    const [m, n] = a!.dims.slice(-2) as [number, number];
    if (attrs.full_matrices && Math.abs(m - n) > 1)
      throw new NotImplementedError(
        `svd gradient is not implemented for abs(m - n) > 1 when full_matrices is True. Received: m=${m} and n=${n} from op input with shape=${a!.shape}.`,
      );
    if (m <= n) return [wideGradient(middle, s!, u!, v!, gu!, gv!, attrs.full_matrices)];
    return [adjointOf(wideGradient(middle, s!, v!, u!, gv!, gu!, attrs.full_matrices))];
  },
});

/** The gradient for at most as many rows as columns (real matrices). */
function wideGradient(
  gsMatrix: Tensor,
  s: Tensor,
  u: Tensor,
  v: Tensor,
  gu: Tensor,
  gv: Tensor,
  full: boolean,
): Tensor {
  const m = u.dims.at(-2)!;
  const n = v.dims.at(-2)!;
  const first = (x: Tensor) => (x.dims.at(-1) === m ? x : getitem(x, ['...', `:${m}`]));
  const [v1, gv1] = [first(v), first(gv)];
  const sMatrix = diagonalMatrix(s);
  const f = differences(multiply(s, s));
  const fu = multiply(f, matmulAdjoint(u, gu, true, false));
  const fv = multiply(f, matmulAdjoint(v1, gv1, true, false));
  const both = add(
    add(gsMatrix, matmulAdjoint(add(fu, adjointOf(fu)), sMatrix, false, false)),
    matmulAdjoint(sMatrix, add(fv, adjointOf(fv)), false, false),
  );
  const term1 = matmulAdjoint(u, matmulAdjoint(both, v1, false, true), false, false);
  if (m === n) return term1;
  const across = adjointOf(gv1);
  let rest = subtract(across, matmulAdjoint(matmulAdjoint(across, v1, false, false), v1, false, true));
  if (full) {
    const [v2, gv2] = [getitem(v, ['...', `${m}:${n}`]), getitem(gv, ['...', `${m}:${n}`])];
    rest = subtract(rest, matmulAdjoint(matmulAdjoint(v1, gv2, true, false), v2, false, true));
  }
  const scaled = matmulAdjoint(u, diagonalMatrix(safeReciprocal(s)), false, false);
  return add(term1, matmulAdjoint(scaled, rest, false, false));
}

interface FullKeywords {
  full_matrices?: boolean;
  name?: string | null;
}
interface SvdKeywords extends FullKeywords {
  compute_uv?: boolean;
}
/**
 * Mirrors `tf.linalg.svd`: `[s, u, v]` with `tensor = u diag(s) v^H`, singular values descending; `s` alone if
 * `compute_uv` is false.
 */
export function svd(tensor: TensorLike, keywords: SvdKeywords & { compute_uv: false }): Tensor;
export function svd(
  ...args: Args<
    [tensor: TensorLike],
    [full_matrices: boolean, compute_uv: true, name: string | null],
    FullKeywords & { compute_uv?: true },
    ['tensor']
  >
): readonly [s: Tensor, u: Tensor, v: Tensor];
export function svd(...args: unknown[]): Tensor | readonly [s: Tensor, u: Tensor, v: Tensor] {
  type All = SvdKeywords & { tensor: TensorLike };
  const names = ['tensor', 'full_matrices', 'compute_uv', 'name'] as const;
  const given = bindArguments<All>('svd', names, args, { required: 1 });
  const { full_matrices = false, compute_uv = true } = given;
  const [s, u, v] = dispatch(Svd, [toTensor(given.tensor!)], { compute_uv, full_matrices });
  const sizes = s!.dtype.is_complex ? real(s!) : s!;
  return compute_uv ? tuple(sizes, u!, v!) : sizes;
}

/** The largest singular value of the matrices in two axes, which stay as axes of 1. */
function largestSingular(x: Tensor, axes: readonly [number, number]): Tensor {
  const rank = x.dims.length;
  const own = axes.map((axis) => (axis < 0 ? axis + rank : axis));
  const order = [...x.dims.map((_, i) => i).filter((i) => !own.includes(i)), ...own];
  const largest = reduce_max(svd(transposed(x, order), { compute_uv: false }), -1, true);
  return transposed(
    expand_dims(largest, -1),
    order.map((_, i) => order.indexOf(i)),
  );
}
setSpectralNorm(largestSingular);

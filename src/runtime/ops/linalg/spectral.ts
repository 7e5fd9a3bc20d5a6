/** QR factors, eigenvalues of self-adjoint matrices, singular values. */

import { type DType, float16 } from '../../../dtypes';
import { InvalidArgumentError, NotImplementedError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { adjointMatrix } from '../../kernels/complex_numbers';
import { diagonalize, orthogonalize, qrFactor } from '../../kernels/spectral';
import { checkAllowed, defineOp, type InputSpec, type OpRecord } from '../../op';
import type { Tensor } from '../../tensor';
import type { Dimension } from '../../tensor_shape';
import { add, multiply, subtract } from '../arithmetic';
import { cast } from '../cast';
import { zeros_like } from '../creation';
import { getitem } from '../getitem';
import { concat } from '../joining';
import { matmulAdjoint } from '../matmul';
import { transposed } from '../movement';
import { setSpectralNorm } from '../norm';
import { reciprocal } from '../power';
import { reduce_max } from '../reduction';
import { expand_dims } from '../shapes';
import { band, diagonalMatrix, mainDiagonalOf, withDiagonal } from './diagonal';
import {
  adjointOf,
  batchSize,
  checkSquare,
  collector,
  elementsOf,
  factored,
  factoredWithoutHalf,
  matrixAt,
} from './matrices';
import { solveTriangle } from './solving';

type Matrix = Float64Array;
type Dims = readonly Dimension[];

function checkMatrices(type: string, x: InputSpec, allowed: readonly DType[]): void {
  checkAllowed(type, x.dtype, allowed);
  if (x.dims !== null && x.dims.length < 2)
    throw new InvalidArgumentError(`Shape must be at least rank 2 but is rank ${x.dims.length}`, {
      fields: { expected: 2, actual: x.dims.length },
    });
}

function least(a: Dimension, b: Dimension): Dimension {
  return a === null || b === null ? null : Math.min(a, b);
}

/** Columns `from` to `to` of an `m x n` matrix. */
function columns(a: Matrix, m: number, n: number, to: number): Matrix {
  if (to === n) return a;
  const out = new Float64Array(2 * m * to);
  for (let i = 0; i < m; i++) out.set(a.subarray(2 * i * n, 2 * (i * n + to)), 2 * i * to);
  return out;
}

interface QrAttributes {
  readonly [name: string]: unknown;
  readonly full_matrices: boolean;
}
const Qr: OpRecord<QrAttributes> = defineOp<QrAttributes>({
  type: 'Qr',
  infer: ([x], { full_matrices }) => {
    checkMatrices('Qr', x!, factored);
    const { dtype, dims } = x!;
    if (dims === null)
      return [
        { dtype, dims },
        { dtype, dims },
      ];
    const [m, n] = dims.slice(-2) as [Dimension, Dimension];
    const p = full_matrices ? m : least(m, n);
    const batch = dims.slice(0, -2);
    return [
      { dtype, dims: [...batch, m, p] },
      { dtype, dims: [...batch, p, n] },
    ];
  },
  kernel: ([x], _attrs, [qSpec, rSpec]) => {
    const [m, n] = x!.dims.slice(-2) as [number, number];
    const p = qSpec!.dims.at(-1)!;
    const [q, r] = [collector(x!.dtype, qSpec!.dims), collector(x!.dtype, rSpec!.dims)];
    const values = elementsOf(x!);
    for (let i = 0; i < batchSize(x!.dims); i++) {
      const a = matrixAt(values, x!.dtype.is_complex, i, m * n);
      const whole = new Float64Array(2 * m * m);
      qrFactor(a, m, n, whole);
      q.put(columns(whole, m, m, p), i);
      r.put(a.subarray(0, 2 * p * n), i);
    }
    return [q.tensor(), r.tensor()];
  },
  grad: ({ inputs: [a], outputs: [q, r] }, dq, dr) => {
    const [m, n] = a!.dims.slice(-2) as [number, number];
    if (r!.dims.at(-2)! > n && q!.dims.at(-2) === q!.dims.at(-1))
      throw new NotImplementedError(
        `QrGrad not implemented when nrows > ncols and full_matrices is true. Received r.shape=${r!.shape} with nrows=${r!.dims.at(-2)}and ncols=${n}.`,
      );
    if (m >= n) return [deepQrGradient(q!, r!, dq!, dr!)];
    const [y, u] = [getitem(a!, ['...', `${m}:`]), getitem(r!, ['...', `:${m}`])];
    const [du, dv] = [getitem(dr!, ['...', `:${m}`]), getitem(dr!, ['...', `${m}:`])];
    const dx = deepQrGradient(q!, u, add(dq!, matmulAdjoint(y, dv, false, true)), du);
    return [concat([dx, matmulAdjoint(q!, dv, false, false)], -1)];
  },
});

/** For matrices of at least as many rows as columns (https://arxiv.org/abs/2009.10071). */
function deepQrGradient(q: Tensor, r: Tensor, dq: Tensor, dr: Tensor): Tensor {
  const behind = (x: Tensor) => adjointOf(solveTriangle(r, adjointOf(x), false, false));
  const qdq = matmulAdjoint(q, dq, true, false);
  const rdr = matmulAdjoint(r, dr, false, true);
  const skew = add(subtract(qdq, adjointOf(qdq)), subtract(rdr, adjointOf(rdr)));
  const low = band(skew, -1, 0);
  const first = matmulAdjoint(q, add(dr, behind(low)), false, false);
  return add(first, behind(subtract(dq, matmulAdjoint(q, qdq, false, false))));
}

interface FullKeywords {
  full_matrices?: boolean;
  name?: string | null;
}
/** Mirrors `tf.linalg.qr`: orthogonal columns and an upper triangle whose product is the matrix. */
export function qr(
  ...args: Args<[input: TensorLike], [full_matrices: boolean, name: string | null], FullKeywords>
): readonly [q: Tensor, r: Tensor] {
  type All = FullKeywords & { input: TensorLike };
  const given = bindArguments<All>('qr', ['input', 'full_matrices', 'name'], args, { required: 1 });
  const attrs = { full_matrices: given.full_matrices ?? false };
  const [q, r] = dispatch(Qr, [toTensor(given.input!)], attrs);
  return [q!, r!];
}

interface EigAttributes {
  readonly [name: string]: unknown;
  readonly compute_v: boolean;
}
const SelfAdjointEig: OpRecord<EigAttributes> = defineOp<EigAttributes>({
  type: 'SelfAdjointEigV2',
  infer: ([x], { compute_v }) => {
    const dims = checkSquare('SelfAdjointEigV2', x!, [...factoredWithoutHalf, float16]);
    const { dtype } = x!;
    return [
      { dtype, dims: dims === null ? null : dims.slice(0, -1) },
      { dtype, dims: compute_v ? dims : [0] },
    ];
  },
  kernel: ([x], { compute_v }, [eSpec, vSpec]) => {
    const n = x!.dims.at(-1)!;
    const e = collector(x!.dtype, eSpec!.dims);
    const v = collector(x!.dtype, vSpec!.dims);
    const values = elementsOf(x!);
    for (let i = 0; i < batchSize(x!.dims); i++) {
      const a = matrixAt(values, x!.dtype.is_complex, i, n * n);
      const vectors = new Float64Array(2 * n * n);
      diagonalize(a, n, vectors);
      for (let j = 0; j < n; j++)
        if (!Number.isFinite(a[2 * j * (n + 1)]!))
          throw new InvalidArgumentError(
            'Self-adjoint eigen decomposition was not successful. The input might not be valid.',
          );
      const order = Array.from({ length: n }, (_, j) => j).sort(
        (j, k) => a[2 * j * (n + 1)]! - a[2 * k * (n + 1)]!,
      );
      e.put(
        Float64Array.from({ length: 2 * n }, (_, j) => (j % 2 === 0 ? a[2 * order[j / 2]! * (n + 1)]! : 0)),
        i,
      );
      if (compute_v) v.put(ordered(vectors, n, n, order), i);
    }
    return [e.tensor(), v.tensor()];
  },
  grad: ({ inputs: [a], outputs: [e, v], attrs: { compute_v } }, ge, gv) => {
    const vectors = compute_v ? v! : dispatch(SelfAdjointEig, [a!], { compute_v: true })[1]!;
    let middle = diagonalMatrix(ge!);
    if (compute_v) middle = add(middle, multiply(differences(e!), matmulAdjoint(vectors, gv!, true, false)));
    const whole = matmulAdjoint(vectors, matmulAdjoint(middle, vectors, false, true), false, false);
    const low = band(add(whole, adjointOf(whole)), -1, 0);
    return [withDiagonal(low, multiply(mainDiagonalOf(low), 0.5))];
  },
});

function ordered(a: Matrix, m: number, n: number, order: readonly number[]): Matrix {
  const out = new Float64Array(2 * m * order.length);
  for (let i = 0; i < m; i++)
    order.forEach((j, k) => {
      out[2 * (i * order.length + k)] = a[2 * (i * n + j)]!;
      out[2 * (i * order.length + k) + 1] = a[2 * (i * n + j) + 1]!;
    });
  return out;
}

/** `1 / x`, but 0 at 0. */
function safeReciprocal(x: Tensor): Tensor {
  return multiply(x, reciprocal(add(multiply(x, x), 1e-20)));
}

/** `1 / (e_j - e_i)` beside the diagonal, 0 on it. */
export function differences(e: Tensor): Tensor {
  return withDiagonal(safeReciprocal(subtract(expand_dims(e, -2), expand_dims(e, -1))), zeros_like(e));
}

/** Mirrors `tf.linalg.eigh`: eigenvalues in ascending order, eigenvectors as columns; the lower triangle counts. */
export const eigh = named('eigh', ['tensor'], [], (tensor: TensorLike): readonly [e: Tensor, v: Tensor] => {
  const [e, v] = dispatch(SelfAdjointEig, [toTensor(tensor)], { compute_v: true });
  return [e!, v!];
});
/** Mirrors `tf.linalg.eigvalsh`: the eigenvalues alone, in ascending order. */
export const eigvalsh = named(
  'eigvalsh',
  ['tensor'],
  [],
  (tensor: TensorLike): Tensor => dispatch(SelfAdjointEig, [toTensor(tensor)], { compute_v: false })[0]!,
);

interface SvdAttributes extends QrAttributes {
  readonly compute_uv: boolean;
}

/** Singular values, descending, with both sets of vectors; `m >= n`. */
function singular(a: Matrix, m: number, n: number): { s: number[]; u: Matrix; v: Matrix } {
  const v = new Float64Array(2 * n * n);
  orthogonalize(a, m, n, v);
  const sizes = Array.from({ length: n }, (_, j) => {
    let total = 0;
    for (let i = 0; i < m; i++) total += a[2 * (i * n + j)]! ** 2 + a[2 * (i * n + j) + 1]! ** 2;
    return Math.sqrt(total);
  });
  const order = sizes.map((_, j) => j).sort((j, k) => sizes[k]! - sizes[j]!);
  const u = ordered(a, m, n, order);
  const s = order.map((j) => sizes[j]!);
  for (let j = 0; j < n; j++)
    for (let i = 0; i < m; i++) for (let l = 0; l < 2; l++) u[2 * (i * n + j) + l]! /= s[j] === 0 ? 1 : s[j]!;
  return { s, u: completed(u, m, n, s), v: ordered(v, n, n, order) };
}

/** What TF finds where an element is NaN or infinite: no numbers. */
function nowhere(m: number, n: number): { s: number[]; u: Matrix; v: Matrix } {
  const nan = (count: number) => new Float64Array(2 * count).fill(Number.NaN);
  return { s: [...nan(n).subarray(n)], u: nan(m * m), v: nan(n * n) };
}

/** `u` as a whole `m x m` basis: columns without a singular value are replaced, the missing ones are added. */
function completed(u: Matrix, m: number, n: number, s: readonly number[]): Matrix {
  const out = new Float64Array(2 * m * m);
  const tiny = 1e-300;
  let filled = 0;
  const place = (column: (i: number, lane: number) => number) => {
    for (let i = 0; i < m; i++) for (let l = 0; l < 2; l++) out[2 * (i * m + filled) + l] = column(i, l);
    filled++;
  };
  for (let j = 0; j < n && s[j]! > tiny; j++) place((i, l) => u[2 * (i * n + j) + l]!);
  for (let axis = 0; axis < m && filled < m; axis++) {
    const vector = new Float64Array(2 * m);
    vector[2 * axis] = 1;
    for (let pass = 0; pass < 2; pass++)
      for (let j = 0; j < filled; j++) {
        let re = 0;
        let im = 0;
        for (let i = 0; i < m; i++) {
          const [x, y] = [out[2 * (i * m + j)]!, out[2 * (i * m + j) + 1]!];
          re += x * vector[2 * i]! + y * vector[2 * i + 1]!;
          im += x * vector[2 * i + 1]! - y * vector[2 * i]!;
        }
        for (let i = 0; i < m; i++) {
          const [x, y] = [out[2 * (i * m + j)]!, out[2 * (i * m + j) + 1]!];
          vector[2 * i]! -= x * re - y * im;
          vector[2 * i + 1]! -= x * im + y * re;
        }
      }
    const size = Math.hypot(...vector);
    if (size > 1e-8) place((i, l) => vector[2 * i + l]! / size);
  }
  return out;
}

const Svd: OpRecord<SvdAttributes> = defineOp<SvdAttributes>({
  type: 'Svd',
  infer: ([x], { compute_uv, full_matrices }) => {
    checkMatrices('Svd', x!, [...factoredWithoutHalf, float16]);
    const { dtype, dims } = x!;
    if (dims === null) return [0, 1, 2].map(() => ({ dtype, dims }));
    const [m, n] = dims.slice(-2) as [Dimension, Dimension];
    const p = least(m, n);
    const batch: Dims = dims.slice(0, -2);
    return [
      { dtype, dims: [...batch, p] },
      { dtype, dims: compute_uv ? [...batch, m, full_matrices ? m : p] : [0] },
      { dtype, dims: compute_uv ? [...batch, n, full_matrices ? n : p] : [0] },
    ];
  },
  kernel: ([x], { compute_uv }, specs) => {
    const [m, n] = x!.dims.slice(-2) as [number, number];
    const [s, u, v] = specs.map((spec) => collector(x!.dtype, spec.dims));
    const values = elementsOf(x!);
    for (let i = 0; i < batchSize(x!.dims); i++) {
      const own = matrixAt(values, x!.dtype.is_complex, i, m * n);
      const tall = m >= n;
      const [rows, cols] = tall ? [m, n] : [n, m];
      const found = own.every(Number.isFinite)
        ? singular(tall ? own : adjointMatrix(own, m, n), rows, cols)
        : nowhere(rows, cols);
      s!.put(
        Float64Array.from({ length: 2 * cols }, (_, j) => (j % 2 === 0 ? found.s[j / 2]! : 0)),
        i,
      );
      if (!compute_uv) continue;
      const [left, right] = tall ? [found.u, found.v] : [found.v, found.u];
      u!.put(columns(left, m, m, specs[1]!.dims.at(-1)!), i);
      v!.put(columns(right, n, n, specs[2]!.dims.at(-1)!), i);
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
    FullKeywords & { compute_uv?: true }
  >
): readonly [s: Tensor, u: Tensor, v: Tensor];
export function svd(...args: unknown[]): Tensor | readonly [s: Tensor, u: Tensor, v: Tensor] {
  type All = SvdKeywords & { tensor: TensorLike };
  const names = ['tensor', 'full_matrices', 'compute_uv', 'name'] as const;
  const given = bindArguments<All>('svd', names, args, { required: 1 });
  const { full_matrices = false, compute_uv = true } = given;
  const [s, u, v] = dispatch(Svd, [toTensor(given.tensor!)], { compute_uv, full_matrices });
  const real = s!.dtype.is_complex ? cast(s!, s!.dtype.real_dtype) : s!;
  return compute_uv ? [real, u!, v!] : real;
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

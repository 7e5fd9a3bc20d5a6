/** Inverses, determinants, Cholesky factors, and systems of linear equations. */

import { bfloat16, type DType, float16, float64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { get_logger } from '../../../logging';
import { type Args, bindArguments } from '../../../python/arguments';
import { named } from '../../../python/named';
import { broadcastDims } from '../../broadcast';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch, dispatchOne } from '../../dispatch';
import { mismatch } from '../../elementwise';
import { checkKernel } from '../../kernel_types';
import { adjointMatrix } from '../../kernels/complex_numbers';
import { choleskyFactor, isSingular, luFactor, luSolve, triangularSolve } from '../../kernels/factor';
import { checkAllowed, defineOp, type InputSpec, type OpName, type OpRecord } from '../../op';
import { strictly } from '../../operands';
import type { Tensor } from '../../tensor';
import { bracketText, compatibleDims, type Dimension } from '../../tensor_shape';
import { add, multiply, negative } from '../arithmetic';
import { cast } from '../cast';
import { real } from '../complex_parts';
import { conj } from '../conj';
import { ones } from '../creation';
import { log } from '../exponential';
import { sum } from '../fill';
import { matmulAdjoint } from '../matmul';
import { broadcast_to } from '../movement';
import { expand_dims } from '../shapes';
import { sizeList, sizeOf } from '../sizes';
import { band, diagonalMatrix, mainDiagonalOf, withDiagonal } from './diagonal';
import {
  adjointOf,
  checkSquare,
  eachMatrix,
  elementsOf,
  factored,
  factoredWithoutHalf,
  matrixAt,
} from './matrices';

interface AdjointAttributes {
  readonly [name: string]: unknown;
  readonly adjoint: boolean;
}
type Matrix = Float64Array;

function identityMatrix(n: number): Matrix {
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
type AdjointArgs = Args<[input: TensorLike], [adjoint: boolean, name: string | null], AdjointKeywords>;
/** Mirrors `tf.linalg.inv`. @throws {@link InvalidArgumentError} for a matrix that is not square or has no inverse */
export function inv(...args: AdjointArgs): Tensor {
  type All = AdjointKeywords & { input: TensorLike };
  const given = bindArguments<All>('matrix_inverse', ['input', 'adjoint', 'name'], args, { required: 1 });
  return inverse(toTensor(given.input!), given.adjoint ?? false);
}

/** `[re, im, log of the size]` of the determinant: a phase, and the logarithm of its size. */
function determinant(matrix: Matrix, n: number): readonly [number, number, number] {
  const order = new Int32Array(n);
  let re = luFactor(matrix, n, order);
  let im = 0;
  let logSize = 0;
  for (let i = 0; i < n; i++) {
    const x = matrix[2 * i * (n + 1)]!;
    const y = matrix[2 * i * (n + 1) + 1]!;
    const size = Math.hypot(x, y);
    [re, im] = [(re * x - im * y) / size, (re * y + im * x) / size];
    logSize += Math.log(size);
  }
  if (Number.isFinite(logSize)) return [re, im, logSize];
  return [0, 0, logSize > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY];
}

const detTypes: readonly DType[] = [float16, ...factored.filter((t) => t !== float16)];

const Determinant: OpRecord = defineOp({
  type: 'MatrixDeterminant',
  infer: ([x]) => {
    const dims = checkSquare('MatrixDeterminant', x!, detTypes);
    return [{ dtype: x!.dtype, dims: dims === null ? null : dims.slice(0, -2) }];
  },
  kernel: ([x], _attrs, [spec]) => {
    const n = x!.dims.at(-1)!;
    return [
      eachMatrix(x!, spec!.dims, (a) => {
        // The product itself, not exp of a sum of logarithms, so that whole numbers stay whole.
        const sign = luFactor(a, n, new Int32Array(n));
        let [re, im] = [sign, 0];
        let logSize = 0;
        for (let i = 0; i < n; i++) {
          const x_ = a[2 * i * (n + 1)]!;
          const y_ = a[2 * i * (n + 1) + 1]!;
          [re, im] = [re * x_ - im * y_, re * y_ + im * x_];
          logSize += Math.log(Math.hypot(x_, y_));
        }
        // TF multiplies a sign of 0 by exp of an infinity; NaN counts as the lower one.
        if (!Number.isFinite(logSize))
          return logSize > 0 ? Float64Array.of(Number.NaN, 0) : Float64Array.of(0, 0);
        return Float64Array.of(re, im);
      }),
    ];
  },
  grad: ({ inputs: [a], outputs: [d] }, g) => [multiply(spread(multiply(g!, conj(d!))), inverse(a!, true))],
});

/** A number for each matrix, as matrices of one element. */
function spread(x: Tensor): Tensor {
  return expand_dims(expand_dims(x, -1), -1);
}

/** Mirrors `tf.linalg.det`. */
export const det = named(
  'det',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor => dispatchOne(Determinant, [toTensor(input)], name),
);

const LogDeterminant: OpRecord = defineOp({
  type: 'LogMatrixDeterminant',
  infer: ([x]) => {
    const dims = checkSquare('LogMatrixDeterminant', x!, detTypes);
    const spec = { dtype: x!.dtype, dims: dims === null ? null : dims.slice(0, -2) };
    return [spec, spec];
  },
  kernel: ([x], _attrs, [spec]) => {
    const n = x!.dims.at(-1)!;
    const parts: (readonly [number, number, number])[] = [];
    const sign = eachMatrix(x!, spec!.dims, (a) => {
      const part = determinant(a, n);
      parts.push(part);
      return Float64Array.of(part[0], part[1]);
    });
    const size = eachMatrix(x!, spec!.dims, (_a, i) => Float64Array.of(parts[i]![2], 0));
    return [sign, size];
  },
  grad: ({ inputs: [a] }, _gSign, gLog) => [multiply(spread(gLog!), inverse(a!, true))],
});

/** Mirrors `tf.linalg.slogdet`: the determinant's sign (or phase) and the logarithm of its size. */
export const slogdet = named(
  'slogdet',
  ['input'],
  [],
  (input: TensorLike): readonly [sign: Tensor, log_abs_determinant: Tensor] => {
    const [sign, size] = dispatchOnBoth(toTensor(input));
    return [sign, size];
  },
);
function dispatchOnBoth(x: Tensor): [Tensor, Tensor] {
  const [sign, size] = dispatch(LogDeterminant, [x], {});
  return [sign!, size!];
}

const Cholesky: OpRecord = defineOp({
  type: 'Cholesky',
  infer: ([x]) => [{ dtype: x!.dtype, dims: checkSquare('Cholesky', x!) }],
  kernel: ([x], _attrs, [spec]) => {
    const n = spec!.dims.at(-1)!;
    return [
      eachMatrix(x!, spec!.dims, (a) => {
        // TF 2.15 warns only, and leaves no numbers.
        if (!choleskyFactor(a, n)) clearLower(a, n);
        return a;
      }),
    ];
  },
  grad: ({ outputs: [l] }, g) => {
    const middle = matmulAdjoint(l!, g!, true, false);
    const halved = withDiagonal(middle, multiply(mainDiagonalOf(middle), 0.5));
    const low = band(halved, -1, 0);
    const back = solveTriangle(l!, eyeLike(l!), true, false);
    const whole = matmulAdjoint(matmulAdjoint(back, low, true, false), back, false, false);
    return [multiply(add(whole, adjointOf(whole)), 0.5)];
  },
});

/** NaN in the lower triangle, zeros above. */
function clearLower(a: Matrix, n: number): void {
  get_logger().warning('Cholesky decomposition was not successful. The input might not be valid.');
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) a.fill(j <= i ? Number.NaN : 0, 2 * (i * n + j), 2 * (i * n + j) + 2);
}

/** Identity matrices in the shape of `x`. */
export function eyeLike(x: Tensor): Tensor {
  const sizes = x.dims.slice(0, -1).map((_, i) => sizeOf(x, i));
  return diagonalMatrix(ones(sizeList(sizes), x.dtype));
}

/** Mirrors `tf.linalg.cholesky`: L with `L L^H` the matrix, whose lower triangle counts. */
export const cholesky = named(
  'cholesky',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor => dispatchOne(Cholesky, [toTensor(input)], name),
);

/** Mirrors `tf.linalg.logdet`: for positive definite matrices, through {@link cholesky}. */
export const logdet = named('logdet', ['matrix'], [], (matrix: TensorLike): Tensor => {
  const diagonal = mainDiagonalOf(cholesky(matrix));
  const parts = log(diagonal.dtype.is_complex ? real(diagonal) : diagonal);
  return multiply(2, sum(parts, [-1]));
});

function checkSides(type: string, a: InputSpec, b: InputSpec, allowed: readonly DType[]): void {
  checkAllowed(type, a.dtype, allowed);
  if (a.dtype !== b.dtype) throw mismatch(type, 1, a.dtype, b.dtype);
}

/** The sizes of `x` in `a x = b`, batches being broadcast. */
function solutionDims(
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
function eachPair(
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

const Solve: OpRecord<AdjointAttributes> = defineOp<AdjointAttributes>({
  type: 'MatrixSolve',
  infer: ([a, b]) => {
    checkSides('MatrixSolve', a!, b!, factored);
    const dims = checkSquare('MatrixSolve', a!);
    return [{ dtype: a!.dtype, dims: solutionDims('MatrixSolve', dims, b!.dims) }];
  },
  kernel: ([a, b], { adjoint }, [spec]) => [
    eachPair(a!, b!, spec!.dims, (matrix, right, n, m) => {
      const own = adjoint ? adjointMatrix(matrix, n, n) : matrix;
      const order = new Int32Array(n);
      luFactor(own, n, order);
      if (isSingular(own, n)) throw new InvalidArgumentError('Input matrix is not invertible.');
      luSolve(own, order, n, right, m);
    }),
  ],
  grad: ({ inputs: [a], outputs: [x], attrs: { adjoint } }, g) => {
    const gb = dispatch(Solve, [a!, g!], { adjoint: !adjoint })[0]!;
    return [negative(adjoint ? matmulAdjoint(x!, gb, false, true) : matmulAdjoint(gb, x!, false, true)), gb];
  },
});

interface SolveKeywords {
  adjoint?: boolean;
  name?: string | null;
}
/** Mirrors `tf.linalg.solve`: x with `matrix x = rhs`. @throws {@link InvalidArgumentError} for a singular matrix */
export function solve(
  ...args: Args<[matrix: TensorLike, rhs: TensorLike], [adjoint: boolean, name: string | null], SolveKeywords>
): Tensor {
  type All = SolveKeywords & { matrix: TensorLike; rhs: TensorLike };
  const names = ['matrix', 'rhs', 'adjoint', 'name'] as const;
  const given = bindArguments<All>('matrix_solve', names, args, { required: 2 });
  const [a, b] = strictly(given.matrix!, given.rhs!, Solve as never);
  return dispatch(Solve, [a, b], { adjoint: given.adjoint ?? false })[0]!;
}

interface TriangleAttributes extends AdjointAttributes {
  readonly lower: boolean;
}
const TriangularSolve: OpRecord<TriangleAttributes> = defineOp<TriangleAttributes>({
  type: 'MatrixTriangularSolve',
  infer: ([a, b]) => {
    checkSides('MatrixTriangularSolve', a!, b!, [bfloat16, ...factored]);
    const dims = checkSquare('MatrixTriangularSolve', a!, [bfloat16, ...factored]);
    return [{ dtype: a!.dtype, dims: solutionDims('MatrixTriangularSolve', dims, b!.dims) }];
  },
  kernel: ([a, b], { lower, adjoint }, [spec]) => [
    eachPair(a!, b!, spec!.dims, (matrix, right, n, m) => {
      // A zero on the diagonal gives infinities, as in TF.
      const own = adjoint ? adjointMatrix(matrix, n, n) : matrix;
      triangularSolve(own, n, right, m, lower !== adjoint, false);
    }),
  ],
  grad: ({ inputs: [a], outputs: [x], attrs: { lower, adjoint } }, g) => {
    const gb = solveTriangle(a!, g!, lower, !adjoint);
    const ga = negative(adjoint ? matmulAdjoint(x!, gb, false, true) : matmulAdjoint(gb, x!, false, true));
    return [lower ? band(ga, -1, 0) : band(ga, 0, -1), gb];
  },
});

/** Solves with the lower or upper triangles of `a`, or with their adjoints. */
export function solveTriangle(a: Tensor, b: Tensor, lower: boolean, adjoint: boolean): Tensor {
  return dispatch(TriangularSolve, [a, b], { lower, adjoint })[0]!;
}

interface TriangleKeywords extends SolveKeywords {
  lower?: boolean;
}
/** Mirrors `tf.linalg.triangular_solve`: only one triangle of `matrix` counts, the lower one by default. */
export function triangular_solve(
  ...args: Args<
    [matrix: TensorLike, rhs: TensorLike],
    [lower: boolean, adjoint: boolean, name: string | null],
    TriangleKeywords
  >
): Tensor {
  type All = TriangleKeywords & { matrix: TensorLike; rhs: TensorLike };
  const names = ['matrix', 'rhs', 'lower', 'adjoint', 'name'] as const;
  const given = bindArguments<All>('matrix_triangular_solve', names, args, { required: 2 });
  const [a, b] = strictly(given.matrix!, given.rhs!, TriangularSolve as never);
  return solveTriangle(a, b, given.lower ?? true, given.adjoint ?? false);
}

/** Mirrors `tf.linalg.cholesky_solve`: x with `A x = rhs` for the Cholesky factor `chol` of A. */
export const cholesky_solve = named(
  'cholesky_solve',
  ['chol', 'rhs'],
  [],
  (chol: TensorLike, rhs: TensorLike): Tensor => {
    const [l, b] = strictly(chol, rhs, TriangularSolve as never);
    return solveTriangle(l, solveTriangle(l, b, true, false), true, true);
  },
);

interface LeastKeywords {
  l2_regularizer?: TensorLike;
  fast?: boolean;
  name?: string | null;
}
/**
 * Mirrors `tf.linalg.lstsq`: the x nearest to solving `matrix x = rhs`, or the smallest of many, through the normal
 * equations. @throws {@link InvalidArgumentError} if the columns (or rows) depend on each other
 */
export function lstsq(
  ...args: Args<
    [matrix: TensorLike, rhs: TensorLike],
    [l2_regularizer: TensorLike, fast: boolean, name: string | null],
    LeastKeywords
  >
): Tensor {
  type All = LeastKeywords & { matrix: TensorLike; rhs: TensorLike };
  const names = ['matrix', 'rhs', 'l2_regularizer', 'fast', 'name'] as const;
  const given = bindArguments<All>('matrix_solve_ls', names, args, { required: 2 });
  const [a, b] = strictly(given.matrix!, given.rhs!, Solve as never);
  if (a.dtype === float16) checkKernel('Cholesky', a.dtype);
  checkAllowed('MatrixSolveLs', a.dtype, factoredWithoutHalf);
  if (a.dims.length < 2 || b.dims.length < 2)
    throw new InvalidArgumentError(
      `In[0] and In[1] has different ndims: ${bracketText(a.dims)} vs. ${bracketText(b.dims)}`,
    );
  if (a.dims.at(-2) !== b.dims.at(-2))
    throw new InvalidArgumentError('Input matrix and rhs are incompatible.', {
      fields: { expected: a.dims, actual: b.dims },
    });
  const tall = a.dims.at(-2)! >= a.dims.at(-1)!;
  const gram = matmulAdjoint(a, a, tall, !tall);
  const penalty = given.l2_regularizer ?? 0;
  const own = typeof penalty === 'number' ? penalty : cast(toTensor(penalty, undefined, float64), a.dtype);
  const regular = own === 0 ? gram : add(gram, multiply(own, eyeLike(gram)));
  const l = cholesky(regular);
  if (tall) return cholesky_solve(l, matmulAdjoint(a, b, true, false));
  return matmulAdjoint(a, cholesky_solve(l, b), true, false);
}

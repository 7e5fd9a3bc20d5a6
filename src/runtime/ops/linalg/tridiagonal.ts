/** Matrices of three diagonals: products, and systems of equations. */
import { ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { tridiagonalSolve } from '../../kernels/tridiagonal';
import { checkAllowed, defineOp, type OpRecord } from '../../op';
import type { Tensor } from '../../tensor';
import { compatibleDims, shapeText } from '../../tensor_shape';
import { add, multiply, negative } from '../arithmetic';
import { conj } from '../conj';
import { sum } from '../fill';
import { getitem } from '../getitem';
import { packed } from '../joining';
import { pad } from '../padding';
import { expand_dims, squeeze } from '../shapes';
import { diag_part } from './diagonal';
import {
  adjointOf,
  eachMatrix,
  elementsOf,
  factoredWithoutHalf,
  matrixAt,
  precisionOf,
  turned,
} from './matrices';

interface SolveAttributes {
  readonly [name: string]: unknown;
  readonly partial_pivoting: boolean;
  readonly perturb_singular: boolean;
}
const TridiagonalSolve: OpRecord<SolveAttributes> = defineOp<SolveAttributes>({
  type: 'TridiagonalSolve',
  infer: ([diagonals, rhs]) => {
    checkAllowed('TridiagonalSolve', diagonals!.dtype, factoredWithoutHalf);
    return [{ dtype: rhs!.dtype, dims: rhs!.dims }];
  },
  kernel: ([diagonals, rhs], { partial_pivoting, perturb_singular }, [spec]) => {
    const [m, k] = spec!.dims.slice(-2) as [number, number];
    const values = elementsOf(diagonals!);
    const { epsilon, least: tiny, round } = precisionOf(spec!.dtype);
    return [
      eachMatrix(rhs!, spec!.dims, (b, i) => {
        const own = matrixAt(values, spec!.dtype.is_complex, i, 3 * m);
        const largest = own.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
        const least = perturb_singular ? epsilon * largest || tiny : 0;
        tridiagonalSolve(own, m, b, k, partial_pivoting, round, least);
        return b;
      }),
    ];
  },
  grad: ({ inputs: [diagonals], outputs: [x], attrs }, g) => {
    const gb = dispatch(TridiagonalSolve, [turnedDiagonals(diagonals!), g!], attrs)[0]!;
    const along = (y: Tensor) => sum(multiply(gb, y), [-1]);
    return [negative(packed([along(raised(x!)), along(x!), along(lowered(x!))], -2)), gb];
  },
});

/** Rows one up, zeros below the last. */
function raised(x: Tensor): Tensor {
  return pad(getitem(x, ['...', '1:', ':']), beside(x, [0, 1], -2));
}
/** Rows one down, zeros above the first. */
function lowered(x: Tensor): Tensor {
  return pad(getitem(x, ['...', ':-1', ':']), beside(x, [1, 0], -2));
}
function beside({ dims }: Tensor, zeros: readonly [number, number], axis: number): number[][] {
  return dims.map((_, i) => (i === dims.length + axis ? [...zeros] : [0, 0]));
}

function rowOf(diagonals: Tensor, row: number): Tensor {
  return getitem(diagonals, ['...', row, ':']);
}

/** The diagonals of the transposed matrices. */
function turnedDiagonals(diagonals: Tensor): Tensor {
  const main = rowOf(diagonals, 1);
  const upper = pad(getitem(diagonals, ['...', 2, '1:']), beside(main, [0, 1], -1));
  const lower = pad(getitem(diagonals, ['...', 0, ':-1']), beside(main, [1, 0], -1));
  return packed([upper, main, lower], -2);
}

type Diagonals = TensorLike | readonly TensorLike[];

function threeOf(diagonals: Diagonals): [upper: Tensor, main: Tensor, lower: Tensor] {
  if (!Array.isArray(diagonals) || diagonals.length !== 3)
    throw new ValueError('Expected diagonals to be a sequence of length 3.');
  return (diagonals as readonly TensorLike[]).map((d) => toTensor(d)) as [Tensor, Tensor, Tensor];
}

/** Three rows from matrices, of which the other elements count nothing. */
function rowsOfMatrices(diagonals: Tensor): Tensor {
  const [m1, m2] = [diagonals.dims.at(-1), diagonals.dims.at(-2)];
  if (m1 !== m2)
    throw new ValueError(`Expected last two dimensions of diagonals to be same, got ${m1} and ${m2}`);
  return diag_part(diagonals, { k: [-1, 1], align: 'LEFT_RIGHT' });
}

/** Three rows from a sequence, whose outer diagonals may be one shorter. */
function rowsOfSequence(diagonals: Diagonals): Tensor {
  const [upper, main, lower] = threeOf(diagonals);
  const batches = [lower, main, upper].map((d) => d.dims.slice(0, -1));
  if (batches.some((batch) => !compatibleDims(batch, batches[1]!)))
    throw new ValueError(
      'Tensors representing the three diagonals must have the same shape,except for the last dimension, ' +
        `got ${[lower, main, upper].map((d) => shapeText(d.dims)).join(', ')}`,
    );
  const m = main.dims.at(-1)!;
  const whole = (d: Tensor, name: string, zeros: readonly [number, number]): Tensor => {
    const n = d.dims.at(-1)!;
    if (n === 0 || n === m) return d;
    if (n === m - 1) return pad(d, beside(d, zeros, -1));
    throw new ValueError(`Expected ${name} to be have length ${m} or ${m - 1}, got ${n}.`);
  };
  return packed([whole(upper, 'superdiagonal', [0, 1]), main, whole(lower, 'subdiagonal', [1, 0])], -2);
}

function unknownFormat(format: string): ValueError {
  return new ValueError(`Unrecognized diagonals_format: ${format}`);
}

function compact(diagonals: Diagonals, format: string): Tensor {
  if (format === 'compact') return toTensor(diagonals as TensorLike);
  if (format === 'sequence') return rowsOfSequence(diagonals);
  if (format === 'matrix') return rowsOfMatrices(toTensor(diagonals as TensorLike));
  throw unknownFormat(format);
}

interface TridiagonalKeywords {
  diagonals_format?: string;
  transpose_rhs?: boolean;
  conjugate_rhs?: boolean;
  name?: string | null;
  partial_pivoting?: boolean;
  perturb_singular?: boolean;
}
/**
 * Mirrors `tf.linalg.tridiagonal_solve`: x with `A x = rhs`, where A is given by its diagonals: `[..., 3, m]` for the
 * format `compact`, a list of three for `sequence`, whole matrices for `matrix`. `rhs` is `[..., m]` or `[..., m, k]`.
 * @throws {@link ValueError} for shapes that do not fit
 */
export function tridiagonal_solve(
  ...args: Args<
    [diagonals: Diagonals, rhs: TensorLike],
    [
      diagonals_format: string,
      transpose_rhs: boolean,
      conjugate_rhs: boolean,
      name: string | null,
      partial_pivoting: boolean,
      perturb_singular: boolean,
    ],
    TridiagonalKeywords,
    ['diagonals', 'rhs']
  >
): Tensor {
  type All = TridiagonalKeywords & { diagonals: Diagonals; rhs: TensorLike };
  const names = [
    'diagonals',
    'rhs',
    'diagonals_format',
    'transpose_rhs',
    'conjugate_rhs',
    'name',
    'partial_pivoting',
    'perturb_singular',
  ] as const;
  const given = bindArguments<All>('tridiagonal_solve', names, args, { required: 2 });
  const { transpose_rhs = false, conjugate_rhs = false } = given;
  const attrs = {
    partial_pivoting: given.partial_pivoting ?? true,
    perturb_singular: given.perturb_singular ?? false,
  };
  if (attrs.perturb_singular && !attrs.partial_pivoting)
    throw new ValueError('partial_pivoting must be True if perturb_singular is.');
  const diagonals = compact(given.diagonals!, given.diagonals_format ?? 'compact');
  const rhs = toTensor(given.rhs!, diagonals.dtype);
  checkShapes(diagonals, rhs);
  if (rhs.dims.length === diagonals.dims.length - 1) {
    const columns = expand_dims(conjugate_rhs ? conj(rhs) : rhs, -1);
    checkSizes(diagonals, columns);
    return squeeze(dispatch(TridiagonalSolve, [diagonals, columns], attrs)[0]!, [-1]);
  }
  const across = conjugate_rhs ? adjointOf(rhs) : turned(rhs);
  const columns = transpose_rhs ? across : conjugate_rhs ? conj(rhs) : rhs;
  checkSizes(diagonals, columns);
  return dispatch(TridiagonalSolve, [diagonals, columns], attrs)[0]!;
}

function checkShapes({ dims }: Tensor, rhs: Tensor): void {
  const rank = dims.length;
  if (rank < 2) throw new ValueError(`Expected diagonals to have rank at least 2, got ${rank}`);
  if (rhs.dims.length !== rank && rhs.dims.length !== rank - 1)
    throw new ValueError(`Expected the rank of rhs to be ${rank - 1} or ${rank}, got ${rhs.dims.length}`);
  const [own, other] = [dims.slice(0, -2), rhs.dims.slice(0, rank - 2)];
  if (!compatibleDims(own, other))
    throw new ValueError(`Batch shapes ${shapeText(own)} and ${shapeText(other)} are incompatible`);
  if (dims.at(-2) !== 3) throw new ValueError(`Expected 3 diagonals got ${dims.at(-2)}`);
}

function checkSizes(diagonals: Tensor, rhs: Tensor): void {
  const [left, right] = [diagonals.dims.at(-1), rhs.dims.at(-2)];
  if (left !== right)
    throw new ValueError(
      `Expected number of left-hand sided and right-hand sides to be equal, got ${left} and ${right}`,
    );
}

/**
 * Mirrors `tf.linalg.tridiagonal_matmul`: matrices given by their diagonals (see {@link tridiagonal_solve}) times
 * `rhs` (`[..., m, n]`).
 * @throws {@link ValueError} for a format that is none
 */
export function tridiagonal_matmul(
  ...args: Args<
    [diagonals: Diagonals, rhs: TensorLike],
    [diagonals_format: string, name: string | null],
    Pick<TridiagonalKeywords, 'diagonals_format' | 'name'>,
    ['diagonals', 'rhs']
  >
): Tensor {
  type All = TridiagonalKeywords & { diagonals: Diagonals; rhs: TensorLike };
  const names = ['diagonals', 'rhs', 'diagonals_format', 'name'] as const;
  const given = bindArguments<All>('tridiagonal_matmul', names, args, { required: 2 });
  const format = given.diagonals_format ?? 'compact';
  const rows = format === 'sequence' ? null : compact(given.diagonals!, format);
  const [upper, main, lower] =
    rows === null ? threeOf(given.diagonals!) : [rowOf(rows, 0), rowOf(rows, 1), rowOf(rows, 2)];
  const rhs = toTensor(given.rhs!, main.dtype);
  const scaled = (d: Tensor, x: Tensor) => multiply(expand_dims(d, -1), x);
  return add(add(scaled(upper, raised(rhs)), scaled(main, rhs)), scaled(lower, lowered(rhs)));
}

/** Matrices and their diagonals: taking them out and putting them in. */

import { int32, type TensorStorage } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { checkKernel } from '../../kernel_types';
import { inOwnScope } from '../../name_scope';
import { defineOp, mismatch, type OpName, type OpRecord } from '../../op';
import { shapeTensor } from '../../shape_argument';
import { Tensor } from '../../tensor';
import { bracketText, compatibleDims, elementCount } from '../../tensor_shape';
import { cast } from '../cast';
import { ones, zeros_like } from '../creation';
import { sum } from '../fill';
import { type Size, sizeList, sizeOf, sizeTensor } from '../sizes';
import {
  bandDims,
  bandOf,
  bandSize,
  copyElement,
  diagonalRange,
  eachElement,
  filledWith,
  madeBand,
} from './diagonal_layout';

interface AlignAttributes {
  readonly [name: string]: unknown;
  readonly align: string;
}

const PartOp: OpRecord<AlignAttributes> = defineOp<AlignAttributes>({
  type: 'MatrixDiagPartV3',
  indices: [[1, int32]],
  infer: ([x, k], { align }) => {
    const { dtype, dims } = x!;
    checkKernel('MatrixDiagPartV3', dtype);
    if (dims === null || !k!.data) return [{ dtype, dims: null }];
    const batch = dims.slice(0, -2);
    if (dims.length < 2 || !dims.slice(-2).includes(null))
      return [{ dtype, dims: bandDims(batch, bandOf(dims as number[], k!, align)) }];
    const [lower, upper] = diagonalRange(k!)!;
    return [{ dtype, dims: bandDims(batch, { lower, upper, longest: null }) }];
  },
  kernel: ([x, k, padding], { align }, [spec]) => {
    const band = bandOf(x!.dims, k!, align);
    const { dtype, dims } = spec!;
    const out = filledWith(padding!, elementCount(dims));
    const batch = elementCount(x!.dims.slice(0, -2));
    for (let b = 0; b < batch; b++)
      eachElement(band, (matrix, place) =>
        copyElement(
          x!.data,
          b * band.rows * band.columns + matrix,
          out,
          b * bandSize(band) + place,
          dtype.lanes,
        ),
      );
    return [new Tensor(dtype, dims, out)];
  },
  grad: ({ inputs: [x, k], attrs }, g) => {
    const [rows, columns] = [sizeOf(x!, -2), sizeOf(x!, -1)];
    return [made(g!, k!, rows, columns, zero(g!), attrs.align), null, null];
  },
});

function zero(like: Tensor): Tensor {
  return paddingOf(0, like);
}

/** What stands beside the diagonals. @throws {@link TypeError} for strings, which have no 0 */
function paddingOf(value: TensorLike | undefined, like: Tensor): Tensor {
  return like.dtype.kind === 'string' ? toTensor(value ?? 0, like.dtype) : cast(value ?? 0, like.dtype);
}

const MakeOp: OpRecord<AlignAttributes> = defineOp<AlignAttributes>({
  type: 'MatrixDiagV3',
  infer: ([diagonal, k, rows, columns], { align }) => {
    const { dtype, dims } = diagonal!;
    checkKernel('MatrixDiagV3', dtype);
    if (dims === null || !k!.data) return [{ dtype, dims: null }];
    if (dims.includes(null) || !rows!.data || !columns!.data) {
      const [lower, upper] = diagonalRange(k!)!;
      return [{ dtype, dims: [...dims.slice(0, lower === upper ? -1 : -2), null, null] }];
    }
    if (dims.length < 1)
      throw new InvalidArgumentError('diagonal must be at least 1-dim, received shape: []');
    const sizes = [Number(rows!.data[0]), Number(columns!.data[0])];
    const band = madeBand(dims as number[], k!, sizes, align);
    const batch = dims.slice(0, band.lower === band.upper ? -1 : -2);
    return [{ dtype, dims: [...batch, band.rows, band.columns] }];
  },
  kernel: ([diagonal, k, , , padding], { align }, [spec]) => {
    const { dtype, dims } = spec!;
    const band = madeBand(diagonal!.dims, k!, dims.slice(-2), align);
    const out = filledWith(padding!, elementCount(dims));
    const batch = elementCount(dims.slice(0, -2));
    for (let b = 0; b < batch; b++)
      eachElement(band, (matrix, place) =>
        copyElement(
          diagonal!.data,
          b * bandSize(band) + place,
          out,
          b * band.rows * band.columns + matrix,
          dtype.lanes,
        ),
      );
    return [new Tensor(dtype, dims, out)];
  },
  grad: ({ inputs: [, k], attrs }, g) => [part(g!, k!, zero(g!), attrs.align), null, null, null, null],
});

const SetOp: OpRecord<AlignAttributes> = defineOp<AlignAttributes>({
  type: 'MatrixSetDiagV3',
  infer: ([x, diagonal, k], { align }) => {
    checkKernel('MatrixSetDiagV3', x!.dtype);
    if (diagonal!.dtype !== x!.dtype) throw mismatch('MatrixSetDiagV3', 1, x!.dtype, diagonal!.dtype);
    if (x!.dims === null || x!.dims.includes(null) || !k!.data) return [{ dtype: x!.dtype, dims: x!.dims }];
    const dims = x!.dims as number[];
    const wanted = bandDims(dims.slice(0, -2), bandOf(dims, k!, align));
    if (diagonal!.dims !== null && !compatibleDims(diagonal!.dims, wanted))
      throw new InvalidArgumentError(
        `Either first dimensions of diagonal don't match input.shape[:-2], or diagonal.shape[:-1] is not equal to the longests diagonal in range [lower_diag_index:upper_diag_index].\nInput shape: ${bracketText(dims)}\nDiagonal shape: ${bracketText(diagonal!.dims as number[])}`,
        { fields: { expected: wanted, actual: diagonal!.dims } },
      );
    return [{ dtype: x!.dtype, dims }];
  },
  kernel: ([x, diagonal, k], { align }, [spec]) => {
    const { dtype, dims } = spec!;
    const band = bandOf(dims, k!, align);
    const out = (x!.data as Float64Array).slice() as TensorStorage;
    const batch = elementCount(dims.slice(0, -2));
    for (let b = 0; b < batch; b++)
      eachElement(band, (matrix, place) =>
        copyElement(
          diagonal!.data,
          b * bandSize(band) + place,
          out,
          b * band.rows * band.columns + matrix,
          dtype.lanes,
        ),
      );
    return [new Tensor(dtype, dims, out)];
  },
  grad: ({ inputs: [, diagonal, k], attrs }, g) => [
    setDiagonal(g!, zeros_like(diagonal!), k!, attrs.align),
    part(g!, k!, zero(g!), attrs.align),
    null,
  ],
});

const rightLeft = 'RIGHT_LEFT';
const mainDiagonal = toTensor(0, int32);

function part(x: Tensor, k: Tensor, padding: Tensor, align: string): Tensor {
  return dispatch(PartOp, [x, k, padding], { align })[0]!;
}
function made(x: Tensor, k: Tensor, rows: Size, columns: Size, padding: Tensor, align: string): Tensor {
  return dispatch(MakeOp, [x, k, sizeTensor(rows), sizeTensor(columns), padding], { align })[0]!;
}
function setDiagonal(x: Tensor, diagonal: Tensor, k: Tensor, align: string): Tensor {
  return dispatch(SetOp, [x, diagonal, k], { align })[0]!;
}

/** The main diagonals of matrices. */
export function mainDiagonalOf(x: Tensor): Tensor {
  return part(x, mainDiagonal, zero(x), rightLeft);
}
/** Square matrices with these diagonals. */
export function diagonalMatrix(x: Tensor): Tensor {
  return made(x, mainDiagonal, -1, -1, zero(x), rightLeft);
}
/** Matrices with other main diagonals. */
export function withDiagonal(x: Tensor, diagonal: Tensor): Tensor {
  return setDiagonal(x, diagonal, mainDiagonal, rightLeft);
}

/** Identity matrices in the shape of `x`. */
export function eyeLike(x: Tensor): Tensor {
  const sizes = x.dims.slice(0, -1).map((_, i) => sizeOf(x, i));
  return diagonalMatrix(ones(sizeList(sizes), x.dtype));
}

type K = number | readonly [number, number] | readonly number[];
interface DiagKeywords {
  name?: string | null;
  k?: K;
  num_rows?: number;
  num_cols?: number;
  padding_value?: TensorLike;
  align?: string;
}
function indices(k: K | undefined): Tensor {
  return shapeTensor(k ?? 0);
}

/** Mirrors `tf.linalg.diag`: matrices with `diagonal` as their `k`-th diagonal, or as several from `k[0]` to `k[1]`. */
export function diag(
  ...args: Args<[diagonal: TensorLike], [name: string | null, k: K], DiagKeywords, ['diagonal']>
): Tensor {
  type All = DiagKeywords & { diagonal: TensorLike };
  const names = ['diagonal', 'name', 'k', 'num_rows', 'num_cols', 'padding_value', 'align'] as const;
  const given = bindArguments<All>('matrix_diag', names, args, { required: 1 });
  const x = toTensor(given.diagonal!);
  const padding = paddingOf(given.padding_value, x);
  return made(
    x,
    indices(given.k),
    given.num_rows ?? -1,
    given.num_cols ?? -1,
    padding,
    given.align ?? rightLeft,
  );
}

/** Mirrors `tf.linalg.diag_part`: the `k`-th diagonal, or those from `k[0]` to `k[1]` as rows, the upper ones first. */
export function diag_part(
  ...args: Args<
    [input: TensorLike],
    [name: string | null, k: K],
    Omit<DiagKeywords, 'num_rows' | 'num_cols'>,
    ['input']
  >
): Tensor {
  type All = DiagKeywords & { input: TensorLike };
  const names = ['input', 'name', 'k', 'padding_value', 'align'] as const;
  const given = bindArguments<All>('matrix_diag_part', names, args, { required: 1 });
  const x = toTensor(given.input!);
  return part(x, indices(given.k), paddingOf(given.padding_value, x), given.align ?? rightLeft);
}

/** Mirrors `tf.linalg.set_diag`: `input` with other diagonals. */
export function set_diag(
  ...args: Args<
    [input: TensorLike, diagonal: TensorLike],
    [name: string | null, k: K, align: string],
    Pick<DiagKeywords, 'name' | 'k' | 'align'>,
    ['input', 'diagonal']
  >
): Tensor {
  type All = DiagKeywords & { input: TensorLike; diagonal: TensorLike };
  const names = ['input', 'diagonal', 'name', 'k', 'align'] as const;
  const given = bindArguments<All>('matrix_set_diag', names, args, { required: 2 });
  const x = toTensor(given.input!);
  return setDiagonal(
    x,
    toTensor(given.diagonal!, undefined, x.dtype),
    indices(given.k),
    given.align ?? rightLeft,
  );
}

/** Mirrors `tf.linalg.trace`: the sums of main diagonals. */
export const trace = named(
  'trace',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor =>
    inOwnScope('Trace', () => sum(mainDiagonalOf(toTensor(x)), [-1]), name),
);

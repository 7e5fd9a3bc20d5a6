/** Matrices and their diagonals: taking them out, putting them in, and bands around the main one. */

import { type DType, int32, int64, type TensorStorage } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch, dispatchOne, operand } from '../../dispatch';
import { mismatch } from '../../elementwise';
import { checkKernel } from '../../kernel_types';
import { checkAllowed, defineOp, type InputSpec, noAttributes, type OpName, type OpRecord } from '../../op';
import { Tensor } from '../../tensor';
import { bracketText, compatibleDims, type Dimension, elementCount } from '../../tensor_shape';
import { floatsAndComplex } from '../../type_groups';
import { cast } from '../cast';
import { zeros_like } from '../creation';
import { sum } from '../fill';
import { type Size, sizeOf, sizeTensor } from '../sizes';

interface AlignAttributes {
  readonly [name: string]: unknown;
  readonly align: string;
}

/** Which diagonals a band holds, and how they lie in rows of `longest`. */
interface Band {
  readonly lower: number;
  readonly upper: number;
  readonly longest: number;
  readonly rows: number;
  readonly columns: number;
  readonly align: string;
}

function lengthOf({ rows, columns }: Band, d: number): number {
  return Math.min(rows + Math.min(d, 0), columns - Math.max(d, 0));
}

/** Where a diagonal starts in its row of the band. */
function startOf(band: Band, d: number): number {
  const left = (d >= 0 && band.align.startsWith('LEFT')) || (d <= 0 && band.align.endsWith('LEFT'));
  return left ? 0 : band.longest - lengthOf(band, d);
}

/** Calls back with the places of every element: in the matrix and in the band. */
function eachElement(band: Band, visit: (matrix: number, place: number) => void): void {
  for (let d = band.upper; d >= band.lower; d--) {
    const start = (band.upper - d) * band.longest + startOf(band, d);
    const first = d >= 0 ? d : -d * band.columns;
    const length = lengthOf(band, d);
    for (let i = 0; i < length; i++) visit(first + i * (band.columns + 1), start + i);
  }
}

/** Copies one element between storages of one dtype; `lanes` cells each. */
function copyElement(from: TensorStorage, at: number, to: TensorStorage, place: number, lanes: number): void {
  for (let l = 0; l < lanes; l++)
    (to as Float64Array)[place * lanes + l] = (from as Float64Array)[at * lanes + l]!;
}

function filledWith(value: Tensor, count: number): TensorStorage {
  const out = value.dtype.allocate(count);
  if (Array.isArray(out) || (value.data as ArrayLike<unknown>)[0] !== 0)
    for (let i = 0; i < count; i++) copyElement(value.data, 0, out, i, value.dtype.lanes);
  return out;
}

function diagonalRange(k: InputSpec): [number, number] | null {
  if (!k.data) return null;
  const values = Array.from(k.data as ArrayLike<number>, Number);
  if (values.length < 1 || values.length > 2)
    throw new InvalidArgumentError(
      `diag_index must have only one or two elements, received ${values.length} elements.`,
    );
  const [lower, upper = lower] = values as [number, number?];
  if (lower > upper!)
    throw new InvalidArgumentError(
      `lower_diag_index must not be larger than upper_diag_index: ${lower} > ${upper}`,
    );
  return [lower, upper!];
}

function bandOf(dims: readonly number[], k: InputSpec, align: string): Band {
  if (dims.length < 2)
    throw new InvalidArgumentError(`input must be at least 2-dim, received shape: ${bracketText(dims)}`, {
      fields: { expected: 2, actual: dims.length },
    });
  const [rows, columns] = dims.slice(-2) as [number, number];
  const [lower, upper] = diagonalRange(k)!;
  for (const [d, name] of [
    [lower, 'lower'],
    [upper, 'upper'],
  ] as const)
    if (d !== 0 && (d <= -rows || d >= columns))
      throw new InvalidArgumentError(
        `${name}_diag_index is out of bound: ${d} It must be between ${-rows} and ${columns}`,
      );
  const longest = Math.min(rows + Math.min(upper, 0), columns - Math.max(lower, 0));
  return { lower, upper, longest, rows, columns, align };
}

function bandDims<D extends Dimension>(
  batch: readonly D[],
  { lower, upper, longest }: { lower: number; upper: number; longest: D },
): (D | number)[] {
  return lower === upper ? [...batch, longest] : [...batch, upper - lower + 1, longest];
}

function bandSize({ lower, upper, longest }: Band): number {
  return (upper - lower + 1) * longest;
}

const PartOp: OpRecord<AlignAttributes> = defineOp<AlignAttributes>({
  type: 'MatrixDiagPartV3',
  infer: ([x, k], { align }) => {
    checkAllowed('MatrixDiagPartV3', k!.dtype, [int32], 'k');
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
  return cast(0, like.dtype);
}

/** The matrix that a diagonal or band is put in. */
function madeBand(diagonal: readonly number[], k: InputSpec, sizes: readonly number[], align: string): Band {
  const [lower, upper] = diagonalRange(k)!;
  const longest = diagonal.at(-1)!;
  if (lower !== upper && diagonal.at(-2) !== upper - lower + 1)
    throw new InvalidArgumentError(
      `The number of diagonals provided in the input does not match the lower_diag_index and upper_diag_index range.`,
    );
  const leastRows = longest - Math.min(upper, 0);
  const leastColumns = longest + Math.max(lower, 0);
  let [rows, columns] = sizes as [number, number];
  if (rows !== -1 && rows < leastRows) throw new InvalidArgumentError('The number of rows is too small.');
  if (columns !== -1 && columns < leastColumns)
    throw new InvalidArgumentError('The number of columns is too small.');
  if (rows === -1 && columns === -1) rows = columns = Math.max(leastRows, leastColumns);
  else if (rows === -1) rows = leastRows;
  else if (columns === -1) columns = leastColumns;
  if (rows !== leastRows && columns !== leastColumns)
    throw new InvalidArgumentError(
      'The number of rows or columns is not consistent with the specified d_lower, d_upper, and diagonal.',
    );
  return { lower, upper, longest, rows, columns, align };
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
  return toTensor(k ?? 0, int32);
}

/** Mirrors `tf.linalg.diag`: matrices with `diagonal` as their `k`-th diagonal, or as several from `k[0]` to `k[1]`. */
export function diag(
  ...args: Args<[diagonal: TensorLike], [name: string | null, k: K], DiagKeywords>
): Tensor {
  type All = DiagKeywords & { diagonal: TensorLike };
  const names = ['diagonal', 'name', 'k', 'num_rows', 'num_cols', 'padding_value', 'align'] as const;
  const given = bindArguments<All>('matrix_diag', names, args, { required: 1 });
  const x = toTensor(given.diagonal!);
  const padding = cast(given.padding_value ?? 0, x.dtype);
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
  ...args: Args<[input: TensorLike], [name: string | null, k: K], Omit<DiagKeywords, 'num_rows' | 'num_cols'>>
): Tensor {
  type All = DiagKeywords & { input: TensorLike };
  const names = ['input', 'name', 'k', 'padding_value', 'align'] as const;
  const given = bindArguments<All>('matrix_diag_part', names, args, { required: 1 });
  const x = toTensor(given.input!);
  return part(x, indices(given.k), cast(given.padding_value ?? 0, x.dtype), given.align ?? rightLeft);
}

/** Mirrors `tf.linalg.set_diag`: `input` with other diagonals. */
export function set_diag(
  ...args: Args<
    [input: TensorLike, diagonal: TensorLike],
    [name: string | null, k: K, align: string],
    Pick<DiagKeywords, 'name' | 'k' | 'align'>
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
  [],
  (x: TensorLike): Tensor => sum(mainDiagonalOf(toTensor(x)), [-1]),
);

const BandPart: OpRecord = defineOp({
  type: 'MatrixBandPart',
  infer: ([x, lower, upper]) => {
    for (const n of [lower!, upper!]) checkAllowed('MatrixBandPart', n.dtype, [int32, int64], 'Tindex');
    const { dtype, dims } = x!;
    checkKernel('MatrixBandPart', dtype);
    if (dims === null) return [{ dtype, dims }];
    if (dims.length < 2)
      throw new InvalidArgumentError(
        `input must be at least 2-dim, received shape: ${bracketText(dims as number[])}`,
        { fields: { expected: 2, actual: dims.length } },
      );
    for (const [given, size, name, what] of [
      [lower!, dims.at(-2), 'num_lower', 'rows'],
      [upper!, dims.at(-1), 'num_upper', 'columns'],
    ] as const) {
      const n = given.data ? Number(given.data[0]) : 0;
      if (size !== null && n > size!)
        throw new InvalidArgumentError(
          `${name} must be negative or less or equal to number of ${what} (${size}) got: ${n}`,
          { fields: { expected: size, actual: n } },
        );
    }
    return [{ dtype, dims }];
  },
  kernel: ([x, lower, upper], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const [rows, columns] = dims.slice(-2) as [number, number];
    const [below, above] = [Number(lower!.data[0]), Number(upper!.data[0])];
    const out = dtype.allocate(elementCount(dims));
    const batch = elementCount(dims.slice(0, -2));
    for (let b = 0; b < batch; b++)
      for (let i = 0; i < rows; i++) {
        const from = below < 0 ? 0 : Math.max(0, i - below);
        const to = above < 0 ? columns : Math.min(columns, i + above + 1);
        for (let j = from; j < to; j++) {
          const at = (b * rows + i) * columns + j;
          copyElement(x!.data, at, out, at, dtype.lanes);
        }
      }
    return [new Tensor(dtype, dims, out)];
  },
  grad: ({ inputs: [, lower, upper] }, g) => [
    dispatch(BandPart, [g!, lower!, upper!], noAttributes)[0]!,
    null,
    null,
  ],
});

/** The band of `lower` diagonals below the main one and `upper` above it; negative: all. */
export function band(x: Tensor, lower: number, upper: number): Tensor {
  return dispatch(BandPart, [x, toTensor(lower, int32), toTensor(upper, int32)], noAttributes)[0]!;
}

/** Mirrors `tf.linalg.band_part`: zeros outside `num_lower` and `num_upper` diagonals beside the main one. */
export function band_part(
  ...args: Args<
    [input: TensorLike, num_lower: TensorLike, num_upper: TensorLike],
    [name: string | null],
    { name?: string | null }
  >
): Tensor {
  type All = { input: TensorLike; num_lower: TensorLike; num_upper: TensorLike; name: string };
  const names = ['input', 'num_lower', 'num_upper', 'name'] as const;
  const given = bindArguments<All>('matrix_band_part', names, args, { required: 3 });
  const lower = toTensor(given.num_lower!, undefined, int32);
  const upper = toTensor(given.num_upper!, undefined, int32);
  return dispatch(BandPart, [toTensor(given.input!), lower, upper], noAttributes)[0]!;
}

/** The types that `tf.linalg.tensor_diag` takes. */
const diagonalTypes: readonly DType[] = [...floatsAndComplex, int32, int64];

const TensorDiag: OpRecord = defineOp({
  type: 'Diag',
  infer: ([x]) => {
    checkAllowed('Diag', x!.dtype, diagonalTypes);
    if (x!.dims?.length === 0) throw new InvalidArgumentError('Input must be at least rank 1, got 0');
    return [{ dtype: x!.dtype, dims: x!.dims === null ? null : [...x!.dims, ...x!.dims] }];
  },
  kernel: ([x], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const n = elementCount(x!.dims);
    const out = dtype.allocate(n * n);
    for (let i = 0; i < n; i++) copyElement(x!.data, i, out, i * (n + 1), dtype.lanes);
    return [new Tensor(dtype, dims, out)];
  },
  grad: (_call, g) => [tensor_diag_part(g!)],
});
const TensorDiagPart: OpRecord = defineOp({
  type: 'DiagPart',
  infer: ([x]) => {
    checkAllowed('DiagPart', x!.dtype, diagonalTypes);
    if (x!.dims === null) return [{ dtype: x!.dtype, dims: null }];
    const half = x!.dims.length / 2;
    if (!Number.isInteger(half))
      throw new InvalidArgumentError(
        `The rank of the tensor should be even and positive, got shape ${bracketText(x!.dims as number[])}`,
      );
    const [first, second] = [x!.dims.slice(0, half), x!.dims.slice(half)];
    first.forEach((size, i) => {
      if (size !== null && second[i] !== null && size !== second[i])
        throw new InvalidArgumentError(
          `Invalid shape ${bracketText(x!.dims as number[])}: dimensions ${i} and ${i + half} do not match.`,
        );
    });
    return [{ dtype: x!.dtype, dims: first }];
  },
  kernel: ([x], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const n = elementCount(dims);
    const out = dtype.allocate(n);
    for (let i = 0; i < n; i++) copyElement(x!.data, i * (n + 1), out, i, dtype.lanes);
    return [new Tensor(dtype, dims, out)];
  },
  grad: (_call, g) => [tensor_diag(g!)],
});

/** Mirrors `tf.linalg.tensor_diag`: `[d...]` on the diagonal of `[d..., d...]`. */
export const tensor_diag = named(
  'tensor_diag',
  ['diagonal'],
  ['name'],
  (diagonal: TensorLike, name?: OpName): Tensor =>
    dispatchOne(TensorDiag, [operand(diagonal, TensorDiag)], name),
);
/** Mirrors `tf.linalg.tensor_diag_part`: the diagonal of `[d..., d...]`. */
export const tensor_diag_part = named(
  'tensor_diag_part',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor =>
    dispatchOne(TensorDiagPart, [operand(input, TensorDiagPart)], name),
);

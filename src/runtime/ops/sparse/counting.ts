/** `tf.sparse.bincount`: how often each value occurs, as a sparse tensor. */
import { type DType, float32, float64, int32, int64 } from '../../../dtypes';
import { InvalidArgumentError, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { assert_equal } from '../../assert_values';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { control_dependencies } from '../../graph/control_dependencies';
import { integersOf } from '../../index_argument';
import { checkAllowed, defineOp, type OpRecord, type Spec, unregisteredGradient } from '../../op';
import { SparseTensor } from '../../sparse_tensor';
import { Tensor } from '../../tensor';
import { elementCount, sameDims } from '../../tensor_shape';
import { identity, reshape } from '../array';
import { cast } from '../cast';
import { indexTensor, rowsOf, sizesTensor } from './rows';

interface CountAttributes {
  readonly [name: string]: unknown;
  readonly minlength: number;
  readonly maxlength: number;
  readonly binary_output: boolean;
}

/** A value in a row, and what it weighs. */
interface Counted {
  readonly row: number;
  readonly value: number;
  readonly weight: number | bigint;
}

/** @param rows of the result; null: it is a vector */
function counts(
  entries: readonly Counted[],
  rows: number | null,
  dtype: DType,
  { minlength, maxlength, binary_output }: CountAttributes,
): Tensor[] {
  const tables = Array.from({ length: rows ?? 1 }, () => new Map<number, number | bigint>());
  let largest = 0;
  for (const { row, value, weight } of entries) {
    if (value < 0) throw new InvalidArgumentError('Input values must all be non-negative');
    largest = Math.max(largest, value);
    if (maxlength > 0 && value >= maxlength) continue;
    const table = tables[row]!;
    const before = table.get(value);
    // Whole numbers of 64 bits stay such.
    const sum = before === undefined ? weight : (before as number) + (weight as number);
    table.set(value, binary_output ? 1 : sum);
  }
  const found = tables.flatMap((table, row) =>
    [...table].sort(([a], [b]) => a - b).map(([value, sum]) => ({ row, value, sum })),
  );
  const at = found.flatMap(({ row, value }) => (rows === null ? [value] : [row, value]));
  const width = maxlength > 0 ? maxlength : Math.max(largest + 1, minlength);
  const data = dtype.allocate(found.length);
  found.forEach(({ sum }, i) => {
    data[i] = dtype === int64 ? BigInt(sum) : Number(sum);
  });
  return [
    indexTensor(at, rows === null ? 1 : 2, found.length),
    new Tensor(dtype, [found.length], data),
    sizesTensor(rows === null ? [width] : [rows, width]),
  ];
}

function specsOf(rank: number | null, dtype: DType): Spec[] {
  return [
    { dtype: int64, dims: [null, rank] },
    { dtype, dims: [null] },
    { dtype: int64, dims: [rank] },
  ];
}

function checkTypes(type: string, values: DType, weights: DType): void {
  checkAllowed(type, values, [int32, int64]);
  checkAllowed(type, weights, [int32, int64, float32, float64], 'output_type');
}

/** What entry `i` weighs; 1 without weights. */
function weighed(weights: Tensor): (i: number) => number | bigint {
  if (weights.data.length > 0) return (i) => weights.data[i] as number | bigint;
  return weights.dtype === int64 ? () => 1n : () => 1;
}

const DenseCount: OpRecord<CountAttributes> = defineOp<CountAttributes>({
  type: 'DenseCountSparseOutput',
  infer: ([values, weights]) => {
    checkTypes('DenseCountSparseOutput', values!.dtype, weights!.dtype);
    const { dims } = values!;
    if (dims !== null && (dims.length === 0 || dims.length > 2))
      throw new InvalidArgumentError(`Input must be a 1 or 2-dimensional tensor. Got: ${dims.length}`);
    return specsOf(dims?.length ?? null, weights!.dtype);
  },
  kernel: ([values, weights], attrs) => {
    const { dims } = values!;
    if (weights!.data.length > 0 && !sameDims(weights!.dims, dims))
      throw new InvalidArgumentError(
        `Weights and values must have the same shape. Weight shape: ${weights!.dims}; values shape: ${dims}`,
        { fields: { expected: dims, actual: weights!.dims } },
      );
    const weight = weighed(weights!);
    const columns = dims[dims.length - 1]!;
    const entries = integersOf(values!)!.map((value, i) => ({
      row: dims.length === 2 ? Math.floor(i / columns) : 0,
      value,
      weight: weight(i),
    }));
    return counts(entries, dims.length === 2 ? dims[0]! : null, weights!.dtype, attrs);
  },
  grad: unregisteredGradient('DenseCountSparseOutput'),
});

const SparseCount: OpRecord<CountAttributes> = defineOp<CountAttributes>({
  type: 'SparseCountSparseOutput',
  infer: ([, values, shape, weights]) => {
    checkTypes('SparseCountSparseOutput', values!.dtype, weights!.dtype);
    return specsOf(shape!.dims?.[0] ?? null, weights!.dtype);
  },
  kernel: ([indices, values, shape, weights], attrs) => {
    const sizes = integersOf(shape!)!;
    const rows = rowsOf(indices!);
    const weight = weighed(weights!);
    const entries = integersOf(values!)!.map((value, i) => {
      const row = sizes.length > 1 ? rows.at[i * rows.rank]! : 0;
      if (row < 0 || row >= (sizes.length > 1 ? sizes[0]! : 1))
        throw new InvalidArgumentError(
          `Indices value along the first dimension must be lower than the first index of the shape. Got ${row} as batch and ${sizes[0]} as the first dimension of the shape.`,
        );
      return { row, value, weight: weight(i) };
    });
    return counts(entries, sizes.length > 1 ? sizes[0]! : null, weights!.dtype, attrs);
  },
  grad: unregisteredGradient('SparseCountSparseOutput'),
});

/** @throws {@link ValueError} for weights with `binary_output`, and another axis than 0 and -1 */
export function checkCounting(axis: number, weights: unknown, binary_output: boolean): void {
  if (weights !== null && binary_output)
    throw new ValueError(
      'Arguments `binary_output` and `weights` are mutually exclusive. Please specify only one.',
    );
  if (axis !== 0 && axis !== -1)
    throw new ValueError(
      `Unsupported value for argument axis=${axis}. Only 0 and -1 are currently supported.`,
    );
}

/** The weights of a sparse tensor, which must have the same places. @throws {@link ValueError} for what is not sparse */
export function sparseWeights(
  values: SparseTensor,
  weights: TensorLike | SparseTensor | null,
): Tensor | null {
  if (weights === null) return null;
  if (!(weights instanceof SparseTensor))
    throw new ValueError(
      `Argument \`weights\` must be a SparseTensor if \`values\` is a SparseTensor. Received weights=${String(weights)}`,
    );
  const alike = [
    assert_equal(weights.dense_shape, values.dense_shape, {
      message: "'weights' and 'values' must have the same dense shape.",
    }),
    assert_equal(weights.indices, values.indices, {
      message: "'weights' and 'values' must have the same indices.",
    }),
  ].filter((check) => check !== null);
  return control_dependencies(alike).use(() => identity(weights.values));
}

interface BinAttributes {
  readonly [name: string]: unknown;
  readonly binary_output: boolean;
}
const SparseBincount: OpRecord<BinAttributes> = defineOp<BinAttributes>({
  type: 'SparseBincount',
  infer: ([, values, shape, size, weights]) => {
    checkAllowed('SparseBincount', values!.dtype, [int32, int64], 'Tidx');
    checkAllowed('SparseBincount', weights!.dtype, [int32, int64, float32, float64]);
    const bins = integersOf(size!)?.[0] ?? null;
    if (bins !== null && bins < 0) throw new InvalidArgumentError(`size (${bins}) must be non-negative`);
    const rank = shape!.dims?.[0] ?? null;
    const rows = integersOf(shape!)?.[0] ?? null;
    return [{ dtype: weights!.dtype, dims: rank === null ? null : rank > 1 ? [rows, bins] : [bins] }];
  },
  kernel: ([indices, values, , , weights], { binary_output }, [spec]) => {
    const { dtype, dims } = spec!;
    const rows = rowsOf(indices!);
    const bins = dims[dims.length - 1]!;
    const weight = weighed(weights!);
    const out = dtype.allocate(elementCount(dims));
    integersOf(values!)!.forEach((value, i) => {
      if (value < 0) throw new InvalidArgumentError('Input must be non-negative');
      if (value >= bins) return;
      const at = (dims.length > 1 ? rows.at[i * rows.rank]! * bins : 0) + value;
      const sum = (out[at] as number) + (weight(i) as number);
      out[at] = binary_output ? ((dtype === int64 ? 1n : 1) as number) : sum;
    });
    return [new Tensor(dtype, dims, out)];
  },
  grad: unregisteredGradient('SparseBincount'),
});

/** How often each of `size` values is in each row: a dense matrix. @param weights of length 0: all are 1 */
export function countRows(sp: SparseTensor, size: Tensor, weights: Tensor, binary_output: boolean): Tensor {
  const inputs = [sp.indices, sp.values, sp.dense_shape, cast(size, sp.dtype), weights];
  return dispatch(SparseBincount, inputs, { binary_output })[0]!;
}

interface CountKeywords {
  weights?: TensorLike | SparseTensor | null;
  axis?: number | null;
  minlength?: number | null;
  maxlength?: number | null;
  binary_output?: boolean;
  name?: string | null;
}
/**
 * Mirrors `tf.sparse.bincount`.
 * @param axis 0: all values together; -1: those of each row
 * @param weights that are added instead of 1; sparse in the same places for sparse values
 * @throws {@link InvalidArgumentError} for negative values, {@link ValueError} for weights with `binary_output`
 */
export function bincount(
  ...args: Args<
    [values: TensorLike | SparseTensor],
    [
      weights: TensorLike | SparseTensor | null,
      axis: number | null,
      minlength: number | null,
      maxlength: number | null,
      binary_output: boolean,
      name: string | null,
    ],
    CountKeywords,
    ['values']
  >
): SparseTensor {
  type All = CountKeywords & { values: TensorLike | SparseTensor };
  const names = ['values', 'weights', 'axis', 'minlength', 'maxlength', 'binary_output', 'name'] as const;
  const given = bindArguments<All>('sparse_bincount', names, args, { required: 1 });
  const { values, weights = null, binary_output = false } = given;
  const axis = given.axis ?? 0;
  checkCounting(axis, weights, binary_output);
  const attrs = { minlength: given.minlength ?? -1, maxlength: given.maxlength ?? -1, binary_output };
  const none = ({ dtype }: Tensor): Tensor => new Tensor(dtype, [0], dtype.allocate(0));
  if (values instanceof SparseTensor) {
    const own = sparseWeights(values, weights) ?? none(values.values);
    const { indices, dense_shape } = values;
    const made =
      axis === 0
        ? dispatch(DenseCount, [values.values, own], attrs)
        : dispatch(SparseCount, [indices, values.values, dense_shape, own], attrs);
    return new SparseTensor(made[0]!, made[1]!, made[2]!);
  }
  const dense = toTensor(values!);
  const all = axis === 0 ? reshape(dense, [-1]) : dense;
  const flat = weights !== null && axis === 0 ? reshape(weights as TensorLike, [-1]) : weights;
  const own = flat === null ? none(dense) : toTensor(flat as TensorLike);
  const [indices, sums, sizes] = dispatch(DenseCount, [all, own], attrs);
  return new SparseTensor(indices!, sums!, sizes!);
}

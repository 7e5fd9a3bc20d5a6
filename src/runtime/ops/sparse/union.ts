/** Two sparse tensors joined: `tf.sparse.add` (to a dense one as well), `maximum`, `minimum`. */
import { type DType, int32, int64 } from '../../../dtypes';
import { InvalidArgumentError, NotImplementedError, TypeError } from '../../../errors';
import { named } from '../../../python/named';
import { ownCopy } from '../../allocate';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { numeric } from '../../elementwise';
import { integersOf } from '../../index_argument';
import { addRows, maxRows, minRows, type ScatterLoops } from '../../kernels/scatter';
import {
  checkAllowed,
  defineOp,
  type InputSpec,
  mismatch,
  noAttributes,
  type OpName,
  type OpRecord,
} from '../../op';
import { is_sparse, type SparseLike, SparseTensor, toSparse } from '../../sparse_tensor';
import { Tensor } from '../../tensor';
import { bracketText, sameDims } from '../../tensor_shape';
import { realNumbers } from '../../type_groups';
import { workStorage } from '../../work_storage';
import { gather_nd } from '../gather';
import { scatterInto } from '../scatter';
import { taken } from '../taken';
import { compareRows, indexTensor, madeSpecs, placesOf, type Rows, rowAt, rowsOf } from './rows';

/** The rows of either, in order, and where in them those of each are. */
interface Union {
  readonly rows: number[];
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly count: number;
}

function unionOf(a: Rows, b: Rows): Union {
  const rows: number[] = [];
  const [first, second] = [new Int32Array(a.count), new Int32Array(b.count)];
  let count = 0;
  for (let i = 0, j = 0; i < a.count || j < b.count; count++) {
    const order = i === a.count ? 1 : j === b.count ? -1 : compareRows(a, i, b, j);
    rows.push(...(order <= 0 ? rowAt(a, i) : rowAt(b, j)));
    if (order <= 0) first[i++] = count;
    if (order >= 0) second[j++] = count;
  }
  return { rows, first, second, count };
}

/** Both on the places of the union, combined; what one does not have is 0. */
function combined(
  loops: ScatterLoops,
  a: Tensor,
  b: Tensor,
  { first, second, count }: Union,
): Tensor['data'] {
  const { dtype } = a;
  const [left, right] = [
    scatterInto(null, dtype, dtype.allocate(count), first, a.data, 1),
    scatterInto(null, dtype, dtype.allocate(count), second, b.data, 1),
  ];
  return scatterInto(
    loops,
    dtype,
    left,
    Int32Array.from({ length: count }, (_, i) => i),
    right,
    1,
  );
}

function checkShapes(a: Tensor, b: Tensor): number[] {
  const [own, other] = [integersOf(a)!, integersOf(b)!];
  if (!sameDims(own, other))
    throw new InvalidArgumentError(
      `Operands' shapes do not match: got ${bracketText(own)} and ${bracketText(other)}`,
      { fields: { expected: own, actual: other } },
    );
  return own;
}

function checkTypes(type: string, a: InputSpec, b: InputSpec, allowed: readonly DType[]): void {
  checkAllowed(type, a.dtype, allowed);
  if (b.dtype !== a.dtype) throw mismatch(type, 4, a.dtype, b.dtype);
}

const SparseAdd: OpRecord = defineOp({
  type: 'SparseAdd',
  infer: ([indices, values, shape, , others, , least]) => {
    checkTypes('SparseAdd', values!, others!, numeric);
    if (least!.dims !== null && least!.dims.length > 0)
      throw new InvalidArgumentError(
        `The magnitude threshold must be a scalar: got shape ${bracketText(least!.dims as number[])}`,
      );
    return [...madeSpecs(indices!, values!, shape!), { dtype: int64, dims: shape!.dims }];
  },
  kernel: ([aIndices, aValues, aShape, bIndices, bValues, bShape, least]) => {
    checkShapes(aShape!, bShape!);
    const [a, b] = [rowsOf(aIndices!), rowsOf(bIndices!)];
    const union = unionOf(a, b);
    const data = combined(addRows, aValues!, bValues!, union);
    const sums = new Tensor(aValues!.dtype, [union.count], data);
    const large = magnitudes(sums);
    const limit = Number(workStorage(least!)[0]);
    // Only where both have an element its size counts.
    const both = new Set(union.second);
    const shared = new Set(Array.from(union.first).filter((place) => both.has(place)));
    const kept = Array.from({ length: union.count }, (_, i) => i).filter(
      (i) => !shared.has(i) || large(i) >= limit,
    );
    const all = { at: union.rows, rank: a.rank, count: union.count };
    return [
      indexTensor(
        kept.flatMap((i) => rowAt(all, i)),
        a.rank,
        kept.length,
      ),
      taken(sums, kept),
      new Tensor(int64, aShape!.dims, aShape!.data),
    ];
  },
  grad: ({ inputs: [a, , , b], outputs: [made] }, _indices, g) => {
    const [left, right] = dispatch(SparseAddGrad, [g!, a!, b!, made!], noAttributes);
    return [null, left!, null, null, right!, null, null];
  },
  aliases: true,
});

/** The absolute value of each element. */
function magnitudes(x: Tensor): (i: number) => number {
  const data = workStorage(x) as ArrayLike<number | bigint>;
  if (x.dtype.is_complex) return (i) => Math.hypot(Number(data[2 * i]), Number(data[2 * i + 1]));
  return (i) => Math.abs(Number(data[i]));
}

const SparseAddGrad: OpRecord = defineOp({
  type: 'SparseAddGrad',
  infer: ([g, a, b]) => [a!, b!].map(({ dims }) => ({ dtype: g!.dtype, dims: [dims?.[0] ?? null] })),
  kernel: ([g, a, b, made]) => {
    const sums = rowsOf(made!);
    const { lanes } = g!.dtype;
    return [a!, b!].map((indices) => {
      const rows = rowsOf(indices);
      const data = g!.dtype.allocate(rows.count);
      for (let i = 0, j = 0; i < rows.count && j < sums.count; ) {
        const order = compareRows(rows, i, sums, j);
        if (order === 0) for (let k = 0; k < lanes; k++) data[i * lanes + k] = g!.data[j * lanes + k]!;
        if (order <= 0) i++;
        if (order >= 0) j++;
      }
      return new Tensor(g!.dtype, [rows.count], data);
    });
  },
  grad: null,
});

const SparseTensorDenseAdd: OpRecord = defineOp({
  type: 'SparseTensorDenseAdd',
  infer: ([indices, values, shape, dense]) => {
    checkAllowed('SparseTensorDenseAdd', values!.dtype, numeric);
    checkAllowed('SparseTensorDenseAdd', indices!.dtype, [int32, int64], 'Tindices');
    if (dense!.dtype !== values!.dtype)
      throw mismatch('SparseTensorDenseAdd', 3, values!.dtype, dense!.dtype);
    const sizes = integersOf(shape!);
    if (sizes !== null && dense!.dims !== null && dense!.dims.length !== sizes.length)
      throw new InvalidArgumentError(
        `Two operands have different ranks; received: ${sizes.length} and ${dense!.dims.length}`,
        { fields: { expected: sizes.length, actual: dense!.dims.length } },
      );
    return [{ dtype: dense!.dtype, dims: dense!.dims }];
  },
  kernel: ([indices, values, shape, dense]) => {
    const { dtype, dims } = dense!;
    const sizes = integersOf(shape!)!;
    if (!sameDims(sizes, dims))
      throw new InvalidArgumentError(
        `Dimension 0 does not equal (no broadcasting is supported): sparse side ${bracketText(sizes)} vs dense side ` +
          bracketText(dims),
        { fields: { expected: sizes, actual: dims } },
      );
    const places = placesOf(rowsOf(indices!), dims);
    return [
      new Tensor(dtype, dims, scatterInto(addRows, dtype, ownCopy(dense!.data), places, values!.data, 1)),
    ];
  },
  grad: ({ inputs: [indices] }, g) => [null, gather_nd(g!, indices!), null, g!],
});

/**
 * Mirrors `tf.sparse.add`: sparse of two sparse tensors, dense if one of them is.
 * @param threshold sums of two elements that are smaller are left out
 * @throws {@link TypeError} if neither is sparse, {@link InvalidArgumentError} for shapes that differ
 */
export function add(a: SparseLike, b: SparseLike, threshold?: TensorLike): SparseTensor;
export function add(a: SparseLike, b: TensorLike, threshold?: TensorLike): Tensor;
export function add(a: TensorLike, b: SparseLike, threshold?: TensorLike): Tensor;
export function add(given: AddKeywords): SparseTensor | Tensor;
export function add(a: SparseLike | TensorLike, given: Omit<AddKeywords, 'a'>): SparseTensor | Tensor;
export function add(
  a: SparseLike | TensorLike,
  b: SparseLike | TensorLike,
  given: Pick<AddKeywords, 'threshold'>,
): SparseTensor | Tensor;
export function add(...args: readonly unknown[]): SparseTensor | Tensor {
  return (sum as (...given: readonly unknown[]) => SparseTensor | Tensor)(...args);
}
interface AddKeywords {
  a: SparseLike | TensorLike;
  b: SparseLike | TensorLike;
  threshold?: TensorLike;
}
const sum = named(
  'sparse_add_v2',
  ['a', 'b'],
  ['threshold'],
  (
    a: SparseLike | TensorLike,
    b: SparseLike | TensorLike,
    threshold: TensorLike = 0,
  ): SparseTensor | Tensor => {
    if (is_sparse(a) && is_sparse(b)) return sparseSum(toSparse(a), toSparse(b), threshold);
    if (!is_sparse(a) && !is_sparse(b))
      throw new TypeError('At least one input should be SparseTensor; do you mean to use tf.add()?');
    const [sp, dense] = is_sparse(a) ? [toSparse(a), b] : [toSparse(b as SparseLike), a];
    const parts = [sp.indices, sp.values, sp.dense_shape, toTensor(dense as TensorLike, sp.dtype)];
    return dispatch(SparseTensorDenseAdd, parts, noAttributes)[0]!;
  },
);

function sparseSum(a: SparseTensor, b: SparseTensor, threshold: TensorLike): SparseTensor {
  const least = toTensor(threshold, a.dtype.real_dtype);
  const parts = [a.indices, a.values, a.dense_shape, b.indices, b.values, b.dense_shape, least];
  const [indices, values, sizes] = dispatch(SparseAdd, parts, noAttributes);
  a.shape.assert_is_compatible_with(b.shape);
  const shape = a.shape.merge_with(b.shape);
  return new SparseTensor(indices!, values!, shape.is_fully_defined() ? toTensor([...shape], int64) : sizes!);
}

function extreme(type: string, loops: ScatterLoops): OpRecord {
  return defineOp({
    type,
    infer: ([indices, values, shape, , others]) => {
      checkTypes(type, values!, others!, realNumbers);
      return madeSpecs(indices!, values!, shape!);
    },
    kernel: ([aIndices, aValues, aShape, bIndices, bValues, bShape]) => {
      checkShapes(aShape!, bShape!);
      const [a, b] = [rowsOf(aIndices!), rowsOf(bIndices!)];
      const union = unionOf(a, b);
      const data = combined(loops, aValues!, bValues!, union);
      return [indexTensor(union.rows, a.rank, union.count), new Tensor(aValues!.dtype, [union.count], data)];
    },
    grad: () => {
      throw new NotImplementedError(`Gradient for ${type} is not implemented.`);
    },
  });
}
const SparseSparseMaximum = extreme('SparseSparseMaximum', maxRows);
const SparseSparseMinimum = extreme('SparseSparseMinimum', minRows);

function extremeOf(op: OpRecord, a: SparseTensor, b: SparseTensor, name?: OpName): SparseTensor {
  const parts = [a.indices, a.values, a.dense_shape, b.indices, b.values, b.dense_shape];
  const [indices, values] = dispatch(op, parts, noAttributes, name);
  return new SparseTensor(indices!, values!, a.dense_shape);
}

/** Mirrors `tf.sparse.maximum`: the larger of two, where one without an element counts as 0. */
export const maximum = named(
  'sparse_maximum',
  ['sp_a', 'sp_b'],
  ['name'],
  (sp_a: SparseTensor, sp_b: SparseTensor, name?: OpName): SparseTensor =>
    extremeOf(SparseSparseMaximum, sp_a, sp_b, name),
);
/** Mirrors `tf.sparse.minimum`: the smaller of two, where one without an element counts as 0. */
export const minimum = named(
  'sparse_minimum',
  ['sp_a', 'sp_b'],
  ['name'],
  (sp_a: SparseTensor, sp_b: SparseTensor, name?: OpName): SparseTensor =>
    extremeOf(SparseSparseMinimum, sp_a, sp_b, name),
);

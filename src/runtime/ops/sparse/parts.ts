/** Some of the elements: `tf.sparse.slice`, `split`, `retain`, `mask`. */
import { int64 } from '../../../dtypes';
import { InvalidArgumentError, ValueError } from '../../../errors';
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { integer, integersOf } from '../../index_argument';
import { IndexedSlices } from '../../indexed_slices';
import { defineOp, noAttributes, type OpName, type OpRecord, unregisteredGradient } from '../../op';
import { shapeTensor } from '../../shape_argument';
import { type SparseLike, SparseTensor, toSparse } from '../../sparse_tensor';
import { Tensor } from '../../tensor';
import type { Dimension } from '../../tensor_shape';
import { identity, reshape } from '../array';
import { gather } from '../gather';
import { where } from '../select';
import { taken } from '../taken';
import { setdiff1d } from '../unique';
import {
  checkInside,
  compareRows,
  indexTensor,
  madeSpecs,
  type Rows,
  rankOf,
  rowAt,
  rowsOf,
  sizesTensor,
} from './rows';

/** The numbers of the rows that lie in a box, and these rows as they are in it. */
function inside(rows: Rows, start: readonly number[], size: readonly number[]): [number[], number[]] {
  const places: number[] = [];
  const at: number[] = [];
  for (let i = 0; i < rows.count; i++) {
    const row = rowAt(rows, i).map((index, k) => index - start[k]!);
    if (row.some((index, k) => index < 0 || index >= size[k]!)) continue;
    places.push(i);
    at.push(...row);
  }
  return [places, at];
}

const SparseSlice: OpRecord = defineOp({
  type: 'SparseSlice',
  infer: ([indices, values, shape]) => [
    ...madeSpecs(indices!, values!, shape!),
    { dtype: int64, dims: [rankOf(indices!, shape!)] },
  ],
  kernel: ([indices, values, shape, start, size]) => {
    const dims = integersOf(shape!)!;
    const [from, wanted] = [integersOf(start!)!, integersOf(size!)!];
    for (const [name, list] of [
      ['start', from],
      ['size', wanted],
    ] as const)
      if (list.length !== dims.length)
        throw new InvalidArgumentError(
          `Expected ${name} to be a vector of length ${dims.length} but got length ${list.length}`,
          { fields: { expected: dims.length, actual: list.length } },
        );
    const negative = wanted.find((count) => count < 0);
    if (negative !== undefined)
      throw new InvalidArgumentError(`Expected a non-negative size, got ${negative}`);
    const sizes = dims.map((d, k) => Math.max(0, Math.min(wanted[k]!, d - from[k]!)));
    const [places, at] = inside(rowsOf(indices!), from, sizes);
    return [indexTensor(at, dims.length, places.length), taken(values!, places), sizesTensor(sizes)];
  },
  grad: ({ inputs: [indices, , , start], outputs: [made] }, _indices, g) => [
    null,
    dispatch(SparseSliceGrad, [g!, indices!, start!, made!], noAttributes)[0]!,
    null,
    null,
    null,
  ],
});

const SparseSliceGrad: OpRecord = defineOp({
  type: 'SparseSliceGrad',
  infer: ([g, indices]) => [{ dtype: g!.dtype, dims: [indices!.dims?.[0] ?? null] }],
  kernel: ([g, indices, start, made]) => {
    const [rows, kept] = [rowsOf(indices!), rowsOf(made!)];
    const from = integersOf(start!)!;
    const data = g!.dtype.allocate(rows.count);
    const { lanes } = g!.dtype;
    for (let i = 0, j = 0; i < rows.count && j < kept.count; i++) {
      const moved = { at: rowAt(rows, i).map((index, k) => index - from[k]!), rank: rows.rank, count: 1 };
      if (compareRows(moved, 0, kept, j) !== 0) continue;
      for (let lane = 0; lane < lanes; lane++) data[i * lanes + lane] = g!.data[j * lanes + lane]!;
      j++;
    }
    return [new Tensor(g!.dtype, [rows.count], data)];
  },
  grad: unregisteredGradient('SparseSliceGrad'),
});

/**
 * Mirrors `tf.sparse.slice`: the elements in a box, which may reach beyond the end.
 * @throws {@link InvalidArgumentError} for other than one start and one size an axis
 */
export const slice = named(
  'sparse_slice',
  ['sp_input', 'start', 'size'],
  ['name'],
  (sp_input: SparseLike, start: TensorLike, size: TensorLike, name?: OpName): SparseTensor => {
    const sp = toSparse(sp_input);
    const parts = [sp.indices, sp.values, sp.dense_shape, toTensor(start, int64), toTensor(size, int64)];
    const [indices, values, sizes] = dispatch(SparseSlice, parts, noAttributes, name);
    return new SparseTensor(indices!, values!, sizes!);
  },
);

interface SplitAttributes {
  readonly [name: string]: unknown;
  readonly num_split: number;
}
const SparseSplit: OpRecord<SplitAttributes> = defineOp<SplitAttributes>({
  type: 'SparseSplit',
  infer: ([, indices, values, shape], { num_split }) => {
    if (num_split < 1)
      throw new InvalidArgumentError(`Input num_split should be at least 1, got ${num_split}`, {
        fields: { expected: 1, actual: num_split },
      });
    const rank = rankOf(indices!, shape!);
    return [
      ...new Array(num_split).fill({ dtype: int64, dims: [null, rank] }),
      ...new Array(num_split).fill({ dtype: values!.dtype, dims: [null] }),
      ...new Array(num_split).fill({ dtype: int64, dims: [rank] }),
    ];
  },
  kernel: ([axis, indices, values, shape], { num_split }) => {
    const dims = integersOf(shape!)!;
    const given = integersOf(axis!)![0]!;
    const along = given < 0 ? given + dims.length : given;
    if (along < 0 || along >= dims.length)
      throw new InvalidArgumentError(
        `Input split_dim should be in range [${-dims.length}, ${dims.length}) but got ${given}`,
        { fields: { expected: dims.length, actual: given } },
      );
    const whole = dims[along]!;
    if (num_split > whole)
      throw new InvalidArgumentError(
        `Input num_split should be between 1 and the splitting dimension size (${whole}), got ${num_split}`,
        { fields: { expected: whole, actual: num_split } },
      );
    const rows = rowsOf(indices!);
    for (let i = 0; i < rows.count; i++) checkInside(rows, i, dims);
    const [least, longer] = [Math.floor(whole / num_split), whole % num_split];
    const parts = Array.from({ length: num_split }, (_, part) => {
      const start = dims.map((_, k) => (k === along ? part * least + Math.min(part, longer) : 0));
      const size = dims.map((d, k) => (k === along ? least + (part < longer ? 1 : 0) : d));
      const [places, at] = inside(rows, start, size);
      return [
        indexTensor(at, dims.length, places.length),
        taken(values!, places),
        sizesTensor(size),
      ] as const;
    });
    return [0, 1, 2].flatMap((kind) => parts.map((part) => part[kind]!));
  },
  grad: unregisteredGradient('SparseSplit'),
});

/**
 * Mirrors `tf.sparse.split`: parts along one axis, of which the first are longer by 1 where it does not divide.
 * @throws {@link ValueError} for what is not given, {@link InvalidArgumentError} for more parts than there are rows
 */
export const split = named(
  'sparse_split_v2',
  [],
  ['sp_input', 'num_split', 'axis', 'name'],
  (
    sp_input?: SparseLike | null,
    num_split?: number | null,
    axis?: TensorLike | null,
    name?: OpName,
  ): SparseTensor[] => {
    const missing = Object.entries({ sp_input, num_split, axis }).find(
      ([, value]) => (value ?? null) === null,
    );
    if (missing !== undefined) throw new ValueError(`${missing[0]} is required`);
    const sp = toSparse(sp_input!);
    const count = integer(num_split!, 'num_split');
    const along = toTensor(axis!, int64);
    const parts = [along, sp.indices, sp.values, sp.dense_shape];
    const made = dispatch(SparseSplit, parts, { num_split: count }, name);
    return Array.from(
      { length: count },
      (_, i) => new SparseTensor(made[i]!, made[count + i]!, made[2 * count + i]!),
    );
  },
);

/**
 * Mirrors `tf.sparse.retain`: the elements that `to_retain`, a vector of booleans, says.
 * @throws {@link ValueError} if there are not as many
 */
export const retain = named(
  'sparse_retain',
  ['sp_input', 'to_retain'],
  [],
  (sp_input: SparseLike, to_retain: TensorLike): SparseTensor => {
    const sp = toSparse(sp_input);
    const kept = toTensor(to_retain);
    kept.shape.assert_has_rank(1);
    const [own, given] = [sp.values.dims?.[0] ?? null, kept.dims[0]] as [Dimension, Dimension];
    if (own !== null && given !== null && own !== given)
      throw new ValueError(`Dimensions ${own} and ${given} are not compatible`, {
        fields: { expected: own, actual: given },
      });
    const places = reshape(where(kept), [-1]);
    return new SparseTensor(gather(sp.indices, places), gather(sp.values, places), identity(sp.dense_shape));
  },
);

/** Mirrors `tf.sparse.mask`: the slices without those whose indices are named. */
export const mask = named(
  'sparse_mask',
  ['a', 'mask_indices'],
  ['name'],
  (a: IndexedSlices, mask_indices: TensorLike, _name?: OpName): IndexedSlices => {
    const [indices, places] = setdiff1d(a.indices, shapeTensor(mask_indices));
    return new IndexedSlices(gather(a.values, places!), indices!, a.dense_shape);
  },
);

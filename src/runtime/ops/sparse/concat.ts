/** `tf.sparse.concat`. */
import { int64 } from '../../../dtypes';
import { InvalidArgumentError, TypeError } from '../../../errors';
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import { dispatch } from '../../dispatch';
import { integer, integersOf } from '../../index_argument';
import { defineOp, mismatch, type OpName, type OpRecord } from '../../op';
import { type SparseLike, SparseTensor, toSparse } from '../../sparse_tensor';
import type { Tensor } from '../../tensor';
import { bracketText, type Dimension, TensorShape } from '../../tensor_shape';
import { getitem } from '../getitem';
import { concat as concatenated, packed } from '../joining';
import { reduce_max } from '../reduction';
import { joined, taken } from '../taken';
import { indexTensor, madeSpecs, rankOf, rowAt, rowsOf, sizesTensor, sortedOrder } from './rows';

interface ConcatAttributes {
  readonly [name: string]: unknown;
  readonly concat_dim: number;
}
const SparseConcat: OpRecord<ConcatAttributes> = defineOp<ConcatAttributes>({
  type: 'SparseConcat',
  infer: (inputs) => {
    const n = inputs.length / 3;
    const [indices, values, shape] = [inputs[0]!, inputs[n]!, inputs[2 * n]!];
    for (let i = 1; i < n; i++)
      if (inputs[n + i]!.dtype !== values.dtype)
        throw mismatch('SparseConcat', n + i, values.dtype, inputs[n + i]!.dtype);
    return [...madeSpecs(indices, values, shape), { dtype: int64, dims: [rankOf(indices, shape)] }];
  },
  kernel: (inputs, { concat_dim }) => {
    const n = inputs.length / 3;
    const shapes = inputs.slice(2 * n).map((shape) => integersOf(shape)!);
    const along = checkedAxis(shapes, concat_dim);
    const sizes = [...shapes[0]!];
    sizes[along] = 0;
    const at: number[] = [];
    for (let i = 0; i < n; i++) {
      const rows = rowsOf(inputs[i]!);
      for (let row = 0; row < rows.count; row++)
        at.push(...rowAt(rows, row).map((index, k) => (k === along ? index + sizes[along]! : index)));
      sizes[along] = sizes[along]! + shapes[i]![along]!;
    }
    const rank = sizes.length;
    const whole = { at, rank, count: rank === 0 ? 0 : at.length / rank };
    const order = sortedOrder(whole);
    const values = joined(inputs.slice(n, 2 * n));
    return [
      indexTensor(
        order.flatMap((i) => rowAt(whole, i)),
        rank,
        whole.count,
      ),
      taken(values, order),
      sizesTensor(sizes),
    ];
  },
  grad: null,
});

function checkedAxis(shapes: readonly (readonly number[])[], axis: number): number {
  const rank = shapes[0]!.length;
  const along = axis < 0 ? axis + rank : axis;
  if (along < 0 || along >= rank)
    throw new InvalidArgumentError(`Concat dimension must be in range [${-rank}, ${rank}), got ${axis}`, {
      fields: { expected: [-rank, rank], actual: axis },
    });
  shapes.forEach((shape, i) => {
    if (shape.length !== rank)
      throw new InvalidArgumentError(
        `Ranks of all input tensors must match: expected ${rank} but got ${shape.length} at position ${i}`,
        { fields: { expected: rank, actual: shape.length } },
      );
    if (shape.some((size, k) => k !== along && size !== shapes[0]![k]))
      throw new InvalidArgumentError(
        `Input shapes must match: expected ${bracketText(shapes[0]!)} but got ${bracketText(shape)} at position ${i}`,
        { fields: { expected: shapes[0], actual: shape } },
      );
  });
  return along;
}

/** The shapes, but for the axis as large as the largest of them. */
function widened(inputs: readonly SparseTensor[], axis: number): Tensor[] {
  const largest = reduce_max(
    packed(
      inputs.map((sp) => sp.dense_shape),
      0,
    ),
    0,
  );
  return inputs.map(({ dense_shape }) =>
    axis === -1
      ? concatenated([getitem(largest, [':-1']), getitem(dense_shape, ['-1:'])], 0)
      : concatenated(
          [
            getitem(largest, [`:${axis}`]),
            getitem(dense_shape, [`${axis}:${axis + 1}`]),
            getitem(largest, [`${axis + 1}:`]),
          ],
          0,
        ),
  );
}

/** The shape of the whole as far as it is known. */
function knownShape(shapes: readonly TensorShape[], axis: number, widens: boolean): TensorShape {
  const [first] = shapes;
  const rank = first!.rank;
  if (rank === null || shapes.some((shape) => shape.rank !== rank)) return new TensorShape(null);
  const all = (k: number, of: (sizes: number[]) => number): Dimension => {
    const sizes = shapes.map((shape) => shape[k]!);
    return sizes.includes(null as never) ? null : of(sizes as number[]);
  };
  const along = axis < 0 ? axis + rank : axis;
  return new TensorShape(
    Array.from(first!, (size, k) => {
      if (k === along) return all(k, (sizes) => sizes.reduce((a, b) => a + b, 0));
      return widens ? all(k, (sizes) => Math.max(...sizes)) : size;
    }),
  );
}

/**
 * Mirrors `tf.sparse.concat`.
 * @param expand_nonconcat_dims true: the other axes need not be of the same size
 * @throws {@link InvalidArgumentError} for shapes that do not fit, {@link TypeError} for what is not sparse
 */
export const concat = named(
  'sparse_concat_v2',
  ['axis', 'sp_inputs'],
  ['expand_nonconcat_dims', 'name'],
  (
    axis: number | bigint,
    sp_inputs: readonly SparseLike[],
    expand_nonconcat_dims: boolean = false,
    name?: OpName,
  ): SparseTensor => {
    if (!Array.isArray(sp_inputs)) throw new TypeError('Inputs must be a list or tuple.');
    const inputs = sp_inputs.map((sp: SparseLike) => toSparse(sp));
    if (inputs.length === 1) return inputs[0]!;
    const along = integer(axis, 'axis');
    const shapes = expand_nonconcat_dims ? widened(inputs, along) : inputs.map((sp) => sp.dense_shape);
    const parts = [...inputs.map((sp) => sp.indices), ...inputs.map((sp) => sp.values), ...shapes];
    const [indices, values, sizes] = dispatch(SparseConcat, parts, { concat_dim: along }, name);
    const known = knownShape(
      inputs.map((sp) => sp.shape),
      along,
      expand_nonconcat_dims,
    );
    const whole = known.is_fully_defined() ? toTensor([...known], int64) : sizes!;
    return new SparseTensor(indices!, values!, whole)._shaped(known);
  },
);

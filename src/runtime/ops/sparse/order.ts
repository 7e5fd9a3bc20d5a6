/** `tf.sparse.reorder` and `transpose`. */
import { int64 } from '../../../dtypes';
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { defineOp, noAttributes, type OpName, type OpRecord } from '../../op';
import { shapeTensor } from '../../shape_argument';
import { type SparseLike, SparseTensor, toSparse } from '../../sparse_tensor';
import type { Tensor } from '../../tensor';
import { subtract } from '../arithmetic';
import { reshape, shape } from '../array';
import { range } from '../creation';
import { gather } from '../gather';
import { getitem } from '../getitem';
import { scatter_nd } from '../scatter';
import { expand_dims } from '../shapes';
import { taken } from '../taken';
import { indexTensor, rowAt, rowsOf, sortedOrder } from './rows';

const SparseReorder: OpRecord = defineOp({
  type: 'SparseReorder',
  infer: ([indices, values]) => [
    { dtype: int64, dims: indices!.dims },
    { dtype: values!.dtype, dims: values!.dims },
  ],
  kernel: ([indices, values]) => {
    const rows = rowsOf(indices!);
    const order = sortedOrder(rows);
    const at = order.flatMap((i) => rowAt(rows, i));
    return [indexTensor(at, rows.rank, rows.count), taken(values!, order)];
  },
  grad: ({ inputs: [indices, , sizes] }, _indices, g) => {
    const count = getitem(shape(indices!), [0]);
    const places = range(count);
    const [, order] = dispatch(SparseReorder, [indices!, places, sizes!], noAttributes);
    const inverse = scatter_nd(expand_dims(order!, 1), places, reshape(count, [1]));
    return [null, gather(g!, inverse), null];
  },
});

/**
 * Mirrors `tf.sparse.reorder`: the same elements in row-major order.
 * @throws {@link TypeError} for what is not sparse
 */
export const reorder = named(
  'sparse_reorder',
  ['sp_input'],
  ['name'],
  (sp_input: SparseLike, name?: OpName): SparseTensor => {
    const sp = toSparse(sp_input);
    const parts = [sp.indices, sp.values, sp.dense_shape];
    const [indices, values] = dispatch(SparseReorder, parts, noAttributes, name);
    return new SparseTensor(indices!, values!, sp.dense_shape)._shaped(sp.shape);
  },
);

/** The axes of a sparse tensor in reverse. */
function reversed(sp: SparseTensor): Tensor {
  const { rank } = sp.shape;
  if (rank !== null) return shapeTensor(Array.from({ length: rank }, (_, i) => rank - 1 - i));
  const count = getitem(shape(sp.dense_shape), [0]);
  return subtract(subtract(count, 1), range(count));
}

/**
 * Mirrors `tf.sparse.transpose`.
 * @param perm where each axis comes from; the axes in reverse if not given
 */
export const transpose = named(
  'sparse_transpose',
  ['sp_input'],
  ['perm', 'name'],
  (sp_input: SparseLike, perm: TensorLike | null = null, _name?: OpName): SparseTensor => {
    const sp = toSparse(sp_input);
    const order = perm === null ? reversed(sp) : shapeTensor(perm);
    const sizes = sp.shape.is_fully_defined() ? toTensor([...sp.shape], int64) : sp.dense_shape;
    return reorder(new SparseTensor(gather(sp.indices, order, { axis: 1 }), sp.values, gather(sizes, order)));
  },
);

/** `tf.sparse.fill_empty_rows`: an element in every row. */
import { bool, int64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { named } from '../../../python/named';
import { PyTuple } from '../../../python/tuple';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { integersOf } from '../../index_argument';
import { addRows } from '../../kernels/scatter';
import { defineOp, mismatch, noAttributes, type OpName, type OpRecord } from '../../op';
import { type SparseLike, SparseTensor, toSparse } from '../../sparse_tensor';
import { Tensor } from '../../tensor';
import { bracketText } from '../../tensor_shape';
import { scatterInto } from '../scatter';
import { joined, taken } from '../taken';
import { indexTensor, madeSpecs, rowAt, rowsOf } from './rows';

const SparseFillEmptyRows: OpRecord = defineOp({
  type: 'SparseFillEmptyRows',
  infer: ([indices, values, shape, missing]) => {
    if (missing!.dtype !== values!.dtype)
      throw mismatch('SparseFillEmptyRows', 3, values!.dtype, missing!.dtype);
    if (missing!.dims !== null && missing!.dims.length > 0)
      throw new InvalidArgumentError(
        `default_value must be a scalar, saw: ${bracketText(missing!.dims as number[])}`,
      );
    if (shape!.dims?.[0] === 0) throw new InvalidArgumentError('Dense shape cannot be empty.');
    const sizes = integersOf(shape!);
    return [
      ...madeSpecs(indices!, values!, shape!),
      { dtype: bool, dims: [sizes?.[0] ?? null] },
      { dtype: int64, dims: [indices!.dims?.[0] ?? null] },
    ];
  },
  kernel: ([indices, values, shape, missing]) => {
    const count = integersOf(shape!)![0]!;
    const rows = rowsOf(indices!);
    const members = Array.from({ length: count }, (): number[] => []);
    for (let i = 0; i < rows.count; i++) {
      const row = rows.at[i * rows.rank]!;
      if (row < 0 || row >= count)
        throw new InvalidArgumentError(`indices(${i}, 0) is invalid: ${row} >= ${count}`, {
          fields: { expected: count, actual: row },
        });
      members[row]!.push(i);
    }
    const order = members.flatMap((own) => (own.length === 0 ? [rows.count] : own));
    const at = members.flatMap((own, row) =>
      own.length === 0
        ? [row, ...new Array<number>(rows.rank - 1).fill(0)]
        : own.flatMap((i) => rowAt(rows, i)),
    );
    const filled = joined([values!, new Tensor(missing!.dtype, [1], missing!.data)]);
    const reverse = new BigInt64Array(rows.count);
    order.forEach((i, place) => {
      if (i < rows.count) reverse[i] = BigInt(place);
    });
    return [
      indexTensor(at, rows.rank, order.length),
      taken(filled, order),
      new Tensor(
        bool,
        [count],
        Uint8Array.from(members, (own) => (own.length === 0 ? 1 : 0)),
      ),
      new Tensor(int64, [rows.count], reverse),
    ];
  },
  grad: ({ outputs: [, , , reverse] }, _indices, g) => {
    const [values, missing] = dispatch(SparseFillEmptyRowsGrad, [reverse!, g!], noAttributes);
    return [null, values!, null, missing!];
  },
});

const SparseFillEmptyRowsGrad: OpRecord = defineOp({
  type: 'SparseFillEmptyRowsGrad',
  infer: ([reverse, g]) => [
    { dtype: g!.dtype, dims: [reverse!.dims?.[0] ?? null] },
    { dtype: g!.dtype, dims: [] },
  ],
  kernel: ([reverse, g]) => {
    const places = integersOf(reverse!)!;
    const own = new Set(places);
    const others = Array.from({ length: g!.dims[0]! }, (_, i) => i).filter((i) => !own.has(i));
    const rest = taken(g!, others);
    const sum = scatterInto(
      addRows,
      g!.dtype,
      g!.dtype.allocate(1),
      new Int32Array(others.length),
      rest.data,
      1,
    );
    return [taken(g!, places), new Tensor(g!.dtype, [], sum)];
  },
  grad: null,
});

/**
 * Mirrors `tf.sparse.fill_empty_rows`: `default_value` at column 0 of every row without an element.
 * @returns the sparse tensor, in row-major order, and which rows were empty
 * @throws {@link InvalidArgumentError} for indices of rows that there are not
 */
export const fill_empty_rows = named(
  'sparse_fill_empty_rows',
  ['sp_input', 'default_value'],
  ['name'],
  (
    sp_input: SparseLike,
    default_value: TensorLike,
    name?: OpName,
  ): PyTuple<SparseTensor | Tensor> & readonly [SparseTensor, Tensor] => {
    const sp = toSparse(sp_input);
    const inputs = [sp.indices, sp.values, sp.dense_shape, toTensor(default_value, sp.dtype)];
    const [indices, values, empty] = dispatch(SparseFillEmptyRows, inputs, noAttributes, name);
    const filled = new SparseTensor(indices!, values!, sp.dense_shape);
    return new PyTuple<SparseTensor | Tensor>([filled, empty!]) as PyTuple<SparseTensor | Tensor> &
      readonly [SparseTensor, Tensor];
  },
);

/** `tf.sparse.sparse_dense_matmul`. */
import {
  bfloat16,
  complex64,
  complex128,
  type DType,
  float16,
  float32,
  float64,
  int32,
  int64,
} from '../../../dtypes';
import { InvalidArgumentError, NotFoundError, TypeError } from '../../../errors';
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import type { Floats } from '../../elementwise';
import { integersOf } from '../../index_argument';
import { addComplexProducts, addProducts } from '../../kernels/sparse_matmul';
import { checkAllowed, defineOp, type InputSpec, mismatch, type OpName, type OpRecord } from '../../op';
import { is_sparse, type SparseLike, toSparse } from '../../sparse_tensor';
import type { Tensor } from '../../tensor';
import { bracketText, elementCount } from '../../tensor_shape';
import { allocateWork, fromWorkStorage, workStorage } from '../../work_storage';
import { gather } from '../gather';
import { getitem } from '../getitem';
import { matmul } from '../matmul';
import { matrix_transpose, transpose } from '../movement';
import { expand_dims, squeeze } from '../shapes';
import { rowsOf } from './rows';

interface MatMulAttributes {
  readonly [name: string]: unknown;
  readonly adjoint_a: boolean;
  readonly adjoint_b: boolean;
}
/** The types that there is a kernel for. */
const computed: readonly DType[] = [float32, float64, int32, complex64, complex128, bfloat16, float16];

function checkMatrices(values: InputSpec, shape: InputSpec, b: InputSpec): void {
  if (b.dtype !== values.dtype) throw mismatch('SparseTensorDenseMatMul', 3, values.dtype, b.dtype);
  if (!computed.includes(values.dtype))
    throw new NotFoundError(
      `Could not find device for node: {{node SparseTensorDenseMatMul}} = SparseTensorDenseMatMul[T=${values.dtype.proto_name}]`,
      { fields: { key: 'SparseTensorDenseMatMul', actual: values.dtype.name } },
    );
  if (b.dims !== null && b.dims.length !== 2)
    throw new InvalidArgumentError(`Tensor 'b' is not a matrix: ${bracketText(b.dims as number[])}`);
  const rank = shape.dims?.[0];
  if (typeof rank === 'number' && rank !== 2)
    throw new InvalidArgumentError(`Tensor 'a_shape' must have 2 elements, not ${rank}`);
}

const SparseTensorDenseMatMul: OpRecord<MatMulAttributes> = defineOp<MatMulAttributes>({
  type: 'SparseTensorDenseMatMul',
  infer: ([indices, values, shape, b], { adjoint_a, adjoint_b }) => {
    checkAllowed('SparseTensorDenseMatMul', indices!.dtype, [int32, int64], 'Tindices');
    checkMatrices(values!, shape!, b!);
    const sizes = integersOf(shape!);
    const own = sizes === null ? [null, null] : adjoint_a ? [sizes[1]!, sizes[0]!] : [sizes[0]!, sizes[1]!];
    const [inner, columns] =
      b!.dims === null ? [null, null] : adjoint_b ? [b!.dims[1]!, b!.dims[0]!] : b!.dims;
    if (own[1] !== null && inner !== null && own[1] !== inner)
      throw new InvalidArgumentError(
        `Cannot multiply A and B because inner dimension does not match: ${own[1]} vs. ${inner}.  Did you forget a ` +
          `transpose?  Dimensions of A: [${own.join(', ')}).  Dimensions of B: ${bracketText(b!.dims as number[])}`,
        { fields: { expected: own[1], actual: inner } },
      );
    return [{ dtype: values!.dtype, dims: [own[0]!, columns!] }];
  },
  kernel: ([indices, values, shape, b], { adjoint_a, adjoint_b }, [spec]) => {
    const { dtype, dims } = spec!;
    const sizes = integersOf(shape!)!;
    const [rows, inner] = columnsOf(indices!, sizes, adjoint_a);
    const width = b!.dims[1]!;
    const [row, column] = adjoint_b ? [1, width] : [width, 1];
    const layout = { row, column, columns: dims[1]! };
    const [x, y] = [workStorage(values!), workStorage(b!)];
    const out = allocateWork(dtype, elementCount(dims));
    if (dtype.is_complex) {
      const [aSign, bSign] = [adjoint_a ? -1 : 1, adjoint_b ? -1 : 1];
      addComplexProducts(rows, inner, x as Floats, aSign, y as Floats, bSign, layout, out as Floats);
    } else addProducts(rows, inner, x as Floats, y as Floats, layout, out as Floats);
    return [fromWorkStorage(dtype, dims, out)];
  },
  grad: ({ inputs: [indices, values, shape, b], attrs: { adjoint_a, adjoint_b } }, g) => {
    const [column, row] = [getitem(indices!, [':, 1']), getitem(indices!, [':, 0'])];
    const adjoint = { adjoint_a: !adjoint_a, adjoint_b: false };
    const product = dispatch(SparseTensorDenseMatMul, [indices!, values!, shape!, g!], adjoint)[0]!;
    const dense = adjoint_b ? matrix_transpose(product, { conjugate: true }) : product;
    // Row by row the product of g and b, at the places of the elements alone.
    const left = gather(g!, adjoint_a ? column : row);
    const right = gather(adjoint_b ? transpose(b!) : b!, adjoint_a ? row : column);
    const [a, c] = [
      expand_dims(left, adjoint_a ? -1 : -2),
      expand_dims(right, adjoint_a === adjoint_b ? -2 : -1),
    ];
    const own = matmul(a, c, { adjoint_a, adjoint_b: adjoint_a === adjoint_b });
    return [null, squeeze(own, [-2, -1]), null, dense];
  },
});

/** The row of the product and that of `b` for each element. @throws {@link InvalidArgumentError} for those outside */
function columnsOf(indices: Tensor, sizes: readonly number[], swapped: boolean): [Int32Array, Int32Array] {
  const { at, count } = rowsOf(indices);
  const columns = [new Int32Array(count), new Int32Array(count)] as const;
  for (let i = 0; i < count; i++)
    for (const k of [0, 1] as const) {
      const index = at[2 * i + k]!;
      if (index < 0 || index >= sizes[k]!)
        throw new InvalidArgumentError(
          `${k === 0 ? 'm' : 'k'} (${index}) from index[${i},${k}] out of bounds (>=${sizes[k]})`,
          { fields: { expected: sizes[k], actual: index } },
        );
      columns[k][i] = index;
    }
  return swapped ? [columns[1], columns[0]] : [columns[0], columns[1]];
}

/**
 * Mirrors `tf.sparse.sparse_dense_matmul`: the product of a sparse and a dense matrix, either of which may be the first.
 * @param adjoint_a true: the first is transposed and conjugated
 * @throws {@link InvalidArgumentError} for shapes that do not fit, {@link TypeError} if neither is sparse
 */
export const sparse_dense_matmul = named(
  'sparse_tensor_dense_matmul',
  ['sp_a', 'b'],
  ['adjoint_a', 'adjoint_b', 'name'],
  (
    sp_a: SparseLike | TensorLike,
    b: SparseLike | TensorLike,
    adjoint_a: boolean = false,
    adjoint_b: boolean = false,
    name?: OpName,
  ): Tensor => {
    if (is_sparse(b)) {
      const same = adjoint_a === adjoint_b;
      const [first, second] = same ? [!adjoint_a, !adjoint_b] : [adjoint_a, adjoint_b];
      return transpose(product(b, sp_a as TensorLike, first, second, name));
    }
    if (!is_sparse(sp_a)) throw new TypeError('Input must be a SparseTensor.');
    return product(sp_a, b, adjoint_a, adjoint_b, name);
  },
);

function product(
  sparse: SparseLike,
  dense: TensorLike,
  adjoint_a: boolean,
  adjoint_b: boolean,
  name?: OpName,
): Tensor {
  const { indices, values, dense_shape } = toSparse(sparse);
  const inputs = [indices, values, dense_shape, toTensor(dense, undefined, values.dtype)];
  return dispatch(SparseTensorDenseMatMul, inputs, { adjoint_a, adjoint_b }, name)[0]!;
}

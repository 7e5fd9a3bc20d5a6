/** From dense tensors and back: `tf.sparse.from_dense`, `to_dense`. */
import { int32, int64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { integersOf } from '../../index_argument';
import { replaceRows } from '../../kernels/scatter';
import { checkAllowed, defineOp, type InputSpec, mismatch, type OpName, type OpRecord } from '../../op';
import { shapeTensor } from '../../shape_argument';
import { type SparseLike, SparseTensor, toSparse } from '../../sparse_tensor';
import { Tensor } from '../../tensor';
import { bracketText, elementCount } from '../../tensor_shape';
import { subtract } from '../arithmetic';
import { shape } from '../array';
import { not_equal } from '../comparison';
import { zeros, zeros_like } from '../creation';
import { repeated, sum } from '../fill';
import { gather_nd } from '../gather';
import { where } from '../select';
import { checkOrdered, placesOf, type Rows } from './rows';

interface DenseAttributes {
  readonly [name: string]: unknown;
  readonly validate_indices: boolean;
}

function checkParts(indices: InputSpec, shape: InputSpec, values: InputSpec, missing: InputSpec): void {
  const shown = (x: InputSpec): string => bracketText(x.dims as number[]);
  if (indices.dims !== null && indices.dims.length > 2)
    throw new InvalidArgumentError(
      `sparse_indices should be a scalar, vector, or matrix, got shape ${shown(indices)}`,
    );
  if (shape.dims !== null && shape.dims.length !== 1)
    throw new InvalidArgumentError(`output_shape must be rank 1, got shape ${shown(shape)}`);
  if (missing.dims !== null && missing.dims.length !== 0)
    throw new InvalidArgumentError('default_value should be a scalar.');
  if (values.dims !== null && values.dims.length > 1)
    throw new InvalidArgumentError(
      `sparse_values should be a scalar or a vector, got shape ${shown(values)}`,
    );
  const [count, rank] = indices.dims?.length === 2 ? indices.dims : [indices.dims?.[0], 1];
  const size = shape.dims?.[0];
  if (typeof rank === 'number' && typeof size === 'number' && rank !== size && indices.dims !== null)
    throw new InvalidArgumentError(
      `output_shape has incorrect number of elements: ${size} should be: ${rank}`,
      {
        fields: { expected: rank, actual: size },
      },
    );
  const own = values.dims?.length === 1 ? values.dims[0] : undefined;
  if (typeof own === 'number' && own !== (count ?? (indices.dims === null || count === null ? own : 1)))
    throw new InvalidArgumentError(
      `sparse_values has incorrect shape ${shown(values)}, should be [] or [${count ?? 1}]`,
      { fields: { expected: count, actual: own } },
    );
}

/** Scalars are one index, vectors indices of a vector. */
function matrixOf(indices: Tensor): Rows {
  const at = integersOf(indices)!;
  const rank = indices.dims[1] ?? 1;
  return { at, rank, count: indices.dims[0] ?? 1 };
}

const SparseToDense: OpRecord<DenseAttributes> = defineOp<DenseAttributes>({
  type: 'SparseToDense',
  infer: ([indices, shape, values, missing]) => {
    checkAllowed('SparseToDense', indices!.dtype, [int32, int64], 'Tindices');
    if (shape!.dtype !== indices!.dtype) throw mismatch('SparseToDense', 1, indices!.dtype, shape!.dtype);
    if (missing!.dtype !== values!.dtype) throw mismatch('SparseToDense', 3, values!.dtype, missing!.dtype);
    checkParts(indices!, shape!, values!, missing!);
    const rank = shape!.dims?.[0] ?? null;
    const unknown = rank === null ? null : new Array<null>(rank).fill(null);
    const sizes = integersOf(shape!);
    if (sizes?.some((size) => size < 0))
      throw new InvalidArgumentError(`Dimension ${sizes.find((size) => size < 0)} must be >= 0`);
    return [{ dtype: values!.dtype, dims: sizes ?? unknown }];
  },
  kernel: ([indices, , values, missing], { validate_indices }, [spec]) => {
    const { dtype, dims } = spec!;
    const rows = matrixOf(indices!);
    if (validate_indices) checkOrdered(rows, dims);
    const places = placesOf(rows, dims).map((place) => place * dtype.lanes);
    const data = repeated(missing!, elementCount(dims));
    const own = values!.dims.length === 0 ? repeated(values!, rows.count) : values!.data;
    replaceRows(data as Float32Array, places, own as Float32Array, dtype.lanes);
    return [new Tensor(dtype, dims, data)];
  },
  grad: ({ inputs: [indices, shape] }, g) => {
    const own = gather_nd(g!, indices!);
    return [zeros_like(indices!), zeros_like(shape!), own, subtract(sum(g!), sum(own))];
  },
});

/** Elements put into a tensor of `missing` ones, all as tensors. */
export function denseOf(
  indices: Tensor,
  sizes: Tensor,
  values: Tensor,
  missing: Tensor,
  validate_indices: boolean,
  name?: OpName,
): Tensor {
  return dispatch(SparseToDense, [indices, sizes, values, missing], { validate_indices }, name)[0]!;
}

/**
 * Mirrors `tf.sparse.to_dense`.
 * @param default_value of the elements that are not there; zero, false or the empty string if not given
 * @param validate_indices false: they may be repeated and in any order
 * @throws {@link InvalidArgumentError} for indices that are outside, and for repeated or unordered ones
 */
export const to_dense = named(
  'sparse_tensor_to_dense',
  ['sp_input'],
  ['default_value', 'validate_indices', 'name'],
  (
    sp_input: SparseLike,
    default_value: TensorLike | null = null,
    validate_indices: boolean = true,
    name?: OpName,
  ): Tensor => {
    const { indices, values, dense_shape } = toSparse(sp_input);
    const missing = default_value === null ? zeros([], values.dtype) : toTensor(default_value, values.dtype);
    return denseOf(indices, dense_shape, values, missing, validate_indices, name);
  },
);

/** Mirrors `tf.sparse.from_dense`: the elements that are not zero, empty or false. */
export const from_dense = named(
  'from_dense',
  ['tensor'],
  ['name'],
  (tensor: TensorLike, _name?: OpName): SparseTensor => {
    const dense = toTensor(tensor);
    const indices = where(not_equal(dense, zeros_like(dense)));
    return new SparseTensor(indices, gather_nd(dense, indices), shape(dense, int64));
  },
);

/**
 * Mirrors `tf.compat.v1.sparse_to_dense`, whose indices may be one number or a list of them.
 * @throws {@link InvalidArgumentError} as {@link to_dense}, and for shapes that do not fit
 */
export const sparse_to_dense = named(
  'sparse_to_dense',
  ['sparse_indices', 'output_shape', 'sparse_values'],
  ['default_value', 'validate_indices', 'name'],
  (
    sparse_indices: TensorLike,
    output_shape: TensorLike,
    sparse_values: TensorLike,
    default_value: TensorLike = 0,
    validate_indices: boolean = true,
    name?: OpName,
  ): Tensor => {
    const values = toTensor(sparse_values);
    const [indices, sizes] = [shapeTensor(sparse_indices), shapeTensor(output_shape)];
    const missing = toTensor(default_value, values.dtype);
    return denseOf(indices, sizes, values, missing, validate_indices, name);
  },
);

/** `tf.sparse.reduce_sum` and `reduce_max`, into dense and sparse tensors. */
import { type DType, int64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { named } from '../../../python/named';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { numeric } from '../../elementwise';
import { integersOf } from '../../index_argument';
import { addRows, maxRows, type ScatterLoops } from '../../kernels/scatter';
import {
  checkAllowed,
  defineOp,
  type Gradient,
  type InputSpec,
  type OpName,
  type OpRecord,
  type Spec,
  unregisteredGradient,
} from '../../op';
import { shapeTensor } from '../../shape_argument';
import { SparseTensor } from '../../sparse_tensor';
import { Tensor } from '../../tensor';
import { elementCount } from '../../tensor_shape';
import { realNumbers } from '../../type_groups';
import { reshape, shape } from '../array';
import { equal } from '../comparison';
import { ones_like, range } from '../creation';
import { floormod } from '../division';
import { gather_nd } from '../gather';
import { getitem } from '../getitem';
import { reduce_any } from '../reduction';
import { scatterInto } from '../scatter';
import { selectV2 } from '../select';
import { expand_dims } from '../shapes';
import { indexTensor, placesOf, rowAtPlace, rowsOf, sizesTensor } from './rows';

interface KeepAttributes {
  readonly [name: string]: unknown;
  readonly keep_dims: boolean;
}

/** Which axes are reduced. @throws {@link InvalidArgumentError} for one that there is not */
function reducedAxes(axes: readonly number[], rank: number): boolean[] {
  const reduced = new Array<boolean>(rank).fill(false);
  for (const axis of axes) {
    if (axis < -rank || axis >= rank)
      throw new InvalidArgumentError(
        `Invalid reduction dimension ${axis}, for input with ${rank} dimensions.`,
        {
          fields: { expected: [-rank, rank], actual: axis },
        },
      );
    reduced[axis < 0 ? axis + rank : axis] = true;
  }
  return reduced;
}

function resultDims(sizes: readonly number[], reduced: readonly boolean[], keeps: boolean): number[] {
  return sizes.flatMap((size, k) => (reduced[k] ? (keeps ? [1] : []) : [size]));
}

/** Where in the result each element goes. */
function targetsOf(indices: Tensor, sizes: readonly number[], reduced: readonly boolean[]): Int32Array {
  const rows = rowsOf(indices);
  placesOf(rows, sizes);
  const targets = new Int32Array(rows.count);
  for (let i = 0; i < rows.count; i++)
    for (let k = 0; k < rows.rank; k++)
      if (!reduced[k]) targets[i] = targets[i]! * sizes[k]! + rows.at[i * rows.rank + k]!;
  return targets;
}

/** Elements with the same target as one, in a storage of `count`; the first of them is what a maximum starts from. */
function gathered(loops: ScatterLoops, values: Tensor, targets: Int32Array, count: number): Tensor['data'] {
  const { dtype } = values;
  const zeros = dtype.allocate(count);
  const base = loops === addRows ? zeros : scatterInto(null, dtype, zeros, targets, values.data, 1);
  return scatterInto(loops, dtype, base, targets, values.data, 1);
}

interface ReductionParts {
  readonly type: string;
  readonly allowed: readonly DType[];
  readonly loops: ScatterLoops;
  readonly grad: Gradient<KeepAttributes>;
}
function denseReduction({ type, allowed, loops, grad }: ReductionParts): OpRecord<KeepAttributes> {
  return defineOp<KeepAttributes>({
    type,
    infer: ([, values, sizes, axes], { keep_dims }) => {
      checkAllowed(type, values!.dtype, allowed);
      return [{ dtype: values!.dtype, dims: inferred(sizes!, axes!, keep_dims) }];
    },
    kernel: ([indices, values, shape, axes], { keep_dims }) => {
      const sizes = integersOf(shape!)!;
      const reduced = reducedAxes(integersOf(axes!)!, sizes.length);
      const dims = resultDims(sizes, reduced, keep_dims);
      const data = gathered(loops, values!, targetsOf(indices!, sizes, reduced), elementCount(dims));
      return [new Tensor(values!.dtype, dims, data)];
    },
    grad,
  });
}
function inferred(shape: InputSpec, axes: InputSpec, keeps: boolean): Spec['dims'] {
  const [sizes, list] = [integersOf(shape), integersOf(axes)];
  return sizes === null || list === null ? null : resultDims(sizes, reducedAxes(list, sizes.length), keeps);
}

function sparseReduction(
  type: string,
  allowed: readonly DType[],
  loops: ScatterLoops,
): OpRecord<KeepAttributes> {
  return defineOp<KeepAttributes>({
    type,
    infer: ([, values]) => {
      checkAllowed(type, values!.dtype, allowed);
      return [int64, values!.dtype, int64].map((dtype) => ({ dtype, dims: null }));
    },
    kernel: ([indices, values, shape, axes], { keep_dims }) => {
      const sizes = integersOf(shape!)!;
      const reduced = reducedAxes(integersOf(axes!)!, sizes.length);
      const dims = resultDims(sizes, reduced, keep_dims);
      const targets = targetsOf(indices!, sizes, reduced);
      const found = [...new Set(targets)].sort((a, b) => a - b);
      const numbers = new Map(found.map((target, i) => [target, i]));
      const groups = targets.map((target) => numbers.get(target)!);
      const data = gathered(loops, values!, groups, found.length);
      const at = found.flatMap((target) => rowAtPlace(target, dims));
      return [
        indexTensor(at, dims.length, found.length),
        new Tensor(values!.dtype, [found.length], data),
        sizesTensor(dims),
      ];
    },
    grad: unregisteredGradient(type),
  });
}
/** The sizes with 1 for those of the reduced axes; int64. */
function keptSizes(sizes: Tensor, axes: Tensor): Tensor {
  const rank = getitem(shape(sizes), [0]);
  const positions = floormod(axes, rank);
  const isReduced = reduce_any(
    equal(expand_dims(range(rank), 1), expand_dims(reshape(positions, [-1]), 0)),
    1,
  );
  return selectV2(isReduced, ones_like(sizes), sizes);
}

/** Every element gets what its target got. */
const sumGradient: Gradient<KeepAttributes> = ({ inputs: [indices, , sizes, axes] }, g) => {
  const kept = keptSizes(sizes!, axes!);
  return [null, gather_nd(reshape(g!, kept), floormod(indices!, kept)), null, null];
};

const SparseReduceSum = denseReduction({
  type: 'SparseReduceSum',
  allowed: numeric,
  loops: addRows,
  grad: sumGradient,
});
const SparseReduceMax = denseReduction({
  type: 'SparseReduceMax',
  allowed: realNumbers,
  loops: maxRows,
  grad: unregisteredGradient('SparseReduceMax'),
});
const SparseReduceSumSparse = sparseReduction('SparseReduceSumSparse', numeric, addRows);
const SparseReduceMaxSparse = sparseReduction('SparseReduceMaxSparse', realNumbers, maxRows);

/** Vectors of axes, all of them if none is named. */
function axesOf(sp: SparseTensor, axis: TensorLike | null): Tensor {
  if (axis !== null) return shapeTensor(axis);
  const { rank } = sp.shape;
  if (rank !== null) return shapeTensor(Array.from({ length: rank }, (_, i) => i));
  return range(getitem(shape(sp.dense_shape), [0]));
}

interface ReductionKeywords {
  axis?: TensorLike | null;
  keepdims?: boolean | null;
  output_is_sparse?: boolean;
  name?: string | null;
}
type MadeSparse = ReductionKeywords & { output_is_sparse: true };
/** Sparse where that is asked for. */
interface Reduction {
  (
    sp_input: SparseTensor,
    axis: TensorLike | null,
    keepdims: boolean | null,
    output_is_sparse: true,
    name?: OpName,
  ): SparseTensor;
  (sp_input: SparseTensor, given: MadeSparse): SparseTensor;
  (sp_input: SparseTensor, axis: TensorLike | null, given: MadeSparse): SparseTensor;
  (given: MadeSparse & { sp_input: SparseTensor }): SparseTensor;
  (given: ReductionKeywords & { sp_input: SparseTensor }): Tensor;
  (sp_input: SparseTensor, given: ReductionKeywords): Tensor;
  (sp_input: SparseTensor, axis: TensorLike | null, given: ReductionKeywords): Tensor;
  (
    sp_input: SparseTensor,
    axis?: TensorLike | null,
    keepdims?: boolean | null,
    output_is_sparse?: false,
    name?: OpName,
  ): Tensor;
}

function reduction(
  method: string,
  dense: OpRecord<KeepAttributes>,
  sparse: OpRecord<KeepAttributes>,
): Reduction {
  return named(
    method,
    ['sp_input'],
    ['axis', 'keepdims', 'output_is_sparse', 'name'],
    (
      sp_input: SparseTensor,
      axis: TensorLike | null = null,
      keepdims: boolean | null = false,
      output_is_sparse: boolean = false,
      name?: OpName,
    ): Tensor | SparseTensor => {
      const inputs = [sp_input.indices, sp_input.values, sp_input.dense_shape, axesOf(sp_input, axis)];
      const op = output_is_sparse ? sparse : dense;
      const [first, values, sizes] = dispatch(op, inputs, { keep_dims: Boolean(keepdims) }, name);
      return output_is_sparse ? new SparseTensor(first!, values!, sizes!) : first!;
    },
  ) as Reduction;
}
/**
 * Mirrors `tf.sparse.reduce_sum`: a dense tensor of sums, or a sparse one.
 * @param axis all if not given
 * @param output_is_sparse true: sums of no element are not there
 * @throws {@link InvalidArgumentError} for an axis that there is not
 */
export const reduce_sum = reduction('sparse_reduce_sum_v2', SparseReduceSum, SparseReduceSumSparse);
/** Mirrors `tf.sparse.reduce_max`: 0 where there is no element, unless the result is sparse. */
export const reduce_max = reduction('sparse_reduce_max_v2', SparseReduceMax, SparseReduceMaxSparse);

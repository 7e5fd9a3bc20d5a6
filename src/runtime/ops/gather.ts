/** `tf.gather` and `tf.gather_nd`. The gradient of a plain gather is IndexedSlices, as in TF. */

import { int16, int32, int64 } from '../../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { repr } from '../../python/repr';
import { storageToFill } from '../allocate';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { dispatching } from '../dispatched';
import { isKnown } from '../graph/operation';
import { int32Of, integer, integerTensor } from '../index_argument';
import { IndexedSlices } from '../indexed_slices';
import { gatherRows } from '../kernels/gather';
import { defineOp, type OpRecord, registeredOps } from '../op';
import type { RaggedTensor } from '../ragged/ragged_tensor';
import { indexTensor, shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, compatibleDims, type Dimension, elementCount } from '../tensor_shape';
import { add, multiply } from './arithmetic';
import { reshape, shape } from './array';
import { cast } from './cast';
import { range } from './creation';
import { concat } from './joining';
import { broadcast_to, transposed } from './movement';
import { expand_dims } from './shapes';
import { type Size, sizeList, sizeOf, sizeProduct, sizeTensor } from './sizes';

interface GatherAttributes {
  readonly [name: string]: unknown;
  readonly batch_dims: number;
}

/** The axis and the batch dimensions, from 0. */
function gatherAxes(
  rank: number,
  indexRank: number,
  axis: Tensor,
  batch: number,
): { axis: number; batch: number } {
  if (axis.dims.length > 0) throw new InvalidArgumentError('axis must be scalar');
  const given = Number(axis.data[0]);
  if (given >= rank || given < -rank)
    throw new InvalidArgumentError(
      `Shape must be at least rank ${given < 0 ? -given : given + 1} but is rank ${rank}`,
      { fields: { expected: given, actual: rank } },
    );
  const batchDims = batch < 0 ? batch + indexRank : batch;
  const at = given < 0 ? given + rank : given;
  if (batchDims < 0 || batchDims > indexRank)
    throw new InvalidArgumentError(
      `Expected batch_dims in the range [${-indexRank}, ${indexRank}], but got ${batch}`,
    );
  if (batchDims > at)
    throw new InvalidArgumentError(`batch_dims (${batchDims}) must be less than or equal to axis (${at}).`);
  return { axis: at, batch: batchDims };
}

/** TF's text for an index that is out of range: where it stands and what it is. */
function checkIndices(indices: Int32Array, dims: readonly number[], limit: number): void {
  for (let i = 0; i < indices.length; i++) {
    if (indices[i]! >= 0 && indices[i]! < limit) continue;
    throw new InvalidArgumentError(
      `indices${dims.length === 0 ? '' : bracketText(coordinates(i, dims))} = ${indices[i]} is not in [0, ${limit})`,
      { fields: { expected: [0, limit], actual: indices[i] } },
    );
  }
}

/** Where a flat position lies in a row-major shape. */
export function coordinates(flat: number, dims: readonly number[]): number[] {
  const at = new Array<number>(dims.length);
  let rest = flat;
  for (let i = dims.length - 1; i >= 0; i--) {
    at[i] = rest % dims[i]!;
    rest = Math.floor(rest / dims[i]!);
  }
  return at;
}

const Gather: OpRecord<GatherAttributes> = defineOp<GatherAttributes>({
  type: 'GatherV2',
  indices: [
    [1, 'Tindices', [int16, int32, int64]],
    [2, 'Taxis'],
  ],
  infer: ([params, indices, axis], { batch_dims }) => {
    const { dtype, dims } = params!;
    if (dims === null || indices!.dims === null || !axis!.data) return [{ dtype, dims: null }];
    const at = gatherAxes(dims.length, indices!.dims.length, axis as Tensor, batch_dims);
    for (let i = 0; i < at.batch; i++)
      if (dims[i] !== indices!.dims[i] && dims[i] !== null && indices!.dims[i] !== null)
        throw new InvalidArgumentError(
          `params.shape[${i}]: ${dims[i]} should be equal to indices.shape[${i}]: ${indices!.dims[i]}`,
        );
    const rest = indices!.dims.slice(at.batch);
    return [{ dtype, dims: [...dims.slice(0, at.axis), ...rest, ...dims.slice(at.axis + 1)] }];
  },
  kernel: ([params, indices, axisTensor], { batch_dims }, [spec]) => {
    const { axis, batch } = gatherAxes(params!.dims.length, indices!.dims.length, axisTensor!, batch_dims);
    const { dims, dtype } = spec!;
    const list = int32Of(indices!);
    const rows = params!.dims[axis]!;
    checkIndices(list, indices!.dims, rows);
    const data = storageToFill(dtype, elementCount(dims));
    const width = elementCount(params!.dims.slice(axis + 1)) * dtype.lanes;
    const outer = elementCount(params!.dims.slice(0, batch));
    const between = elementCount(params!.dims.slice(batch, axis));
    if (width > 0)
      gatherRows(params!.data, rows, width, repeatedBatches(list, outer, between), outer * between, data);
    return [new Tensor(dtype, dims, data)];
  },
  grad: ({ inputs: [params, indices, axis], attrs }, g) => {
    const at = gatherAxes(params!.dims.length, indices!.dims.length, axis!, attrs.batch_dims);
    return [gatherGradient(params!, indices!, at.axis, at.batch, g!), null, null];
  },
});

/** The indices once for each of the `times` slices between the batch and the axis. */
function repeatedBatches(list: Int32Array, batches: number, times: number): Int32Array {
  if (times === 1) return list;
  const n = batches === 0 ? 0 : list.length / batches;
  const out = new Int32Array(batches * times * n);
  for (let b = 0; b < batches; b++)
    for (let t = 0; t < times; t++)
      for (let i = 0; i < n; i++) out[(b * times + t) * n + i] = list[b * n + i]!;
  return out;
}

/** An op of a file that this one does not know, by its type. */
function run(type: string, inputs: readonly Tensor[]): Tensor {
  return dispatchOne(registeredOps().get(type)!, inputs);
}

function gatherGradient(
  params: Tensor,
  indices: Tensor,
  axis: number,
  batch: number,
  g: Tensor,
): Tensor | IndexedSlices {
  const sizes = params.dims.map((_, i) => sizeOf(params, i));
  const indexSizes = indices.dims.map((_, i) => sizeOf(indices, i));
  const n = indices.dims.length;
  const total = sizeProduct(indexSizes);
  const flat = reshape(indices, [-1]);
  if (axis === 0)
    return new IndexedSlices(reshape(g, sizeList([total, ...sizes.slice(1)])), flat, shape(params));
  // The gathered axes come forward behind the batch; rows of all batches are numbered on and added up.
  const gathered = g.dims.map((_, i) => i);
  const own = gathered.slice(axis, axis + n - batch);
  const rest = [...gathered.slice(batch, axis), ...gathered.slice(axis + n - batch)];
  const forward = transposed(g, [...gathered.slice(0, batch), ...own, ...rest]);
  const restSizes = rest.map((i) => sizeOf(g, i));
  const batches = sizeProduct(sizes.slice(0, batch));
  const size = sizes[axis]!;
  const ids = batch === 0 ? flat : numberedOn(indices, indexSizes.slice(batch), batches, size);
  const values = reshape(forward, sizeList([total, ...restSizes]));
  const summed = run('UnsortedSegmentSum', [values, ids, sizeTensor(sizeProduct([batches, size]))]);
  const whole = reshape(summed, sizeList([...sizes.slice(0, batch), size, ...restSizes]));
  const back = sizes.map((_, i) => (i < batch || i > axis ? i : i === axis ? batch : i + 1));
  return transposed(whole, back);
}

/** The indices of all batches in a row, those of each counted on from the rows of the batches before. */
function numberedOn(indices: Tensor, inner: readonly Size[], batches: Size, size: Size): Tensor {
  const matrix = reshape(indices, sizeList([batches, sizeProduct(inner)]));
  const before = multiply(range(sizeTensor(batches)), sizeTensor(size));
  return reshape(add(cast(matrix, int64), expand_dims(cast(before, int64), -1)), [-1]);
}

/** GatherV2 along one axis, on tensors. */
export function gatherAlong(params: Tensor, indices: Tensor, axis = 0, batch_dims = 0): Tensor {
  return dispatch(Gather, [params, indices, integerTensor([axis], int32, [])], { batch_dims })[0]!;
}

interface GatherKeywords {
  validate_indices?: boolean | null;
  axis?: TensorLike | null;
  batch_dims?: number;
  name?: string | null;
}
/**
 * Mirrors `tf.gather`: slices of `params` along `axis` by index.
 * @throws {@link InvalidArgumentError} for an index or axis out of range
 */
export const gather = dispatching<Tensor | RaggedTensor>()(function gather(
  ...args: Args<
    [params: TensorLike, indices: TensorLike],
    [validate_indices: boolean | null, axis: TensorLike | null, batch_dims: number],
    GatherKeywords,
    ['params', 'indices']
  >
): Tensor {
  const names = ['params', 'indices', 'validate_indices', 'axis', 'batch_dims', 'name'] as const;
  const given = bindArguments<GatherKeywords & { params: TensorLike; indices: TensorLike }>(
    'gather',
    names,
    args,
    {
      required: 2,
    },
  );
  const batch_dims = integer(given.batch_dims ?? 0, 'batch_dims');
  const axis = indexTensor(given.axis ?? batch_dims);
  const params = operand(given.params!, Gather as unknown as OpRecord);
  // Along axis 0 TF forgets the batch dimensions.
  const attrs = { batch_dims: isKnown(axis) && Number(axis.data[0]) === 0 ? 0 : batch_dims };
  return dispatch(Gather, [params, shapeTensor(given.indices!), axis], attrs)[0]!;
});

const GatherNd: OpRecord = defineOp({
  type: 'GatherNd',
  indices: [[1, 'Tindices', [int16, int32, int64]]],
  infer: ([params, indices]) => {
    const { dtype, dims } = params!;
    if (dims === null || indices!.dims === null) return [{ dtype, dims: null }];
    if (dims.length < 1) throw new InvalidArgumentError('params must be at least a vector');
    if (indices!.dims.length < 1) throw new InvalidArgumentError('indices must be at least a vector');
    const depth = indices!.dims[indices!.dims.length - 1];
    if (depth === null || depth === undefined) return [{ dtype, dims: null }];
    if (depth > dims.length)
      throw new InvalidArgumentError(
        `index innermost dimension length must be <= params rank; saw: ${depth} vs. ${dims.length}`,
      );
    return [{ dtype, dims: [...indices!.dims.slice(0, -1), ...dims.slice(depth)] as Dimension[] }];
  },
  kernel: ([params, indices], _attrs, [spec]) => {
    const { dims, dtype } = spec!;
    if (params!.data.length === 0 && indices!.data.length > 0)
      throw new InvalidArgumentError(
        `Requested more than 0 entries, but params is empty.  Params shape: ${bracketText(params!.dims)}`,
      );
    const depth = indices!.dims[indices!.dims.length - 1]!;
    const rows = elementCount(params!.dims.slice(0, depth));
    const width = elementCount(params!.dims.slice(depth)) * dtype.lanes;
    const flat = flatRows(
      indices!,
      params!.dims,
      (at, tuple) =>
        `indices${at} = ${tuple} does not index into param shape ${bracketText(params!.dims)}, node name: GatherNd`,
    );
    const data = storageToFill(dtype, elementCount(dims));
    if (width > 0) gatherRows(params!.data, rows, width, flat, 1, data);
    return [new Tensor(dtype, dims, data)];
  },
  grad: ({ inputs: [params, indices] }, g) => {
    if (indices!.dims.length === 2 && indices!.dims[1] === 1)
      return [new IndexedSlices(g!, reshape(indices!, [-1]), shape(params!, indices!.dtype)), null];
    return [run('ScatterNd', [indices!, g!, shape(params!, indices!.dtype)]), null];
  },
});

/**
 * Index tuples, which lie along the last axis of `indices`, as row numbers.
 * @throws {@link InvalidArgumentError} for a tuple that is out of range; `text` is given where it is and what it is
 */
export function flatRows(
  indices: Tensor,
  dims: readonly number[],
  text: (at: string, tuple: string) => string,
): Int32Array {
  const outer = indices.dims.length > 1 ? indices.dims.slice(0, -1) : [];
  const depth = indices.dims[indices.dims.length - 1]!;
  const list = int32Of(indices);
  const out = new Int32Array(elementCount(outer));
  for (let i = 0; i < out.length; i++) {
    let row = 0;
    for (let k = 0; k < depth; k++) {
      const at = list[i * depth + k]!;
      if (at < 0 || at >= dims[k]!) {
        const where = outer.length === 0 ? '' : bracketText(coordinates(i, outer));
        const tuple = bracketText(Array.from(list.subarray(i * depth, (i + 1) * depth)));
        throw new InvalidArgumentError(text(where, tuple), { fields: { expected: dims, actual: tuple } });
      }
      row = row * dims[k]! + at;
    }
    out[i] = row;
  }
  return out;
}

interface GatherNdKeywords {
  name?: string | null;
  batch_dims?: number;
}
/**
 * Mirrors `tf.gather_nd`: slices of `params` by tuples of indices.
 * @throws {@link InvalidArgumentError} for indices out of range, {@link ValueError} for `batch_dims` that do not fit
 */
export const gather_nd = dispatching<Tensor | RaggedTensor>()(function gather_nd(
  ...args: Args<
    [params: TensorLike, indices: TensorLike],
    [batch_dims: number, name: string | null],
    GatherNdKeywords,
    ['params', 'indices']
  >
): Tensor {
  const names = ['params', 'indices', 'batch_dims', 'name'] as const;
  const given = bindArguments<GatherNdKeywords & { params: TensorLike; indices: TensorLike }>(
    'gather_nd',
    names,
    args,
    { required: 2 },
  );
  const params = operand(given.params!, GatherNd);
  const indices = shapeTensor(given.indices!);
  const batch = given.batch_dims ?? 0;
  return batch === 0 ? dispatchOne(GatherNd, [params, indices]) : batchGatherNd(params, indices, batch);
});

/** The batch coordinates go before the index tuples. */
function batchGatherNd(params: Tensor, indices: Tensor, batch: number): Tensor {
  if (!Number.isInteger(batch))
    throw new TypeError(`Argument \`batch_dims\` must be an int; got ${repr(batch)}`);
  if (batch < 0) throw new ValueError('tf.gather_nd does not allow negative batch_dims.');
  for (const [name, rank] of [
    ['indices', indices.dims.length],
    ['params', params.dims.length],
  ] as const)
    if (batch >= rank)
      throw new ValueError(
        `Argument \`batch_dims\` = ${batch} must be less than rank(\`${name}\`) = ${rank}`,
      );
  if (!compatibleDims(params.dims.slice(0, batch), indices.dims.slice(0, batch)))
    throw new InvalidArgumentError(
      `batch dimensions of params ${bracketText(params.dims)} and indices ${bracketText(indices.dims)} differ`,
    );
  const rank = indices.dims.length;
  const outer = Array.from({ length: rank - 1 }, (_, axis) => sizeOf(indices, axis));
  const places = Array.from({ length: batch }, (_, axis) => {
    const along = outer.map((size, at) => (at === axis ? size : 1));
    const counted = range(sizeTensor(0), sizeTensor(outer[axis]!));
    return cast(
      broadcast_to(reshape(counted, sizeList([...along, 1])), sizeList([...outer, 1])),
      indices.dtype,
    );
  });
  return dispatchOne(GatherNd, [params, concat([...places, indices], -1)]);
}

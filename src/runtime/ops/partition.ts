/** `dynamic_partition`, `dynamic_stitch` and `boolean_mask`: rows sorted out by number, and put together again. */

import { bool, type DType, int32 } from '../../dtypes';
import { InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { named } from '../../python/named';
import { resultStorage } from '../allocate';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { dispatching } from '../dispatched';
import { int32Of, integer } from '../index_argument';
import { gatherRows } from '../kernels/gather';
import { replaceRows } from '../kernels/scatter';
import { inOwnScope } from '../name_scope';
import { defineOp, type InputSpec, mismatch, type OpName, type OpRecord } from '../op';
import type { RaggedTensor } from '../ragged/ragged_tensor';
import { shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, compatibleDims, type Dimension, elementCount, shapeText } from '../tensor_shape';
import { reshape, shape } from './array';
import { range } from './creation';
import { gatherAlong } from './gather';
import { firstType } from './joining';
import { where } from './select';
import { size, squeeze } from './shapes';
import { type Size, sizeList, sizeOf } from './sizes';

interface PartitionAttributes {
  readonly [name: string]: unknown;
  readonly num_partitions: number;
}

/** Which rows go where, in their order. @throws {@link InvalidArgumentError} for a number that is out of range */
function partitionRows(partitions: Tensor, count: number): number[][] {
  const rows: number[][] = Array.from({ length: count }, () => []);
  int32Of(partitions).forEach((p, i) => {
    const list = rows[p];
    if (p < 0 || list === undefined)
      throw new InvalidArgumentError(`partitions${bracketText([i])} = ${p} is not in [0, ${count})`, {
        fields: { expected: [0, count], actual: p },
      });
    list.push(i);
  });
  return rows;
}

const DynamicPartition: OpRecord<PartitionAttributes> = defineOp<PartitionAttributes>({
  type: 'DynamicPartition',
  indices: [[1, int32]],
  infer: ([x, partitions], { num_partitions }) => {
    const n = partitions!.dims?.length ?? 0;
    const own = x!.dims;
    if (own !== null && partitions!.dims !== null && !compatibleDims(own.slice(0, n), partitions!.dims))
      throw new InvalidArgumentError(
        `data.shape must start with partitions.shape, got data.shape = ${bracketText(own as number[])}, ` +
          `partitions.shape = ${bracketText(partitions!.dims as number[])}`,
      );
    const dims = own === null ? null : [null, ...own.slice(n)];
    return Array.from({ length: num_partitions }, () => ({ dtype: x!.dtype, dims }));
  },
  kernel: ([x, partitions], { num_partitions }) => {
    const { dtype } = x!;
    const rest = x!.dims.slice(partitions!.dims.length);
    const width = elementCount(rest) * dtype.lanes;
    return partitionRows(partitions!, num_partitions).map((rows) => {
      const data = resultStorage(dtype, rows.length * elementCount(rest));
      if (width > 0) gatherRows(x!.data, partitions!.data.length, width, Int32Array.from(rows), 1, data);
      return new Tensor(dtype, [rows.length, ...rest], data);
    });
  },
  grad: ({ inputs: [x, partitions], attrs }, ...gradients) => {
    const numbers = reshape(range(size(partitions!)), shape(partitions!));
    const rows = dispatch(DynamicPartition, [numbers, partitions!], attrs);
    return [reshape(dynamic_stitch(rows, gradients), shape(x!)), null];
  },
});

interface PartitionKeywords {
  name?: string | null;
}
/**
 * Mirrors `tf.dynamic_partition`: a list of tensors, the rows of each being those with its number.
 * @throws {@link InvalidArgumentError} for a number that is out of range
 */
export const dynamic_partition = dispatching<RaggedTensor[]>()(function dynamic_partition(
  ...args: Args<
    [data: TensorLike, partitions: TensorLike, num_partitions: number],
    [name: string | null],
    PartitionKeywords,
    ['data', 'partitions', 'num_partitions']
  >
): Tensor[] {
  const names = ['data', 'partitions', 'num_partitions', 'name'] as const;
  const given = bindArguments<
    PartitionKeywords & { data: TensorLike; partitions: TensorLike; num_partitions: number }
  >('dynamic_partition', names, args, { required: 3 });
  const num_partitions = integer(given.num_partitions!, 'num_partitions');
  const inputs = [
    operand(given.data!, DynamicPartition as unknown as OpRecord),
    shapeTensor(given.partitions!),
  ];
  return [...dispatch(DynamicPartition, inputs, { num_partitions })];
});

interface StitchAttributes {
  readonly [name: string]: unknown;
  readonly N: number;
}

/** The shape of the rows, which all parts must agree on. */
function stitchedRow(indices: readonly InputSpec[], data: readonly InputSpec[]): readonly Dimension[] | null {
  let row: readonly Dimension[] | null = null;
  indices.forEach(({ dims }, i) => {
    const own = data[i]!.dims;
    if (dims === null || own === null) return;
    if (!compatibleDims(own.slice(0, dims.length), dims))
      throw new InvalidArgumentError(
        `data[${i}].shape = ${bracketText(own as number[])} does not start with indices[${i}].shape = ${bracketText(dims as number[])}`,
      );
    const rest = own.slice(dims.length);
    if (row !== null && !compatibleDims(row, rest))
      throw new InvalidArgumentError(
        `Need data[0].shape[${indices[0]!.dims!.length}:] = data[${i}].shape[${dims.length}:], ` +
          `got data[0].shape = ${bracketText(data[0]!.dims as number[])}, data[${i}].shape = ${bracketText(own as number[])}, ` +
          `indices[0].shape = ${bracketText(indices[0]!.dims as number[])}, indices[${i}].shape = ${bracketText(dims as number[])}`,
      );
    row = rest;
  });
  return row;
}

/** @throws {@link InvalidArgumentError} if one of these inputs is of another type */
function checkTypes(
  type: string,
  inputs: readonly InputSpec[],
  from: number,
  to: number,
  dtype: DType,
): void {
  for (let i = from; i < to; i++)
    if (inputs[i]!.dtype !== dtype) throw mismatch(type, i, dtype, inputs[i]!.dtype);
}

function stitchOp(type: 'DynamicStitch' | 'ParallelDynamicStitch'): OpRecord<StitchAttributes> {
  return defineOp<StitchAttributes>({
    type,
    infer: (inputs, { N }) => {
      const [indices, data] = [inputs.slice(0, N), inputs.slice(N)];
      checkTypes(type, inputs, 0, N, int32);
      const dtype = firstType(type, data);
      checkTypes(type, inputs, N, inputs.length, dtype);
      const row = stitchedRow(indices, data);
      const known = indices.every((x) => x.data);
      const size = known
        ? 1 + Math.max(-1, ...indices.map((x) => int32Of(x as Tensor).reduce((a, b) => Math.max(a, b), -1)))
        : null;
      return [{ dtype, dims: row === null ? null : [size, ...row] }];
    },
    kernel: (inputs, { N }, [spec]) => {
      const { dims, dtype } = spec!;
      const out = dtype.allocate(elementCount(dims));
      const width = elementCount(dims.slice(1)) * dtype.lanes;
      for (let i = 0; i < N; i++) {
        const list = int32Of(inputs[i]!);
        const bad = list.findIndex((at) => at < 0);
        if (bad >= 0) throw new InvalidArgumentError(`indices[${i}] is out of range`);
        const offsets = list.map((at) => at * width);
        replaceRows(out as Float32Array, offsets, inputs[N + i]!.data as Float32Array, width);
      }
      return [new Tensor(dtype, dims, out)];
    },
    grad: ({ inputs, attrs: { N } }, g) => [
      ...inputs.slice(0, N).map(() => null),
      ...inputs.slice(0, N).map((indices) => gatherAlong(g!, indices)),
    ],
  });
}
const DynamicStitch = stitchOp('DynamicStitch');
const ParallelDynamicStitch = stitchOp('ParallelDynamicStitch');

function stitch(method: string, op: OpRecord<StitchAttributes>) {
  return named(
    method,
    ['indices', 'data'],
    ['name'],
    (indices: readonly TensorLike[], data: readonly TensorLike[], name?: OpName): Tensor => {
      const values = data.map((x) => operand(x, op as unknown as OpRecord));
      return dispatch(op, [...indices.map(shapeTensor), ...values], { N: indices.length }, name)[0]!;
    },
  );
}
/** Mirrors `tf.dynamic_stitch`: rows to the places that `indices` name; of several for one place the last stays. */
export const dynamic_stitch = stitch('dynamic_stitch', DynamicStitch);
/** Mirrors `tf.parallel_stitch`, which is `dynamic_stitch` here. */
export const parallel_stitch = stitch('parallel_stitch', ParallelDynamicStitch);

/** How many elements a mask has. */
function flatSize(masked: readonly Dimension[], mask: Tensor): Size {
  return masked.includes(null) ? size(mask) : elementCount(masked as number[]);
}

interface MaskKeywords {
  axis?: number | null;
  name?: string | null;
}
/**
 * Mirrors `tf.boolean_mask`: the elements where `mask` is true.
 * @throws {@link ValueError} for a scalar mask or one whose shape does not fit
 */
export function boolean_mask(
  ...args: Args<
    [tensor: TensorLike, mask: TensorLike],
    [axis: number | null],
    MaskKeywords,
    ['tensor', 'mask']
  >
): Tensor {
  const names = ['tensor', 'mask', 'axis', 'name'] as const;
  const given = bindArguments<MaskKeywords & { tensor: TensorLike; mask: TensorLike }>(
    'boolean_mask',
    names,
    args,
    {
      required: 2,
    },
  );
  const tensor = toTensor(given.tensor!);
  const mask = toTensor(given.mask!, undefined, bool);
  const rank = mask.dims?.length ?? null;
  if (rank === null)
    throw new ValueError('Number of mask dimensions must be specified, even if some dimensions are None.');
  if (rank === 0) throw new ValueError('mask cannot be scalar.');
  const axis = integer(given.axis ?? 0, 'axis');
  const at = axis < 0 ? axis + tensor.dims.length : axis;
  const masked = tensor.dims.slice(at, at + rank);
  if (!compatibleDims(masked, mask.dims))
    throw new ValueError(`Shapes ${shapeText(masked)} and ${shapeText(mask.dims)} are incompatible`, {
      fields: { expected: masked, actual: mask.dims },
    });
  return inOwnScope('boolean_mask', () => {
    const sizes = tensor.dims.map((_, i): Size => sizeOf(tensor, i));
    const flat = [...sizes.slice(0, at), flatSize(masked, mask), ...sizes.slice(at + rank)];
    const places = squeeze(where(reshape(mask, [-1])), [1]);
    return gatherAlong(reshape(tensor, sizeList(flat)), places, at);
  });
}

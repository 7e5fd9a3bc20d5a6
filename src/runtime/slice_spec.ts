/**
 * What a slice says of a shape: begin, end, strides and TF's five masks, worked out for every axis. Shared by
 * `tf.strided_slice`, `x.getitem(...)`, their gradient and the assignment to a variable's slice.
 */
import { InvalidArgumentError } from '../errors';
import { rowMajorStrides } from './kernels/strided_copy';
import type { Dimension } from './tensor_shape';

export interface SliceMasks {
  readonly [name: string]: unknown;
  readonly begin_mask: number;
  readonly end_mask: number;
  readonly ellipsis_mask: number;
  readonly new_axis_mask: number;
  readonly shrink_axis_mask: number;
}
export interface SparseSlice {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides: readonly number[];
}

/** One axis of the sliced tensor. */
interface AxisRange {
  readonly begin: number;
  readonly stride: number;
  /** Null where the axis is of unknown length. */
  readonly size: Dimension;
}
/** A slice worked out for one shape. */
export interface DenseSlice {
  readonly axes: readonly AxisRange[];
  /** Shape of the result, with the axes that were added and without those that were dropped. */
  readonly dims: readonly Dimension[];
}

interface DenseAxis {
  readonly begin: number;
  readonly end: number;
  readonly stride: number;
  readonly wholeBegin: boolean;
  readonly wholeEnd: boolean;
  readonly shrink: boolean;
}

const newAxis = -1;
const dropped = -2;

function bit(mask: number, i: number): boolean {
  return ((mask >> i) & 1) === 1;
}

/** Spreads the given items over the axes. `order` says what each dimension of the result is. */
function spread(
  { begin, end, strides }: SparseSlice,
  masks: SliceMasks,
  rank: number,
): { axes: DenseAxis[]; order: number[] } {
  const axes: DenseAxis[] = [];
  const order: number[] = [];
  const { ellipsis_mask, new_axis_mask, shrink_axis_mask } = masks;
  if ((ellipsis_mask & (ellipsis_mask - 1)) !== 0)
    throw new InvalidArgumentError('Multiple ellipses in slice spec not allowed');
  const given = begin.length;
  const ellipsis = ellipsis_mask === 0 ? given : Math.log2(ellipsis_mask);
  const items = ellipsis === given ? given + 1 : given;
  let added = 0;
  for (let i = ellipsis + 1; i < items; i++) if (bit(new_axis_mask, i)) added++;
  for (let i = 0; i < items; i++) {
    if (i === ellipsis) {
      const next = Math.min(rank - (items - i) + 1 + added, rank);
      while (axes.length < next) {
        order.push(axes.length);
        axes.push({ begin: 0, end: 0, stride: 1, wholeBegin: true, wholeEnd: true, shrink: false });
      }
    } else if (bit(new_axis_mask, i)) order.push(newAxis);
    else {
      if (axes.length === rank)
        throw new InvalidArgumentError(
          rank === 0
            ? 'Attempting to slice scalar input.'
            : `Index out of range using input dim ${rank}; input has only ${rank} dims`,
        );
      const shrink = bit(shrink_axis_mask, i);
      order.push(shrink ? dropped : axes.length);
      axes.push({
        begin: begin[i]!,
        end: end[i]!,
        stride: strides[i]!,
        wholeBegin: bit(masks.begin_mask, i),
        wholeEnd: bit(masks.end_mask, i),
        shrink,
      });
    }
  }
  return { axes, order };
}

/** Works a slice out for a shape. @throws {@link InvalidArgumentError} with TF's texts */
export function denseSlice(slice: SparseSlice, masks: SliceMasks, dims: readonly Dimension[]): DenseSlice {
  const { axes, order } = spread(slice, masks, dims.length);
  const ranges = axes.map((axis, i) => axisRange(axis, i, dims[i]!));
  const result: Dimension[] = [];
  for (const axis of order) {
    if (axis === newAxis) result.push(1);
    else if (axis !== dropped) result.push(ranges[axis]!.size);
  }
  return { axes: ranges, dims: result };
}

function axisRange(axis: DenseAxis, i: number, dim: Dimension): AxisRange {
  const { stride } = axis;
  if (stride === 0) throw new InvalidArgumentError(`strides[${i}] must be non-zero`);
  if (axis.shrink && stride <= 0)
    throw new InvalidArgumentError('only stride 1 allowed on non-range indexing.');
  if (dim === null) return { begin: axis.begin, stride, size: axis.shrink ? 1 : null };
  if (axis.shrink) {
    const at = axis.begin < 0 ? dim + axis.begin : axis.begin;
    if (at < 0 || at >= dim)
      throw new InvalidArgumentError(`slice index ${at} of dimension ${i} out of bounds.`, {
        fields: { expected: [-dim, dim], actual: axis.begin },
      });
    return { begin: at, stride: 1, size: 1 };
  }
  const low = stride > 0 ? 0 : -1;
  const high = stride > 0 ? dim : dim - 1;
  const clamp = (x: number): number => Math.min(Math.max(x < 0 ? dim + x : x, low), high);
  const begin = axis.wholeBegin ? (stride > 0 ? low : high) : clamp(axis.begin);
  const end = axis.wholeEnd ? (stride > 0 ? high : low) : clamp(axis.end);
  return { begin, stride, size: Math.max(0, Math.ceil((end - begin) / stride)) };
}

/** Where the slice's elements lie in a row-major tensor of shape `dims`, one stride and size for each axis. */
export function sliceView(
  slice: DenseSlice,
  dims: readonly number[],
): { offset: number; strides: number[]; sizes: number[] } {
  const own = rowMajorStrides(dims);
  let offset = 0;
  const strides: number[] = [];
  const sizes: number[] = [];
  slice.axes.forEach(({ begin, stride, size }, i) => {
    offset += begin * own[i]!;
    strides.push(stride * own[i]!);
    sizes.push(size!);
  });
  return { offset, strides, sizes };
}

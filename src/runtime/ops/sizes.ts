/** Sizes of single axes: plain numbers where they are known, else what the graph will compute. */
import { int32 } from '../../dtypes';
import { integerTensor } from '../index_argument';
import type { Tensor } from '../tensor';
import { multiply } from './arithmetic';
import { shape } from './array';
import { packed } from './joining';
import { slicedBy } from './slicing';

export type Size = number | Tensor;

/** The size of one axis, which may count from the end; int32 where it is a tensor. */
export function sizeOf(x: Tensor, axis: number): Size {
  const at = axis < 0 ? axis + x.dims.length : axis;
  const known = x.dims[at] as number | null;
  if (known !== null) return known;
  const parts = [integerTensor([at]), integerTensor([at + 1]), integerTensor([1])];
  const masks = { begin_mask: 0, end_mask: 0, ellipsis_mask: 0, new_axis_mask: 0, shrink_axis_mask: 1 };
  return slicedBy(shape(x), parts, masks);
}

/** Sizes as one shape argument. */
export function sizeList(sizes: readonly Size[]): Tensor {
  if (sizes.every((size) => typeof size === 'number')) return integerTensor(sizes);
  return packed(sizes.map(sizeTensor), 0);
}

/** A size as a scalar tensor. */
export function sizeTensor(size: Size): Tensor {
  return typeof size === 'number' ? integerTensor([size], int32, []) : size;
}

/** The product of sizes; 1 of none. */
export function sizeProduct(sizes: readonly Size[]): Size {
  return sizes.reduce((a, b) => (typeof a === 'number' && typeof b === 'number' ? a * b : multiply(a, b)), 1);
}

/** How gradients add up: to the shape that was broadcast, with each other, and from rows to a whole. */
import { ValueError } from '../../errors';
import { IndexedSlices } from '../indexed_slices';
import type { GradientValue } from '../op';
import type { Tensor } from '../tensor';
import { add } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { sum } from './fill';
import { concat } from './joining';
import { unsorted_segment_sum } from './segment';

/** Sums over the axes that broadcasting from `dims` has repeated. */
export function sumToShape(gradient: Tensor, dims: readonly number[]): Tensor {
  const extra = gradient.dims.length - dims.length;
  const axes: number[] = [];
  gradient.dims.forEach((size, axis) => {
    if (axis < extra || (dims[axis - extra] === 1 && size !== 1)) axes.push(axis);
  });
  const total = axes.length === 0 ? gradient : sum(gradient, axes);
  return reshape(total, dims);
}

/**
 * The tensor that slices are part of: rows elsewhere are zero, rows named twice add up.
 * @throws {@link ValueError} without `dense_shape`
 */
export function dense(gradient: GradientValue): Tensor {
  if (!(gradient instanceof IndexedSlices)) return gradient;
  const { values, indices, dense_shape } = gradient;
  if (dense_shape === null)
    throw new ValueError(
      `Tensor conversion requested for IndexedSlices for argument \`value\` without dense_shape: ${gradient}`,
    );
  return unsorted_segment_sum(values, indices, Number(dense_shape.data[0]));
}

/** Two gradients of one tensor: slices are joined, anything else is added. */
export function addGradients(a: GradientValue, b: GradientValue): GradientValue {
  if (!(a instanceof IndexedSlices && b instanceof IndexedSlices)) return add(dense(a), dense(b));
  const wide = a.indices.dtype !== b.indices.dtype;
  const indices = [a.indices, b.indices].map((t) => (wide ? cast(t, 'int64') : t));
  return new IndexedSlices(concat([a.values, b.values], 0), concat(indices, 0), a.dense_shape);
}

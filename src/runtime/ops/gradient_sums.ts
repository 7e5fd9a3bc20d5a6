/** How gradients add up: to the shape that was broadcast, with each other, and from rows to a whole. */
import { ValueError } from '../../errors';
import { dispatch } from '../dispatch';
import { IndexedSlices } from '../indexed_slices';
import { type Attributes, type GradientValue, noAttributes, registeredOps } from '../op';
import type { Tensor } from '../tensor';
import { add } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { constant } from './creation';
import { sum } from './fill';

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

function run(type: string, inputs: readonly Tensor[], attrs: Attributes = noAttributes): Tensor {
  return dispatch(registeredOps().get(type)!, inputs, attrs)[0]!;
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
      `Tensor conversion requested for IndexedSlices for argument without dense_shape: ${gradient}`,
    );
  const count = constant(Number(dense_shape.data[0]), 'int32');
  return run('UnsortedSegmentSum', [values, indices, count]);
}

/** Two gradients of one tensor: slices are joined, anything else is added. */
export function addGradients(a: GradientValue, b: GradientValue): GradientValue {
  if (!(a instanceof IndexedSlices && b instanceof IndexedSlices)) return add(dense(a), dense(b));
  const wide = a.indices.dtype !== b.indices.dtype;
  const indices = [a.indices, b.indices].map((t) => (wide ? cast(t, 'int64') : t));
  const axis = constant(0n);
  return new IndexedSlices(
    run('ConcatV2', [a.values, b.values, axis]),
    run('ConcatV2', [...indices, axis]),
    a.dense_shape,
  );
}

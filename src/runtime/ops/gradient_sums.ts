/** How gradients add up: to the shape that was broadcast, with each other, and from rows to a whole. */

import { currentContext } from '../../context';
import { variant } from '../../dtypes';
import { ValueError } from '../../errors';
import { dispatchOne } from '../dispatch';
import { isKnown } from '../graph/operation';
import { IndexedSlices } from '../indexed_slices';
import { defineOp, type GradientValue, type OpRecord } from '../op';
import { reduceStorage } from '../reduce';
import { Tensor } from '../tensor';
import { sameDims } from '../tensor_shape';
import { addAll } from './add_n';
import { add } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { zeros_like } from './creation';
import { sum, sumLoops } from './fill';
import { concat } from './joining';
import { unsorted_segment_sum } from './segment';
import { slice } from './slicing';

/** Which axes of a gradient broadcasting from `dims` has repeated. */
function repeatedAxes(gradient: Tensor, dims: readonly number[]): boolean[] {
  const extra = gradient.dims.length - dims.length;
  return gradient.dims.map((size, axis) => axis < extra || (dims[axis - extra] === 1 && size !== 1));
}

/** Sums over the axes that broadcasting from `dims` has repeated. */
export function sumToShape(gradient: Tensor, dims: readonly number[]): Tensor {
  const axes = repeatedAxes(gradient, dims).flatMap((isRepeated, axis) => (isRepeated ? [axis] : []));
  const total = axes.length === 0 ? gradient : sum(gradient, axes);
  return reshape(total, dims);
}

/** The same in one, also where sizes are found out when the graph runs. */
const SumToShapeOf: OpRecord = defineOp({
  type: 'SumToShapeOf',
  infer: ([gradient, of]) => [{ dtype: gradient!.dtype, dims: of!.dims }],
  kernel: ([gradient, of]) => {
    const data = reduceStorage(gradient!, repeatedAxes(gradient!, of!.dims), sumLoops);
    return [new Tensor(gradient!.dtype, of!.dims, data)];
  },
  grad: ({ inputs: [gradient] }, g) => [add(g!, zeros_like(gradient!)), null],
  aliases: true,
});

/** A gradient in the shape of what it is a gradient of, which was broadcast. */
export function sumToShapeOf(gradient: Tensor, of: Tensor): Tensor {
  const known = (t: Tensor): boolean =>
    t.dims !== null && !(t.dims as readonly (number | null)[]).includes(null);
  const areKnown = known(gradient) && known(of);
  if (areKnown && sameDims(gradient.dims, of.dims)) return gradient;
  // A graph whose sizes are known has the nodes that TF's has.
  if (areKnown && currentContext().builder) return sumToShape(gradient, of.dims);
  return dispatchOne(SumToShapeOf, [gradient, of]);
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
  const rows = isKnown(dense_shape) ? Number(dense_shape.data[0]) : reshape(slice(dense_shape, [0], [1]), []);
  return unsorted_segment_sum(values, indices, rows);
}

/** Two gradients of one tensor: slices are joined, anything else is added. */
export function addGradients(a: GradientValue, b: GradientValue): GradientValue {
  if (!(a instanceof IndexedSlices && b instanceof IndexedSlices))
    return a.dtype === variant ? addAll([dense(a), dense(b)]) : add(dense(a), dense(b));
  const wide = a.indices.dtype !== b.indices.dtype;
  const indices = [a.indices, b.indices].map((t) => (wide ? cast(t, 'int64') : t));
  return new IndexedSlices(concat([a.values, b.values], 0), concat(indices, 0), a.dense_shape);
}

/**
 * Shapes for ops that gradients are made of: plain numbers where they are known, else what the graph will
 * compute.
 */
import { int32 } from '../../dtypes';
import type { ShapeArgument } from '../shape_argument';
import { Tensor } from '../tensor';
import { add, multiply } from './arithmetic';
import { shape } from './array';

function isKnown(x: Tensor): boolean {
  return x.dims !== null && !(x.dims as readonly (number | null)[]).includes(null);
}

/** The shape of `x`. */
export function shapeOf(x: Tensor): ShapeArgument {
  return isKnown(x) ? x.dims : shape(x);
}

/** The shape of `x` with 1 in place of some axes. */
export function shapeWithout(x: Tensor, axes: readonly boolean[]): ShapeArgument {
  if (isKnown(x)) return x.dims.map((d, i) => (axes[i] ? 1 : d));
  const dims = [axes.length];
  const kept = new Tensor(
    int32,
    dims,
    Int32Array.from(axes, (without) => (without ? 0 : 1)),
  );
  const ones = new Tensor(
    int32,
    dims,
    Int32Array.from(axes, (without) => (without ? 1 : 0)),
  );
  return add(multiply(shape(x), kept), ones);
}

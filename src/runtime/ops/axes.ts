/** The axes of reductions as tensors. */
import { int32 } from '../../dtypes';
import type { Axis } from '../axis_argument';
import { isHostValue, toTensor } from '../convert';
import { shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { range } from './creation';
import { rank } from './shapes';

/** The axes as a tensor; all axes of `x` for null. */
export function axesTensor(x: Tensor, axis: Axis | undefined): Tensor {
  if (axis !== null && axis !== undefined) return isHostValue(axis) ? toTensor(axis) : shapeTensor(axis);
  if (x.dims === null) return range(rank(x));
  const all = new Int32Array(x.dims.length);
  for (let i = 0; i < all.length; i++) all[i] = i;
  return new Tensor(int32, [all.length], all);
}

/** Axes as arguments: none for all of them, one, several, or a tensor of them. */
import { int32 } from '../dtypes';
import { isHostValue, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { shapeTensor } from './shape_argument';
import { Tensor } from './tensor';

/** What may be given as the axes of a reduction. */
export type Axis = TensorLike | null;

/** The axes as a tensor; all axes of `x` for null. */
export function axesTensor(x: Tensor, axis: Axis | undefined): Tensor {
  if (axis !== null && axis !== undefined) return isHostValue(axis) ? toTensor(axis) : shapeTensor(axis);
  return new Tensor(
    int32,
    [x.dims.length],
    Int32Array.from(x.dims, (_, i) => i),
  );
}

export interface ReduceKeywords {
  axis?: Axis;
  keepdims?: boolean | null;
  name?: string | null;
}

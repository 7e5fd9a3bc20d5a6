/** Axes as arguments: none for all of them, one, several, or a tensor of them. */
import type { TensorLike } from './convert_types';

/** What may be given as the axes of a reduction. */
export type Axis = TensorLike | null;

export interface ReduceKeywords {
  axis?: Axis;
  keepdims?: boolean | null;
  name?: string | null;
}

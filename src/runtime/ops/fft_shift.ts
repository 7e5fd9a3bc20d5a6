/** `tf.signal.fftshift` and `ifftshift`: the frequency zero in the middle, and back at the front. */
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { normalAxis } from '../index_argument';
import type { Tensor } from '../tensor';
import { negative } from './arithmetic';
import { floordiv } from './division';
import { roll } from './movement';
import { type Size, sizeList, sizeOf } from './sizes';

function half(size: Size): Size {
  return typeof size === 'number' ? Math.floor(size / 2) : floordiv(size, 2);
}

type Axes = number | readonly number[] | null;

function shifted(given: TensorLike, axes: Axes, back: boolean): Tensor {
  const x = toTensor(given);
  const list = axes === null ? x.dims.map((_, i) => i) : typeof axes === 'number' ? [axes] : axes;
  for (const axis of list)
    normalAxis(axis, x.dims.length, () => `axis ${axis} out of bounds of rank ${x.dims.length}`);
  const shifts = sizeList(list.map((axis) => half(sizeOf(x, axis))));
  return roll(x, back ? negative(shifts) : shifts, [...list]);
}

/**
 * Mirrors `tf.signal.fftshift`: the halves of `axes`, all by default, exchanged.
 * @throws {@link InvalidArgumentError} for an axis that does not exist
 */
export const fftshift = named(
  'fftshift',
  ['x'],
  ['axes', 'name'],
  (x: TensorLike, axes: Axes = null, _name?: string | null): Tensor => shifted(x, axes, false),
);
/**
 * Mirrors `tf.signal.ifftshift`: undoes `fftshift`, for odd sizes too.
 * @throws {@link InvalidArgumentError} for an axis that does not exist
 */
export const ifftshift = named(
  'ifftshift',
  ['x'],
  ['axes', 'name'],
  (x: TensorLike, axes: Axes = null, _name?: string | null): Tensor => shifted(x, axes, true),
);

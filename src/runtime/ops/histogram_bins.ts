/** `tf.histogram_fixed_width_bins`: in which of equally wide bins each value falls. */
import { int32 } from '../../dtypes';
import { named } from '../../python/named';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { Tensor } from '../tensor';
import { multiply, subtract, truediv } from './arithmetic';
import { Assert } from './assert';
import { cast } from './cast';
import { clip_by_value } from './clip';
import { greater } from './comparison';
import { getitem } from './getitem';
import { floor } from './rounding';

/**
 * Mirrors `tf.histogram_fixed_width_bins`: for each value its bin among `nbins` of `value_range`, `[low, high]`; what lies
 * outside is in the first or the last.
 * @returns int32, of the shape of `values`
 * @throws {@link InvalidArgumentError} unless `nbins` is above 0, and for integers as `values`
 */
export const histogram_fixed_width_bins = named(
  'histogram_fixed_width_bins',
  ['values', 'value_range'],
  ['nbins', 'dtype', 'name'],
  (
    values: TensorLike,
    value_range: TensorLike,
    nbins?: TensorLike,
    _dtype?: unknown,
    _name?: string | null,
  ): Tensor => {
    const x = toTensor(values);
    const bounds = toTensor(value_range, isHostValue(value_range) ? undefined : x.dtype);
    const count = toTensor(nbins ?? 100, int32);
    Assert(greater(count, 0), [`nbins ${count} must > 0`]);
    const [low, high] = [getitem(bounds, [0]), getitem(bounds, [1])];
    const scaled = truediv(subtract(x, low), subtract(high, low));
    const steps = cast(count, x.dtype);
    return cast(clip_by_value(floor(multiply(steps, scaled)), 0, subtract(steps, 1)), int32);
  },
);

/** `tf.signal.frame` and its counterpart `overlap_and_add`: signals cut into pieces that overlap, and put together. */
import { int32 } from '../../dtypes';
import { IndexError, ValueError } from '../../errors';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { integer } from '../index_argument';
import type { Tensor } from '../tensor';
import { add, multiply, negative, subtract } from './arithmetic';
import { reshape } from './array';
import { range, zeros } from './creation';
import { floordiv } from './division';
import { maximum } from './extremes';
import { gather } from './gather';
import { concat, stack } from './joining';
import { shapeOf } from './known_shape';
import { transpose } from './movement';
import { pad } from './padding';
import { unsorted_segment_sum } from './segment';
import { expand_dims } from './shapes';
import { sizeOf, sizeTensor } from './sizes';

/** `a / b`, rounded up. */
function ceiling(a: Tensor, b: Tensor): Tensor {
  return negative(floordiv(negative(a), b));
}

/** Where the samples of each frame are, `[frames, frame_length]`. */
function places(frames: Tensor, length: Tensor, step: Tensor): Tensor {
  return add(expand_dims(multiply(range(frames), step), 1), expand_dims(range(length), 0));
}

/**
 * Mirrors `tf.signal.frame`: the samples along `axis` in windows of `frame_length`, one every `frame_step`:
 * `[..., frames, frame_length, ...]`. With `pad_end` also those that reach beyond the end, filled with `pad_value`.
 * @throws {@link IndexError} for an axis that does not exist
 */
export const frame = named(
  'frame',
  ['signal', 'frame_length', 'frame_step'],
  ['pad_end', 'pad_value', 'axis', 'name'],
  (
    signal: TensorLike,
    frame_length: TensorLike,
    frame_step: TensorLike,
    pad_end?: boolean,
    pad_value: TensorLike = 0,
    axis: TensorLike = -1,
    _name?: string | null,
  ): Tensor => {
    // What is gathered from a variable itself has a gradient of slices; TF's is a tensor.
    const x = reshape(toTensor(signal), shapeOf(toTensor(signal)));
    const [length, step] = [toTensor(frame_length, int32), toTensor(frame_step, int32)];
    const rank = x.dims.length;
    const place = integer(axis, 'axis');
    if (place < -rank || place >= rank)
      throw new IndexError('range object index out of range', {
        fields: { expected: [-rank, rank], actual: place },
      });
    const at = place < 0 ? place + rank : place;
    const samples = sizeTensor(sizeOf(x, at));
    if (pad_end !== true) {
      const frames = maximum(add(floordiv(subtract(samples, length), step), 1), 0);
      return gather(x, places(frames, length, step), { axis: at });
    }
    const frames = ceiling(samples, step);
    const end = add(length, multiply(step, subtract(frames, 1)));
    const more = expand_dims(stack([0, maximum(subtract(end, samples), 0)]), 0);
    const paddings = concat([zeros([at, 2], int32), more, zeros([rank - 1 - at, 2], int32)], 0);
    const filled = pad(x, paddings, { constant_values: toTensor(pad_value, x.dtype) });
    return gather(filled, places(frames, length, step), { axis: at });
  },
);

/**
 * Mirrors `tf.signal.overlap_and_add`: the sums of frames, `[..., frames, frame_length]`, that begin `frame_step` apart.
 * @throws {@link ValueError} for a step that is no integer, or a signal without frames
 */
export const overlap_and_add = named(
  'overlap_and_add',
  ['signal', 'frame_step'],
  ['name'],
  (signal: TensorLike, frame_step: TensorLike, _name?: string | null): Tensor => {
    const x = toTensor(signal);
    const step = toTensor(frame_step, undefined, int32);
    if (!step.dtype.is_integer) throw new ValueError(`frame_step must be an integer. Got ${step.dtype}`);
    const rank = x.dims.length;
    if (rank < 2) throw new ValueError(`Shape of rank ${rank} must have rank at least 2`);
    const [frames, length] = [sizeTensor(sizeOf(x, -2)), sizeTensor(sizeOf(x, -1))];
    const outer = x.dims.slice(0, -2).map((_, i) => i);
    const first = transpose(x, [rank - 2, rank - 1, ...outer]);
    const total = add(length, multiply(step, subtract(frames, 1)));
    const sums = unsorted_segment_sum(first, places(frames, length, step), total);
    return transpose(sums, [...outer.map((i) => i + 1), 0]);
  },
);

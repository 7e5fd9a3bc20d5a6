/** `tf.signal.stft`, `mdct` and their inverses: what frequencies a signal has as time goes by. */
import type { DType } from '../../dtypes';
import { float32, int32 } from '../../dtypes';
import { ValueError } from '../../errors';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { isKnown } from '../graph/operation';
import { integersOf } from '../index_argument';
import type { Tensor } from '../tensor';
import { add, divide, multiply, negative, subtract } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { dct } from './dct';
import { floordiv } from './division';
import { log } from './exponential';
import { irfft, rfft } from './fft';
import { frame, overlap_and_add } from './frames';
import { concat, split, stack } from './joining';
import { extended } from './last_axes';
import { reverse, tile } from './movement';
import { pow, square } from './power';
import { reduce_sum } from './reduction';
import { ceil } from './rounding';
import { type Size, sizeOf } from './sizes';
import { hann_window, vorbis_window } from './windows';

/** Gives a window of so many samples. */
export type WindowFunction = (window_length: TensorLike, keywords: { dtype: DType }) => Tensor;

/** The number in a scalar, where it is known. */
function sizeIn(scalar: Tensor): Size {
  return isKnown(scalar) ? integersOf(scalar)![0]! : scalar;
}

/** The power of two that holds so many samples. */
function enclosing(length: Tensor): Tensor {
  const known = sizeIn(length);
  if (typeof known === 'number') return toTensor(2 ** Math.ceil(Math.log(known) / Math.log(2)), int32);
  return cast(pow(2, ceil(divide(log(cast(length, float32)), Math.log(2)))), int32);
}

const hann: WindowFunction = (length, keywords) => hann_window(length, keywords);
const vorbis: WindowFunction = (length, keywords) => vorbis_window(length, keywords);

/**
 * Mirrors `tf.signal.stft`: the spectra of a signal's frames, `[..., frames, fft_length // 2 + 1]`, complex. `fft_length` is by
 * default the power of two that holds a frame; `window_fn` null is no window.
 * @throws {@link ValueError} for a signal that is not of real floats
 */
export const stft = named(
  'stft',
  ['signals', 'frame_length', 'frame_step'],
  ['fft_length', 'window_fn', 'pad_end', 'name'],
  (
    signals: TensorLike,
    frame_length: TensorLike,
    frame_step: TensorLike,
    fft_length?: TensorLike | null,
    window_fn: WindowFunction | null = hann,
    pad_end?: boolean,
    _name?: string | null,
  ): Tensor => {
    const length = toTensor(frame_length, int32);
    const whole = toTensor(fft_length ?? enclosing(length), int32);
    const frames = frame(signals, length, frame_step, pad_end);
    const seen = window_fn === null ? frames : multiply(frames, window_fn(length, { dtype: frames.dtype }));
    return rfft(seen, reshape(whole, [1]));
  },
);

/**
 * Mirrors `tf.signal.inverse_stft_window_fn`: the window with which `inverse_stft` gives back what `stft` with
 * `forward_window_fn` was given.
 */
export const inverse_stft_window_fn = named(
  'inverse_stft_window_fn',
  ['frame_step'],
  ['forward_window_fn', 'name'],
  (frame_step: TensorLike, forward_window_fn: WindowFunction = hann, _name?: string | null): WindowFunction =>
    (window_length, keywords) => {
      const [step, length] = [toTensor(frame_step, int32), toTensor(window_length, int32)];
      const window = forward_window_fn(length, keywords);
      const overlaps = negative(floordiv(negative(length), step));
      const total = multiply(overlaps, step);
      const pieces = reshape(extended(square(window), [sizeIn(total)]), stack([overlaps, step]));
      const sums = tile(reduce_sum(pieces, 0), reshape(overlaps, [1]));
      return divide(window, extended(sums, [sizeIn(length)]));
    },
);

/**
 * Mirrors `tf.signal.inverse_stft`: the signal whose spectra are `stfts`, `[..., frames, bins]`; exact with the window of
 * `inverse_stft_window_fn`.
 * @throws {@link ValueError} for spectra that are not complex
 */
export const inverse_stft = named(
  'inverse_stft',
  ['stfts', 'frame_length', 'frame_step'],
  ['fft_length', 'window_fn', 'name'],
  (
    stfts: TensorLike,
    frame_length: TensorLike,
    frame_step: TensorLike,
    fft_length?: TensorLike | null,
    window_fn: WindowFunction | null = hann,
    _name?: string | null,
  ): Tensor => {
    const length = toTensor(frame_length, int32);
    const whole = toTensor(fft_length ?? enclosing(length), int32);
    const frames = extended(irfft(stfts, reshape(whole, [1])), [sizeIn(length)]);
    const seen = window_fn === null ? frames : multiply(frames, window_fn(length, { dtype: frames.dtype }));
    return overlap_and_add(seen, toTensor(frame_step, undefined, int32));
  },
);

function windowed(frames: Tensor, window_fn: WindowFunction | null, length: Tensor): Tensor {
  return multiply(frames, window_fn === null ? Math.SQRT1_2 : window_fn(length, { dtype: frames.dtype }));
}

/**
 * Mirrors `tf.signal.mdct`: modified cosine transforms of frames that overlap by a half, `[..., frames, frame_length // 2]`.
 * @throws {@link ValueError} for a `frame_length` that 4 does not divide
 */
export const mdct = named(
  'mdct',
  ['signals', 'frame_length'],
  ['window_fn', 'pad_end', 'norm', 'name'],
  (
    signals: TensorLike,
    frame_length: TensorLike,
    window_fn: WindowFunction | null = vorbis,
    pad_end?: boolean,
    norm: string | null = null,
    _name?: string | null,
  ): Tensor => {
    const length = toTensor(frame_length, int32);
    const known = sizeIn(length);
    if (typeof known === 'number' && known % 4 !== 0)
      throw new ValueError('The frame length must be a multiple of 4.');
    const frames = windowed(frame(signals, length, floordiv(length, 2), pad_end), window_fn, length);
    const [a, b, c, d] = split(frames, 4, -1) as [Tensor, Tensor, Tensor, Tensor];
    const first = subtract(negative(reverse(c, [-1])), d);
    const second = subtract(a, reverse(b, [-1]));
    return dct(concat([first, second], -1), { type: 4, norm });
  },
);

/** Mirrors `tf.signal.inverse_mdct`: the signal whose transforms are `mdcts`. @throws {@link ValueError} for a rank below 2 */
export const inverse_mdct = named(
  'inverse_mdct',
  ['mdcts'],
  ['window_fn', 'norm', 'name'],
  (
    mdcts: TensorLike,
    window_fn: WindowFunction | null = vorbis,
    norm: string | null = null,
    _name?: string | null,
  ): Tensor => {
    const x = toTensor(mdcts);
    if (x.dims.length < 2) throw new ValueError(`Shape of rank ${x.dims.length} must have rank at least 2`);
    const half = toTensor(sizeOf(x, -1), int32);
    const turned = dct(x, { type: 4, norm });
    const scaled = norm === null ? multiply(turned, divide(0.5, cast(half, x.dtype))) : turned;
    const [a, b] = split(scaled, 2, -1) as [Tensor, Tensor];
    const frames = concat([b, negative(reverse(b, [-1])), negative(reverse(a, [-1])), negative(a)], -1);
    return overlap_and_add(windowed(frames, window_fn, add(half, half)), half);
  },
);

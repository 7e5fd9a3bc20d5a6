/** `tf.signal.linear_to_mel_weight_matrix`: from frequencies in hertz to those that the ear tells apart. */
import { as_dtype, type DTypeLike, float32 } from '../../dtypes';
import { ValueError } from '../../errors';
import { slice } from '../../python/builtins';
import { named } from '../../python/named';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { Tensor } from '../tensor';
import { add, divide, multiply, subtract } from './arithmetic';
import { cast } from './cast';
import { log } from './exponential';
import { maximum, minimum } from './extremes';
import { getitem } from './getitem';
import { linspace } from './grids';
import { pad } from './padding';
import { expand_dims } from './shapes';

function melOf(hertz: Tensor): Tensor {
  return multiply(1127, log(add(1, divide(hertz, 700))));
}

/**
 * Mirrors `tf.signal.linear_to_mel_weight_matrix`: `[num_spectrogram_bins, num_mel_bins]`, by which spectra are multiplied;
 * each column is a triangle of height 1.
 * @throws {@link ValueError} for numbers that are not positive, edges in the wrong order or above half the `sample_rate`
 */
export const linear_to_mel_weight_matrix = named(
  'linear_to_mel_weight_matrix',
  [],
  [
    'num_mel_bins',
    'num_spectrogram_bins',
    'sample_rate',
    'lower_edge_hertz',
    'upper_edge_hertz',
    'dtype',
    'name',
  ],
  (
    num_mel_bins: number = 20,
    num_spectrogram_bins: TensorLike = 129,
    sample_rate: TensorLike = 8000,
    lower_edge_hertz: number = 125,
    upper_edge_hertz: number = 3800,
    type?: DTypeLike,
    _name?: string | null,
  ): Tensor => {
    const dtype = as_dtype(type ?? float32);
    if (num_mel_bins <= 0) throw new ValueError(`num_mel_bins must be positive. Got: ${num_mel_bins}`);
    if (lower_edge_hertz < 0)
      throw new ValueError(`lower_edge_hertz must be non-negative. Got: ${lower_edge_hertz}`);
    if (lower_edge_hertz >= upper_edge_hertz)
      throw new ValueError(`lower_edge_hertz ${lower_edge_hertz} >= upper_edge_hertz ${upper_edge_hertz}`);
    const rate = isHostValue(sample_rate) ? toTensor(sample_rate) : toTensor(sample_rate, dtype);
    if (rate.source === null) {
      const known = Number(rate.data[0]);
      if (known <= 0) throw new ValueError(`sample_rate must be positive. Got: ${known}`);
      if (upper_edge_hertz > known / 2)
        throw new ValueError(
          `upper_edge_hertz must not be larger than the Nyquist frequency (sample_rate / 2). Got ${upper_edge_hertz} ` +
            `for sample_rate: ${known}`,
        );
    }
    if (!dtype.is_floating) throw new ValueError(`dtype must be a floating point type. Got: ${dtype}`);
    const scalar = (value: number): Tensor => toTensor(value, dtype);
    const frequencies = linspace(scalar(0), divide(cast(rate, dtype), 2), num_spectrogram_bins);
    // The first bin, which is no frequency, goes nowhere.
    const bins = expand_dims(melOf(getitem(frequencies, [slice<number>(1, null)])), 1);
    const edges = linspace(
      melOf(scalar(lower_edge_hertz)),
      melOf(scalar(upper_edge_hertz)),
      num_mel_bins + 2,
    );
    const part = (from: number): Tensor =>
      expand_dims(getitem(edges, [slice<number>(from, from + num_mel_bins)]), 0);
    const [low, middle, high] = [part(0), part(1), part(2)];
    const rising = divide(subtract(bins, low), subtract(middle, low));
    const falling = divide(subtract(high, bins), subtract(high, middle));
    const triangles = maximum(scalar(0), minimum(rising, falling));
    return pad(triangles, [
      [1, 0],
      [0, 0],
    ]);
  },
);

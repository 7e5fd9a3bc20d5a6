/** `tf.signal.hann_window` and other windows that signals are looked at through. */
import { as_dtype, type DType, type DTypeLike, float32, int32 } from '../../dtypes';
import { ValueError } from '../../errors';
import { slice } from '../../python/builtins';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { Tensor } from '../tensor';
import { relu } from './activations';
import { add, divide, multiply, subtract } from './arithmetic';
import { cast } from './cast';
import { ones, range } from './creation';
import { floordiv, floormod } from './division';
import { exp } from './exponential';
import { getitem } from './getitem';
import { concat } from './joining';
import { reverse } from './movement';
import { sqrt, square } from './power';
import { cumsum } from './scan';
import { bessel_i0e } from './special';
import { cos, sin } from './trigonometric';

function parameters(window_length: TensorLike, given: DTypeLike | undefined): readonly [Tensor, DType] {
  const dtype = as_dtype(given ?? float32);
  if (!dtype.is_floating) throw new ValueError(`dtype must be a floating point type. Found ${dtype}`);
  return [toTensor(window_length, int32), dtype];
}

function isOne(length: Tensor): boolean {
  return length.source === null && Number(length.data[0]) === 1;
}

function raisedCosine(a: number, window_length: TensorLike, periodic: TensorLike, type?: DTypeLike): Tensor {
  const [length, dtype] = parameters(window_length, type);
  if (isOne(length)) return ones([1], dtype);
  const even = subtract(1, floormod(length, 2));
  const n = cast(subtract(add(length, multiply(cast(periodic, int32), even)), 1), dtype);
  const angles = divide(multiply(toTensor(2 * Math.PI, dtype), cast(range(length), dtype)), n);
  return subtract(a, multiply(1 - a, cos(angles)));
}

/**
 * Mirrors `tf.signal.hann_window`: `window_length` values of a raised cosine; `periodic` ones for spectra.
 * @throws {@link ValueError} for a dtype that is not floating
 */
export const hann_window = named(
  'hann_window',
  ['window_length'],
  ['periodic', 'dtype', 'name'],
  (
    window_length: TensorLike,
    periodic: TensorLike = true,
    dtype?: DTypeLike,
    _name?: string | null,
  ): Tensor => raisedCosine(0.5, window_length, periodic, dtype),
);
/**
 * Mirrors `tf.signal.hamming_window`: the same that ends at 0.08.
 * @throws {@link ValueError} for a dtype that is not floating
 */
export const hamming_window = named(
  'hamming_window',
  ['window_length'],
  ['periodic', 'dtype', 'name'],
  (
    window_length: TensorLike,
    periodic: TensorLike = true,
    dtype?: DTypeLike,
    _name?: string | null,
  ): Tensor => raisedCosine(0.54, window_length, periodic, dtype),
);

/**
 * Mirrors `tf.signal.kaiser_window`, the narrower the larger `beta` is.
 * @throws {@link ValueError} for a dtype that is not floating
 */
export const kaiser_window = named(
  'kaiser_window',
  ['window_length'],
  ['beta', 'dtype', 'name'],
  (window_length: TensorLike, beta: TensorLike = 12, type?: DTypeLike, _name?: string | null): Tensor => {
    const [length, dtype] = parameters(window_length, type);
    if (isOne(length)) return ones([1], dtype);
    const half = divide(subtract(cast(length, float32), 1), 2);
    const places = cast(subtract(cast(range(length), float32), half), dtype);
    const width = cast(beta, dtype);
    const circle = subtract(cast(1, dtype), square(divide(places, cast(half, dtype))));
    const shape = multiply(width, sqrt(relu(circle)));
    return multiply(exp(subtract(shape, width)), divide(bessel_i0e(shape), bessel_i0e(width)));
  },
);

/**
 * Mirrors `tf.signal.kaiser_bessel_derived_window`, with which `mdct` can be undone.
 * @throws {@link ValueError} for a dtype that is not floating
 */
export const kaiser_bessel_derived_window = named(
  'kaiser_bessel_derived_window',
  ['window_length'],
  ['beta', 'dtype', 'name'],
  (window_length: TensorLike, beta: TensorLike = 12, type?: DTypeLike, _name?: string | null): Tensor => {
    const [length, dtype] = parameters(window_length, type);
    const sums = cumsum(kaiser_window(add(floordiv(length, 2), 1), beta, dtype));
    const half = sqrt(divide(getitem(sums, [slice<number>(0, -1)]), getitem(sums, [-1])));
    return concat([half, reverse(half, [0])], 0);
  },
);

/**
 * Mirrors `tf.signal.vorbis_window`, with which `mdct` can be undone.
 * @throws {@link ValueError} for a dtype that is not floating
 */
export const vorbis_window = named(
  'vorbis_window',
  ['window_length'],
  ['dtype', 'name'],
  (window_length: TensorLike, type?: DTypeLike, _name?: string | null): Tensor => {
    const [length, dtype] = parameters(window_length, type);
    const places = add(cast(range(length), dtype), 0.5);
    const angles = multiply(divide(toTensor(Math.PI, dtype), cast(length, dtype)), places);
    return sin(multiply(Math.PI / 2, square(sin(angles))));
  },
);

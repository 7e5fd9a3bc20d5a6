/** `tf.image.random_*` and `stateless_random_*`: images mirrored or not, and their colours changed, at random. */

import { ValueError } from '../../errors';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatched } from '../dispatched';
import type { Seed } from '../random/op_seeds';
import type { Tensor } from '../tensor';
import { shapeText } from '../tensor_shape';
import { add, multiply, subtract } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { less } from './comparison';
import { adjust_brightness, adjust_contrast, adjust_hue, adjust_saturation } from './image_colors';
import { reverse } from './movement';
import { uniform } from './random';
import { stateless_uniform } from './random_stateless';
import { round } from './rounding';
import { selectV2 } from './select';
import { type Size, sizeList, sizeOf } from './sizes';

/** Gives values from `low` to `high`, as many as `sizes` say. */
type Draw = (sizes: readonly Size[], low: number, high: number) => Tensor;

/** Values of the stream that `seed` names; each call goes on in it. */
function streaming(seed: Seed = null): Draw {
  return (sizes, low, high) => uniform(sizeList(sizes), low, high, { seed });
}
/** Values that follow from `seed`, two integers, alone. */
function following(seed: TensorLike): Draw {
  return (sizes, low, high) => stateless_uniform(sizeList(sizes), seed, low, high);
}

/** @param axis of height (0) or width (1) within one image */
function randomFlip(axis: 0 | 1, given: TensorLike, draw: Draw): Tensor {
  const image = toTensor(given);
  const { dims, dtype } = image;
  if (dims.length < 3)
    throw new ValueError(`'image' (shape ${shapeText(dims)}) must be at least three-dimensional.`);
  if (dims.length > 4)
    throw new ValueError(`'image' (shape ${shapeText(dims)}) must have either 3 or 4 dimensions.`);
  if (dims.length === 3) return selectV2(less(draw([], 0, 1), 0.5), reverse(image, [axis]), image);
  const count = sizeOf(image, 0);
  const flips = cast(round(reshape(draw([count], 0, 1), sizeList([count, 1, 1, 1]))), dtype);
  const mirrored = reverse(image, [axis + 1]);
  return add(multiply(flips, mirrored), multiply(subtract(1, flips), image));
}

/**
 * Mirrors `tf.image.random_flip_left_right`: one image [height, width, channels], or a batch of them.
 * @throws {@link ValueError} for other ranks
 */
export const random_flip_left_right = named(
  'random_flip_left_right',
  ['image'],
  ['seed'],
  (image: TensorLike, seed?: Seed): Tensor => randomFlip(1, image, streaming(seed)),
);
/**
 * Mirrors `tf.image.random_flip_up_down`: one image [height, width, channels], or a batch of them.
 * @throws {@link ValueError} for other ranks
 */
export const random_flip_up_down = named(
  'random_flip_up_down',
  ['image'],
  ['seed'],
  (image: TensorLike, seed?: Seed): Tensor => randomFlip(0, image, streaming(seed)),
);
/**
 * Mirrors `tf.image.stateless_random_flip_left_right`: the same for the same `seed` of two integers.
 * @throws {@link ValueError} for an image of another rank than 3 or 4
 */
export const stateless_random_flip_left_right = named(
  'stateless_random_flip_left_right',
  ['image', 'seed'],
  [],
  (image: TensorLike, seed: TensorLike): Tensor => randomFlip(1, image, following(seed)),
);
/**
 * Mirrors `tf.image.stateless_random_flip_up_down`: the same for the same `seed` of two integers.
 * @throws {@link ValueError} for an image of another rank than 3 or 4
 */
export const stateless_random_flip_up_down = named(
  'stateless_random_flip_up_down',
  ['image', 'seed'],
  [],
  (image: TensorLike, seed: TensorLike): Tensor => randomFlip(0, image, following(seed)),
);

function upTo(max_delta: number, draw: Draw): Tensor {
  if (max_delta < 0) throw new ValueError('max_delta must be non-negative.');
  return draw([], -max_delta, max_delta);
}
function turn(max_delta: number, draw: Draw): Tensor {
  if (max_delta > 0.5) throw new ValueError('max_delta must be <= 0.5.');
  return upTo(max_delta, draw);
}
function between(lower: number, upper: number, draw: Draw): Tensor {
  if (upper <= lower) throw new ValueError('upper must be > lower.');
  if (lower < 0) throw new ValueError('lower must be non-negative.');
  return draw([], lower, upper);
}
const deltaNames = ['image', 'max_delta'] as const;
const rangeNames = ['image', 'lower', 'upper'] as const;

/**
 * Mirrors `tf.image.random_brightness`: `adjust_brightness` by up to `max_delta`.
 * @throws {@link ValueError} for a negative one
 */
export const random_brightness = dispatched(
  'random_brightness',
  deltaNames,
  ['seed'],
  (image: TensorLike, max_delta: number, seed?: Seed): Tensor =>
    adjust_brightness(image, upTo(max_delta, streaming(seed))),
);
/**
 * Mirrors `tf.image.stateless_random_brightness`: the same for the same `seed` of two integers.
 * @throws {@link ValueError} for a negative `max_delta`
 */
export const stateless_random_brightness = dispatched(
  'stateless_random_brightness',
  [...deltaNames, 'seed'],
  [],
  (image: TensorLike, max_delta: number, seed: TensorLike): Tensor =>
    adjust_brightness(image, upTo(max_delta, following(seed))),
);
/**
 * Mirrors `tf.image.random_hue`: `adjust_hue` by up to `max_delta`, which is at most a half.
 * @throws {@link ValueError} for others
 */
export const random_hue = named(
  'random_hue',
  deltaNames,
  ['seed'],
  (image: TensorLike, max_delta: number, seed?: Seed): Tensor =>
    adjust_hue(image, turn(max_delta, streaming(seed))),
);
/**
 * Mirrors `tf.image.stateless_random_hue`: the same for the same `seed` of two integers.
 * @throws {@link ValueError} for a `max_delta` that is negative or above a half
 */
export const stateless_random_hue = named(
  'stateless_random_hue',
  [...deltaNames, 'seed'],
  [],
  (image: TensorLike, max_delta: number, seed: TensorLike): Tensor =>
    adjust_hue(image, turn(max_delta, following(seed))),
);
/**
 * Mirrors `tf.image.random_contrast`: `adjust_contrast` by a factor from `lower` to `upper`.
 * @throws {@link ValueError} for bounds that are negative or in the wrong order
 */
export const random_contrast = named(
  'random_contrast',
  rangeNames,
  ['seed'],
  (image: TensorLike, lower: number, upper: number, seed?: Seed): Tensor =>
    adjust_contrast(image, between(lower, upper, streaming(seed))),
);
/**
 * Mirrors `tf.image.stateless_random_contrast`: the same for the same `seed` of two integers.
 * @throws {@link ValueError} for bounds that are negative or in the wrong order
 */
export const stateless_random_contrast = named(
  'stateless_random_contrast',
  [...rangeNames, 'seed'],
  [],
  (image: TensorLike, lower: number, upper: number, seed: TensorLike): Tensor =>
    adjust_contrast(image, between(lower, upper, following(seed))),
);
/**
 * Mirrors `tf.image.random_saturation`: `adjust_saturation` by a factor from `lower` to `upper`.
 * @throws {@link ValueError} for bounds that are negative or in the wrong order
 */
export const random_saturation = named(
  'random_saturation',
  rangeNames,
  ['seed'],
  (image: TensorLike, lower: number, upper: number, seed?: Seed): Tensor =>
    adjust_saturation(image, between(lower, upper, streaming(seed))),
);
/**
 * Mirrors `tf.image.stateless_random_saturation`: the same for the same `seed` of two integers.
 * @throws {@link ValueError} for bounds that are negative or in the wrong order
 */
export const stateless_random_saturation = named(
  'stateless_random_saturation',
  [...rangeNames, 'seed'],
  [],
  (image: TensorLike, lower: number, upper: number, seed: TensorLike): Tensor =>
    adjust_saturation(image, between(lower, upper, following(seed))),
);

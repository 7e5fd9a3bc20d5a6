/** `tf.image.random_*`: images mirrored or not, and their colours changed, at random. */

import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { Seed } from '../random/op_seeds';
import type { Tensor } from '../tensor';
import { shapeText } from '../tensor_shape';
import { add, multiply, subtract } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { less } from './comparison';
import { adjust_brightness, adjust_contrast, adjust_hue, adjust_saturation } from './image_colors';
import { reverse } from './movement';
import { random_uniform, uniform } from './random';
import { round } from './rounding';
import { selectV2 } from './select';

interface FlipKeywords {
  seed?: Seed;
}
type FlipArgs = Args<[image: TensorLike], [seed: Seed], FlipKeywords>;

/** @param axis of height (0) or width (1) within one image */
function randomFlip(method: string, axis: 0 | 1, args: readonly unknown[]): Tensor {
  const given = bindArguments<FlipKeywords & { image: TensorLike }>(method, ['image', 'seed'], args, {
    required: 1,
  });
  const image = toTensor(given.image!);
  const seed = given.seed ?? null;
  const { dims, dtype } = image;
  if (dims.length < 3)
    throw new ValueError(`'image' (shape ${shapeText(dims)}) must be at least three-dimensional.`);
  if (dims.length > 4)
    throw new ValueError(`'image' (shape ${shapeText(dims)}) must have either 3 or 4 dimensions.`);
  if (dims.length === 3)
    return selectV2(less(random_uniform([], undefined, seed), 0.5), reverse(image, [axis]), image);
  const chosen = round(reshape(random_uniform([dims[0]!], undefined, seed), [dims[0]!, 1, 1, 1]));
  const flips = cast(chosen, dtype);
  const mirrored = reverse(image, [axis + 1]);
  return add(multiply(flips, mirrored), multiply(subtract(1, flips), image));
}

/** Mirrors `tf.image.random_flip_left_right`: one image [height, width, channels], or a batch of them. */
export function random_flip_left_right(...args: FlipArgs): Tensor {
  return randomFlip('random_flip_left_right', 1, args);
}
/** Mirrors `tf.image.random_flip_up_down`: one image [height, width, channels], or a batch of them. */
export function random_flip_up_down(...args: FlipArgs): Tensor {
  return randomFlip('random_flip_up_down', 0, args);
}

/** A number from `low` to `high`. */
function drawn(low: number, high: number, seed: Seed | undefined): Tensor {
  return uniform([], low, high, { seed: seed ?? null });
}
function checkDelta(max_delta: number): void {
  if (max_delta < 0) throw new ValueError('max_delta must be non-negative.');
}
function checkRange(lower: number, upper: number): void {
  if (upper <= lower) throw new ValueError('upper must be > lower.');
  if (lower < 0) throw new ValueError('lower must be non-negative.');
}
type DeltaArgs = Args<[image: TensorLike, max_delta: number], [seed: Seed], FlipKeywords>;
type RangeArgs = Args<[image: TensorLike, lower: number, upper: number], [seed: Seed], FlipKeywords>;

function bindDelta(method: string, args: DeltaArgs) {
  type All = FlipKeywords & { image: TensorLike; max_delta: number };
  return bindArguments<All>(method, ['image', 'max_delta', 'seed'], args, { required: 2 });
}
function bindRange(method: string, args: RangeArgs) {
  type All = FlipKeywords & { image: TensorLike; lower: number; upper: number };
  return bindArguments<All>(method, ['image', 'lower', 'upper', 'seed'], args, { required: 3 });
}

/** Mirrors `tf.image.random_brightness`: `adjust_brightness` by up to `max_delta`. */
export function random_brightness(...args: DeltaArgs): Tensor {
  const { image, max_delta, seed } = bindDelta('random_brightness', args);
  checkDelta(max_delta!);
  return adjust_brightness(image!, drawn(-max_delta!, max_delta!, seed));
}
/** Mirrors `tf.image.random_hue`: `adjust_hue` by up to `max_delta`, which is at most a half. */
export function random_hue(...args: DeltaArgs): Tensor {
  const { image, max_delta, seed } = bindDelta('random_hue', args);
  if (max_delta! > 0.5) throw new ValueError('max_delta must be <= 0.5.');
  checkDelta(max_delta!);
  return adjust_hue(image!, drawn(-max_delta!, max_delta!, seed));
}
/** Mirrors `tf.image.random_contrast`: `adjust_contrast` by a factor from `lower` to `upper`. */
export function random_contrast(...args: RangeArgs): Tensor {
  const { image, lower, upper, seed } = bindRange('random_contrast', args);
  checkRange(lower!, upper!);
  return adjust_contrast(image!, drawn(lower!, upper!, seed));
}
/** Mirrors `tf.image.random_saturation`: `adjust_saturation` by a factor from `lower` to `upper`. */
export function random_saturation(...args: RangeArgs): Tensor {
  const { image, lower, upper, seed } = bindRange('random_saturation', args);
  checkRange(lower!, upper!);
  return adjust_saturation(image!, drawn(lower!, upper!, seed));
}

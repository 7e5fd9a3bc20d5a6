/** `tf.image.random_flip_left_right` and `random_flip_up_down`: each image mirrored or not, at even odds. */
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
import { reverse } from './movement';
import { random_uniform } from './random';
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

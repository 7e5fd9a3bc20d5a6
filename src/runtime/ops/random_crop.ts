/** `tf.image.random_crop` and `stateless_random_crop`: a part of given size at a random place. */
import { int32 } from '../../dtypes';
import { named } from '../../python/named';
import { rangeOf } from '../../type_ranges';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { Seed } from '../random/op_seeds';
import type { Tensor } from '../tensor';
import { add, subtract } from './arithmetic';
import { shape } from './array';
import { Assert } from './assert';
import { greater_equal } from './comparison';
import { floormod } from './division';
import { uniform } from './random';
import { stateless_uniform } from './random_stateless';
import { reduce_all } from './reduction';
import { slice } from './slicing';

const [, most] = rangeOf(int32);

/** @param draw gives integers from 0 to `most`, of the given shape */
function cropped(
  value: TensorLike,
  given: TensorLike,
  name: string | null,
  draw: (count: Tensor) => Tensor,
): Tensor {
  const input = toTensor(value);
  const size = toTensor(given, int32);
  const sizes = shape(input);
  Assert(reduce_all(greater_equal(sizes, size)), ['Need value.shape >= size, got ', sizes, size], 1000);
  const offset = floormod(draw(shape(sizes)), add(subtract(sizes, size), 1));
  return slice(input, offset, size, { name });
}

/**
 * Mirrors `tf.image.random_crop`: a part of `value` of the given `size`, which has an entry for every axis.
 * @throws {@link InvalidArgumentError} for a size larger than the value's
 */
export const random_crop = named(
  'random_crop',
  ['value', 'size'],
  ['seed', 'name'],
  (value: TensorLike, size: TensorLike, seed: Seed = null, name: string | null = null): Tensor =>
    cropped(value, size, name, (count) => uniform(count, 0, most, int32, seed)),
);

/**
 * Mirrors `tf.image.stateless_random_crop`: the same part for the same `seed` of two integers.
 * @throws {@link InvalidArgumentError} for a size larger than the value's
 */
export const stateless_random_crop = named(
  'stateless_random_crop',
  ['value', 'size', 'seed'],
  ['name'],
  (value: TensorLike, size: TensorLike, seed: TensorLike, name: string | null = null): Tensor =>
    cropped(value, size, name, (count) => stateless_uniform(count, seed, 0, most, int32)),
);

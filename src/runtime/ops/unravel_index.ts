/** `unravel_index`: coordinates from places in row-major order. */

import { InvalidArgumentError } from '../../errors';
import { named } from '../../python/named';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne } from '../dispatch';
import { integersOf, integerTensor } from '../index_argument';
import { defineOp, mismatch, type OpName, type OpRecord } from '../op';
import { shapeTensor } from '../shape_argument';
import type { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';

const UnravelIndex: OpRecord = defineOp({
  type: 'UnravelIndex',
  indices: [[0, 'Tidx']],
  infer: ([indices, dims]) => {
    if (dims!.dtype !== indices!.dtype) throw mismatch('UnravelIndex', 1, indices!.dtype, dims!.dtype);
    const spec = { dtype: indices!.dtype, dims: null };
    if (indices!.dims === null || dims!.dims === null) return [spec];
    if (dims!.dims.length !== 1)
      throw new InvalidArgumentError(`The indices can only be 1-D, got "[${dims!.dims.join(',')}]"`);
    if (indices!.dims.length > 1)
      throw new InvalidArgumentError(
        `The indices can only be scalar or vector, got "[${indices!.dims.join(',')}]"`,
      );
    return [{ ...spec, dims: [...dims!.dims, ...indices!.dims] }];
  },
  kernel: ([indices, dims], _attrs, [spec]) => {
    const sizes = integersOf(dims!)!;
    sizes.forEach((size, i) => {
      if (size < 0)
        throw new InvalidArgumentError(`Input dims cannot be negative. Got dim = ${size} at index ${i}`);
      if (size === 0)
        throw new InvalidArgumentError(
          `Input dims cannot contain a dim of zero, but dims contains zero at index ${i}`,
        );
    });
    const places = integersOf(indices!)!;
    const whole = elementCount(sizes);
    if (places.some((place) => place >= whole))
      throw new InvalidArgumentError('index is out of bound as with dims');
    const coordinates = sizes.flatMap((size, axis) => {
      const step = elementCount(sizes.slice(axis + 1));
      // The first size bounds nothing: TF lets negative places through.
      return places.map((place) => {
        const along = Math.trunc(place / step);
        return axis === 0 ? along : along % size;
      });
    });
    return [integerTensor(coordinates, spec!.dtype, [...spec!.dims])];
  },
  grad: null,
});

/**
 * Mirrors `tf.unravel_index`: the coordinates of `indices` in a tensor of the sizes `dims`, one row for each axis.
 * @throws {@link InvalidArgumentError} for places out of bounds or sizes that are not positive
 */
export const unravel_index = named(
  'unravel_index',
  ['indices', 'dims'],
  ['name'],
  (indices: TensorLike, dims: TensorLike, name?: OpName): Tensor => {
    const like = isHostValue(indices) ? toTensor(indices) : isHostValue(dims) ? toTensor(dims) : null;
    const as = (value: TensorLike): Tensor =>
      isHostValue(value) || like === null ? shapeTensor(value) : toTensor(value, like.dtype);
    return dispatchOne(UnravelIndex, [as(indices), as(dims)], name);
  },
);

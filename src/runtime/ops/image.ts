/** `tf.image`: resizing and flipping. */

import { int32 } from '../../dtypes';
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { named } from '../../python/named';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { dispatching } from '../dispatched';
import { integersOf } from '../index_argument';
import { inOwnScope } from '../name_scope';
import type { OpName } from '../op';
import type { Tensor } from '../tensor';
import { shapeText } from '../tensor_shape';
import { reverse, transposed } from './movement';
import {
  ResizeArea,
  ResizeBicubic,
  ResizeBilinear,
  ResizeNearestNeighbor,
  ScaleAndTranslate,
} from './resize_records';
import { expand_dims, squeeze } from './shapes';

/** Mirrors `tf.image.ResizeMethod`. */
export const ResizeMethod = Object.freeze({
  BILINEAR: 'bilinear',
  NEAREST_NEIGHBOR: 'nearest',
  BICUBIC: 'bicubic',
  AREA: 'area',
  LANCZOS3: 'lanczos3',
  LANCZOS5: 'lanczos5',
  GAUSSIAN: 'gaussian',
  MITCHELLCUBIC: 'mitchellcubic',
} as const);
export type ResizeMethod = (typeof ResizeMethod)[keyof typeof ResizeMethod];

const samplers: Readonly<Record<string, string>> = {
  lanczos3: 'lanczos3',
  lanczos5: 'lanczos5',
  gaussian: 'gaussian',
  mitchellcubic: 'mitchellcubic',
};

function resized(images: Tensor, size: Tensor, method: string, antialias: boolean): Tensor {
  const attrs = { half_pixel_centers: true, align_corners: false };
  const sampled = (kernel_type: string) =>
    dispatch(ScaleAndTranslate, [images, size], { ...attrs, kernel_type, antialias })[0]!;
  switch (method) {
    case 'nearest':
      return dispatch(ResizeNearestNeighbor, [images, size], attrs)[0]!;
    case 'bilinear':
      return antialias ? sampled('triangle') : dispatch(ResizeBilinear, [images, size], attrs)[0]!;
    case 'bicubic':
      return antialias ? sampled('keyscubic') : dispatch(ResizeBicubic, [images, size], attrs)[0]!;
    case 'area':
      return dispatch(ResizeArea, [images, size], attrs)[0]!;
    default: {
      const kernel = samplers[method];
      if (kernel === undefined) throw new ValueError(`Resize method is not implemented: ${method}`);
      return sampled(kernel);
    }
  }
}

/** The size as a vector of two int32. @throws {@link ValueError} */
function twoSizes(size: TensorLike): Tensor {
  const tensor = isHostValue(size) ? toTensor(size) : toTensor(size, undefined, int32);
  if (tensor.dims.length !== 1 || tensor.dims[0] !== 2)
    throw new ValueError("'size' must be a 1-D Tensor of 2 elements: new_height, new_width");
  if (tensor.dtype !== int32) throw new ValueError("'size' must be a 1-D int32 Tensor");
  // Of a static shape, which TF makes of it, -1 is a size that is not known.
  const negative = integersOf(tensor)?.find((n) => n < -1);
  if (negative !== undefined) throw new ValueError(`Dimension ${negative} must be >= 0`);
  return tensor;
}

/** The largest size within `size` that keeps the image's proportions. */
function proportional(images: Tensor, size: Tensor): Tensor {
  const [h, w] = [images.dims[1]!, images.dims[2]!];
  const [wantedH, wantedW] = Array.from(size.data as Int32Array) as [number, number];
  const scale = Math.fround(Math.min(Math.fround(wantedH / h), Math.fround(wantedW / w)));
  return toTensor([roundEven(scale * h), roundEven(scale * w)], int32);
}

function roundEven(x: number): number {
  const single = Math.fround(x);
  const low = Math.floor(single);
  if (single - low === 0.5) return low % 2 === 0 ? low : low + 1;
  return Math.round(single);
}

interface ResizeKeywords {
  method?: ResizeMethod | (string & {});
  preserve_aspect_ratio?: boolean;
  antialias?: boolean;
  name?: string | null;
}
/**
 * Mirrors `tf.image.resize`: images `[batch, height, width, channels]` or one without the batch to `size`, float32
 * unless `method` is `'nearest'`, which keeps the dtype.
 * @throws {@link ValueError} for another rank, size or method
 */
export const resize = dispatching()(function resize(
  ...args: Args<
    [images: TensorLike, size: TensorLike],
    [method: ResizeMethod | (string & {}), preserve_aspect_ratio: boolean, antialias: boolean],
    ResizeKeywords,
    ['images', 'size']
  >
): Tensor {
  type All = ResizeKeywords & { images: TensorLike; size: TensorLike };
  const names = ['images', 'size', 'method', 'preserve_aspect_ratio', 'antialias', 'name'] as const;
  const given = bindArguments<All>('resize', names, args, { required: 2 });
  const images = toTensor(given.images!);
  if (images.dims === null) throw new ValueError("'images' contains no shape.");
  const rank = images.dims.length;
  if (rank !== 3 && rank !== 4) throw new ValueError("'images' must have either 3 or 4 dimensions.");
  const batch = rank === 3 ? expand_dims(images, 0) : images;
  const asked = twoSizes(given.size!);
  const size = given.preserve_aspect_ratio === true ? proportional(batch, asked) : asked;
  const result = resized(batch, size, given.method ?? 'bilinear', given.antialias ?? false);
  return rank === 3 ? squeeze(result, [0]) : result;
});

function imageOf(image: TensorLike): Tensor {
  const x = toTensor(image);
  const rank = x.dims.length;
  if (rank < 3)
    throw new ValueError(`'image' (shape ${shapeText(x.dims)}) must be at least three-dimensional.`);
  if (x.dims.slice(-3).includes(0))
    throw new ValueError(`inner 3 dims of 'image.shape' must be > 0: ${shapeText(x.dims)}`);
  if (rank > 4) throw new ValueError("'image' must have either 3 or 4 dimensions.");
  return x;
}

/** Mirrors `tf.image.flip_left_right`: each row in reverse order. */
export const flip_left_right = named('flip_left_right', ['image'], [], (image: TensorLike): Tensor => {
  const x = imageOf(image);
  return reverse(x, [x.dims.length - 2]);
});

/** Mirrors `tf.image.flip_up_down`: the rows in reverse order. */
export const flip_up_down = named('flip_up_down', ['image'], [], (image: TensorLike): Tensor => {
  const x = imageOf(image);
  return reverse(x, [x.dims.length - 3]);
});

/** Mirrors `tf.image.transpose`: height and width change places. */
export const transpose = named(
  'transpose',
  ['image'],
  ['name'],
  (image: TensorLike, name?: OpName): Tensor => {
    const x = imageOf(image);
    const compute = (): Tensor => transposed(x, x.dims.length === 3 ? [1, 0, 2] : [0, 2, 1, 3]);
    return inOwnScope('transpose', compute, name);
  },
);

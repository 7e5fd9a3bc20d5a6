/** `tf.image`: parts of images, borders around them, quarter turns; and how images differ. */

import { float32 } from '../../dtypes';
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { inOwnScope } from '../name_scope';
import type { OpName } from '../op';
import type { Tensor } from '../tensor';
import { shapeText } from '../tensor_shape';
import { add, divide, multiply, subtract } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { zeros } from './creation';
import { depthwise_conv2d } from './depthwise';
import { log } from './exponential';
import { squared_difference } from './extremes';
import { type ResizeMethod, resize } from './image';
import { convert_image_dtype } from './image_colors';
import { concat } from './joining';
import { reverse, tile, transposed } from './movement';
import { pad } from './padding';
import { reduce_sum } from './reduction';
import { abs } from './rounding';
import { expand_dims, squeeze } from './shapes';
import { slice } from './slicing';
import { reduce_mean } from './statistics';

/** An image or a batch of them as a batch. @throws {@link ValueError} for other ranks */
function asBatch(given: TensorLike): { images: Tensor; back: (result: Tensor) => Tensor } {
  const image = toTensor(given);
  const rank = image.dims.length;
  if (rank === 4) return { images: image, back: (result) => result };
  if (rank === 3) return { images: expand_dims(image, 0), back: (result) => squeeze(result, [0]) };
  throw new ValueError(`'image' (shape ${shapeText(image.dims)}) must have either 3 or 4 dimensions.`);
}

/** @throws {@link ValueError} with the text of the first that does not hold */
function check(conditions: readonly (readonly [holds: boolean, text: string])[]): void {
  for (const [holds, text] of conditions) if (!holds) throw new ValueError(text);
}
const sidesOf = ({ dims }: Tensor): [height: number, width: number] => [dims[1]!, dims[2]!];

/**
 * Mirrors `tf.image.crop_to_bounding_box`: the part of an image (or of each of a batch) from an offset on.
 * @throws {@link ValueError} if that is not inside the image
 */
export const crop_to_bounding_box = named(
  'crop_to_bounding_box',
  ['image', 'offset_height', 'offset_width', 'target_height', 'target_width'],
  [],
  (
    image: TensorLike,
    offset_height: number,
    offset_width: number,
    target_height: number,
    target_width: number,
  ): Tensor => {
    const { images, back } = asBatch(image);
    const [height, width] = sidesOf(images);
    check([
      [offset_width >= 0, 'offset_width must be >= 0.'],
      [offset_height >= 0, 'offset_height must be >= 0.'],
      [target_width > 0, 'target_width must be > 0.'],
      [target_height > 0, 'target_height must be > 0.'],
      [width >= target_width + offset_width, 'width must be >= target + offset.'],
      [height >= target_height + offset_height, 'height must be >= target + offset.'],
    ]);
    return back(slice(images, [0, offset_height, offset_width, 0], [-1, target_height, target_width, -1]));
  },
);

/**
 * Mirrors `tf.image.pad_to_bounding_box`: zeros around an image, or around each of a batch.
 * @throws {@link ValueError} if the image does not fit
 */
export const pad_to_bounding_box = named(
  'pad_to_bounding_box',
  ['image', 'offset_height', 'offset_width', 'target_height', 'target_width'],
  [],
  (
    image: TensorLike,
    offset_height: number,
    offset_width: number,
    target_height: number,
    target_width: number,
  ): Tensor => {
    const { images, back } = asBatch(image);
    const [height, width] = sidesOf(images);
    const [below, right] = [target_height - offset_height - height, target_width - offset_width - width];
    check([
      [offset_height >= 0, 'offset_height must be >= 0'],
      [offset_width >= 0, 'offset_width must be >= 0'],
      [right >= 0, 'width must be <= target - offset'],
      [below >= 0, 'height must be <= target - offset'],
    ]);
    return back(
      pad(images, [
        [0, 0],
        [offset_height, below],
        [offset_width, right],
        [0, 0],
      ]),
    );
  },
);

function checkTarget(target_height: number, target_width: number): void {
  check([
    [target_width > 0, 'target_width must be > 0.'],
    [target_height > 0, 'target_height must be > 0.'],
  ]);
}

/** Mirrors `tf.image.resize_with_crop_or_pad`: the middle of an image, or zeros around it. */
export const resize_with_crop_or_pad = named(
  'resize_with_crop_or_pad',
  ['image', 'target_height', 'target_width'],
  [],
  (image: TensorLike, target_height: number, target_width: number): Tensor => {
    const { images, back } = asBatch(image);
    checkTarget(target_height, target_width);
    const [height, width] = sidesOf(images);
    const [tall, wide] = [target_height - height, target_width - width];
    const half = (difference: number): number => Math.max(Math.floor(difference / 2), 0);
    const cropped = crop_to_bounding_box(
      images,
      half(-tall),
      half(-wide),
      Math.min(target_height, height),
      Math.min(target_width, width),
    );
    return back(pad_to_bounding_box(cropped, half(tall), half(wide), target_height, target_width));
  },
);

interface PadKeywords {
  method?: ResizeMethod | (string & {});
  antialias?: boolean;
}
/** Mirrors `tf.image.resize_with_pad`: resized in its proportions, with zeros around it. */
export function resize_with_pad(
  ...args: Args<
    [image: TensorLike, target_height: number, target_width: number],
    [method: ResizeMethod | (string & {}), antialias: boolean],
    PadKeywords,
    ['image', 'target_height', 'target_width']
  >
): Tensor {
  type All = PadKeywords & { image: TensorLike; target_height: number; target_width: number };
  const names = ['image', 'target_height', 'target_width', 'method', 'antialias'] as const;
  const given = bindArguments<All>('resize_with_pad', names, args, { required: 3 });
  const [tall, wide] = [given.target_height!, given.target_width!];
  const { images, back } = asBatch(given.image!);
  checkTarget(tall, wide);
  const single = Math.fround;
  const [height, width] = sidesOf(images);
  const ratio = Math.max(single(width / wide), single(height / tall));
  const inner = [single(height / ratio), single(width / ratio)] as const;
  const resized = resize(images, inner.map(Math.floor), {
    method: given.method ?? 'bilinear',
    antialias: given.antialias ?? false,
  });
  const [top, left] = [tall - inner[0], wide - inner[1]].map((rest) => Math.max(0, Math.floor(rest / 2))) as [
    number,
    number,
  ];
  return back(pad_to_bounding_box(resized, top, left, tall, wide));
}

/**
 * Mirrors `tf.image.central_crop`: the middle of an image, this fraction of its height and width.
 * @throws {@link ValueError} for a fraction that is not within 0 and 1
 */
export const central_crop = named(
  'central_crop',
  ['image', 'central_fraction'],
  [],
  (image: TensorLike, central_fraction: number): Tensor => {
    if (central_fraction <= 0 || central_fraction > 1)
      throw new ValueError('central_fraction must be within (0, 1]');
    const whole = toTensor(image);
    if (central_fraction === 1) return whole;
    const rank = whole.dims.length;
    if (rank < 3)
      throw new ValueError(`'image' (shape ${shapeText(whole.dims)}) must be at least three-dimensional.`);
    if (rank > 4)
      throw new ValueError(
        `\`image\` should either be a Tensor with rank = 3 or rank = 4. Had rank = ${rank}.`,
      );
    const { images, back } = asBatch(whole);
    const sides = sidesOf(images);
    const starts = sides.map((size) => Math.trunc((size - size * central_fraction) / 2));
    const sizes = sides.map((size, i) => size - starts[i]! * 2);
    return back(slice(images, [0, ...starts, 0], [-1, ...sizes, -1]));
  },
);

interface RotateKeywords {
  k?: number;
  name?: string | null;
}
/** Mirrors `tf.image.rot90`: turned `k` times by a quarter, against the clock. */
export function rot90(
  ...args: Args<[image: TensorLike], [k: number, name: string | null], RotateKeywords, ['image']>
): Tensor {
  type All = RotateKeywords & { image: TensorLike };
  const given = bindArguments<All>('rot90', ['image', 'k', 'name'], args, { required: 1 });
  const { images, back } = asBatch(given.image!);
  const flipped = (x: Tensor): Tensor => transposed(x, [0, 2, 1, 3]);
  switch ((((given.k ?? 1) % 4) + 4) % 4) {
    case 1:
      return back(flipped(reverse(images, [2])));
    case 2:
      return back(reverse(images, [1, 2]));
    case 3:
      return back(reverse(flipped(images), [2]));
    default:
      return back(images);
  }
}

/** Differences of neighbours along an axis. */
function steps(x: Tensor, axis: number): Tensor {
  const begin = x.dims.map((_, i) => (i === axis ? 1 : 0));
  const size = x.dims.map((d, i) => (i === axis ? d - 1 : -1));
  const none = x.dims.map(() => 0);
  return subtract(slice(x, begin, size), slice(x, none, size));
}

/** Mirrors `tf.image.total_variation`: the sum of the differences of neighbouring pixels, for each image. */
export const total_variation = named(
  'total_variation',
  ['images'],
  ['name'],
  (images: TensorLike, name?: OpName): Tensor =>
    inOwnScope(
      'total_variation',
      () => {
        const x = toTensor(images);
        const rank = x.dims.length;
        if (rank !== 3 && rank !== 4) throw new ValueError("'images' must be either 3 or 4-dimensional.");
        const axes = rank === 3 ? null : [1, 2, 3];
        const along = (axis: number): Tensor => reduce_sum(abs(steps(x, axis)), axes);
        return add(along(rank - 3), along(rank - 2));
      },
      name,
    ),
);

/** Mirrors `tf.image.image_gradients`: `[dy, dx]`, zero in the last row and column. */
export const image_gradients = named(
  'image_gradients',
  ['image'],
  [],
  (image: TensorLike): [dy: Tensor, dx: Tensor] => {
    const x = toTensor(image);
    if (x.dims.length !== 4)
      throw new ValueError(
        `image_gradients expects a 4D tensor [batch_size, h, w, d], not ${shapeText(x.dims)}.`,
      );
    const along = (axis: number): Tensor => {
      const last = x.dims.map((d, i) => (i === axis ? 1 : d));
      return concat([steps(x, axis), zeros(last, x.dtype)], axis);
    };
    return [along(1), along(2)];
  },
);

/** Mirrors `tf.image.sobel_edges`: `[batch, h, w, d, 2]`, the edges across and along. */
export const sobel_edges = named('sobel_edges', ['image'], [], (image: TensorLike): Tensor => {
  const x = toTensor(image);
  const across = [
    [-1, -2, -1],
    [0, 0, 0],
    [1, 2, 1],
  ];
  const kernels = across.map((row, i) => row.map((weight, j) => [[weight, across[j]![i]!]]));
  const filters = tile(toTensor(kernels, x.dtype), [1, 1, x.dims.at(-1)!, 1]);
  const around = [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ];
  const padded = pad(x, around, { mode: 'REFLECT' });
  return reshape(depthwise_conv2d(padded, filters, [1, 1, 1, 1], 'VALID'), [...x.dims, 2]);
});

/** Mirrors `tf.image.psnr`: the peak signal to noise ratio of images of values up to `max_val`. */
export const psnr = named(
  'psnr',
  ['a', 'b', 'max_val'],
  ['name'],
  (a: TensorLike, b: TensorLike, max_val: TensorLike, name?: OpName): Tensor =>
    inOwnScope(
      'PSNR',
      () => {
        const first = toTensor(a);
        const peak = convert_image_dtype(cast(toTensor(max_val), first.dtype), float32);
        const [x, y] = [first, toTensor(b)].map((image) => convert_image_dtype(image, float32));
        const error = squared_difference(x!, y!);
        const signal = divide(multiply(20, log(peak)), log(10));
        return subtract(signal, multiply(10 / Math.LN10, log(reduce_mean(error, [-3, -2, -1]))));
      },
      name,
    ),
);

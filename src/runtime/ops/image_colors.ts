/** `tf.image`: the colours of images, and the range of their values. */

import { as_dtype, type DType, type DTypeLike, float16, float32 } from '../../dtypes';
import { AttributeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { named } from '../../python/named';
import { integerRange, rangeOf } from '../../type_ranges';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne } from '../dispatch';
import { dispatched, dispatching } from '../dispatched';
import { inOwnScope } from '../name_scope';
import type { OpName, OpRecord } from '../op';
import type { Tensor } from '../tensor';
import { shapeText } from '../tensor_shape';
import { add, divide, multiply, subtract } from './arithmetic';
import { identity } from './array';
import { cast } from './cast';
import { saturate_cast } from './clip';
import { AdjustContrast, AdjustHue, AdjustSaturation, checkColours, HSVToRGB } from './color_records';
import { equal, greater, greater_equal, less } from './comparison';
import { floordiv } from './division';
import { maximum } from './extremes';
import { stack, unstack } from './joining';
import { logical_and } from './logic';
import { tile } from './movement';
import { divide_no_nan } from './no_nan';
import { pow, rsqrt } from './power';

import { selectV2 } from './select';
import { expand_dims } from './shapes';
import { sizeOf, sizeProduct, sizeTensor } from './sizes';
import { reduce_mean, reduce_std } from './statistics';
import { tensordot } from './tensordot';

type Named = { name?: string | null };

/** An integer range mapped to another: scaled down before the cast, or up behind it. */
function betweenIntegers(image: Tensor, dtype: DType, saturate: boolean): Tensor {
  const [from, to] = [integerRange(image.dtype)[1], integerRange(dtype)[1]];
  const narrowed = (x: Tensor): Tensor => (saturate ? saturate_cast(x, dtype) : cast(x, dtype));
  if (from > to) return narrowed(floordiv(image, toTensor((from + 1n) / (to + 1n), image.dtype)));
  return multiply(narrowed(image), toTensor((to + 1n) / (from + 1n), dtype));
}

function converted(image: Tensor, dtype: DType, saturate = false): Tensor {
  if (image.dtype === dtype) return identity(image);
  const [whole, toWhole] = [image.dtype.is_integer, dtype.is_integer];
  if (whole && toWhole) return betweenIntegers(image, dtype, saturate);
  if (!whole && !toWhole) return cast(image, dtype);
  if (whole) return multiply(cast(image, dtype), 1 / rangeOf(image.dtype)[1]);
  // Half a step more, so that the cast does not cut the largest value.
  const scaled = multiply(image, rangeOf(dtype)[1] + 0.5);
  return saturate ? saturate_cast(scaled, dtype) : cast(scaled, dtype);
}

interface ConvertKeywords extends Named {
  saturate?: boolean;
}
/**
 * Mirrors `tf.image.convert_image_dtype`: floats are from 0 to 1, integers from 0 to their largest value.
 * @throws {@link AttributeError} for types that are neither
 */
export const convert_image_dtype = dispatching()(function convert_image_dtype(
  ...args: Args<
    [image: TensorLike, dtype: DTypeLike],
    [saturate: boolean, name: string | null],
    ConvertKeywords,
    ['image', 'dtype']
  >
): Tensor {
  type All = ConvertKeywords & { image: TensorLike; dtype: DTypeLike };
  const names = ['image', 'dtype', 'saturate', 'name'] as const;
  const given = bindArguments<All>('convert_image_dtype', names, args, { required: 2 });
  const image = toTensor(given.image!);
  const dtype = as_dtype(given.dtype!);
  const numbers = (t: DType): boolean => t.is_floating || t.is_integer;
  if (!numbers(dtype)) throw new AttributeError('dtype must be either floating point or integer');
  if (!numbers(image.dtype)) throw new AttributeError('image dtype must be either floating point or integer');
  return converted(image, dtype, given.saturate ?? false);
});

/** What `adjust` makes of an image as float32 (or as half), in its own type again. */
function adjusted(images: TensorLike, saturate: boolean, adjust: (floats: Tensor) => Tensor): Tensor {
  const own = toTensor(images);
  const floats = own.dtype === float16 || own.dtype === float32 ? own : converted(own, float32);
  return converted(adjust(floats), own.dtype, saturate);
}
const byNumber = (op: OpRecord, number: TensorLike) => (x: Tensor) =>
  dispatchOne(op, [x, toTensor(number, undefined, float32)]);

/** Mirrors `tf.image.rgb_to_grayscale`: one channel, weighted as the eye does. */
export const rgb_to_grayscale = named(
  'rgb_to_grayscale',
  ['images'],
  ['name'],
  (images: TensorLike, name?: OpName): Tensor =>
    inOwnScope(
      'rgb_to_grayscale',
      () => {
        const own = toTensor(images);
        const gray = tensordot(converted(own, float32), [0.2989, 0.587, 0.114], [-1, -1] as never);
        return converted(expand_dims(gray, -1), own.dtype);
      },
      name,
    ),
);
/** Mirrors `tf.image.grayscale_to_rgb`. @throws {@link ValueError} for more than one channel */
export const grayscale_to_rgb = named(
  'grayscale_to_rgb',
  ['images'],
  ['name'],
  (images: TensorLike, name?: OpName): Tensor =>
    inOwnScope(
      'grayscale_to_rgb',
      () => {
        const own = toTensor(images);
        if (own.dims.at(-1) !== 1)
          throw new ValueError('Last dimension of a grayscale image should be size 1.');
        return tile(
          own,
          own.dims.map((_, i) => (i === own.dims.length - 1 ? 3 : 1)),
        );
      },
      name,
    ),
);

/** Mirrors `tf.image.adjust_brightness`: `delta` added to images from 0 to 1. */
export const adjust_brightness = dispatched(
  'adjust_brightness',
  ['image', 'delta'],
  [],
  (image: TensorLike, delta: TensorLike): Tensor =>
    adjusted(image, true, (x) => add(x, cast(toTensor(delta), x.dtype))),
);
/** Mirrors `tf.image.adjust_contrast`: each channel moved away from its mean. */
export const adjust_contrast = named(
  'adjust_contrast',
  ['images', 'contrast_factor'],
  [],
  (images: TensorLike, contrast_factor: TensorLike): Tensor =>
    adjusted(images, true, byNumber(AdjustContrast, contrast_factor)),
);
interface GammaKeywords {
  gamma?: number;
  gain?: number;
}
/** Mirrors `tf.image.adjust_gamma`: `gain * image ** gamma`. @throws {@link ValueError} for a negative gamma */
export const adjust_gamma = dispatching()(function adjust_gamma(
  ...args: Args<[image: TensorLike], [gamma: number, gain: number], GammaKeywords, ['image']>
): Tensor {
  type All = GammaKeywords & { image: TensorLike };
  const given = bindArguments<All>('adjust_gamma', ['image', 'gamma', 'gain'], args, { required: 1 });
  const { gamma = 1, gain = 1 } = given;
  if (gamma < 0) throw new ValueError('Gamma should be a non-negative real number.');
  return adjusted(given.image!, true, (x) => multiply(gain, pow(x, gamma)));
});
/** Mirrors `tf.image.adjust_hue`: all hues turned by `delta`, a fraction of the circle. */
export const adjust_hue = named(
  'adjust_hue',
  ['image', 'delta'],
  ['name'],
  (image: TensorLike, delta: TensorLike, name?: OpName): Tensor =>
    inOwnScope('adjust_hue', () => adjusted(image, false, byNumber(AdjustHue, delta)), name),
);
/** Mirrors `tf.image.adjust_saturation`. */
export const adjust_saturation = named(
  'adjust_saturation',
  ['image', 'saturation_factor'],
  ['name'],
  (image: TensorLike, saturation_factor: TensorLike, name?: OpName): Tensor =>
    inOwnScope(
      'adjust_saturation',
      () => adjusted(image, false, byNumber(AdjustSaturation, saturation_factor)),
      name,
    ),
);

/** Mirrors `tf.image.hsv_to_rgb`. */
export const hsv_to_rgb = named(
  'hsv_to_rgb',
  ['images'],
  ['name'],
  (images: TensorLike, name?: OpName): Tensor => dispatchOne(HSVToRGB, [toTensor(images)], name),
);
/** Mirrors `tf.image.rgb_to_hsv`: hue, saturation and value from 0 to 1. */
export const rgb_to_hsv = named(
  'rgb_to_hsv',
  ['images'],
  ['name'],
  (images: TensorLike, name?: OpName): Tensor =>
    inOwnScope(
      'rgb_to_hsv',
      () => {
        const pixels = toTensor(images);
        checkColours(pixels.dims);
        const [r, g, b] = unstack(pixels, { axis: -1 }) as [Tensor, Tensor, Tensor];
        // Of equal channels one has the whole gradient.
        const atLeast = (x: Tensor, y: Tensor, z: Tensor): Tensor =>
          logical_and(greater_equal(x, y), greater_equal(x, z));
        const below = (x: Tensor, y: Tensor, z: Tensor): Tensor => logical_and(less(x, y), less(x, z));
        const value = selectV2(atLeast(r, g, b), r, selectV2(greater_equal(g, b), g, b));
        const range = subtract(value, selectV2(below(r, g, b), r, selectV2(less(g, b), g, b)));
        const sector = (x: Tensor, y: Tensor, start: number): Tensor =>
          add(divide_no_nan(subtract(x, y), multiply(6, range)), start);
        const rest = selectV2(equal(g, value), sector(b, r, 2 / 6), sector(r, g, 4 / 6));
        const hue = selectV2(equal(r, value), sector(g, b, 0), rest);
        const turned = selectV2(less(hue, 0), add(hue, 1), hue);
        const zero = multiply(range, 0);
        const saturation = selectV2(greater(value, 0), divide_no_nan(range, value), zero);
        return stack([selectV2(greater(range, 0), turned, zero), saturation, value], { axis: -1 });
      },
      name,
    ),
);

/** Linear colour spaces: each pixel times a matrix. */
function byMatrix(method: string, matrix: readonly (readonly number[])[]) {
  return named(method, ['images'], [], (images: TensorLike): Tensor => {
    const pixels = toTensor(images);
    return tensordot(pixels, toTensor(matrix, pixels.dtype), [[pixels.dims.length - 1], [0]]);
  });
}
/** Mirrors `tf.image.rgb_to_yiq`. */
export const rgb_to_yiq = byMatrix('rgb_to_yiq', [
  [0.299, 0.59590059, 0.2115],
  [0.587, -0.27455667, -0.52273617],
  [0.114, -0.32134392, 0.31119955],
]);
/** Mirrors `tf.image.yiq_to_rgb`. */
export const yiq_to_rgb = byMatrix('yiq_to_rgb', [
  [1, 1, 1],
  [0.95598634, -0.27201283, -1.10674021],
  [0.6208248, -0.64720424, 1.70423049],
]);
/** Mirrors `tf.image.rgb_to_yuv`. */
export const rgb_to_yuv = byMatrix('rgb_to_yuv', [
  [0.299, -0.14714119, 0.61497538],
  [0.587, -0.28886916, -0.51496512],
  [0.114, 0.43601035, -0.10001026],
]);
/** Mirrors `tf.image.yuv_to_rgb`. */
export const yuv_to_rgb = byMatrix('yuv_to_rgb', [
  [1, 1, 1],
  [0, -0.394642334, 2.03206185],
  [1.13988303, -0.58062185, 0],
]);

/** Mirrors `tf.image.per_image_standardization`: mean 0 and deviation 1, as float32. */
export const per_image_standardization = named(
  'per_image_standardization',
  ['image'],
  [],
  (image: TensorLike): Tensor =>
    inOwnScope('per_image_standardization', () => {
      const own = toTensor(image);
      if (own.dims.length < 3)
        throw new ValueError(`'image' (shape ${shapeText(own.dims)}) must be at least three-dimensional.`);
      const floats = cast(own, float32);
      const axes = [-1, -2, -3];
      const pixels = sizeProduct(axes.map((axis) => sizeOf(floats, axis)));
      // Images of one colour are not divided by nothing.
      const least = rsqrt(cast(sizeTensor(pixels), float32));
      const deviation = maximum(reduce_std(floats, axes, true), least);
      return divide(subtract(floats, reduce_mean(floats, axes, true)), deviation);
    }),
);

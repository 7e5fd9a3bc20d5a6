/** `tf.image.ssim`: how alike two images look. */
import { float32 } from '../../dtypes';
import { InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { Tensor } from '../tensor';
import { compatibleDims, shapeText } from '../tensor_shape';
import { add, divide, multiply, subtract } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { depthwise_conv2d } from './depthwise';
import { convert_image_dtype } from './image_colors';
import { tile } from './movement';
import { square } from './power';
import { softmax } from './softmax';
import { reduce_mean } from './statistics';

/** @throws {@link ValueError} for ranks below 3 or sizes that differ */
function checkAlike(a: Tensor, b: Tensor): void {
  for (const { dims } of [a, b])
    if (dims.length < 3) throw new ValueError(`Shape ${shapeText(dims)} must have rank at least 3`);
  const [frameA, frameB] = [a.dims.slice(-3), b.dims.slice(-3)];
  if (!compatibleDims(frameA, frameB))
    throw new ValueError(`Shapes ${shapeText(frameA)} and ${shapeText(frameB)} are incompatible`);
  const [batchA, batchB] = [a.dims.slice(0, -3).reverse(), b.dims.slice(0, -3).reverse()];
  batchA.slice(0, batchB.length).forEach((size, i) => {
    const other = batchB[i]!;
    if (size !== 1 && other !== 1 && !compatibleDims([size], [other]))
      throw new ValueError(`Two images are not compatible: ${shapeText(a.dims)} and ${shapeText(b.dims)}`);
  });
}

/** A bell of weights that sum to one, `[size, size, 1, 1]`. */
function bell(size: number, sigma: number): Tensor {
  const along = Array.from({ length: size }, (_, i) => (-0.5 * (i - (size - 1) / 2) ** 2) / sigma ** 2);
  const logits = toTensor([along.flatMap((y) => along.map((x) => x + y))], float32);
  return reshape(softmax(logits), [size, size, 1, 1]);
}

interface SsimKeywords {
  filter_size?: number;
  filter_sigma?: number;
  k1?: number;
  k2?: number;
  return_index_map?: boolean;
}
/**
 * Mirrors `tf.image.ssim`: the structural similarity of images of values up to `max_val`, one number for each pair, or
 * with `return_index_map` one for each place.
 * @throws {@link ValueError} for sizes that differ, {@link InvalidArgumentError} for images smaller than the filter
 */
export function ssim(
  ...args: Args<
    [img1: TensorLike, img2: TensorLike, max_val: number],
    [filter_size: number, filter_sigma: number, k1: number, k2: number, return_index_map: boolean],
    SsimKeywords,
    ['img1', 'img2', 'max_val']
  >
): Tensor {
  const names = [
    'img1',
    'img2',
    'max_val',
    'filter_size',
    'filter_sigma',
    'k1',
    'k2',
    'return_index_map',
  ] as const;
  type All = SsimKeywords & { img1: TensorLike; img2: TensorLike; max_val: number };
  const given = bindArguments<All>('ssim', names, args, { required: 3 });
  const { filter_size = 11, filter_sigma = 1.5, k1 = 0.01, k2 = 0.03 } = given;
  const [first, second] = [toTensor(given.img1!), toTensor(given.img2!)];
  checkAlike(first, second);
  if (first.dims.slice(-3, -1).some((size) => size < filter_size))
    throw new InvalidArgumentError(
      `Expected images of at least the filter's size ${filter_size}, got ${shapeText(first.dims)}`,
      { fields: { expected: filter_size, actual: first.dims } },
    );
  const peak = convert_image_dtype(cast(toTensor(given.max_val!), first.dtype), float32);
  const [a, b] = [convert_image_dtype(first, float32), convert_image_dtype(second, float32)];
  const kernel = tile(bell(filter_size, filter_sigma), [1, 1, a.dims.at(-1)!, 1]);
  const around = (x: Tensor): Tensor => {
    const y = depthwise_conv2d(reshape(x, [-1, ...x.dims.slice(-3)]), kernel, [1, 1, 1, 1], 'VALID');
    return reshape(y, [...x.dims.slice(0, -3), ...y.dims.slice(1)]);
  };
  const [c1, c2] = [square(multiply(peak, k1)), square(multiply(peak, k2))];
  const [meanA, meanB] = [around(a), around(b)];
  const product = multiply(multiply(meanA, meanB), 2);
  const squares = add(square(meanA), square(meanB));
  const luminance = divide(add(product, c1), add(squares, c1));
  const covariance = subtract(multiply(around(multiply(a, b)), 2), product);
  const variance = subtract(around(add(square(a), square(b))), squares);
  const structure = divide(add(covariance, c2), add(variance, c2));
  const map = multiply(luminance, structure);
  return reduce_mean(given.return_index_map ? map : reduce_mean(map, [-3, -2]), [-1]);
}

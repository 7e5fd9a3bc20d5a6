/** Colours of images, for which TF has no gradients, and boxes in them. */
import * as tf from '../../../src';
import { gradientCase, numbers, type OpCases } from './helpers';

const images = tf.cast(numbers([2, 2, 3, 3], 0, 1), 'float32');

const boxes = tf.constant([
  [0.1, 0.2, 0.7, 0.9],
  [0, 0, 1, 0.5],
]);
const crop = () => tf.image.crop_and_resize(images, boxes, [0, 1], [2, 3]);
const gradientOfCrop = (source: tf.Tensor) => {
  const tape = new tf.GradientTape();
  const y = tape.use(() => {
    tape.watch(source);
    return crop();
  });
  return tape.gradient(y, source) as tf.Tensor;
};
const scores = tf.constant([0.5, 0.75]);

const q = tf.quantization;
const singles = tf.constant([0.5, -2, 3]);

export const cases: OpCases = {
  CropAndResize: [gradientCase(crop)],
  CropAndResizeGradImage: [gradientCase(() => gradientOfCrop(images))],
  CropAndResizeGradBoxes: [gradientCase(() => gradientOfCrop(boxes))],
  NonMaxSuppressionV3: [gradientCase(() => tf.image.non_max_suppression(boxes, scores, 2))],
  NonMaxSuppressionV5: [gradientCase(() => tf.image.non_max_suppression_with_scores(boxes, scores, 2))],
  NonMaxSuppressionWithOverlaps: [
    gradientCase(() => tf.image.non_max_suppression_overlaps(tf.eye(2), scores, 2)),
  ],
  CombinedNonMaxSuppression: [
    gradientCase(() =>
      tf.image.combined_non_max_suppression(tf.reshape(boxes, [1, 2, 1, 4]), [[[0.5], [0.75]]], 2, 2),
    ),
  ],
  DrawBoundingBoxes: [gradientCase(() => tf.image.draw_bounding_boxes(images, [boxes, boxes], null))],
  DrawBoundingBoxesV2: [
    gradientCase(() => tf.image.draw_bounding_boxes(images, [boxes, boxes], [[1, 1, 1]])),
  ],
  ExtractImagePatches: [
    gradientCase(
      (x) => tf.image.extract_patches(x, [1, 2, 2, 1], [1, 1, 2, 1], [1, 2, 1, 1], 'SAME'),
      numbers([2, 3, 4, 2]),
    ),
  ],
  ExtractVolumePatches: [
    gradientCase(
      (x) => tf.extract_volume_patches(x, [1, 1, 2, 2, 1], [1, 1, 1, 2, 1], 'VALID'),
      numbers([1, 2, 3, 3, 2]),
    ),
  ],
  FakeQuantWithMinMaxArgs: [gradientCase(() => q.fake_quant_with_min_max_args(singles))],
  FakeQuantWithMinMaxArgsGradient: [
    gradientCase(() => q.fake_quant_with_min_max_args_gradient(singles, singles)),
  ],
  FakeQuantWithMinMaxVars: [gradientCase(() => q.fake_quant_with_min_max_vars(singles, -1, 1))],
  FakeQuantWithMinMaxVarsGradient: [
    gradientCase(() => q.fake_quant_with_min_max_vars_gradient(singles, singles, -1, 1)),
  ],
  FakeQuantWithMinMaxVarsPerChannel: [
    gradientCase(() => q.fake_quant_with_min_max_vars_per_channel(singles, [-1, -1, -1], [1, 2, 3])),
  ],
  FakeQuantWithMinMaxVarsPerChannelGradient: [
    gradientCase(() =>
      q.fake_quant_with_min_max_vars_per_channel_gradient(singles, singles, [-1, -1, -1], [1, 2, 3]),
    ),
  ],
  HSVToRGB: [gradientCase(() => tf.image.hsv_to_rgb(images))],
  AdjustHue: [gradientCase(() => tf.image.adjust_hue(images, 0.3))],
  AdjustSaturation: [gradientCase(() => tf.image.adjust_saturation(images, 0.5))],
  AdjustContrastv2: [gradientCase(() => tf.image.adjust_contrast(images, 2))],
};

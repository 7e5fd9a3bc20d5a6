/** Colours of images: TF has no gradients for them. */
import * as tf from '../../../src';
import { gradientCase, numbers, type OpCases } from './helpers';

const images = tf.cast(numbers([2, 2, 3, 3], 0, 1), 'float32');

export const cases: OpCases = {
  HSVToRGB: [gradientCase(() => tf.image.hsv_to_rgb(images))],
  AdjustHue: [gradientCase(() => tf.image.adjust_hue(images, 0.3))],
  AdjustSaturation: [gradientCase(() => tf.image.adjust_saturation(images, 0.5))],
  AdjustContrastv2: [gradientCase(() => tf.image.adjust_contrast(images, 2))],
};

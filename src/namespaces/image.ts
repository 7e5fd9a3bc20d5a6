/** `tf.image`. */
export { crop_and_resize } from '../runtime/ops/crop_and_resize';
export { flip_left_right, flip_up_down, ResizeMethod, resize, transpose } from '../runtime/ops/image';
export {
  adjust_brightness,
  adjust_contrast,
  adjust_gamma,
  adjust_hue,
  adjust_saturation,
  convert_image_dtype,
  grayscale_to_rgb,
  hsv_to_rgb,
  per_image_standardization,
  rgb_to_grayscale,
  rgb_to_hsv,
  rgb_to_yiq,
  rgb_to_yuv,
  yiq_to_rgb,
  yuv_to_rgb,
} from '../runtime/ops/image_colors';
export {
  central_crop,
  crop_to_bounding_box,
  image_gradients,
  pad_to_bounding_box,
  psnr,
  resize_with_crop_or_pad,
  resize_with_pad,
  rot90,
  sobel_edges,
  total_variation,
} from '../runtime/ops/image_frames';
export { ssim } from '../runtime/ops/image_similarity';
export {
  non_max_suppression,
  non_max_suppression_overlaps,
  non_max_suppression_with_scores,
} from '../runtime/ops/non_max_suppression';
export {
  random_brightness,
  random_contrast,
  random_flip_left_right,
  random_flip_up_down,
  random_hue,
  random_saturation,
} from '../runtime/ops/random_image';

/** `tf.image`. */
export { combined_non_max_suppression } from '../runtime/ops/combined_suppression';
export { crop_and_resize } from '../runtime/ops/crop_and_resize';
export { draw_bounding_boxes } from '../runtime/ops/draw_bounding_boxes';
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
export { extract_patches } from '../runtime/ops/patches';
export { random_crop, stateless_random_crop } from '../runtime/ops/random_crop';
export {
  random_brightness,
  random_contrast,
  random_flip_left_right,
  random_flip_up_down,
  random_hue,
  random_saturation,
  stateless_random_brightness,
  stateless_random_contrast,
  stateless_random_flip_left_right,
  stateless_random_flip_up_down,
  stateless_random_hue,
  stateless_random_saturation,
} from '../runtime/ops/random_image';
export { non_max_suppression_padded } from '../runtime/padded_suppression';

/** Functions of `tf1.image` with TF1's parameters. */
import type { TensorLike } from '../runtime/convert_types';
import { crop_and_resize as cropNow } from '../runtime/ops/crop_and_resize';
import { bindFormer, type FormerCall, type Name } from './former_call';

const cropNames = [
  'image',
  'boxes',
  'box_ind',
  'crop_size',
  'method',
  'extrapolation_value',
  'name',
  'box_indices',
] as const;
/** Mirrors `tf.compat.v1.image.crop_and_resize`. */
export const crop_and_resize: FormerCall<
  typeof cropNames,
  [image: TensorLike],
  [
    boxes: TensorLike,
    box_ind: TensorLike,
    crop_size: TensorLike,
    method: string,
    extrapolation_value: number,
    name: Name,
    box_indices: TensorLike,
  ]
> = (...args) => {
  const { image, ...rest } = bindFormer('crop_and_resize', cropNames, args, {
    renamed: { box_ind: 'box_indices' },
  });
  return cropNow(image as TensorLike, { ...rest });
};

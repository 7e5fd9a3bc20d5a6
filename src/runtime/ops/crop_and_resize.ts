/** `tf.image.crop_and_resize` and its gradients. */
import { float16, float32, float64, int8, int16, int32, int64, uint8, uint16 } from '../../dtypes';
import { InvalidArgumentError, OutOfRangeError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import type { Floats } from '../elementwise';
import { castStorage } from '../kernels/cast';
import { type CropSizes, eachPlace, nearest } from '../kernels/crop';
import {
  type Attributes,
  checkAllowed,
  defineOp,
  type InputSpec,
  type OpRecord,
  unregisteredGradient,
} from '../op';
import { sizesOf } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, elementCount } from '../tensor_shape';
import { shape } from './array';
import { notAllowed } from './window_shape';

interface CropAttributes extends Attributes {
  readonly method: string;
  readonly extrapolation_value: number;
}
const cropped = [uint8, uint16, int8, int16, int32, int64, float16, float32, float64];
const differentiable = [float16, float32, float64];

function floatsOf({ dtype, data, dims }: Tensor): Float32Array {
  return (dtype === float32 ? data : castStorage(dtype, float32, data, elementCount(dims))) as Float32Array;
}

function cropSizes(image: readonly number[], boxes: number, rows: number, columns: number): CropSizes {
  const [, height, width, depth] = image as [number, number, number, number];
  return { height, width, depth, boxes, rows, columns };
}

function checkCrop(image: InputSpec, boxes: InputSpec, places: InputSpec, sizes: number[] | null): void {
  if (image.dims !== null && image.dims.length !== 4)
    throw new InvalidArgumentError(`input image must be 4-D${bracketText(image.dims as number[])}`);
  if (boxes.dims !== null) {
    const dims = boxes.dims as number[];
    if (dims.length !== 2) throw new InvalidArgumentError(`boxes must be 2-D${bracketText(dims)}`);
    if (dims[1] !== null && dims[1] !== 4)
      throw new InvalidArgumentError('boxes must have 4 columns', {
        fields: { expected: 4, actual: dims[1] },
      });
    const count = places.dims?.[0] ?? null;
    if (
      places.dims !== null &&
      (places.dims.length !== 1 || (count !== null && dims[0] !== null && count !== dims[0]))
    )
      throw new InvalidArgumentError('box_index has incompatible shape', {
        fields: { expected: dims[0], actual: places.dims },
      });
  }
  if (sizes === null) return;
  if (sizes.length !== 2) throw new InvalidArgumentError(`crop_size must have two elements[${sizes.length}]`);
  if (sizes.some((size) => size <= 0)) throw new InvalidArgumentError('crop dimensions must be positive');
}

/** Which image each box is of. @throws {@link OutOfRangeError} for one that is not there */
function imagesOf(places: Tensor, images: number): Int32Array {
  const list = places.data as Int32Array;
  if (list.some((image) => image < 0 || image >= images))
    throw new OutOfRangeError('box_index has values outside [0, batch_size)');
  return list;
}

const CropAndResize: OpRecord<CropAttributes> = defineOp<CropAttributes>({
  type: 'CropAndResize',
  infer: ([image, boxes, places, size], { method }) => {
    checkAllowed('CropAndResize', image!.dtype, cropped);
    if (method !== 'bilinear' && method !== 'nearest')
      throw notAllowed('CropAndResize', 'method', method, ['bilinear', 'nearest']);
    const sizes = sizesOf(size!, (dims) => `crop_size must be 1-D${bracketText(dims)}`);
    checkCrop(image!, boxes!, places!, sizes);
    const [rows, columns] = sizes ?? [null, null];
    return [{ dtype: float32, dims: [boxes!.dims?.[0] ?? null, rows!, columns!, image!.dims?.[3] ?? null] }];
  },
  kernel: ([image, boxes, places], { method, extrapolation_value }, [spec]) => {
    const [count, rows, columns, depth] = spec!.dims as [number, number, number, number];
    const from = floatsOf(image!);
    const out = new Float32Array(elementCount(spec!.dims));
    const images = imagesOf(places!, image!.dims[0]!);
    const sizes = cropSizes(image!.dims, count, rows, columns);
    eachPlace(sizes, boxes!.data as Floats, images, (offset, corners) => {
      for (let d = 0; d < depth; d++) {
        if (corners === null) out[offset + d] = extrapolation_value;
        else if (method === 'nearest') out[offset + d] = from[nearest(corners) + d]!;
        else {
          const { topLeft, topRight, bottomLeft, bottomRight, x, y } = corners;
          const top = from[topLeft + d]! + (from[topRight + d]! - from[topLeft + d]!) * x;
          const bottom = from[bottomLeft + d]! + (from[bottomRight + d]! - from[bottomLeft + d]!) * x;
          out[offset + d] = top + (bottom - top) * y;
        }
      }
    });
    return [new Tensor(float32, spec!.dims, out)];
  },
  grad: ({ inputs: [image, boxes, places], attrs }, g) => [
    differentiable.includes(image!.dtype)
      ? dispatch(GradImage, [g!, boxes!, places!, shape(image!)], { ...attrs, T: image!.dtype })[0]!
      : null,
    // TF differentiates by the box as if every crop were bilinear.
    dispatch(GradBoxes, [g!, image!, boxes!, places!], attrs)[0]!,
    null,
    null,
  ],
});

type ImageAttributes = CropAttributes & { readonly T: Tensor['dtype'] };

const GradImage: OpRecord<ImageAttributes> = defineOp<ImageAttributes>({
  type: 'CropAndResizeGradImage',
  infer: ([, , , size], { T }) => [
    { dtype: T, dims: sizesOf(size!, () => 'image_size must be 1-D') ?? [null, null, null, null] },
  ],
  kernel: ([g, boxes, places], { method, T }, [spec]) => {
    const [count, rows, columns, depth] = g!.dims as [number, number, number, number];
    const given = g!.data as Float32Array;
    const out = new Float64Array(elementCount(spec!.dims));
    const sizes = cropSizes(spec!.dims, count, rows, columns);
    eachPlace(sizes, boxes!.data as Floats, imagesOf(places!, spec!.dims[0]!), (offset, corners) => {
      if (corners === null) return;
      for (let d = 0; d < depth; d++) {
        const own = given[offset + d]!;
        if (method === 'nearest') out[nearest(corners) + d]! += own;
        else {
          const { topLeft, topRight, bottomLeft, bottomRight, x, y } = corners;
          out[topLeft + d]! += own * (1 - y) * (1 - x);
          out[topRight + d]! += own * (1 - y) * x;
          out[bottomLeft + d]! += own * y * (1 - x);
          out[bottomRight + d]! += own * y * x;
        }
      }
    });
    return [new Tensor(T, spec!.dims, castStorage(float64, T, out, out.length))];
  },
  grad: unregisteredGradient('CropAndResizeGradImage'),
});

/** How much of a place's movement each end of its box has, in elements of the image. */
function sharesOf(size: number, i: number, count: number): readonly [from: number, to: number] {
  if (count === 1) return [0.5 * (size - 1), 0.5 * (size - 1)];
  const to = (i * (size - 1)) / (count - 1);
  return [size - 1 - to, to];
}

const GradBoxes: OpRecord<CropAttributes> = defineOp<CropAttributes>({
  type: 'CropAndResizeGradBoxes',
  infer: ([, , boxes]) => [{ dtype: float32, dims: boxes!.dims }],
  kernel: ([g, image, boxes, places], _attrs, [spec]) => {
    const [count, rows, columns, depth] = g!.dims as [number, number, number, number];
    const [given, from] = [g!.data as Float32Array, floatsOf(image!)];
    const out = new Float64Array(elementCount(spec!.dims));
    const sizes = cropSizes(image!.dims, count, rows, columns);
    const images = imagesOf(places!, image!.dims[0]!);
    eachPlace(sizes, boxes!.data as Floats, images, (offset, corners, box, row, column) => {
      if (corners === null) return;
      const { topLeft, topRight, bottomLeft, bottomRight, x, y } = corners;
      let [dy, dx] = [0, 0];
      for (let d = 0; d < depth; d++) {
        const own = given[offset + d]!;
        const [tl, tr, bl, br] = [topLeft, topRight, bottomLeft, bottomRight].map((at) => from[at + d]!) as [
          number,
          number,
          number,
          number,
        ];
        dy += own * ((1 - x) * (bl - tl) + x * (br - tr));
        dx += own * ((1 - y) * (tr - tl) + y * (br - bl));
      }
      const [top, bottom] = sharesOf(sizes.height, row, rows);
      const [left, right] = sharesOf(sizes.width, column, columns);
      out[4 * box]! += dy * top;
      out[4 * box + 1]! += dx * left;
      out[4 * box + 2]! += dy * bottom;
      out[4 * box + 3]! += dx * right;
    });
    return [new Tensor(float32, spec!.dims, Float32Array.from(out))];
  },
  grad: unregisteredGradient('CropAndResizeGradBoxes'),
});

interface CropKeywords {
  boxes?: TensorLike;
  box_indices?: TensorLike;
  crop_size?: TensorLike;
  method?: string;
  extrapolation_value?: number;
  name?: string | null;
}
const cropParameters = [
  'image',
  'boxes',
  'box_indices',
  'crop_size',
  'method',
  'extrapolation_value',
  'name',
] as const;

/**
 * Mirrors `tf.image.crop_and_resize`: boxes `[n, 4]` of `[y1, x1, y2, x2]` between 0 and 1, cut out of images
 * `[batch, height, width, depth]` and brought to `crop_size`, as float32. Outside of the image is `extrapolation_value`.
 * @param method `bilinear` or `nearest`
 * @throws {@link InvalidArgumentError} for shapes that do not fit, {@link OutOfRangeError} for an image that is not there
 */
export function crop_and_resize(
  ...args: Args<
    [image: TensorLike],
    [
      boxes: TensorLike,
      box_indices: TensorLike,
      crop_size: TensorLike,
      method: string,
      extrapolation_value: number,
    ],
    CropKeywords,
    ['image']
  >
): Tensor {
  const given = bindArguments<CropKeywords & { image: TensorLike }>('crop_and_resize', cropParameters, args, {
    required: 4,
  });
  const inputs = [
    toTensor(given.image!),
    toTensor(given.boxes!, float32),
    toTensor(given.box_indices!, int32),
    toTensor(given.crop_size!, int32),
  ];
  const { method = 'bilinear', extrapolation_value = 0 } = given;
  return dispatch(CropAndResize, inputs, { method, extrapolation_value })[0]!;
}

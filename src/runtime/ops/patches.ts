/** `tf.image.extract_patches` and `tf.extract_volume_patches`: what windows see of images, side by side in the last axis. */
import { bool, complex64, complex128, type DType } from '../../dtypes';
import { InvalidArgumentError, OutOfRangeError, UnimplementedError } from '../../errors';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { type Cells, copyPatches } from '../kernels/patches';
import { flatAxis, type WindowAxis } from '../kernels/windows';
import { checkAllowed, defineOp, type InputSpec, type OpName, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, elementCount } from '../tensor_shape';
import { realNumbers } from '../type_groups';
import { add, subtract } from './arithmetic';
import { reshape } from './array';
import { range } from './creation';
import { transpose } from './movement';
import { unsorted_segment_sum } from './segment';
import { sizeList, sizeOf, sizeProduct, sizeTensor } from './sizes';
import { checkPadding, type WindowAttributes, windowAxis, windowOutput } from './window_shape';

interface PatchAttributes extends WindowAttributes {
  readonly ksizes: readonly number[];
}

function checkAxes(type: string, name: string, list: readonly number[], rank: number): void {
  if (list.length < rank)
    throw new InvalidArgumentError(
      `Length for attr '${name}' of ${list.length} must be at least minimum ${rank}\n\t; NodeDef: {{node ${type}}}; Op<name=${type}>`,
      { fields: { expected: rank, actual: list.length } },
    );
  if (list[0] !== 1 || list[rank - 1] !== 1)
    throw new UnimplementedError(`Only support ${name} across space.`);
  if (list.some((size) => size < 1))
    throw new OutOfRangeError(`${name} is out of range.`, { fields: { actual: list } });
}

function inferPatches(
  type: string,
  rank: number,
  x: InputSpec,
  attrs: PatchAttributes,
): readonly Dimension[] {
  for (const [name, list] of [
    ['ksizes', attrs.ksizes],
    ['strides', attrs.strides],
    ['rates', attrs.dilations],
  ] as const)
    checkAxes(type, name, list, rank);
  checkPadding(type, attrs.padding, false);
  if (x.dims === null) return new Array<null>(rank).fill(null);
  if (x.dims.length !== rank)
    throw new InvalidArgumentError(`input must be ${rank}-dimensional${bracketText(x.dims as number[])}`, {
      fields: { expected: rank, actual: x.dims.length },
    });
  const channels = x.dims[rank - 1]!;
  const window = attrs.ksizes.reduce((a, b) => a * b, 1);
  return x.dims.map((size, i) => {
    if (i === rank - 1) return channels === null ? null : channels * window;
    return i === 0 ? size : windowOutput(attrs, i, size, attrs.ksizes[i]!);
  });
}

/** A record for images (`rank` 4) or volumes (5). */
function patchesOp(type: string, rank: 4 | 5, allowed: readonly DType[]): OpRecord<PatchAttributes> {
  const op: OpRecord<PatchAttributes> = defineOp<PatchAttributes>({
    type,
    infer: ([x], attrs) => {
      checkAllowed(type, x!.dtype, allowed);
      return [{ dtype: x!.dtype, dims: inferPatches(type, rank, x!, attrs) }];
    },
    kernel: ([x], attrs, [spec]) => {
      const { dtype, dims } = spec!;
      const out = dtype.allocate(elementCount(dims)) as Cells;
      const axes = x!.dims
        .slice(1, -1)
        .map((size, i) => windowAxis(attrs, i + 1, size, attrs.ksizes[i + 1]!));
      const [depth, height, width] = [flatAxis, ...axes].slice(-3) as [WindowAxis, WindowAxis, WindowAxis];
      const channels = x!.dims[rank - 1]! * dtype.lanes;
      if (out.length > 0)
        copyPatches({ batch: x!.dims[0]!, channels, depth, height, width }, x!.data as Cells, out);
      return [new Tensor(dtype, dims, out)];
    },
    grad: ({ inputs: [x], attrs }, g) => [gradientOfPatches(op, x!, attrs, g!)],
  });
  return op;
}

/**
 * Each place of the image is given the sum of what was made of it. Where that is, the op itself says: it moves the
 * places' numbers, from 1 on, as it has moved their values; 0 is the border.
 */
function gradientOfPatches(
  op: OpRecord<PatchAttributes>,
  x: Tensor,
  attrs: PatchAttributes,
  g: Tensor,
): Tensor {
  const last = x.dims.length - 1;
  const sizes = x.dims.map((_, i) => sizeOf(x, i));
  const [batch, channels, spatial] = [sizes[0]!, sizes[last]!, sizes.slice(1, last)];
  const count = sizeProduct(spatial);
  const places = reshape(add(range(sizeTensor(count)), 1), sizeList([1, ...spatial, 1]));
  const ids = reshape(subtract(dispatch(op, [places], attrs)[0]!, 1), [-1]);
  const perPlace = transpose(reshape(g, sizeList([batch, sizeOf(ids, 0), channels])), [1, 0, 2]);
  const sums = unsorted_segment_sum(perPlace, ids, sizeTensor(count));
  return reshape(transpose(sums, [1, 0, 2]), sizeList(sizes));
}

const anyNumbers = [...realNumbers, complex64, complex128, bool];
const ExtractImagePatches = patchesOp('ExtractImagePatches', 4, anyNumbers);
const ExtractVolumePatches = patchesOp('ExtractVolumePatches', 5, realNumbers);

type Sizes = readonly number[];
function attributes(ksizes: Sizes, strides: Sizes, dilations: Sizes, padding: string): PatchAttributes {
  return { ksizes, strides, dilations, padding, explicit_paddings: [], data_format: 'NHWC' };
}

/**
 * Mirrors `tf.image.extract_patches`: for each place of a window on `images`, `[batch, height, width, depth]`, what it
 * sees, `[batch, rows, columns, sizes[1] * sizes[2] * depth]`. `sizes`, `strides` and `rates` have four entries.
 * @throws {@link InvalidArgumentError} for shapes or dtypes that do not fit, {@link UnimplementedError} and
 * {@link OutOfRangeError} for entries that are no windows on places
 */
export const extract_patches = named(
  'extract_patches',
  ['images', 'sizes', 'strides', 'rates', 'padding'],
  ['name'],
  (
    images: TensorLike,
    sizes: Sizes,
    strides: Sizes,
    rates: Sizes,
    padding: string,
    name: OpName = null,
  ): Tensor =>
    dispatch(ExtractImagePatches, [toTensor(images)], attributes(sizes, strides, rates, padding), name)[0]!,
);

/**
 * Mirrors `tf.extract_volume_patches`: the same of volumes, `[batch, planes, rows, columns, depth]`; `ksizes` and
 * `strides` have five entries.
 * @throws {@link InvalidArgumentError} for shapes or dtypes that do not fit, {@link UnimplementedError} and
 * {@link OutOfRangeError} for entries that are no windows on places
 */
export const extract_volume_patches = named(
  'extract_volume_patches',
  ['input', 'ksizes', 'strides', 'padding'],
  ['name'],
  (input: TensorLike, ksizes: Sizes, strides: Sizes, padding: string, name: OpName = null): Tensor => {
    const attrs = attributes(ksizes, strides, [1, 1, 1, 1, 1], padding);
    return dispatch(ExtractVolumePatches, [toTensor(input)], attrs, name)[0]!;
  },
);

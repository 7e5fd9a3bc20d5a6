/** Transposed convolutions: the gradients of convolutions with respect to their inputs, as ops of their own. */
import { InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { strictly } from '../operands';
import { type ShapeArgument, shapeTensor } from '../shape_argument';
import type { Tensor } from '../tensor';
import { compatibleDims, shapeText } from '../tensor_shape';
import { cast } from './cast';
import { convAttributes } from './conv';
import { type ConvAttributes, type ConvOps, conv2dOps, conv3dOps } from './conv_records';
import { concat } from './joining';
import { expand_dims, squeeze } from './shapes';
import { slice } from './slicing';
import { type Padding, type PerAxis, perDimension } from './window_shape';

interface TransposeKeywords {
  padding?: Padding;
  data_format?: string | null;
  dilations?: PerAxis | null;
  name?: string | null;
}
type TransposeArgs = Args<
  [input: TensorLike, filters: TensorLike, output_shape: ShapeArgument, strides: PerAxis],
  [padding: Padding, data_format: string | null, dilations: PerAxis | null, name: string | null],
  TransposeKeywords,
  ['input', 'filters', 'output_shape', 'strides']
>;

interface Given extends TransposeKeywords {
  input: TensorLike;
  filters: TensorLike;
  output_shape: ShapeArgument;
  strides: PerAxis | null;
}
const parameters = [
  'input',
  'filters',
  'output_shape',
  'strides',
  'padding',
  'data_format',
  'dilations',
  'name',
] as const;

function bound(name: string, args: readonly unknown[], required = 4): Given {
  return bindArguments<Given>(name, parameters, args, { required }) as Given;
}

function backInput(ops: ConvOps, x: Tensor, f: Tensor, sizes: Tensor, attrs: ConvAttributes): Tensor {
  return dispatch(ops.backInput, [sizes, f, x], attrs)[0]!;
}

function transposed(spatial: 2 | 3, given: Given, viaBatches = false): Tensor {
  const ops = spatial === 2 ? conv2dOps : conv3dOps;
  const [f, x] = strictly(given.filters, given.input, ops.forward as never);
  const format = given.data_format ?? (spatial === 2 ? 'NHWC' : 'NDHWC');
  const attrs = convAttributes(spatial, given.strides, given.padding ?? 'SAME', format, given.dilations);
  return backInput(ops, x, f, shapeTensor(given.output_shape), { ...attrs, viaBatches });
}

/**
 * Mirrors `tf.nn.conv2d_transpose`: filters are `[height, width, out, in]`, `output_shape` has all four sizes.
 * @throws {@link InvalidArgumentError} if a convolution of `output_shape` would not give `input`'s shape
 */
export function conv2d_transpose(...args: TransposeArgs): Tensor {
  return transposed(2, bound('conv2d_transpose', args));
}

/** Mirrors `tf.nn.conv3d_transpose`: filters are `[depth, height, width, out, in]`. */
export function conv3d_transpose(...args: TransposeArgs): Tensor {
  return transposed(3, bound('conv3d_transpose', args));
}

/** Mirrors `tf.nn.conv1d_transpose`: filters are `[width, out, in]`, `output_shape` has all three sizes. */
export function conv1d_transpose(...args: TransposeArgs): Tensor {
  const given = bound('conv1d_transpose', args);
  const format = given.data_format ?? 'NWC';
  if (format !== 'NWC' && format !== 'NCW')
    throw new ValueError(`\`data_format\` must be 'NWC' or 'NCW'. Received: data_format=${format}`);
  const plane = format === 'NWC' ? 'NHWC' : 'NCHW';
  const axis = format === 'NWC' ? 1 : 2;
  const [f, x] = strictly(given.filters, given.input, conv2dOps.forward as never);
  const sizes = shapeTensor(given.output_shape);
  if (!compatibleDims(sizes.dims, [3]))
    throw new InvalidArgumentError(`output_shape must have 3 sizes, got shape ${shapeText(sizes.dims)}`);
  const wideSizes = concat(
    [slice(sizes, [0], [axis]), cast([1], sizes.dtype), slice(sizes, [axis], [-1])],
    0,
  );
  const attrs = {
    ...convAttributes(2, 1, given.padding ?? 'SAME', plane, null),
    strides: [1, ...perDimension(given.strides, 1, plane, 'strides')],
    dilations: [1, ...perDimension(given.dilations, 1, plane, 'dilations')],
  };
  const wide = backInput(conv2dOps, expand_dims(x, axis), expand_dims(f, 0), wideSizes, attrs);
  return squeeze(wide, [axis]);
}

/** Mirrors `tf.nn.conv_transpose`: 1, 2 or 3 spatial axes, as `output_shape` says. */
export function conv_transpose(...args: TransposeArgs): Tensor {
  const given = bound('conv_transpose', args);
  const spatial = shapeTensor(given.output_shape).dims[0]! - 2;
  if (spatial < 1 || spatial > 3)
    throw new ValueError(`\`output_shape\` must be of length 3, 4 or 5. Received: length ${spatial + 2}.`);
  if (spatial > 1) return transposed(spatial as 2 | 3, given);
  return conv1d_transpose(given.input, given.filters, given.output_shape, given.strides ?? 1, {
    padding: given.padding ?? 'SAME',
    data_format: given.data_format ?? 'NWC',
    dilations: given.dilations ?? null,
  });
}

interface AtrousKeywords {
  padding?: Padding;
  name?: string | null;
}
/** Mirrors `tf.nn.atrous_conv2d_transpose`. */
export function atrous_conv2d_transpose(
  ...args: Args<
    [value: TensorLike, filters: TensorLike, output_shape: ShapeArgument, rate: number, padding: Padding],
    [name: string | null],
    AtrousKeywords,
    ['value', 'filters', 'output_shape', 'rate', 'padding']
  >
): Tensor {
  const names = ['value', 'filters', 'output_shape', 'rate', 'padding', 'name'] as const;
  type All = AtrousKeywords & {
    value: TensorLike;
    filters: TensorLike;
    output_shape: ShapeArgument;
    rate: number;
  };
  const { value, filters, output_shape, rate, padding } = bindArguments<All>(
    'atrous_conv2d_transpose',
    names,
    args,
    { required: 5 },
  ) as All;
  const given = { input: toTensor(value), filters, output_shape, strides: 1, padding: padding ?? 'SAME' };
  return transposed(2, { ...given, dilations: [rate, rate] }, true);
}

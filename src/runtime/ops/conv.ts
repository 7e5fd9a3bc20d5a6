/** Convolutions of 1 to 3 dimensions, with strides, dilations and paddings. */
import { TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { checkKernel } from '../kernel_types';
import { strictly } from '../operands';
import type { Tensor } from '../tensor';
import { type Dimension, shapeText } from '../tensor_shape';
import { reshape } from './array';
import { type ConvAttributes, type ConvOps, conv2dOps, conv3dOps } from './conv_records';
import { expand_dims, squeeze } from './shapes';
import { type Padding, type PerAxis, paddingAttributes, perDimension } from './window_shape';

export interface ConvKeywords {
  data_format?: string | null;
  dilations?: PerAxis | null;
  name?: string | null;
}
type ConvArgs = Args<
  [input: TensorLike, filters: TensorLike, strides: PerAxis, padding: Padding],
  [data_format: string | null, dilations: PerAxis | null, name: string | null],
  ConvKeywords & { strides?: PerAxis; padding?: Padding },
  ['input', 'filters', 'strides', 'padding']
>;

interface Given {
  input: TensorLike;
  filters: TensorLike;
  strides: PerAxis;
  stride: PerAxis;
  padding: Padding;
  data_format: string | null;
  dilations: PerAxis | null;
  name: string | null;
}

function bound(name: string, args: readonly unknown[], stride = 'strides'): Given {
  const names = ['input', 'filters', stride, 'padding', 'data_format', 'dilations', 'name'];
  return bindArguments<Given>(name, names as (keyof Given)[], args, { required: 4 }) as Given;
}

/** The attributes of a convolution whose lists are still as the user wrote them. */
export function convAttributes(
  spatial: number,
  strides: PerAxis | null | undefined,
  padding: Padding,
  dataFormat: string,
  dilations: PerAxis | null | undefined,
): ConvAttributes {
  const { padding: name, explicit_paddings } = paddingAttributes(padding, spatial + 2);
  return {
    strides: perDimension(strides, spatial, dataFormat, 'strides'),
    padding: name,
    explicit_paddings,
    data_format: dataFormat,
    dilations: perDimension(dilations, spatial, dataFormat, 'dilations'),
  };
}

/** Runs a convolution, all dimensions before the image being the batch. */
function forward(ops: ConvOps, spatial: number, x: Tensor, f: Tensor, attrs: ConvAttributes): Tensor {
  if (x.dims === null || x.dims.length <= spatial + 2) return dispatch(ops.forward, [x, f], attrs)[0]!;
  const inner = spatial + 1;
  const out = dispatch(ops.forward, [reshape(x, [-1, ...x.dims.slice(-inner)]), f], attrs)[0]!;
  return reshape(out, [...x.dims.slice(0, -inner), ...out.dims.slice(1)]);
}

function floatsOf(input: TensorLike, filters: TensorLike, ops: ConvOps): [Tensor, Tensor] {
  return strictly(input, filters, ops.forward as never);
}

/**
 * Mirrors `tf.nn.conv2d`: `[..., height, width, channels]` with filters `[height, width, channels, out]`. Fewer
 * channels in the filters make groups. `padding` may be pairs of zeros for all four dimensions. The CPU knows `NHWC` only.
 * @throws {@link InvalidArgumentError} for shapes that do not fit
 */
export function conv2d(...args: ConvArgs): Tensor {
  const given = bound('conv2d', args);
  const [x, f] = floatsOf(given.input, given.filters, conv2dOps);
  const attrs = convAttributes(2, given.strides, given.padding, given.data_format ?? 'NHWC', given.dilations);
  return forward(conv2dOps, 2, x, f, attrs);
}

/** Mirrors `tf.nn.conv3d`: `[..., depth, height, width, channels]`; strides have one entry for each dimension. */
export function conv3d(...args: ConvArgs): Tensor {
  const given = bound('conv3d', args);
  if (!Array.isArray(given.strides))
    throw new TypeError(`Expected list for 'strides' argument to 'conv3d' Op, not ${given.strides}.`);
  const [x, f] = floatsOf(given.input, given.filters, conv3dOps);
  const format = given.data_format ?? 'NDHWC';
  const attrs = {
    ...convAttributes(3, 1, asName(given.padding), format, given.dilations),
    strides: given.strides as number[],
  };
  return forward(conv3dOps, 3, x, f, attrs);
}

function asName(padding: Padding): string {
  if (typeof padding === 'string') return padding;
  throw new TypeError(
    `Expected string for argument 'padding' not [${padding.map((p) => `[${p.join(', ')}]`).join(', ')}].`,
  );
}

/** Mirrors `tf.nn.conv1d`: `[..., width, channels]` with filters `[width, channels, out]`. */
export function conv1d(
  ...args: Args<
    [input: TensorLike, filters: TensorLike, stride: PerAxis, padding: Padding],
    [data_format: string | null, dilations: PerAxis | null, name: string | null],
    ConvKeywords & { stride?: PerAxis; padding?: Padding },
    ['input', 'filters', 'stride', 'padding']
  >
): Tensor {
  const given = bound('conv1d', args, 'stride');
  return conv1dOf(given.input, given.filters, given.stride, given);
}

function conv1dOf(
  input: TensorLike,
  filters: TensorLike,
  stride: PerAxis | null,
  given: { padding: Padding; data_format?: string | null; dilations?: PerAxis | null },
  viaBatches = false,
): Tensor {
  const [x, f] = floatsOf(input, filters, conv2dOps);
  const format = planeFormat(given.data_format ?? 'NWC');
  const axis = format === 'NHWC' ? -3 : -2;
  const wide = expand_dims(x, axis);
  const attrs = {
    ...convAttributes(2, 1, given.padding, format, null),
    strides: [1, ...perDimension(stride, 1, format, 'stride')],
    dilations: [1, ...perDimension(given.dilations, 1, format, 'dilations')],
    viaBatches,
  };
  return squeeze(forward(conv2dOps, 2, wide, expand_dims(f, 0), attrs), [axis]);
}

/** The format of the plane that a line is taken for. @throws {@link ValueError} */
function planeFormat(format: string): string {
  if (format === 'NHWC' || format === 'NWC') return 'NHWC';
  if (format === 'NCHW' || format === 'NCW') return 'NCHW';
  throw new ValueError(`\`data_format\` must be 'NWC' or 'NCW'. Received: data_format=${format}`);
}

interface ConvolutionKeywords extends ConvKeywords {
  strides?: PerAxis | null;
  padding?: Padding;
}
/**
 * Mirrors `tf.nn.convolution`: 1, 2 or 3 spatial axes, as many as the filters have.
 * @throws {@link ValueError} for strides together with dilations
 */
export function convolution(
  ...args: Args<
    [input: TensorLike, filters: TensorLike],
    [
      strides: PerAxis | null,
      padding: Padding,
      data_format: string | null,
      dilations: PerAxis | null,
      name: string | null,
    ],
    ConvolutionKeywords,
    ['input', 'filters']
  >
): Tensor {
  const names = ['input', 'filters', 'strides', 'padding', 'data_format', 'dilations', 'name'] as const;
  type All = ConvolutionKeywords & { input: TensorLike; filters: TensorLike };
  const given = bindArguments<All>('convolution', names, args, { required: 2 });
  const filters = toTensor(given.filters!);
  return convolve(given.input!, filters, given.strides ?? null, given.padding ?? 'VALID', given);
}

function convolve(
  input: TensorLike,
  filters: Tensor,
  strides: PerAxis | null,
  padding: Padding,
  { data_format, dilations }: ConvKeywords,
): Tensor {
  const spatial = filters.dims.length - 2;
  if (spatial < 1 || spatial > 3)
    throw new ValueError(`\`num_spatial_dims\` must be 1, 2, or 3. Received: num_spatial_dims=${spatial}.`);
  const x = isHostValue(input) ? toTensor(input) : toTensor(input, filters.dtype);
  if (x.dims.length < spatial + 1)
    throw new ValueError(
      `\`input.shape.rank\` must be at least ${spatial + 1}. Received: input.shape=${shapeText(x.dims)} of rank ${x.dims.length}`,
    );
  const format = data_format ?? (['NWC', 'NHWC', 'NDHWC'][spatial - 1] as string);
  const rates = perDimension(dilations, spatial, format, 'dilations');
  const dilated = rates.some((rate) => rate !== 1);
  if (dilated) {
    checkDilation(x, filters, perDimension(strides, spatial, format, 'strides'), rates);
    // TF dilates by moving space to the batch.
    checkKernel('SpaceToBatchND', x.dtype);
  }
  if (spatial === 1)
    return conv1dOf(x, filters, strides, { padding, data_format: format, dilations: rates }, dilated);
  const ops = spatial === 2 ? conv2dOps : conv3dOps;
  const attrs = { ...convAttributes(spatial, strides, padding, format, rates), viaBatches: dilated };
  return forward(ops, spatial, x, filters, attrs);
}

function checkDilation(x: Tensor, f: Tensor, strides: readonly number[], rates: readonly number[]): void {
  const list = (values: readonly number[]) => `[${values.slice(1, -1).join(' ')}]`;
  if (rates.some((rate) => rate < 1))
    throw new ValueError(
      `all values of \`dilation_rate\` must be positive. Received: dilation_rate=${list(rates)}`,
    );
  if (strides.some((stride) => stride > 1))
    throw new ValueError(
      `\`strides > 1\` not supported in conjunction with \`dilation_rate > 1\`. Received: strides=${list(strides)} and dilation_rate=${list(rates)}`,
    );
  const [channels, taken] = [x.dims.at(-1), f.dims.at(-2)] as [Dimension, Dimension];
  if (channels !== null && taken !== null && channels % taken !== 0)
    throw new ValueError(
      `The number of input channels is not divisible by the corresponding number of output filters. Received: input.shape=${shapeText(x.dims)} with ${channels} channels and filters.shape=${shapeText(f.dims)} with ${taken} output filters.`,
    );
}

interface AtrousKeywords {
  padding?: Padding;
  name?: string | null;
}
/** Mirrors `tf.nn.atrous_conv2d`: filters with holes of `rate - 1` between their elements. */
export function atrous_conv2d(
  ...args: Args<
    [value: TensorLike, filters: TensorLike, rate: number, padding: Padding],
    [name: string | null],
    AtrousKeywords,
    ['value', 'filters', 'rate', 'padding']
  >
): Tensor {
  const names = ['value', 'filters', 'rate', 'padding', 'name'] as const;
  type All = AtrousKeywords & { value: TensorLike; filters: TensorLike; rate: number };
  const given = bindArguments<All>('atrous_conv2d', names, args, { required: 4 });
  const rate = Number(given.rate);
  if (rate > 1 && given.padding !== 'SAME' && given.padding !== 'VALID')
    throw new ValueError(`\`padding\` must be one of 'SAME' or 'VALID'. Received: padding=${given.padding}`);
  return convolve(given.value!, toTensor(given.filters!), null, given.padding!, { dilations: [rate, rate] });
}

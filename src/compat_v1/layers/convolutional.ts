/** `tf1.layers.conv1d` and `conv2d`. */
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { bias_add } from '../../runtime/ops/bias';
import { conv1d as convolved1d, conv2d as convolved2d } from '../../runtime/ops/conv';
import type { Tensor } from '../../runtime/tensor';
import { get_variable } from '../get_variable';
import { biasOf } from './dense';
import { type Activation, type KernelKeywords, kernelNames, layerScope, perAxis } from './layer_scope';

type Sizes = number | readonly number[];
interface ConvKeywords extends KernelKeywords {
  inputs?: TensorLike;
  filters?: number;
  kernel_size?: Sizes;
  strides?: Sizes;
  padding?: string;
  data_format?: 'channels_last' | 'channels_first';
  dilation_rate?: Sizes;
}
type ConvArgs = Args<
  [inputs: TensorLike, filters: number, kernel_size: Sizes],
  [
    strides: Sizes,
    padding: string,
    data_format: 'channels_last' | 'channels_first',
    dilation_rate: Sizes,
    activation: Activation,
    use_bias: boolean,
  ],
  ConvKeywords
>;
const names = [
  'inputs',
  'filters',
  'kernel_size',
  'strides',
  'padding',
  'data_format',
  'dilation_rate',
  ...kernelNames,
] as const;

/**
 * Mirrors `tf.compat.v1.layers.conv1d`: variables `conv1d/kernel` (`[width, in, out]`) and `conv1d/bias`.
 * @param inputs `[batch, width, channels]` @throws {@link ValueError} unless the number of channels is known
 */
export function conv1d(...args: ConvArgs): Tensor {
  return convolution('conv1d', 1, args);
}
/**
 * Mirrors `tf.compat.v1.layers.conv2d`: variables `conv2d/kernel` (`[height, width, in, out]`) and `conv2d/bias`.
 * @param inputs `[batch, height, width, channels]` @throws {@link ValueError} unless the number of channels is known
 */
export function conv2d(...args: ConvArgs): Tensor {
  return convolution('conv2d', 2, args);
}

function convolution(base: string, axes: 1 | 2, args: readonly unknown[]): Tensor {
  const given = bindArguments<ConvKeywords>(base, names, args, { required: 3, namesOp: false });
  return layerScope(base, given, () => {
    const x = toTensor(given.inputs!);
    const first = given.data_format === 'channels_first';
    const channels = x.dims.at(first ? 1 : -1) as number | null | undefined;
    if (channels === null || channels === undefined)
      throw new ValueError(
        `The channel dimension of the inputs should be defined. The input_shape received is ${x.shape}, where axis ` +
          `${first ? 1 : -1} (0-based) is the channel dimension, which found to be \`None\`.`,
        { fields: { actual: x.shape.toString() } },
      );
    const kernel = get_variable('kernel', {
      shape: [...perAxis(given.kernel_size!, axes), channels, given.filters!],
      dtype: x.dtype,
      trainable: given.trainable ?? true,
      initializer: given.kernel_initializer ?? null,
      regularizer: given.kernel_regularizer ?? null,
      constraint: given.kernel_constraint ?? null,
    });
    const padding = (given.padding ?? 'valid').toUpperCase() as 'SAME' | 'VALID';
    const strides = perAxis(given.strides ?? 1, axes);
    const dilations = perAxis(given.dilation_rate ?? 1, axes);
    const out =
      axes === 1
        ? convolved1d(x, kernel, strides[0]!, padding, {
            data_format: first ? 'NCW' : 'NWC',
            dilations: dilations[0]!,
          })
        : convolved2d(x, kernel, strides, padding, { data_format: first ? 'NCHW' : 'NHWC', dilations });
    const biased =
      (given.use_bias ?? true)
        ? bias_add(out, biasOf(given.filters!, x.dtype, given), { data_format: first ? 'NCHW' : 'NHWC' })
        : out;
    return given.activation ? given.activation(biased) : biased;
  });
}

/** `tf1.layers.separable_conv1d` and `separable_conv2d`: a convolution of each channel, then one that mixes channels. */
import { type Args, bindArguments } from '../../python/arguments';
import type { TensorLike } from '../../runtime/convert_types';
import { separable_conv2d as separated } from '../../runtime/ops/depthwise';
import { expand_dims, squeeze } from '../../runtime/ops/shapes';
import type { Tensor } from '../../runtime/tensor';
import { get_variable } from '../get_variable';
import type { InitializerLike } from '../initializer';
import type { Constraint, Regularizer } from '../variable_scope';
import { type Activation, layerScope, type Sizes } from './layer_scope';
import { type DataFormat, finished, formatOf, type WindowKeywords, windowNames, windowsOf } from './windows';

type Unseparated = 'kernel_initializer' | 'kernel_regularizer' | 'kernel_constraint';
interface SeparableKeywords extends Omit<WindowKeywords, Unseparated> {
  depth_multiplier?: number;
  depthwise_initializer?: InitializerLike | null;
  pointwise_initializer?: InitializerLike | null;
  depthwise_regularizer?: Regularizer | null;
  pointwise_regularizer?: Regularizer | null;
  depthwise_constraint?: Constraint | null;
  pointwise_constraint?: Constraint | null;
}
type SeparableArgs = Args<
  [inputs: TensorLike, filters: number, kernel_size: Sizes],
  [
    strides: Sizes,
    padding: string,
    data_format: DataFormat,
    dilation_rate: Sizes,
    depth_multiplier: number,
    activation: Activation,
    use_bias: boolean,
  ],
  SeparableKeywords,
  ['inputs', 'filters', 'kernel_size']
>;
const names = [
  ...windowNames,
  'dilation_rate',
  'depth_multiplier',
  'activation',
  'use_bias',
  'depthwise_initializer',
  'pointwise_initializer',
  'bias_initializer',
  'depthwise_regularizer',
  'pointwise_regularizer',
  'bias_regularizer',
  'activity_regularizer',
  'depthwise_constraint',
  'pointwise_constraint',
  'bias_constraint',
  'trainable',
  'name',
  'reuse',
] as const;

/**
 * Mirrors `tf.compat.v1.layers.separable_conv1d`: variables `depthwise_kernel` (`[width, in, multiplier]`),
 * `pointwise_kernel` (`[1, in * multiplier, out]`) and `bias`.
 * @param inputs `[batch, width, channels]` @throws {@link ValueError} unless the number of channels is known
 */
export function separable_conv1d(...args: SeparableArgs): Tensor {
  return separable('separable_conv1d', 1, args);
}
/**
 * Mirrors `tf.compat.v1.layers.separable_conv2d`: variables `depthwise_kernel` (`[height, width, in, multiplier]`),
 * `pointwise_kernel` (`[1, 1, in * multiplier, out]`) and `bias`.
 * @param inputs `[batch, height, width, channels]` @throws {@link ValueError} unless the number of channels is known
 */
export function separable_conv2d(...args: SeparableArgs): Tensor {
  return separable('separable_conv2d', 2, args);
}

function separable(base: string, axes: 1 | 2, args: readonly unknown[]): Tensor {
  const given = bindArguments<SeparableKeywords>(base, names, args, { required: 3, namesOp: false });
  return layerScope(base, given, () => {
    const windows = windowsOf(axes, given);
    const { x, channels, strides, padding, first } = windows;
    const multiplier = given.depth_multiplier ?? 1;
    const made = (part: 'depthwise' | 'pointwise', shape: number[]) =>
      get_variable(`${part}_kernel`, {
        shape,
        dtype: x.dtype,
        trainable: given.trainable ?? true,
        initializer: given[`${part}_initializer`] ?? null,
        regularizer: given[`${part}_regularizer`] ?? null,
        constraint: given[`${part}_constraint`] ?? null,
      });
    const depthwise = made('depthwise', [...windows.kernel, channels, multiplier]);
    const ones = new Array<number>(axes).fill(1);
    const pointwise = made('pointwise', [...ones, channels * multiplier, given.filters!]);
    // A line is a plane of height 1.
    const isLine = axes === 1;
    const line = first ? 2 : 1;
    const steps = isLine ? [strides[0]!, strides[0]!] : strides;
    const out = separated(
      isLine ? expand_dims(x, line) : x,
      isLine ? expand_dims(depthwise, 0) : depthwise,
      isLine ? expand_dims(pointwise, 0) : pointwise,
      first ? [1, 1, ...steps] : [1, ...steps, 1],
      padding,
      {
        data_format: formatOf(2, first),
        dilations: isLine ? [1, ...windows.dilations] : windows.dilations,
      },
    );
    return finished(isLine ? squeeze(out, [line]) : out, windows, given);
  });
}

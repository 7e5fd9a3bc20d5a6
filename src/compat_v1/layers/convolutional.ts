/** `tf1.layers.conv1d`, `conv2d`, `conv3d`, and their transposes. */
import { type Args, bindArguments } from '../../python/arguments';
import type { TensorLike } from '../../runtime/convert_types';
import { add, multiply } from '../../runtime/ops/arithmetic';
import { shape } from '../../runtime/ops/array';
import { conv1d as convolved1d, conv2d as convolved2d, conv3d as convolved3d } from '../../runtime/ops/conv';
import { conv_transpose } from '../../runtime/ops/conv_transpose';
import type { Tensor } from '../../runtime/tensor';
import { get_variable } from '../get_variable';
import { type Activation, kernelNames, layerScope, type Sizes } from './layer_scope';
import {
  type DataFormat,
  finished,
  type WindowKeywords,
  type Windows,
  windowNames,
  windowsOf,
} from './windows';

type ConvArgs = Args<
  [inputs: TensorLike, filters: number, kernel_size: Sizes],
  [
    strides: Sizes,
    padding: string,
    data_format: DataFormat,
    dilation_rate: Sizes,
    activation: Activation,
    use_bias: boolean,
  ],
  WindowKeywords,
  ['inputs', 'filters', 'kernel_size']
>;

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
/**
 * Mirrors `tf.compat.v1.layers.conv3d`: variables `conv3d/kernel` (`[depth, height, width, in, out]`) and `conv3d/bias`.
 * @param inputs `[batch, depth, height, width, channels]` @throws {@link ValueError} unless the number of channels is known
 */
export function conv3d(...args: ConvArgs): Tensor {
  return convolution('conv3d', 3, args);
}

function kernelOf(given: WindowKeywords, { x }: Windows, sizes: readonly number[]) {
  return get_variable('kernel', {
    shape: [...sizes],
    dtype: x.dtype,
    trainable: given.trainable ?? true,
    initializer: given.kernel_initializer ?? null,
    regularizer: given.kernel_regularizer ?? null,
    constraint: given.kernel_constraint ?? null,
  });
}

function convolution(base: string, axes: 1 | 2 | 3, args: readonly unknown[]): Tensor {
  const names = [...windowNames, 'dilation_rate', ...kernelNames] as const;
  const given = bindArguments<WindowKeywords>(base, names, args, { required: 3, namesOp: false });
  return layerScope(base, given, () => {
    const windows = windowsOf(axes, given);
    const { x, channels, strides, padding, dilations, data_format, first } = windows;
    const kernel = kernelOf(given, windows, [...windows.kernel, channels, given.filters!]);
    const steps = first ? [1, 1, ...strides] : [1, ...strides, 1];
    const out =
      axes === 1
        ? convolved1d(x, kernel, strides[0]!, padding, { data_format, dilations: dilations[0]! })
        : (axes === 2 ? convolved2d : convolved3d)(x, kernel, steps, padding, { data_format, dilations });
    return finished(out, windows, given);
  });
}

type TransposeArgs = Args<
  [inputs: TensorLike, filters: number, kernel_size: Sizes],
  [strides: Sizes, padding: string, data_format: DataFormat, activation: Activation, use_bias: boolean],
  Omit<WindowKeywords, 'dilation_rate'>,
  ['inputs', 'filters', 'kernel_size']
>;

/**
 * Mirrors `tf.compat.v1.layers.conv2d_transpose`: variables `conv2d_transpose/kernel` (`[height, width, out, in]`) and
 * `conv2d_transpose/bias`. @throws {@link ValueError} unless the number of channels is known
 */
export function conv2d_transpose(...args: TransposeArgs): Tensor {
  return transposed('conv2d_transpose', 2, args);
}
/**
 * Mirrors `tf.compat.v1.layers.conv3d_transpose`: variables `conv3d_transpose/kernel` (`[depth, height, width, out, in]`)
 * and `conv3d_transpose/bias`. @throws {@link ValueError} unless the number of channels is known
 */
export function conv3d_transpose(...args: TransposeArgs): Tensor {
  return transposed('conv3d_transpose', 3, args);
}

function transposed(base: string, axes: 2 | 3, args: readonly unknown[]): Tensor {
  const names = [...windowNames, ...kernelNames] as const;
  const given = bindArguments<WindowKeywords>(base, names, args, { required: 3, namesOp: false });
  return layerScope(base, given, () => {
    const windows = windowsOf(axes, given);
    const { x, channels, strides, padding, data_format, first } = windows;
    const kernel = kernelOf(given, windows, [...windows.kernel, given.filters!, channels]);
    const size = (d: number): number | Tensor => x.dims[d] ?? shape(x).getitem(d);
    const spatial = windows.kernel.map((width, axis) => {
      const stride = strides[axis]!;
      const more = padding === 'VALID' ? Math.max(width - stride, 0) : 0;
      const before = size(axis + (first ? 2 : 1));
      return typeof before === 'number' ? before * stride + more : add(multiply(before, stride), more);
    });
    const sizes = first ? [size(0), given.filters!, ...spatial] : [size(0), ...spatial, given.filters!];
    const out = conv_transpose(x, kernel, sizes as number[], strides, padding, data_format);
    return finished(out, windows, given);
  });
}

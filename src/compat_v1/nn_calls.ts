/** Functions of `tf1.nn` with TF1's parameters: convolutions and pooling. */
import type { DTypeLike } from '../dtypes';
import { TypeError } from '../errors';
import type { TensorLike } from '../runtime/convert_types';
import * as conv from '../runtime/ops/conv';
import * as transposed from '../runtime/ops/conv_transpose';
import * as depthwise from '../runtime/ops/depthwise';
import * as pooling from '../runtime/ops/pool';
import type { ShapeArgument } from '../runtime/shape_argument';
import type { Tensor } from '../runtime/tensor';
import { bindFormer, type FormerCall, type FormerOptions, formerCall, type Name } from './former_call';

type Steps = number | readonly number[] | null;
type Padding = string | readonly (readonly number[])[];
type Given = Record<string, unknown>;

/** Calls with what must be there and may have two names, then with the rest. */
function called<R>(
  fn: string,
  names: readonly string[],
  now: (...args: never[]) => R,
  leading: readonly string[],
  options: FormerOptions,
): (...args: readonly unknown[]) => R {
  return (...args) => {
    const given: Given = bindFormer(fn, names, args, { required: 1, ...options });
    const first = leading.map((name) => given[name]);
    if (leading.includes('padding') && given.padding === undefined)
      throw new TypeError("Expected string for argument 'padding' not None.");
    for (const name of leading) delete given[name];
    return (now as unknown as (...all: unknown[]) => R)(...first, { ...given });
  };
}
const filters = { filter: 'filters' };
const leading = ['input', 'filters', 'strides', 'padding'];

const conv2dNames = [
  'input',
  'filter',
  'strides',
  'padding',
  'use_cudnn_on_gpu',
  'data_format',
  'dilations',
  'name',
  'filters',
] as const;
/** Mirrors `tf.compat.v1.nn.conv2d`. */
export const conv2d: FormerCall<
  typeof conv2dNames,
  [input: TensorLike],
  [
    filter: TensorLike,
    strides: Steps,
    padding: Padding,
    use_cudnn_on_gpu: boolean,
    data_format: string,
    dilations: Steps,
    name: Name,
    filters: TensorLike,
  ]
> = called('conv2d', conv2dNames, conv.conv2d as never, leading, {
  renamed: filters,
  ignored: ['use_cudnn_on_gpu'],
});

const conv3dNames = [
  'input',
  'filter',
  'strides',
  'padding',
  'data_format',
  'dilations',
  'name',
  'filters',
] as const;
/** Mirrors `tf.compat.v1.nn.conv3d`. */
export const conv3d: FormerCall<
  typeof conv3dNames,
  [input: TensorLike],
  [
    filter: TensorLike,
    strides: Steps,
    padding: Padding,
    data_format: string,
    dilations: Steps,
    name: Name,
    filters: TensorLike,
  ]
> = called('conv3d', conv3dNames, conv.conv3d as never, leading, { renamed: filters });

const conv1dNames = [
  'value',
  'filters',
  'stride',
  'padding',
  'use_cudnn_on_gpu',
  'data_format',
  'name',
  'input',
  'dilations',
] as const;
/** Mirrors `tf.compat.v1.nn.conv1d`. */
export const conv1d: FormerCall<
  typeof conv1dNames,
  [],
  [
    value: TensorLike,
    filters: TensorLike,
    stride: Steps,
    padding: string,
    use_cudnn_on_gpu: boolean,
    data_format: string | null,
    name: Name,
    input: TensorLike,
    dilations: Steps,
  ]
> = called('conv1d', conv1dNames, conv.conv1d as never, ['input', 'filters', 'stride', 'padding'], {
  renamed: { value: 'input' },
  ignored: ['use_cudnn_on_gpu'],
});

const convolutionNames = [
  'input',
  'filter',
  'padding',
  'strides',
  'dilation_rate',
  'name',
  'data_format',
  'filters',
  'dilations',
] as const;
/** Mirrors `tf.compat.v1.nn.convolution`. */
export const convolution: FormerCall<
  typeof convolutionNames,
  [input: TensorLike],
  [
    filter: TensorLike,
    padding: string,
    strides: Steps,
    dilation_rate: Steps,
    name: Name,
    data_format: string | null,
    filters: TensorLike,
    dilations: Steps,
  ]
> = called('convolution', convolutionNames, conv.convolution as never, leading, {
  renamed: { ...filters, dilation_rate: 'dilations' },
});

const transposeNames = [
  'value',
  'filter',
  'output_shape',
  'strides',
  'padding',
  'data_format',
  'name',
  'input',
  'filters',
  'dilations',
] as const;
type Transpose = FormerCall<
  typeof transposeNames,
  [],
  [
    value: TensorLike,
    filter: TensorLike,
    output_shape: ShapeArgument,
    strides: Steps,
    padding: string,
    data_format: string,
    name: Name,
    input: TensorLike,
    filters: TensorLike,
    dilations: Steps,
  ]
>;
function transpose(fn: string, now: typeof transposed.conv2d_transpose): Transpose {
  const call = called(fn, transposeNames, now as never, ['input', 'filters', 'output_shape', 'strides'], {
    renamed: { value: 'input', ...filters },
  });
  return call as Transpose;
}
/** Mirrors `tf.compat.v1.nn.conv2d_transpose`. */
export const conv2d_transpose = transpose('conv2d_transpose', transposed.conv2d_transpose);
/** Mirrors `tf.compat.v1.nn.conv3d_transpose`. */
export const conv3d_transpose = transpose('conv3d_transpose', transposed.conv3d_transpose);

const depthwiseNames = [
  'input',
  'filter',
  'strides',
  'padding',
  'rate',
  'name',
  'data_format',
  'dilations',
] as const;
/** Mirrors `tf.compat.v1.nn.depthwise_conv2d`. */
export const depthwise_conv2d: FormerCall<
  typeof depthwiseNames,
  [input: TensorLike, filter: TensorLike, strides: Steps, padding: Padding],
  [rate: Steps, name: Name, data_format: string | null, dilations: Steps]
> = formerCall('depthwise_conv2d', depthwiseNames, depthwise.depthwise_conv2d, {
  required: 4,
  renamed: { rate: 'dilations' },
});
/** Mirrors `tf.compat.v1.nn.depthwise_conv2d_native`. */
export const depthwise_conv2d_native = depthwise.depthwise_conv2d;

const separableNames = [
  'input',
  'depthwise_filter',
  'pointwise_filter',
  'strides',
  'padding',
  'rate',
  'name',
  'data_format',
  'dilations',
] as const;
/** Mirrors `tf.compat.v1.nn.separable_conv2d`. */
export const separable_conv2d: FormerCall<
  typeof separableNames,
  [
    input: TensorLike,
    depthwise_filter: TensorLike,
    pointwise_filter: TensorLike,
    strides: Steps,
    padding: Padding,
  ],
  [rate: Steps, name: Name, data_format: string | null, dilations: Steps]
> = formerCall('separable_conv2d', separableNames, depthwise.separable_conv2d, {
  required: 5,
  renamed: { rate: 'dilations' },
});

const poolNames = ['value', 'ksize', 'strides', 'padding', 'data_format', 'name', 'input'] as const;
type Pool = FormerCall<
  typeof poolNames,
  [],
  [
    value: TensorLike,
    ksize: Steps,
    strides: Steps,
    padding: string,
    data_format: string,
    name: Name,
    input: TensorLike,
  ]
>;
function pool(fn: string, now: (...args: never[]) => Tensor): Pool {
  return called(fn, poolNames, now, ['input', 'ksize', 'strides', 'padding'], {
    renamed: { value: 'input' },
  });
}
/** Mirrors `tf.compat.v1.nn.max_pool`. */
export const max_pool = pool('max_pool', pooling.max_pool2d as never);
/** Mirrors `tf.compat.v1.nn.avg_pool`. */
export const avg_pool = pool('avg_pool', pooling.avg_pool2d as never);
/** Mirrors `tf.compat.v1.nn.avg_pool2d`. */
export const avg_pool2d = avg_pool;
/** Mirrors `tf.compat.v1.nn.max_pool_v2`. */
export const max_pool_v2 = pooling.max_pool;
/** Mirrors `tf.compat.v1.nn.avg_pool_v2`. */
export const avg_pool_v2 = pooling.avg_pool;

const argmaxNames = [
  'input',
  'ksize',
  'strides',
  'padding',
  'data_format',
  'Targmax',
  'name',
  'output_dtype',
  'include_batch_in_index',
] as const;
/** Mirrors `tf.compat.v1.nn.max_pool_with_argmax`. */
export const max_pool_with_argmax: FormerCall<
  typeof argmaxNames,
  [input: TensorLike, ksize: Steps, strides: Steps, padding: string],
  [
    data_format: string,
    Targmax: DTypeLike | null,
    name: Name,
    output_dtype: DTypeLike | null,
    include_batch_in_index: boolean,
  ],
  ReturnType<typeof pooling.max_pool_with_argmax>
> = formerCall('max_pool_with_argmax', argmaxNames, pooling.max_pool_with_argmax, {
  required: 4,
  renamed: { Targmax: 'output_dtype' },
});

const windowNames = [
  'input',
  'window_shape',
  'pooling_type',
  'padding',
  'dilation_rate',
  'strides',
  'name',
  'data_format',
  'dilations',
] as const;
/** Mirrors `tf.compat.v1.nn.pool`. */
export const pool_: FormerCall<
  typeof windowNames,
  [input: TensorLike, window_shape: readonly number[], pooling_type: string, padding: string],
  [dilation_rate: Steps, strides: Steps, name: Name, data_format: string | null, dilations: Steps]
> = (...args) => {
  const given: Given = bindFormer('pool', windowNames, args, {
    required: 4,
    renamed: { dilation_rate: 'dilations' },
  });
  const { input, window_shape, pooling_type, ...rest } = given;
  return (pooling.pool as unknown as (...all: unknown[]) => Tensor)(input, window_shape, pooling_type, {
    ...rest,
  });
};

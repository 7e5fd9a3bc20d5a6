/** Pooling: the largest or the average of each window, over 1 to 3 spatial axes. */
import { as_dtype, type DTypeLike, int64 } from '../../dtypes';
import { TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import type { OpRecord } from '../op';
import type { Tensor } from '../tensor';
import { shapeText } from '../tensor_shape';
import {
  AvgPool,
  AvgPool3D,
  MaxPool,
  MaxPool3D,
  MaxPoolWithArgmax,
  type PoolAttributes,
} from './pool_records';
import { expand_dims, squeeze } from './shapes';
import { type Padding, type PerAxis, paddingAttributes, perDimension } from './window_shape';

interface PoolKeywords {
  data_format?: string | null;
  name?: string | null;
}
type PoolArgs = Args<
  [input: TensorLike, ksize: PerAxis, strides: PerAxis, padding: Padding],
  [data_format: string | null, name: string | null],
  PoolKeywords & { ksize?: PerAxis; strides?: PerAxis; padding?: Padding },
  ['input', 'ksize', 'strides', 'padding']
>;
interface Given {
  input: TensorLike;
  ksize: PerAxis;
  strides: PerAxis;
  padding: Padding;
  data_format?: string | null;
}
type Kind = 'max' | 'avg';
const parameters = ['input', 'ksize', 'strides', 'padding', 'data_format', 'name'] as const;

function bound(name: string, args: readonly unknown[]): Given {
  return bindArguments<Given & { name: string }>(name, parameters, args, { required: 4 }) as Given;
}

const records: Readonly<Record<Kind, readonly [OpRecord<PoolAttributes>, OpRecord<PoolAttributes>]>> = {
  max: [MaxPool, MaxPool3D],
  avg: [AvgPool, AvgPool3D],
};

function pooled(kind: Kind, spatial: 2 | 3, given: Given, dilations: readonly number[] = []): Tensor {
  const format = given.data_format ?? (spatial === 2 ? 'NHWC' : 'NDHWC');
  const attrs: PoolAttributes = {
    ksize: perDimension(given.ksize, spatial, format, 'ksize'),
    strides: perDimension(given.strides, spatial, format, 'strides'),
    ...paddingOf(kind, spatial, given.padding),
    data_format: format,
    dilations,
  };
  return dispatch(records[kind][spatial - 2]!, [toTensor(given.input)], attrs)[0]!;
}

function paddingOf(kind: Kind, spatial: number, padding: Padding) {
  if (typeof padding === 'string' || (kind === 'max' && spatial === 2)) return paddingAttributes(padding);
  if (kind === 'max')
    throw new ValueError('Explicit padding is not supported with an input tensor of rank 5');
  const text = padding.map((pair) => `[${pair.join(', ')}]`).join(', ');
  throw new TypeError(`Expected string for argument 'padding' not [${text}].`);
}

/** Lines are pooled as planes of height 1. */
function pooled1d(kind: Kind, given: Given, dilations?: number): Tensor {
  const first = given.data_format?.startsWith('NC') ?? false;
  const format = first ? 'NCHW' : 'NHWC';
  const axis = first ? 2 : 1;
  const plane = (value: PerAxis, name: string) => {
    const [n, a, b] = perDimension(value, 1, format, name) as [number, number, number];
    return first ? [n, a, 1, b] : [n, 1, a, b];
  };
  const padding =
    typeof given.padding === 'string'
      ? given.padding
      : [...given.padding.slice(0, axis), [0, 0] as const, ...given.padding.slice(axis)];
  const wide = pooled(
    kind,
    2,
    {
      input: expand_dims(given.input, axis),
      ksize: plane(given.ksize, 'ksize'),
      strides: plane(given.strides, 'strides'),
      padding,
      data_format: format,
    },
    dilations === undefined ? [] : plane(dilations, 'dilations'),
  );
  return squeeze(wide, [axis]);
}

/** Mirrors `tf.nn.max_pool1d`. */
export function max_pool1d(...args: PoolArgs): Tensor {
  return pooled1d('max', bound('max_pool1d', args));
}
/** Mirrors `tf.nn.max_pool2d`. `padding` may be pairs of zeros. The gradient goes to the first maximum. */
export function max_pool2d(...args: PoolArgs): Tensor {
  return pooled('max', 2, bound('max_pool2d', args));
}
/** Mirrors `tf.nn.max_pool3d`. */
export function max_pool3d(...args: PoolArgs): Tensor {
  return pooled('max', 3, bound('max_pool3d', args));
}
/** Mirrors `tf.nn.avg_pool1d`. What lies outside the input does not count. */
export function avg_pool1d(...args: PoolArgs): Tensor {
  return pooled1d('avg', bound('avg_pool1d', args));
}
/** Mirrors `tf.nn.avg_pool2d`. What lies outside the input does not count. */
export function avg_pool2d(...args: PoolArgs): Tensor {
  return pooled('avg', 2, bound('avg_pool2d', args));
}
/** Mirrors `tf.nn.avg_pool3d`. What lies outside the input does not count. */
export function avg_pool3d(...args: PoolArgs): Tensor {
  return pooled('avg', 3, bound('avg_pool3d', args));
}

function pooledByRank(kind: Kind, given: Given): Tensor {
  const input = toTensor(given.input);
  const rank = input.dims.length;
  if (rank < 3 || rank > 5)
    throw new ValueError(
      `\`input.shape.rank\` must be 3, 4 or 5. Received: input.shape=${shapeText(input.dims)} of rank ${rank}.`,
    );
  if (rank === 3) return pooled1d(kind, { ...given, input });
  return pooled(kind, (rank - 2) as 2 | 3, { ...given, input });
}

/** Mirrors `tf.nn.max_pool`: as many spatial axes as the input has. @throws {@link ValueError} for other ranks */
export function max_pool(...args: PoolArgs): Tensor {
  return pooledByRank('max', bound('max_pool', args));
}
/** Mirrors `tf.nn.avg_pool`: as many spatial axes as the input has. @throws {@link ValueError} for other ranks */
export function avg_pool(...args: PoolArgs): Tensor {
  return pooledByRank('avg', bound('avg_pool', args));
}

interface GeneralKeywords {
  strides?: PerAxis | null;
  padding?: string;
  data_format?: string | null;
  dilations?: PerAxis | null;
  name?: string | null;
}
/**
 * Mirrors `tf.nn.pool`: `pooling_type` `'MAX'` or `'AVG'` over windows that may have holes (`dilations`).
 * @throws {@link ValueError} for a rank or type that does not fit, dilations with `'SAME'` or with strides
 */
export function pool(
  ...args: Args<
    [input: TensorLike, window_shape: readonly number[], pooling_type: string],
    [
      strides: PerAxis | null,
      padding: string,
      data_format: string | null,
      dilations: PerAxis | null,
      name: string | null,
    ],
    GeneralKeywords,
    ['input', 'window_shape', 'pooling_type']
  >
): Tensor {
  type All = GeneralKeywords & { input: TensorLike; window_shape: readonly number[]; pooling_type: string };
  const names = ['input', 'window_shape', 'pooling_type', 'strides', 'padding', 'data_format'] as const;
  const given = bindArguments<All>('pool', [...names, 'dilations', 'name'], args, { required: 3 });
  const window = given.window_shape!;
  const spatial = window.length;
  const input = toTensor(given.input!);
  if (spatial < 1 || spatial > 3)
    throw new ValueError(
      `\`len(window_shape)\` must be 1, 2, or 3. Received: window_shape=[${window.join(', ')}] of length ${spatial}`,
    );
  if (input.dims.length !== spatial + 2)
    throw new ValueError(`Shape ${shapeText(input.dims)} must have rank ${spatial + 2}`);
  const padding = given.padding ?? 'VALID';
  const strides = spread(given.strides, spatial);
  const dilations = spread(given.dilations, spatial);
  checkSteps(window, strides, dilations, padding);
  const kind = { MAX: 'max', AVG: 'avg' }[given.pooling_type!] as Kind | undefined;
  if (kind === undefined)
    throw new ValueError(`${spatial}-D ${given.pooling_type} pooling is not supported.`);
  const parts = { input, ksize: window, strides, padding, data_format: given.data_format ?? null };
  if (spatial === 1) return pooled1d(kind, parts, dilations[0]);
  const rates = perDimension(dilations, spatial, given.data_format ?? 'NHWC', 'dilations');
  return pooled(kind, spatial as 2 | 3, parts, rates);
}

function spread(value: PerAxis | null | undefined, spatial: number): readonly number[] {
  if (value === null || value === undefined) return new Array<number>(spatial).fill(1);
  return typeof value === 'number' ? new Array<number>(spatial).fill(value) : value;
}

function checkSteps(
  window: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
  padding: string,
): void {
  const list = (values: readonly number[]) => `[${values.join(' ')}]`;
  const dilated = dilations.some((rate) => rate > 1);
  if (dilated && strides.some((stride) => stride > 1))
    throw new ValueError(
      `\`strides > 1\` not supported in conjunction with \`dilation_rate > 1\`. Received: strides=${list(strides)} and dilation_rate=${list(dilations)}`,
    );
  if (dilated && padding === 'SAME')
    throw new ValueError(
      `pooling with 'SAME' padding is not implemented for \`dilation_rate\` > 1. Received: padding=${padding} and dilation_rate=${list(dilations)}`,
    );
  if (strides.some((stride, i) => stride > window[i]!))
    throw new ValueError(
      `\`strides\` > \`window_shape\` not supported due to inconsistency between CPU and GPU implementations. Received: strides=${list(strides)} and window_shape=[${window.join(', ')}]`,
    );
}

interface ArgmaxKeywords {
  data_format?: string;
  output_dtype?: DTypeLike;
  include_batch_in_index?: boolean;
  name?: string | null;
}
/**
 * Mirrors `tf.nn.max_pool_with_argmax`: the maxima, and their indices in the flattened image (with
 * `include_batch_in_index` in the flattened batch), int64 by default.
 */
export function max_pool_with_argmax(
  ...args: Args<
    [input: TensorLike, ksize: PerAxis, strides: PerAxis, padding: string],
    [data_format: string, output_dtype: DTypeLike, include_batch_in_index: boolean, name: string | null],
    ArgmaxKeywords,
    ['input', 'ksize', 'strides', 'padding']
  >
): readonly [output: Tensor, argmax: Tensor] {
  type All = ArgmaxKeywords & { input: TensorLike; ksize: PerAxis; strides: PerAxis; padding: string };
  const names = ['input', 'ksize', 'strides', 'padding', 'data_format', 'output_dtype'] as const;
  const given = bindArguments<All>(
    'max_pool_with_argmax',
    [...names, 'include_batch_in_index', 'name'],
    args,
    { required: 4 },
  );
  const format = given.data_format ?? 'NHWC';
  if (format !== 'NHWC')
    throw new ValueError(
      `\`data_format\` values other  than 'NHWC' are not supported. Received: data_format=${format}`,
    );
  const outputs = dispatch(MaxPoolWithArgmax, [toTensor(given.input!)], {
    ksize: perDimension(given.ksize!, 2, format, 'ksize'),
    strides: perDimension(given.strides!, 2, format, 'strides'),
    ...paddingAttributes(given.padding!),
    data_format: format,
    dilations: [],
    Targmax: as_dtype(given.output_dtype ?? int64),
    include_batch_in_index: given.include_batch_in_index ?? false,
  });
  return [outputs[0]!, outputs[1]!];
}

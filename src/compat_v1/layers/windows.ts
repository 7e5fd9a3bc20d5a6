/** What all convolutions of `tf1.layers` share: their input, the names of its dimensions, and how they end. */
import { ValueError } from '../../errors';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { bias_add } from '../../runtime/ops/bias';
import type { Tensor } from '../../runtime/tensor';
import { biasOf } from './dense';
import { type KernelKeywords, perAxis, type Sizes } from './layer_scope';

export type DataFormat = 'channels_last' | 'channels_first';
export interface WindowKeywords extends KernelKeywords {
  inputs?: TensorLike;
  filters?: number;
  kernel_size?: Sizes;
  strides?: Sizes;
  padding?: string;
  data_format?: DataFormat;
  dilation_rate?: Sizes;
}
export const windowNames = ['inputs', 'filters', 'kernel_size', 'strides', 'padding', 'data_format'] as const;

/** An input and its windows. */
export interface Windows {
  readonly x: Tensor;
  readonly channels: number;
  readonly first: boolean;
  readonly kernel: number[];
  readonly strides: number[];
  readonly dilations: number[];
  readonly padding: 'SAME' | 'VALID';
  /** As `tf.nn` names dimensions, e.g. `NHWC`. */
  readonly data_format: string;
}

const letters = { 1: 'W', 2: 'HW', 3: 'DHW' } as const;

/** The name of the dimensions, as `tf.nn` has it. */
export function formatOf(axes: 1 | 2 | 3, first: boolean): string {
  return first ? `NC${letters[axes]}` : `N${letters[axes]}C`;
}
/** @throws {@link ValueError} for another padding */
export function paddingOf(padding: string): 'SAME' | 'VALID' {
  const upper = padding.toUpperCase();
  if (upper === 'SAME' || upper === 'VALID') return upper;
  throw new ValueError(
    'The `padding` argument must be a list/tuple or one of "valid", "same" (or "causal", only for `Conv1D). Received: ' +
      padding.toLowerCase(),
    { fields: { actual: padding } },
  );
}

/** @throws {@link ValueError} for sizes that do not fit, or unless the number of channels is known */
export function windowsOf(axes: 1 | 2 | 3, given: WindowKeywords): Windows {
  const x = toTensor(given.inputs!);
  const first = given.data_format === 'channels_first';
  const channels = x.dims.at(first ? 1 : -1) as number | null | undefined;
  if (channels === null || channels === undefined)
    throw new ValueError(
      `The channel dimension of the inputs should be defined. The input_shape received is ${x.shape}, where axis ` +
        `${first ? 1 : -1} (0-based) is the channel dimension, which found to be \`None\`.`,
      { fields: { actual: x.shape.toString() } },
    );
  return {
    x,
    channels,
    first,
    kernel: perAxis(given.kernel_size!, axes, 'kernel_size'),
    strides: perAxis(given.strides ?? 1, axes, 'strides'),
    padding: paddingOf(given.padding ?? 'valid'),
    dilations: perAxis(given.dilation_rate ?? 1, axes, 'dilation_rate'),
    data_format: formatOf(axes, first),
  };
}

/** Adds the bias and applies the activation. */
export function finished(out: Tensor, { x, first }: Windows, given: WindowKeywords): Tensor {
  const biased =
    (given.use_bias ?? true)
      ? bias_add(out, biasOf(given.filters!, x.dtype, given), { data_format: first ? 'NCHW' : 'NHWC' })
      : out;
  return given.activation ? given.activation(biased) : biased;
}

/** Where windows slide: strides, paddings and output sizes, as convolution and pooling read them. */
import { InvalidArgumentError, ValueError } from '../../errors';
import type { WindowAxis } from '../kernels/windows';
import type { Attributes } from '../op';
import type { Dimension } from '../tensor_shape';

/** Zeros on both ends of each dimension, as the user writes them. */
export type ExplicitPadding = readonly (readonly [number, number])[];
/** Mirrors TF's `padding`: `'SAME'`, `'VALID'`, or pairs of zeros for every dimension. */
export type Padding = 'SAME' | 'VALID' | (string & {}) | ExplicitPadding;

/** The attributes that ops with sliding windows share; lists have one entry for each dimension of the input. */
export interface WindowAttributes extends Attributes {
  readonly strides: readonly number[];
  readonly padding: string;
  /** Pairs, flattened; empty unless `padding` is `EXPLICIT`. */
  readonly explicit_paddings: readonly number[];
  readonly data_format: string;
  readonly dilations: readonly number[];
}

/** One axis of a sliding window. @throws {@link InvalidArgumentError} if no window could be placed */
export function windowAxis(
  attrs: WindowAttributes,
  dimension: number,
  input: number,
  size: number,
): WindowAxis {
  const stride = attrs.strides[dimension]!;
  const dilation = attrs.dilations[dimension] ?? 1;
  const reach = (size - 1) * dilation + 1;
  if (attrs.padding === 'SAME') {
    const output = Math.ceil(input / stride);
    const missing = Math.max((output - 1) * stride + reach - input, 0);
    return { input, output, size, stride, dilation, before: Math.floor(missing / 2) };
  }
  const [before, after] =
    attrs.padding === 'EXPLICIT'
      ? [attrs.explicit_paddings[2 * dimension]!, attrs.explicit_paddings[2 * dimension + 1]!]
      : [0, 0];
  const output = Math.trunc((input + before + after - reach + stride) / stride);
  if (output < 0)
    throw new InvalidArgumentError(
      `Computed output size would be negative: ${output} [input_size: ${input}, effective_filter_size: ${reach}, stride: ${stride}]`,
      { fields: { expected: reach, actual: input } },
    );
  return { input, output, size, stride, dilation, before };
}

/** The output size along one axis, or null if it is not known. */
export function windowOutput(
  attrs: WindowAttributes,
  dimension: number,
  input: Dimension,
  size: Dimension,
): Dimension {
  return input === null || size === null ? null : windowAxis(attrs, dimension, input, size).output;
}

const paddings = ['SAME', 'VALID', 'EXPLICIT'];

/** TF's check of the attribute `padding`. @throws {@link InvalidArgumentError} */
export function checkPadding(type: string, padding: string, explicit = true): void {
  const allowed = explicit ? paddings : paddings.slice(0, 2);
  if (!allowed.includes(padding)) throw notAllowed(type, 'padding', padding, allowed);
}

/** TF's error for a text attribute that is not in its list. */
export function notAllowed(
  type: string,
  attr: string,
  value: string,
  allowed: readonly string[],
): InvalidArgumentError {
  const list = allowed.map((a) => `"${a}"`).join(', ');
  return new InvalidArgumentError(
    `Value for attr '${attr}' of "${value}" is not in the list of allowed values: ${list}\n\t; NodeDef: {{node ${type}}}; Op<name=${type}>`,
    { fields: { expected: allowed, actual: value } },
  );
}

/** `padding` as the two attributes that TF's ops have. @throws {@link ValueError} for a list of another length */
export function paddingAttributes(
  padding: Padding,
  rank = 4,
): { readonly padding: string; readonly explicit_paddings: readonly number[] } {
  if (typeof padding === 'string') {
    if (padding === 'EXPLICIT')
      throw new ValueError(
        "'EXPLICIT' is not a valid value for `padding`. To use explicit padding, `padding` must be a list.",
      );
    return { padding, explicit_paddings: [] };
  }
  padding.forEach((pair, i) => {
    if (!Array.isArray(pair) || pair.length !== 2)
      throw new ValueError(
        `When padding is a list, each element of padding must be a list/tuple of size 2. Element with index ${i} of padding is not a list/tuple of size 2`,
      );
  });
  if (padding.length !== rank)
    throw new ValueError(
      `When padding is a list, it must be of size ${rank}. Received: padding of size ${padding.length}`,
    );
  return { padding: 'EXPLICIT', explicit_paddings: padding.flat() };
}

/** One number for all spatial axes, one for each, or one for each dimension. */
export type PerAxis = number | readonly number[];

/** Strides and the like for every dimension. @throws {@link ValueError} for a list of another length */
export function perDimension(
  value: PerAxis | null | undefined,
  spatial: number,
  dataFormat: string,
  name: string,
): number[] {
  const list = value === null || value === undefined ? [1] : typeof value === 'number' ? [value] : [...value];
  if (list.length === spatial + 2) return list;
  if (list.length !== 1 && list.length !== spatial)
    throw new ValueError(
      `${name} should be of length 1, ${spatial} or ${spatial + 2}. Received: ${name}=[${list.join(', ')}] of length ${list.length}`,
      { fields: { expected: spatial, actual: list.length } },
    );
  const axes = list.length === 1 ? new Array<number>(spatial).fill(list[0]!) : list;
  return dataFormat.startsWith('NC') ? [1, 1, ...axes] : [1, ...axes, 1];
}

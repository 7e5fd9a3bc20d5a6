/** Functions of strings with TF1's parameters. */
import type { DTypeLike } from '../dtypes';
import { ValueError } from '../errors';
import type { Axis } from '../runtime/axis_argument';
import type { TensorLike } from '../runtime/convert_types';
import * as basic from '../runtime/ops/strings/basic';
import { decode_raw as decodeRaw } from '../runtime/ops/strings/encodings';
import { to_hash_bucket as toHashBucket } from '../runtime/ops/strings/hashing';
import { to_number as toNumber } from '../runtime/ops/strings/numbers';
import { split as splitNow } from '../runtime/ops/strings/split';
import type { RaggedTensor } from '../runtime/ragged/ragged_tensor';
import type { Tensor } from '../runtime/tensor';
import { bindFormer, type FormerCall, formerCall, type Name } from './former_call';

const joinNames = [
  'inputs',
  'axis',
  'keep_dims',
  'separator',
  'name',
  'reduction_indices',
  'keepdims',
] as const;
/** Mirrors `tf.compat.v1.reduce_join`. */
export const reduce_join: FormerCall<
  typeof joinNames,
  [inputs: TensorLike],
  [
    axis: Axis,
    keep_dims: boolean | null,
    separator: string,
    name: Name,
    reduction_indices: Axis,
    keepdims: boolean | null,
  ]
> = formerCall('reduce_join', joinNames, basic.reduce_join, {
  renamed: { reduction_indices: 'axis', keep_dims: 'keepdims' },
});

const substrNames = ['input', 'pos', 'len', 'name', 'unit'] as const;
/** Mirrors `tf.compat.v1.substr`. */
export const substr: FormerCall<
  typeof substrNames,
  [input: TensorLike, pos: TensorLike, len: TensorLike],
  [name: Name, unit: string]
> = formerCall('substr', substrNames, basic.substr, {
  required: 3,
  deprecated: [
    'substr_deprecated (from tensorflow.python.ops.string_ops)',
    'Use `tf.strings.substr` instead of `tf.substr`.',
  ],
});

const lengthNames = ['input', 'name', 'unit'] as const;
/** Mirrors `tf.compat.v1.strings.length`. */
export const length: FormerCall<typeof lengthNames, [input: TensorLike], [name: Name, unit: string]> =
  formerCall('string_length', lengthNames, basic.length);

const rawNames = ['input_bytes', 'out_type', 'little_endian', 'name', 'bytes'] as const;
/** Mirrors `tf.compat.v1.decode_raw`. */
export const decode_raw: FormerCall<
  typeof rawNames,
  [],
  [input_bytes: TensorLike, out_type: DTypeLike, little_endian: boolean, name: Name, bytes: TensorLike]
> = formerCall('decode_raw', rawNames, decodeRaw, {
  required: 2,
  renamed: { bytes: 'input_bytes' },
});

const numberNames = ['string_tensor', 'out_type', 'name', 'input'] as const;
/** Mirrors `tf.compat.v1.string_to_number`. */
export const to_number: FormerCall<
  typeof numberNames,
  [],
  [string_tensor: TensorLike, out_type: DTypeLike, name: Name, input: TensorLike]
> = formerCall('string_to_number', numberNames, toNumber, { renamed: { string_tensor: 'input' } });

const hashNames = ['string_tensor', 'num_buckets', 'name', 'input'] as const;
/** Mirrors `tf.compat.v1.string_to_hash_bucket`. */
export const to_hash_bucket: FormerCall<
  typeof hashNames,
  [],
  [string_tensor: TensorLike, num_buckets: number, name: Name, input: TensorLike]
> = formerCall('string_to_hash_bucket', hashNames, toHashBucket, {
  required: 2,
  renamed: { string_tensor: 'input' },
});

const splitNames = ['input', 'sep', 'maxsplit', 'result_type', 'source', 'name'] as const;
/**
 * Mirrors `tf.compat.v1.strings.split`; the pieces of each string are a row of a ragged tensor, which `result_type` has
 * to be: there are no sparse ones.
 */
export const split: FormerCall<
  typeof splitNames,
  [input: TensorLike],
  [sep: string | null, maxsplit: number, result_type: 'RaggedTensor', source: TensorLike, name: Name],
  Tensor | RaggedTensor
> = (...args) => {
  const { input, result_type, ...given } = bindFormer('split', splitNames, args, {
    renamed: { source: 'input' },
  });
  if (result_type !== undefined && result_type !== 'RaggedTensor')
    throw new ValueError("result_type must be 'RaggedTensor' or 'SparseTensor'.");
  return splitNow(input as TensorLike, { ...given });
};

/** `tf.io.encode_base64`, `decode_base64` and `decode_raw`. */

import {
  as_dtype,
  bfloat16,
  bool,
  complex64,
  complex128,
  type DType,
  type DTypeLike,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
} from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';

import type { TensorLike } from '../../convert_types';
import { dispatch, dispatchOne } from '../../dispatch';
import { dispatched, dispatching } from '../../dispatched';
import { checkAllowed, defineOp, type OpName, type OpRecord } from '../../op';
import { Tensor } from '../../tensor';
import { bytesOf, checkString, mapOp, stringTensor } from './common';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const codes = Uint8Array.from(alphabet, (c) => c.charCodeAt(0));
const values = new Int8Array(256).fill(-1);
codes.forEach((code, i) => {
  values[code] = i;
});
const padding = 61;

/** Web-safe base64. */
function encodeBase64(bytes: Uint8Array, pad: boolean): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1], bytes[i + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    out.push(codes[bits >> 18]!, codes[(bits >> 12) & 63]!);
    if (b !== undefined) out.push(codes[(bits >> 6) & 63]!);
    else if (pad) out.push(padding);
    if (c !== undefined) out.push(codes[bits & 63]!);
    else if (pad) out.push(padding);
  }
  return Uint8Array.from(out);
}

/** @throws {@link InvalidArgumentError} for characters that base64 does not have, or a length that it cannot have */
function decodeBase64(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 2 && bytes.length % 4 === 0 && bytes[end - 1] === padding) end--;
  if (end % 4 === 1) throw new InvalidArgumentError('Base64 string length cannot be 1 modulo 4');
  const out: number[] = [];
  let bits = 0;
  let have = 0;
  for (let i = 0; i < end; i++) {
    const value = values[bytes[i]!]!;
    if (value < 0) throw new InvalidArgumentError('Invalid character found in base64.');
    bits = ((bits << 6) | value) & 0xffffff;
    have += 6;
    if (have >= 8) {
      have -= 8;
      out.push((bits >> have) & 255);
    }
  }
  return Uint8Array.from(out);
}

interface PadAttributes {
  readonly [name: string]: unknown;
  readonly pad: boolean;
}
const EncodeBase64 = mapOp<PadAttributes>('EncodeBase64', (bytes, { pad }) => encodeBase64(bytes, pad));
const DecodeBase64 = mapOp('DecodeBase64', decodeBase64);

interface PadKeywords {
  pad?: boolean;
  name?: string | null;
}
/** Mirrors `tf.io.encode_base64`: web-safe, without padding unless `pad`. */
export const encode_base64 = dispatching()(function encode_base64(
  ...args: Args<[input: TensorLike], [pad: boolean, name: string | null], PadKeywords, ['input']>
): Tensor {
  const names = ['input', 'pad', 'name'] as const;
  const given = bindArguments<PadKeywords & { input: TensorLike }>('encode_base64', names, args, {
    required: 1,
  });
  return dispatch(EncodeBase64, [stringTensor(given.input!)], { pad: given.pad ?? false })[0]!;
});
/** Mirrors `tf.io.decode_base64`. @throws {@link InvalidArgumentError} for what is no web-safe base64 */
export const decode_base64 = dispatched(
  'decode_base64',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor => dispatchOne(DecodeBase64, [stringTensor(input)], name),
);

interface DecodeRawAttributes {
  readonly [name: string]: unknown;
  readonly out_type: DType;
  readonly little_endian: boolean;
  /** How many bytes each string is cut or filled up to; null for as many as it has. */
  readonly fixed: number | null;
}
/** @throws {@link InvalidArgumentError} for a length that is none, or makes up no whole numbers */
function checkFixedLength(fixed: number, out_type: DType): void {
  if (fixed <= 0) throw new InvalidArgumentError(`fixed_length (${fixed}) must be greater than zero.`);
  if (fixed % out_type.size !== 0)
    throw new InvalidArgumentError(
      `fixed_length (${fixed}) must be a multiple of the size of out_type (${out_type.size})`,
    );
}
function cutOrFilled(bytes: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(length);
  whole.set(bytes.subarray(0, length));
  return whole;
}
const rawTypes = [
  float16,
  float32,
  float64,
  int32,
  uint16,
  uint8,
  int16,
  int8,
  int64,
  complex64,
  complex128,
  bool,
  bfloat16,
];
const DecodeRaw: OpRecord<DecodeRawAttributes> = defineOp<DecodeRawAttributes>({
  type: 'DecodeRaw',
  infer: ([x], { out_type, fixed }) => {
    checkString('DecodeRaw', x!);
    checkAllowed('DecodeRaw', out_type, rawTypes, 'out_type');
    if (fixed !== null) checkFixedLength(fixed, out_type);
    return [{ dtype: out_type, dims: x!.dims === null ? null : [...x!.dims, null] }];
  },
  kernel: ([x], { out_type, little_endian, fixed }) => {
    const strings = fixed === null ? bytesOf(x!) : bytesOf(x!).map((bytes) => cutOrFilled(bytes, fixed));
    const size = strings[0]?.length ?? 0;
    strings.forEach((bytes, i) => {
      if (bytes.length !== size)
        throw new InvalidArgumentError(
          `DecodeRaw requires input strings to all be the same size, but element ${i} has size ${size} != ${bytes.length}`,
          { fields: { expected: size, actual: bytes.length } },
        );
    });
    if (size % out_type.size !== 0)
      throw new InvalidArgumentError(
        `Input to DecodeRaw has length ${size} that is not a multiple of ${out_type.size}, the size of ${out_type.c_name}`,
        { fields: { expected: out_type.size, actual: size } },
      );
    const all = new Uint8Array(strings.length * size);
    strings.forEach((bytes, i) => {
      all.set(bytes, i * size);
    });
    const width = out_type.size / out_type.lanes;
    if (!little_endian) for (let i = 0; i < all.length; i += width) all.subarray(i, i + width).reverse();
    return [
      new Tensor(
        out_type,
        [...x!.dims, size / out_type.size],
        out_type.view(all.buffer, 0, all.length / out_type.size),
      ),
    ];
  },
  grad: null,
});

interface DecodeRawKeywords {
  little_endian?: boolean;
  fixed_length?: number | null;
  name?: string | null;
}
/**
 * Mirrors `tf.io.decode_raw`: the bytes of each string as numbers, along a new last axis.
 * @param fixed_length how many bytes each string is cut or filled up to; all must be equally long without it
 * @throws {@link InvalidArgumentError} for lengths that differ or make up no whole numbers
 */
export function decode_raw(
  ...args: Args<
    [input_bytes: TensorLike, out_type: DTypeLike],
    [little_endian: boolean, fixed_length: number | null, name: string | null],
    DecodeRawKeywords,
    ['input_bytes', 'out_type']
  >
): Tensor {
  const names = ['input_bytes', 'out_type', 'little_endian', 'fixed_length', 'name'] as const;
  const given = bindArguments<DecodeRawKeywords & { input_bytes: TensorLike; out_type: DTypeLike }>(
    'decode_raw',
    names,
    args,
    { required: 2 },
  );
  return dispatch(DecodeRaw, [stringTensor(given.input_bytes!)], {
    out_type: as_dtype(given.out_type!),
    little_endian: given.little_endian ?? true,
    fixed: given.fixed_length ?? null,
  })[0]!;
}

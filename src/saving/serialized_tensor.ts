/** `tf.io.serialize_tensor` and `parse_tensor`: a tensor as the bytes of a TensorProto. */

import { as_dtype, type DType, type DTypeLike, string } from '../dtypes';
import { DataLossError, InvalidArgumentError } from '../errors';
import { named } from '../python/named';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { dispatch, dispatchOne } from '../runtime/dispatch';
import { checkAllowed, defineOp, type OpName, type OpRecord } from '../runtime/op';
import { Tensor } from '../runtime/tensor';
import { bracketText } from '../runtime/tensor_shape';
import { decodeMessage, encodeMessage, pb } from './proto/messages';
import { tensorMessage, tensorOfMessage } from './tensor_message';

const SerializeTensor: OpRecord = defineOp({
  type: 'SerializeTensor',
  infer: () => [{ dtype: string, dims: [] }],
  kernel: ([x]) => {
    const { dtype, dims, data } = x!;
    return [
      new Tensor(string, [], [encodeMessage(pb.TensorProto, tensorMessage({ dtype, shape: dims, data }))]),
    ];
  },
  grad: null,
});

interface ParseAttributes {
  readonly [name: string]: unknown;
  readonly out_type: DType;
}
const ParseTensor: OpRecord<ParseAttributes> = defineOp<ParseAttributes>({
  type: 'ParseTensor',
  infer: ([serialized], { out_type }) => {
    checkAllowed('ParseTensor', serialized!.dtype, [string], 'serialized');
    if (serialized!.dims !== null && serialized!.dims.length > 0)
      throw new InvalidArgumentError(
        `Expected \`serialized\` to be a scalar, got shape: ${bracketText(serialized!.dims as number[])}`,
      );
    return [{ dtype: out_type, dims: null }];
  },
  kernel: ([serialized], { out_type }) => {
    const found = tensorOfMessage(parsed((serialized!.data as Uint8Array[])[0]!));
    if (found === null) throw new InvalidArgumentError('Cannot parse tensor from proto');
    if (found.dtype !== out_type)
      throw new InvalidArgumentError(
        `Type mismatch between parsed tensor (${found.dtype.c_name}) and dtype (${out_type.c_name})`,
        { fields: { expected: out_type.name, actual: found.dtype.name } },
      );
    return [new Tensor(found.dtype, found.shape, found.data)];
  },
  grad: null,
});

function parsed(bytes: Uint8Array): pb.TensorProto {
  try {
    return decodeMessage(pb.TensorProto, bytes, 'TensorProto');
  } catch (cause) {
    if (!(cause instanceof DataLossError)) throw cause;
    const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    throw new InvalidArgumentError(`Could not parse \`serialized\` as TensorProto, base64: ${base64}`, {
      cause,
    });
  }
}

/** Mirrors `tf.io.serialize_tensor`: a scalar string that holds dtype, shape and elements. */
export const serialize_tensor = named(
  'serialize_tensor',
  ['tensor'],
  ['name'],
  (tensor: TensorLike, name?: OpName): Tensor => dispatchOne(SerializeTensor, [toTensor(tensor)], name),
);

/**
 * Mirrors `tf.io.parse_tensor`: the tensor that {@link serialize_tensor} was given.
 * @throws {@link InvalidArgumentError} for other bytes, or a tensor of another dtype
 */
export const parse_tensor = named(
  'parse_tensor',
  ['serialized', 'out_type'],
  ['name'],
  (serialized: TensorLike, out_type: DTypeLike, name?: OpName): Tensor =>
    dispatch(ParseTensor, [toTensor(serialized, string)], { out_type: as_dtype(out_type) }, name)[0]!,
);

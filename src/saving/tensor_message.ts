/** A tensor as TensorProto, and back: its bytes as they lie in memory, strings one by one. */
import Long from 'long';
import { dtypeFromEnum, type HostTensor } from '../dtypes';
import { DataLossError } from '../errors';
import { decodeValues, fieldOf } from './bundle/tensor_proto';
import { type pb, safeNumber } from './proto/messages';

export function tensorMessage({ dtype, shape, data }: HostTensor): pb.TensorProto.$Properties {
  const message = {
    dtype: dtype.as_datatype_enum,
    tensor_shape: { dim: shape.map((size) => ({ size: Long.fromNumber(size) })) },
  };
  if (Array.isArray(data)) return { ...message, string_val: data };
  return { ...message, tensor_content: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

/** More bytes than a tensor can have here. */
const tooMany = 2 ** 33;

/** The sizes that a message says, or null if they are none. */
function sizesOf(message: pb.TensorProto): number[] | null {
  const sizes = (message.tensor_shape?.dim ?? []).map(({ size }) => safeNumber(size ?? 0));
  return sizes.some((size) => size === null || size < 0) ? null : (sizes as number[]);
}

/**
 * The tensor that a message holds: as bytes, or as values of which the last one stands for all that are missing.
 * @returns null if the message is no tensor
 */
export function tensorOfMessage(message: pb.TensorProto): HostTensor | null {
  const dtype = dtypeFromEnum(message.dtype);
  const shape = sizesOf(message);
  if (dtype === undefined || dtype.kind === 'opaque' || shape === null) return null;
  const elements = shape.reduce((n, size) => n * size, 1);
  if (elements * Math.max(dtype.size, 1) > tooMany) return null;
  const bytes = message.tensor_content;
  if (bytes.length > 0) {
    if (dtype.kind === 'string' || bytes.length !== elements * dtype.size) return null;
    return { dtype, shape, data: dtype.view(Uint8Array.from(bytes).buffer, 0, elements) };
  }
  const field = fieldOf(dtype) ?? 'string_val';
  const values = message[field] as readonly unknown[];
  if (values.length === 0) return { dtype, shape, data: dtype.allocate(elements) };
  const wanted = elements * dtype.lanes;
  const last = values.slice(-dtype.lanes);
  const whole = Array.from({ length: wanted }, (_, i) => values[i] ?? last[i % dtype.lanes]);
  try {
    return { dtype, shape, data: decodeValues({ [field]: whole }, dtype, elements, {}) };
  } catch (error) {
    if (error instanceof DataLossError) return null;
    throw error;
  }
}

/** A tensor as TensorProto: its bytes as they lie in memory, strings one by one. */
import Long from 'long';
import type { HostTensor } from '../../dtypes';
import type { pb } from '../proto/messages';

export function tensorMessage({ dtype, shape, data }: HostTensor): pb.TensorProto.$Properties {
  const message = {
    dtype: dtype.as_datatype_enum,
    tensor_shape: { dim: shape.map((size) => ({ size: Long.fromNumber(size) })) },
  };
  if (Array.isArray(data)) return { ...message, string_val: data };
  return { ...message, tensor_content: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

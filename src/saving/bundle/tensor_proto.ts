/**
 * Values of V1 files: TensorProto's typed fields, without dtype or shape of their own (format.md F11.3). Which field
 * a dtype uses is in one table.
 */
import Long from 'long';
import type { DType, HostTensor, NumericStorage } from '../../dtypes';
import { DataLossError, type ErrorFields, UnimplementedError } from '../../errors';
import type { pb } from '../proto/messages';

type NumberField =
  | 'float_val'
  | 'double_val'
  | 'int_val'
  | 'scomplex_val'
  | 'dcomplex_val'
  | 'half_val'
  | 'uint32_val'
  | 'bool_val'
  | 'int64_val'
  | 'uint64_val';

/** The field that holds the numbers of a dtype; null for those that no field holds. */
export function fieldOf(dtype: DType): NumberField | null {
  switch (dtype.name) {
    case 'float32':
      return 'float_val';
    case 'float64':
      return 'double_val';
    case 'complex64':
      return 'scomplex_val';
    case 'complex128':
      return 'dcomplex_val';
    case 'float16':
    case 'bfloat16':
      return 'half_val';
    case 'bool':
      return 'bool_val';
    case 'int64':
      return 'int64_val';
    case 'uint64':
      return 'uint64_val';
    case 'uint32':
      return 'uint32_val';
    default:
      return dtype.is_integer || dtype.is_quantized ? 'int_val' : null;
  }
}

function unsupported(dtype: DType, fields: ErrorFields): UnimplementedError {
  return new UnimplementedError(`Data type not supported: a V1 checkpoint cannot hold ${dtype.name}`, {
    fields: { ...fields, actual: dtype.name },
  });
}

/** @throws {@link DataLossError} if there are not as many values as elements. */
export function decodeValues(
  proto: pb.TensorProto.$Properties,
  dtype: DType,
  elements: number,
  fields: ErrorFields,
): HostTensor['data'] {
  const field = fieldOf(dtype);
  if (field === null && dtype.kind !== 'string') throw unsupported(dtype, fields);
  const values = (field === null ? proto.string_val : proto[field]) ?? [];
  const expected = elements * dtype.lanes;
  if (values.length !== expected) {
    throw new DataLossError(`Damaged slice of ${fields.key}: ${values.length} values; expected ${expected}`, {
      fields: { ...fields, expected, actual: values.length },
    });
  }
  if (field === null) return (values as Uint8Array[]).map((bytes) => Uint8Array.from(bytes));
  const data = dtype.allocate(elements) as NumericStorage;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let i = 0; i < values.length; i++) data[i] = bigFromLong(values[i] as Long);
  } else for (let i = 0; i < values.length; i++) data[i] = Number(values[i]);
  return data;
}

function bigFromLong(value: Long): bigint {
  return (BigInt(value.high) << 32n) | BigInt(value.low >>> 0);
}

/** The typed field for a tensor's values. */
export function encodeValues({ dtype, data }: HostTensor, fields: ErrorFields): pb.TensorProto.$Properties {
  const field = fieldOf(dtype);
  if (dtype.kind === 'string') return { string_val: [...(data as Uint8Array[])] };
  if (field === null) throw unsupported(dtype, fields);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const longs = Array.from(data, (value) => {
      const unsigned = BigInt.asUintN(64, value);
      return new Long(
        Number(unsigned & 0xffffffffn) | 0,
        Number(unsigned >> 32n) | 0,
        field === 'uint64_val',
      );
    });
    return { [field]: longs };
  }
  const numbers = Array.from(data as Exclude<NumericStorage, BigInt64Array | BigUint64Array>);
  return { [field]: field === 'bool_val' ? numbers.map((n) => n !== 0) : numbers };
}

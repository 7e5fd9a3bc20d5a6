/**
 * BundleEntryProto, the value of a tensor's key in a V2 index (format.md F4.2-F4.4). What a file says is
 * checked here before anything is allocated from it (F6.11): dtype, dimensions, sizes, slices.
 */
import { type DType, dtypeFromEnum, resource, string, variant } from '../../dtypes';
import { DataLossError, OutOfRangeError } from '../../errors';
import { decodeMessage, encodeMessage, pb, safeNumber } from '../proto/messages';
import { scanEntry } from './entry_scan';
import { shapeText, TensorSlice } from './slices';

export interface BundleEntry {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Product of the shape. */
  readonly elements: number;
  readonly shard_id: number;
  readonly offset: number;
  /** Bytes in the data file. */
  readonly size: number;
  /** Masked, as stored. */
  readonly crc32c: number;
  /** The parts of a partitioned tensor; empty for one that is stored whole. */
  readonly slices: readonly TensorSlice[];
}

/** As TF: more dimensions than this cannot be. */
const MAX_RANK = 254;

/**
 * Parses and checks an entry. @throws {@link DataLossError} or {@link OutOfRangeError} naming file and key.
 * Whether the bytes are there is checked by the reader, against the real file. A part of a tensor has no parts.
 */
export function decodeEntry(bytes: Uint8Array, key: string, file: string, isPart = false): BundleEntry {
  const scanned = scanEntry(bytes);
  const scannedType = scanned === null ? undefined : dtypeFromEnum(scanned.dtype);
  if (scanned !== null && scannedType !== undefined && hasRightSize(scannedType, scanned)) {
    const { shape, elements, shard_id, offset, size, crc32c } = scanned;
    return { dtype: scannedType, shape, elements, shard_id, offset, size, crc32c, slices: none };
  }
  const fields = { file, key };
  const text = `Damaged entry of key ${key} in ${file}: `;
  const damaged = (what: string) => new DataLossError(text + what, { fields });
  const proto = decodeMessage(pb.BundleEntryProto, bytes, `${text}it cannot be parsed`, fields);
  const dtype = dtypeFromEnum(proto.dtype);
  if (dtype === undefined || dtype === resource)
    throw damaged(`dtype ${proto.dtype} is not that of a stored tensor`);
  const { shape, elements } = decodeShape(proto.shape, damaged);
  const slices = isPart ? none : decodeSlices(proto.slices, shape, damaged);
  const { shard_id, crc32c } = proto;
  const size = safeNumber(proto.size);
  const offset = safeNumber(proto.offset);
  if (slices.length === 0) checkSize(key, dtype, elements, proto.size.toString(), file);
  if (size === null || offset === null || size < 0 || offset < 0) {
    throw new OutOfRangeError('Read less bytes than requested', {
      fields: { ...fields, offset: BigInt(proto.offset.toString()), expected: BigInt(proto.size.toString()) },
    });
  }
  return { dtype, shape, elements, shard_id, offset, size, crc32c, slices };
}

/** Whether the stored size can be right (F6.2); numbers suffice here. */
function hasRightSize(dtype: DType, { elements, size }: { elements: number; size: number }): boolean {
  if (dtype === resource) return false;
  if (dtype === variant) return true;
  return dtype === string ? size >= elements : size === elements * dtype.size;
}

type Damaged = (what: string) => DataLossError;

/** A checked shape and its number of elements. */
export function decodeShape(
  proto: pb.TensorShapeProto.$Properties | null | undefined,
  damaged: Damaged,
): { shape: readonly number[]; elements: number } {
  const dims = proto?.dim ?? [];
  if (proto?.unknown_rank) throw damaged('its shape has no rank');
  if (dims.length > MAX_RANK) throw damaged(`its shape has ${dims.length} dimensions`);
  const shape: number[] = [];
  let elements = 1;
  for (const dim of dims) {
    const size = safeNumber(dim.size ?? 0);
    if (size === null || size < 0) throw damaged(`its shape has a dimension of ${dim.size}`);
    shape.push(size);
    elements *= size;
    if (!Number.isSafeInteger(elements)) throw damaged(`its shape ${shapeText(shape)} has too many elements`);
  }
  return { shape, elements };
}

function decodeSlices(
  protos: readonly pb.TensorSliceProto.$Properties[],
  shape: readonly number[],
  damaged: Damaged,
): readonly TensorSlice[] {
  if (protos.length === 0) return none;
  return protos.map((proto) => {
    const slice = TensorSlice.fromProto(proto);
    if (slice === null) throw damaged('a slice of it has an impossible extent');
    if (slice.rank !== shape.length) {
      throw damaged(`Mismatching ranks: shape = ${shapeText(shape)}, slice = ${slice}`);
    }
    return slice;
  });
}

const none: readonly TensorSlice[] = [];

/** F6.2, before a number is made of the size: TF prints what is stored, whatever it is. */
function checkSize(key: string, dtype: DType, elements: number, stored: string, file: string): void {
  if (dtype === variant) return;
  const expected = BigInt(elements) * BigInt(dtype.size);
  const fits = dtype === string ? BigInt(stored) >= expected : BigInt(stored) === expected;
  if (fits) return;
  const atLeast = dtype === string ? 'is at least ' : '';
  throw new DataLossError(
    `Invalid size in bundle entry: key ${key}; stored size ${stored}; expected size ${atLeast}${expected}`,
    { fields: { file, key, expected, actual: BigInt(stored) } },
  );
}

/** What is needed to write an entry; a partitioned tensor's own entry has no place in a data file. */
export type NewEntry = Pick<BundleEntry, 'dtype' | 'shape'> & Partial<BundleEntry>;

export function encodeEntry(entry: NewEntry): Uint8Array {
  const { dtype, shape, shard_id = 0, offset = 0, size = 0, crc32c = 0, slices = [] } = entry;
  return encodeMessage(pb.BundleEntryProto, {
    dtype: dtype.as_datatype_enum,
    shape: shapeProto(shape),
    shard_id,
    offset: offset as never,
    size: size as never,
    crc32c,
    slices: slices.map((slice) => slice.toProto()),
  });
}

/** A shape's message: always present in an entry, empty for a scalar (F4.3). */
export function shapeProto(shape: readonly number[]): pb.TensorShapeProto.$Properties {
  return { dim: shape.map((size) => ({ size: size as never })) };
}

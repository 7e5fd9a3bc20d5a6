/** Puts a part of a tensor together from the parts it is stored in (format.md F7.7). */
import { type DType, type HostTensor, type NumericStorage, string } from '../../dtypes';
import { DataLossError, InvalidArgumentError } from '../../errors';
import type { Io } from '../storage/storage';
import type { BundleIndex } from './bundle_index';
import type { BundleEntry } from './entry';
import { bytesOf, type Shards, type Stored } from './shards';
import { copyOverlap, type Extents, elementCount, findOverlap, intersect, type TensorSlice } from './slices';

/** A stored part and where it lies in the tensor. */
interface Part {
  readonly stored: Stored;
  readonly extents: Extents;
}

/**
 * Reads `want` of a tensor whose full entry is `entry`, whether it is stored whole or in parts.
 * @throws {@link InvalidArgumentError} if the parts overlap, lie outside, or leave a hole in `want`.
 */
export function* assemble(
  index: BundleIndex,
  shards: Shards,
  key: string,
  entry: BundleEntry,
  want: TensorSlice,
): Io<HostTensor> {
  const { dtype, shape } = entry;
  const target = want.extentsIn(shape);
  const parts =
    entry.slices.length === 0
      ? [{ stored: { key, entry }, extents: { begin: shape.map(() => 0), size: shape } }]
      : yield* storedParts(index, key, entry, want, target);
  // Before memory is taken for the whole, every part is known to be in its file.
  for (const { stored } of parts) yield* shards.fileOf(stored);
  const data = dtype.allocate(elementCount(target.size));
  for (const { stored, extents } of parts) {
    const place = dtype === string ? null : rowsInside(extents, target, data as NumericStorage, dtype);
    if (place !== null) yield* shards.readInto(stored, place);
    else copyPart((yield* shards.read(stored)).data, extents, data, target, dtype);
  }
  return { dtype, shape: target.size, data };
}

/** The stored parts that `want` needs, checked. */
function* storedParts(
  index: BundleIndex,
  key: string,
  entry: BundleEntry,
  want: TensorSlice,
  target: Extents,
): Io<Part[]> {
  checkCover(key, entry.shape, entry.slices, want, index.path);
  const parts: Part[] = [];
  for (const slice of entry.slices) {
    const extents = slice.extentsIn(entry.shape);
    if (intersect(extents, target) === null) continue;
    const part = yield* index.sliceEntry(key, slice);
    const fields = { file: index.path, key, slice: String(slice) };
    if (part.dtype !== entry.dtype) {
      throw new DataLossError(
        `Slice ${slice} of ${key} is of dtype ${part.dtype.name}, the tensor of ${entry.dtype.name}`,
        { fields: { ...fields, expected: entry.dtype.name, actual: part.dtype.name } },
      );
    }
    const expected = elementCount(extents.size);
    if (part.elements !== expected) {
      throw new DataLossError(
        `Invalid size in bundle entry: key ${key} (slice ${slice}); stored ${part.elements} elements; ` +
          `expected ${expected}`,
        { fields: { ...fields, expected, actual: part.elements } },
      );
    }
    parts.push({ stored: { key, entry: part }, extents });
  }
  return parts;
}

/** @throws {@link InvalidArgumentError} unless the slices lie in the tensor, do not overlap, and cover `want`. */
export function checkCover(
  key: string,
  shape: readonly number[],
  slices: readonly TensorSlice[],
  want: TensorSlice,
  file: string,
): void {
  const fields = { file, key };
  for (const slice of slices) slice.shapeIn(shape, fields, InvalidArgumentError);
  const extents = slices.map((slice) => slice.extentsIn(shape));
  const overlap = findOverlap(extents);
  if (overlap !== null) {
    const [first, second] = overlap;
    throw new InvalidArgumentError(
      `Overlapping slices: existing slice = ${slices[first]}, new slice = ${slices[second]}`,
      { fields },
    );
  }
  const target = want.extentsIn(shape);
  let covered = 0;
  for (const part of extents) covered += elementCount(intersect(part, target)?.size ?? [0]);
  if (covered === elementCount(target.size)) return;
  throw new InvalidArgumentError(
    `Does not have sufficient slices for partitioned tensor ${key} to restore in slice_spec: ${want}`,
    { fields: { ...fields, expected: elementCount(target.size), actual: covered } },
  );
}

/** The bytes of `data` that a part fills, if it is a range of whole rows of the target; else null. */
function rowsInside(part: Extents, target: Extents, data: NumericStorage, dtype: DType): Uint8Array | null {
  let row = dtype.size;
  for (let d = 0; d < target.size.length; d++) {
    const begin = (part.begin[d] as number) - (target.begin[d] as number);
    const size = part.size[d] as number;
    if (begin < 0 || begin + size > (target.size[d] as number)) return null;
    if (d > 0 && size !== target.size[d]) return null;
    if (d > 0) row *= size;
  }
  const start = ((part.begin[0] ?? 0) - (target.begin[0] ?? 0)) * row;
  return bytesOf(data).subarray(start, start + (part.size[0] ?? 1) * row);
}

/** Copies what a part and the target share. */
export function copyPart(
  from: HostTensor['data'],
  part: Extents,
  to: HostTensor['data'],
  target: Extents,
  dtype: DType,
): void {
  if (dtype === string) {
    copyOverlap(
      { data: from as Uint8Array[], extents: part },
      { data: to as Uint8Array[], extents: target },
      1,
    );
    return;
  }
  copyOverlap(
    { data: bytesOf(from as NumericStorage), extents: part },
    { data: bytesOf(to as NumericStorage), extents: target },
    dtype.size,
  );
}

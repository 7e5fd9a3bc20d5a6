/**
 * The data files of a bundle: opened when first needed, read straight into the arrays that will hold the values.
 * Nothing is allocated before the bytes are known to be in the real file.
 */
import { type DType, type HostTensor, type NumericStorage, string, variant } from '../../dtypes';
import { DataLossError, OutOfRangeError, UnimplementedError } from '../../errors';
import { crc32c, unmask } from '../crc32c';
import { call, type Io, type ReadFile } from '../storage/storage';
import type { BundleEntry } from './entry';
import { dataPath } from './naming';
import { decodeLengths, decodeStrings, padded } from './string_codec';
import { variantsCrc } from './variant_codec';

/** Read and checked in pieces of this size, so that the checksum finds them in the processor's cache. */
const PIECE_BYTES = 1 << 18;

/** A stored tensor that is asked for. */
export interface Stored {
  readonly key: string;
  readonly entry: BundleEntry;
}

export class Shards {
  private readonly files = new Map<number, ReadFile>();

  constructor(
    private readonly prefix: string,
    readonly count: number,
    private readonly bigEndian: boolean,
  ) {}

  *close(): Io<void> {
    for (const file of this.files.values()) yield* call('closeRead', file);
    this.files.clear();
  }

  /**
   * The file that holds an entry's bytes, which are there.
   * @throws DataLossError for a shard that cannot be, NotFoundError if the file is missing, OutOfRangeError.
   */
  *fileOf(stored: Stored): Io<ReadFile> {
    const file = this.files.get(stored.entry.shard_id) ?? (yield* this.open(stored));
    checkInside(file, stored);
    return file;
  }

  private *open({ key, entry: { shard_id } }: Stored): Io<ReadFile> {
    const path = dataPath(this.prefix, shard_id, this.count);
    if (shard_id < 0 || shard_id >= this.count) {
      throw new DataLossError(
        `${path}; No such file or directory: key ${key} is in shard ${shard_id} of ${this.count}`,
        {
          fields: { file: path, key, actual: shard_id, expected: this.count },
        },
      );
    }
    const file = yield* call('openRead', path);
    this.files.set(shard_id, file);
    return file;
  }

  /** Reads a stored tensor and checks it. @throws texts of F6.3-F6.5; UnimplementedError for a variant. */
  *read(stored: Stored): Io<HostTensor> {
    const { key, entry } = stored;
    const { dtype, shape } = entry;
    const file = yield* this.fileOf(stored);
    if (dtype === variant) throw variantValue(key);
    if (dtype === string) return { dtype, shape, data: yield* this.readStrings(stored, file) };
    const data = dtype.allocateToFill(entry.elements) as NumericStorage;
    yield* this.readInto(stored, bytesOf(data));
    return { dtype, shape, data };
  }

  /** Reads the bytes of a numeric tensor to where they shall be, in this machine's byte order. */
  *readInto(stored: Stored, into: Uint8Array): Io<void> {
    const { entry } = stored;
    const file = yield* this.fileOf(stored);
    let crc = 0;
    for (let at = 0; at < into.length; at += PIECE_BYTES) {
      const piece = into.subarray(at, at + PIECE_BYTES);
      yield* readFully(file, entry.offset + at, piece, stored.key);
      crc = crc32c(piece, crc);
    }
    this.finishNumeric(stored, into, crc);
  }

  /** Makes a tensor of bytes that have been read with others; `bytes` is not kept. Null if it needs more of them. */
  fromBytes(stored: Stored, bytes: Uint8Array): HostTensor | null {
    const { key, entry } = stored;
    const { dtype, shape } = entry;
    if (dtype === string) {
      if (bytes.length === 0) return { dtype, shape, data: this.noStrings(stored) };
      const lengths = decodeLengths(bytes, entry.elements, { key });
      if (lengths.size > bytes.length) return null;
      const { elements, crc } = decodeStrings(bytes, lengths, this.bigEndian, { key });
      this.checkCrc(stored, crc);
      return { dtype, shape, data: elements };
    }
    this.checkCrc(stored, crc32c(bytes));
    return { dtype, shape, data: this.copyOf(bytes, dtype, entry.elements) };
  }

  private copyOf(bytes: Uint8Array, dtype: DType, elements: number): NumericStorage {
    const { buffer, byteOffset } = bytes;
    // Sliced in its own type a short array stays in V8's heap; by way of bytes it costs a buffer outside.
    if (!this.bigEndian && byteOffset % (dtype.size / dtype.lanes) === 0) {
      return dtype.view(buffer, byteOffset, elements).slice();
    }
    const own = bytes.slice();
    if (this.bigEndian) swapElements(own, dtype);
    return dtype.view(own.buffer, 0, elements);
  }

  private finishNumeric(stored: Stored, bytes: Uint8Array, crc: number): void {
    this.checkCrc(stored, crc);
    if (this.bigEndian) swapElements(bytes, stored.entry.dtype);
  }

  private *readStrings(stored: Stored, file: ReadFile): Io<Uint8Array[]> {
    const { key, entry } = stored;
    if (entry.size === 0) return this.noStrings(stored);
    const fields = { file: file.path, key };
    let bytes = new Uint8Array(entry.size);
    yield* readFully(file, entry.offset, bytes, key);
    const lengths = decodeLengths(bytes, entry.elements, fields);
    // As in TF the lengths decide how much is read; the size must only hold them.
    if (lengths.size > bytes.length && entry.offset + lengths.size <= file.size) {
      bytes = new Uint8Array(lengths.size);
      yield* readFully(file, entry.offset, bytes, key);
    }
    const { elements, crc } = decodeStrings(bytes, lengths, this.bigEndian, fields);
    this.checkCrc(stored, crc);
    return elements;
  }

  /** As in TF an entry of no bytes has no lengths either, and the checksum of nothing. */
  private noStrings(stored: Stored): Uint8Array[] {
    this.checkCrc(stored, 0);
    return [];
  }

  /** Reads elements `[begin, end)` of a numeric tensor; nothing can be checked of a part. */
  *readRange(stored: Stored, begin: number, end: number): Io<NumericStorage> {
    const { key, entry } = stored;
    const { dtype } = entry;
    if (dtype === variant) throw variantValue(key);
    const file = yield* this.fileOf(stored);
    const data = dtype.allocate(end - begin) as NumericStorage;
    const bytes = bytesOf(data);
    yield* readFully(file, entry.offset + begin * dtype.size, bytes, key);
    if (this.bigEndian) swapElements(bytes, dtype);
    return data;
  }

  /** Checks the bytes of an entry without making a value of them. */
  *check(stored: Stored): Io<void> {
    const { key, entry } = stored;
    const file = yield* this.fileOf(stored);
    if (entry.dtype === string) yield* this.readStrings(stored, file);
    else if (entry.dtype === variant) {
      const bytes = new Uint8Array(entry.size);
      yield* readFully(file, entry.offset, bytes, key);
      this.checkCrc(stored, variantsCrc(bytes, entry.elements, { file: file.path, key }));
    } else {
      const piece = new Uint8Array(Math.min(entry.size, PIECE_BYTES));
      let crc = 0;
      for (let at = 0; at < entry.size; at += PIECE_BYTES) {
        const part = piece.subarray(0, Math.min(PIECE_BYTES, entry.size - at));
        yield* readFully(file, entry.offset + at, part, key);
        crc = crc32c(part, crc);
      }
      this.checkCrc(stored, crc);
    }
  }

  private checkCrc({ key, entry }: Stored, actual: number): void {
    const expected = unmask(entry.crc32c);
    if (expected === actual) return;
    const { shard_id, size, offset } = entry;
    throw new DataLossError(
      `TensorBundle at ${this.prefix} shard ${shard_id} (${size} bytes): Checksum does not match: stored ` +
        `${padded(expected)} vs. calculated on the restored bytes ${actual}`,
      { fields: { file: dataPath(this.prefix, shard_id, this.count), key, offset, expected, actual } },
    );
  }
}

/** Fills `into`. @throws {@link OutOfRangeError} if the file ends before. */
export function* readFully(file: ReadFile, offset: number, into: Uint8Array, key: string): Io<void> {
  const count = yield* call('read', file, offset, into);
  if (count !== into.length) throw tooShort(file, key, offset + into.length);
}

/** @throws {@link OutOfRangeError} if the bytes of an entry reach beyond its file; an empty tensor has none. */
export function checkInside(file: ReadFile, { key, entry: { offset, size } }: Stored): void {
  if (size > 0 && offset + size > file.size) throw tooShort(file, key, offset + size);
}

function tooShort(file: ReadFile, key: string, expected: number): OutOfRangeError {
  return new OutOfRangeError('Read less bytes than requested', {
    fields: { file: file.path, key, expected, actual: file.size },
  });
}

function variantValue(key: string): UnimplementedError {
  return new UnimplementedError(
    `The tensor ${key} is of dtype variant, whose value only TensorFlow can make`,
    {
      fields: { key, actual: 'variant' },
    },
  );
}

export function bytesOf(data: NumericStorage): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Typed arrays have the host's byte order, and every host in use has the files'. Checked once for each file. */
export function requireLittleEndianHost(): void {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return;
  throw new UnimplementedError('Checkpoints can only be read and written on a little-endian machine');
}

/** Reverses each number; of a complex one both parts. */
function swapElements(bytes: Uint8Array, dtype: DType): void {
  const width = dtype.size / dtype.lanes;
  if (width > 1) for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

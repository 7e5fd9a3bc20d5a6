/**
 * Writes a V2 checkpoint with the bytes TensorFlow writes for the same content (format.md F4, F5, F7.1). Tensors are
 * collected first, so nothing is written if one of them is bad; then their own memory goes to the disk, small ones
 * gathered in a buffer. The files come to be by the commit protocol: data first, index last.
 */
import { type HostTensor, type NumericStorage, string } from '../../dtypes';
import { AlreadyExistsError, InvalidArgumentError, UnimplementedError } from '../../errors';
import { commitBundle, openTemporary, type PendingFile } from '../commit';
import { crc32c, mask } from '../crc32c';
import { dirname } from '../storage/paths';
import { call, type Io } from '../storage/storage';
import { compareBytes } from '../table/comparator';
import { TableBuilder } from '../table/table_builder';
import { encodeEntry, type NewEntry } from './entry';
import { encodeHeader, newHeader } from './header';
import { decodeKey, encodeKey } from './keys';
import { dataPath, indexPath } from './naming';
import { encodeSliceKey } from './ordered_code';
import { bytesOf, requireLittleEndianHost } from './shards';
import { elementCount, shapeText, type TensorSlice } from './slices';
import { encodeStrings } from './string_codec';

/** Larger tensors are written from their own memory, in pieces of this size. */
const PIECE_BYTES = 1 << 20;
/** Smaller ones are gathered. */
const SMALL_BYTES = 1 << 16;

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Pending = Writable<NewEntry>;

export class BundleWriter {
  private readonly entries = new Map<string, Pending>();
  private readonly tensors: { readonly entry: Pending; readonly tensor: HostTensor }[] = [];

  constructor(readonly prefix: string) {}

  /**
   * Adds a tensor; its data must not change until `finish` has ended. Data files hold tensors in this order.
   * @throws {@link InvalidArgumentError} `Adding duplicate key: <key>`, or if the tensor contradicts itself.
   */
  add(key: string, tensor: HostTensor): void {
    checkTensor(key, tensor);
    const { dtype, shape } = tensor;
    const entry: Pending = { dtype, shape };
    this.insert(key, entry);
    this.tensors.push({ entry, tensor });
  }

  /**
   * Adds one part of a partitioned tensor (F7.1); a part that is the whole is stored as a plain tensor.
   * @throws {@link InvalidArgumentError} if the part does not fit, or contradicts parts added before.
   */
  addSlice(key: string, fullShape: readonly number[], slice: TensorSlice, tensor: HostTensor): void {
    checkTensor(key, tensor);
    const shape = slice.shapeIn(fullShape, { key });
    if (shapeText(shape) !== shapeText(tensor.shape)) {
      throw new InvalidArgumentError(
        `Slice ${slice} of ${key} has the shape ${shapeText(shape)}, its tensor ${shapeText(tensor.shape)}`,
        { fields: { key, expected: shape, actual: tensor.shape } },
      );
    }
    if (slice.isFull || shapeText(shape) === shapeText(fullShape)) {
      this.add(key, tensor);
      return;
    }
    const full = this.entries.get(key);
    if (full?.slices === undefined) this.insert(key, { dtype: tensor.dtype, shape: fullShape, slices: [] });
    else if (full.dtype !== tensor.dtype || shapeText(full.shape) !== shapeText(fullShape)) {
      throw new InvalidArgumentError(`Slices of ${key} disagree on its dtype or shape`, {
        fields: { key, expected: [full.dtype.name, full.shape], actual: [tensor.dtype.name, fullShape] },
      });
    }
    this.add(decodeKey(encodeSliceKey(encodeKey(key), slice)), tensor);
    const entry = this.entries.get(key) as Pending;
    entry.slices = [...(entry.slices ?? []), slice];
  }

  private insert(key: string, entry: Pending): void {
    if (key === '')
      throw new InvalidArgumentError('The empty key is that of the header', { fields: { key } });
    if (this.entries.has(key)) {
      throw new InvalidArgumentError(`Adding duplicate key: ${key}`, { fields: { key } });
    }
    this.entries.set(key, entry);
  }

  /** Writes data and index, and puts them in the place of what was at the prefix. */
  *finish(): Io<void> {
    requireLittleEndianHost();
    yield* makeParent(this.prefix);
    const data = yield* openTemporary(dataPath(this.prefix, 0, 1));
    let index: PendingFile | null = null;
    try {
      yield* this.writeData(data);
      index = yield* openTemporary(indexPath(this.prefix));
      yield* writeIndex(index, this.entries);
    } catch (error) {
      yield* data.discard();
      if (index !== null) yield* index.discard();
      throw error;
    }
    yield* commitBundle({ index, data: [data] });
  }

  private *writeData(file: PendingFile): Io<void> {
    const gathered = new Gathering(file);
    let offset = 0;
    for (const { entry, tensor } of this.tensors) {
      entry.offset = offset;
      if (tensor.dtype === string) {
        const elements = tensor.data as Uint8Array[];
        const { head, size, crc } = encodeStrings(elements);
        entry.size = size;
        entry.crc32c = mask(crc);
        yield* gathered.append(head);
        for (const element of elements) yield* gathered.append(element);
      } else {
        const bytes = bytesOf(tensor.data as NumericStorage);
        let crc = 0;
        for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
          const piece = bytes.subarray(at, at + PIECE_BYTES);
          crc = crc32c(piece, crc);
          yield* gathered.append(piece);
        }
        entry.size = bytes.length;
        entry.crc32c = mask(crc);
      }
      offset += entry.size;
    }
    yield* gathered.flush();
  }
}

/** Makes the folder of a prefix, but none above it (F2.2). */
export function* makeParent(prefix: string): Io<void> {
  const directory = dirname(prefix);
  if (directory === '' || (yield* call('stat', directory)) !== null) return;
  try {
    yield* call('makeDirectory', directory, { recursive: false });
  } catch (error) {
    // Another writer of the same save may have been faster.
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
}

/** Joins small pieces to large writes; large ones pass through uncopied. */
class Gathering {
  private readonly buffer = new Uint8Array(PIECE_BYTES);
  private filled = 0;

  constructor(private readonly file: PendingFile) {}

  *append(bytes: Uint8Array): Io<void> {
    if (this.filled + bytes.length > this.buffer.length || bytes.length > SMALL_BYTES) yield* this.flush();
    if (bytes.length > SMALL_BYTES) {
      yield* this.file.write([bytes]);
      return;
    }
    this.buffer.set(bytes, this.filled);
    this.filled += bytes.length;
  }

  *flush(): Io<void> {
    if (this.filled > 0) yield* this.file.write([this.buffer.subarray(0, this.filled)]);
    this.filled = 0;
  }
}

function* writeIndex(file: PendingFile, entries: ReadonlyMap<string, NewEntry>): Io<void> {
  const table = new TableBuilder();
  table.add(new Uint8Array(0), encodeHeader(newHeader(1)));
  for (const { key, name } of sortedKeys(entries.keys())) {
    table.add(key, encodeEntry(entries.get(name) as NewEntry));
  }
  table.finish();
  yield* file.write(table.takeOutput());
}

/** Keys in the order of their bytes, with those bytes. */
export function sortedKeys(names: Iterable<string>): { name: string; key: Uint8Array }[] {
  const keys = [...names].map((name) => ({ name, key: encodeKey(name) }));
  // UTF-16 units sort as UTF-8 bytes do, but for surrogates.
  const plain = keys.every(({ name, key }) => key.length === name.length || !/[\ud800-\udfff]/.test(name));
  return plain
    ? keys.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    : keys.sort((a, b) => compareBytes(a.key, b.key));
}

function checkTensor(key: string, { dtype, shape, data }: HostTensor): void {
  if (dtype.kind === 'opaque') {
    throw new UnimplementedError(`Cannot save ${key}: a tensor of dtype ${dtype.name} has no host value`, {
      fields: { key, actual: dtype.name },
    });
  }
  const expected = elementCount(shape) * dtype.lanes;
  if (dtype.matchesStorage(data) && data.length === expected) return;
  throw new InvalidArgumentError(
    `Cannot save ${key}: ${data.length} elements of storage for dtype ${dtype.name} and shape ${shapeText(shape)}`,
    { fields: { key, expected, actual: data.length } },
  );
}

/**
 * Rectangular parts of tensors (format.md F7): what a partitioned variable is stored in, and what
 * `shape_and_slice` asks for. A whole dimension is an extent of its own, not `0,n`.
 */
import { type ErrorFields, InternalError, InvalidArgumentError, type OpError } from '../../errors';
import type { pb } from '../proto/messages';
import { safeNumber } from '../proto/messages';

/** The length that means "the whole dimension". */
const FULL = -1;

/** Mirrors TF's TensorSlice: one extent a dimension. */
export class TensorSlice {
  private constructor(
    private readonly starts: readonly number[],
    private readonly lengths: readonly number[],
  ) {}

  /** The slice that is everything. */
  static full(rank: number): TensorSlice {
    return new TensorSlice(new Array<number>(rank).fill(0), new Array<number>(rank).fill(FULL));
  }

  /** `[start, length]` a dimension; null is the whole dimension. */
  static of(extents: readonly (readonly [start: number, length: number] | null)[]): TensorSlice {
    return new TensorSlice(
      extents.map((e) => e?.[0] ?? 0),
      extents.map((e) => e?.[1] ?? FULL),
    );
  }

  /** From a file: null if an extent is negative or too large for a number. */
  static fromProto(proto: pb.TensorSliceProto.$Properties): TensorSlice | null {
    const starts: number[] = [];
    const lengths: number[] = [];
    for (const extent of proto.extent ?? []) {
      const start = safeNumber(extent.start ?? 0);
      const length = extent.length === undefined || extent.length === null ? FULL : safeNumber(extent.length);
      if (start === null || length === null || start < 0 || (length !== FULL && length < 0)) return null;
      if (extent.length !== undefined && extent.length !== null && length === FULL) return null;
      if (length === FULL && start !== 0) return null;
      starts.push(start);
      lengths.push(length);
    }
    return new TensorSlice(starts, lengths);
  }

  /** Parses `start,length` or `-` a dimension, joined by `:` (F7.6). @throws {@link InvalidArgumentError} */
  static parse(text: string): TensorSlice {
    const extents: ([number, number] | null)[] = [];
    for (const item of text.split(':')) {
      if (item === '') continue;
      if (item === '-') {
        extents.push(null);
        continue;
      }
      const parts = item.split(',').filter((part) => part !== '');
      const [start, length] = parts.map(parseInteger);
      if (
        parts.length !== 2 ||
        start === undefined ||
        start === null ||
        length === undefined ||
        length === null
      ) {
        throw new InvalidArgumentError(
          `Expected a pair of numbers or '-' but got '${item}': string = ${text}`,
          { fields: { actual: text } },
        );
      }
      if (start < 0 || length <= 0) {
        throw new InvalidArgumentError(
          'Expected non-negative start and positive length but got ' +
            `start = ${start}, length = ${length}: string = ${text}`,
          { fields: { actual: text } },
        );
      }
      extents.push([start, length]);
    }
    return TensorSlice.of(extents);
  }

  get rank(): number {
    return this.starts.length;
  }
  start(d: number): number {
    return this.starts[d] as number;
  }
  /** −1 for a whole dimension. */
  length(d: number): number {
    return this.lengths[d] as number;
  }
  isFullAt(d: number): boolean {
    return this.lengths[d] === FULL;
  }
  get isFull(): boolean {
    return this.lengths.every((length) => length === FULL);
  }
  equals(other: TensorSlice): boolean {
    return this.toString() === other.toString();
  }

  /** The text of F7.6. */
  toString(): string {
    return this.lengths.map((n, d) => (n === FULL ? '-' : `${this.start(d)},${n}`)).join(':');
  }

  toProto(): pb.TensorSliceProto.$Properties {
    return {
      extent: this.lengths.map((length, d) =>
        length === FULL ? {} : { start: this.start(d), length },
      ) as object[],
    };
  }

  /** Shape of this part of a tensor. @throws `Failure` with TF's text if it does not lie inside. */
  shapeIn(
    shape: readonly number[],
    fields: ErrorFields = {},
    Failure: typeof OpError = InternalError,
  ): number[] {
    const where = `shape = ${shapeText(shape)}, slice = ${this}`;
    if (shape.length !== this.rank) throw new Failure(`Mismatching ranks: ${where}`, { fields });
    return this.lengths.map((length, d) => {
      if (length === FULL) return shape[d] as number;
      if (this.start(d) + length <= (shape[d] as number)) return length;
      throw new Failure(`Extent in dimension ${d} out of bounds: ${where}`, { fields });
    });
  }

  /** Begin and length in every dimension of a tensor of this shape. */
  extentsIn(shape: readonly number[]): Extents {
    return {
      begin: [...this.starts],
      size: this.lengths.map((n, d) => (n === FULL ? (shape[d] as number) : n)),
    };
  }
}

/** A part of a tensor with every length known. */
export interface Extents {
  readonly begin: readonly number[];
  readonly size: readonly number[];
}

function parseInteger(text: string): number | null {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** TF's text of a shape, `[2,3]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(',')}]`;
}

export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const dim of shape) count *= dim;
  return count;
}

/** A parsed `shape_and_slice` text: full shape, slice, and the shape of the slice. */
export interface ShapeAndSlice {
  readonly shape: readonly number[];
  readonly slice: TensorSlice;
  readonly sliceShape: readonly number[];
}

/** Parses `d0 d1 … spec` (F7.6). @throws {@link InvalidArgumentError} with TF's texts. */
export function parseShapeAndSlice(text: string): ShapeAndSlice {
  const parts = text.split(' ');
  if (parts.length < 2) {
    throw new InvalidArgumentError(`Need least two elements in shape_and_slice specification: ${text}`, {
      fields: { actual: text },
    });
  }
  const slice = TensorSlice.parse(parts.pop() as string);
  const shape = parts.map((part) => {
    const dim = parseInteger(part);
    if (dim !== null && dim >= 0) return dim;
    const what =
      dim === null ? 'Non numerical dimension in shape_and_slice' : 'Negative dimension in shape_and_slice';
    throw new InvalidArgumentError(`${what}: ${text}`, { fields: { actual: text } });
  });
  return { shape, slice, sliceShape: slice.shapeIn(shape) };
}

/** The common part of two parts of one tensor, or null if they have none. */
export function intersect(a: Extents, b: Extents): Extents | null {
  const begin: number[] = [];
  const size: number[] = [];
  for (let d = 0; d < a.begin.length; d++) {
    const from = Math.max(a.begin[d] as number, b.begin[d] as number);
    const to = Math.min(
      (a.begin[d] as number) + (a.size[d] as number),
      (b.begin[d] as number) + (b.size[d] as number),
    );
    if (to <= from) return null;
    begin.push(from);
    size.push(to - from);
  }
  return { begin, size };
}

/** Positions of two parts that overlap, or null. Sorted along the axis that tells most parts apart. */
export function findOverlap(parts: readonly Extents[]): [number, number] | null {
  const rank = parts[0]?.begin.length ?? 0;
  let axis = 0;
  let most = 0;
  for (let d = 0; d < rank; d++) {
    const distinct = new Set(parts.map((p) => p.begin[d])).size;
    if (distinct > most) [axis, most] = [d, distinct];
  }
  const from = (i: number) => (parts[i] as Extents).begin[axis] ?? 0;
  const order = parts.map((_, i) => i).sort((i, j) => from(i) - from(j));
  for (let a = 0; a < order.length; a++) {
    const i = order[a] as number;
    const end = from(i) + ((parts[i] as Extents).size[axis] ?? 1);
    for (let b = a + 1; b < order.length && from(order[b] as number) < end; b++) {
      const j = order[b] as number;
      if (intersect(parts[i] as Extents, parts[j] as Extents) !== null) return i < j ? [i, j] : [j, i];
    }
  }
  return null;
}

/** A row-major part of a tensor in memory: bytes of `width` an element, or one array item an element. */
export interface Block<T extends Uint8Array | Uint8Array[]> {
  readonly data: T;
  readonly extents: Extents;
}

/** Copies what the two blocks have in common, row by row. `width` is 1 for arrays of strings. */
export function copyOverlap<T extends Uint8Array | Uint8Array[]>(
  from: Block<T>,
  to: Block<T>,
  width: number,
): void {
  const common = intersect(from.extents, to.extents);
  if (common === null) return;
  const rank = common.begin.length;
  const source = strides(from.extents.size);
  const target = strides(to.extents.size);
  let read = 0;
  let write = 0;
  for (let d = 0; d < rank; d++) {
    read += ((common.begin[d] as number) - (from.extents.begin[d] as number)) * (source[d] as number);
    write += ((common.begin[d] as number) - (to.extents.begin[d] as number)) * (target[d] as number);
  }
  // Dimensions that both hold whole, from the last one on, make one run.
  let inner = rank;
  let run = 1;
  while (inner > 0) {
    inner--;
    run *= common.size[inner] as number;
    if (common.size[inner] !== from.extents.size[inner] || common.size[inner] !== to.extents.size[inner])
      break;
  }
  const index = new Array<number>(inner).fill(0);
  for (;;) {
    copyRun(from.data, read * width, to.data, write * width, run * width);
    let d = inner - 1;
    for (; d >= 0; d--) {
      read += source[d] as number;
      write += target[d] as number;
      if (++(index[d] as number) < (common.size[d] as number)) break;
      read -= (source[d] as number) * (index[d] as number);
      write -= (target[d] as number) * (index[d] as number);
      index[d] = 0;
    }
    if (d < 0) return;
  }
}

function copyRun(
  from: Uint8Array | Uint8Array[],
  read: number,
  to: Uint8Array | Uint8Array[],
  write: number,
  n: number,
) {
  if (from instanceof Uint8Array) (to as Uint8Array).set(from.subarray(read, read + n), write);
  else for (let i = 0; i < n; i++) to[write + i] = from[read + i] as never;
}

function strides(size: readonly number[]): number[] {
  const out = new Array<number>(size.length).fill(1);
  for (let d = size.length - 2; d >= 0; d--) out[d] = (out[d + 1] as number) * (size[d + 1] as number);
  return out;
}

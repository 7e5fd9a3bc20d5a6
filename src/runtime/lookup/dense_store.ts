/**
 * Open addressing as TF's `MutableDenseHashTable` does it: a checkpoint holds the buckets themselves, empty ones
 * included, so keys must lie where TF's hash and probing would look for them.
 */
import type { DType } from '../../dtypes';
import { InternalError, InvalidArgumentError } from '../../errors';
import { hash64 } from '../kernels/hash';
import type { Tensor } from '../tensor';
import { bracketText, elementCount, sameDims } from '../tensor_shape';
import type { TableStore } from './lookup_interface';
import { type Cells, cellsOf, checkValues, keyOf, tensorOfRows } from './rows';

const mask64 = 0xffffffffffffffffn;

/** The hash of several parts of a key, in order. */
function combineHashes(a: bigint, b: bigint): bigint {
  return a ^ ((b + 0x9e3779b97f4a7800n + (a << 10n) + (a >> 4n)) & mask64);
}

/** Above this share of its buckets a table grows. */
const fullestLoad = 0.8;

export class DenseStore implements TableStore {
  readonly keyDims: readonly number[];
  private readonly keyWidth: number;
  private readonly valueWidth: number;
  private keys: Cells[] = [];
  /** Keys in a form that compares. */
  private marks: unknown[] = [];
  private values: Cells[] = [];
  private entries = 0;
  private readonly emptyMark: unknown;
  private readonly deletedMark: unknown;

  /** @throws {@link InvalidArgumentError} if `buckets` is no power of two from 4 up, or the two keys are the same */
  constructor(
    private readonly emptyKey: Tensor,
    private readonly deletedKey: Tensor,
    readonly value_dtype: DType,
    readonly valueDims: readonly number[],
    buckets: number,
  ) {
    if (!sameDims(emptyKey.dims, deletedKey.dims))
      throw new InvalidArgumentError(
        `Empty and deleted keys must have same shape, got shapes: ${bracketText(emptyKey.dims)} and ${bracketText(deletedKey.dims)}`,
        { fields: { expected: emptyKey.dims, actual: deletedKey.dims } },
      );
    this.keyDims = emptyKey.dims;
    this.keyWidth = elementCount(emptyKey.dims);
    this.valueWidth = elementCount(valueDims) * value_dtype.lanes;
    this.emptyMark = this.mark(emptyKey, 0);
    this.deletedMark = this.mark(deletedKey, 0);
    if (this.emptyMark === this.deletedMark)
      throw new InvalidArgumentError('Empty and deleted keys cannot be equal');
    this.allocate(buckets);
  }

  get size(): number {
    return this.entries;
  }

  private allocate(buckets: number): void {
    if (buckets < 4 || (buckets & (buckets - 1)) !== 0)
      throw new InvalidArgumentError(
        `Number of buckets must be at least 4 and a power of 2, got: ${buckets}`,
        { fields: { actual: buckets } },
      );
    const nothing = cellsOf(this.value_dtype.allocate(elementCount(this.valueDims)), 0, this.valueWidth);
    this.keys = new Array<Cells>(buckets).fill(cellsOf(this.emptyKey.data, 0, this.keyWidth));
    this.marks = new Array<unknown>(buckets).fill(this.emptyMark);
    this.values = new Array<Cells>(buckets).fill(nothing);
    this.entries = 0;
  }

  private mark(keys: Tensor, row: number): unknown {
    if (this.keyWidth === 1) return keyOf(keys, row);
    return Array.from({ length: this.keyWidth }, (_, i) => String(keyOf(keys, row * this.keyWidth + i))).join(
      '\0',
    );
  }

  private hash(cells: Cells): bigint {
    const one = (cell: Cells[number]): bigint =>
      cell instanceof Uint8Array ? hash64(cell) : BigInt.asUintN(64, BigInt(cell));
    return cells.length === 1
      ? one(cells[0]!)
      : cells.reduce((hash: bigint, cell) => combineHashes(hash, one(cell)), 0n);
  }

  /** The buckets in which a key may lie, in the order they are tried: steps grow by one. */
  private *probes(cells: Cells): Generator<number> {
    const mask = this.keys.length - 1;
    let at = Number(this.hash(cells) & BigInt(mask));
    for (let probe = 1; probe <= this.keys.length; probe++) {
      yield at;
      at = (at + probe) & mask;
    }
  }

  private checkKeys(keys: Tensor): number {
    const rank = keys.dims.length - this.keyDims.length;
    if (rank < 0 || this.keyDims.some((d, i) => keys.dims[rank + i] !== d))
      throw new InvalidArgumentError(
        `Input key shape ${bracketText(keys.dims)} must end with the table's key shape ${bracketText(this.keyDims)}`,
        { fields: { expected: this.keyDims, actual: keys.dims } },
      );
    // TF takes the first axis for that of the keys, so the axes between must be of size 1.
    const count = keys.dims[0] ?? 1;
    if (elementCount(keys.dims) !== count * this.keyWidth)
      throw new InvalidArgumentError(
        `Expected key shape ${bracketText([count, ...this.keyDims])} got ${bracketText(keys.dims)}`,
        { fields: { expected: [count, ...this.keyDims], actual: keys.dims } },
      );
    return count;
  }

  /** The mark of a key that may be stored. @throws {@link InvalidArgumentError} for the two that stand for none */
  private usable(keys: Tensor, row: number): unknown {
    const mark = this.mark(keys, row);
    for (const [name, reserved] of [
      ['empty_key', this.emptyMark],
      ['deleted_key', this.deletedMark],
    ])
      if (mark === reserved)
        throw new InvalidArgumentError(`Using the ${name as string} as a table key is not allowed`);
    return mark;
  }

  /** The bucket of a key, or -1. */
  private bucketOf(mark: unknown, cells: Cells): number {
    for (const at of this.probes(cells)) {
      if (this.marks[at] === mark) return at;
      if (this.marks[at] === this.emptyMark) return -1;
    }
    return -1;
  }

  find(keys: Tensor, defaults: Tensor): Tensor {
    const count = this.checkKeys(keys);
    const missing = cellsOf(defaults.data, 0, this.valueWidth);
    const rows: Cells[] = [];
    for (let i = 0; i < count; i++) {
      const at = this.bucketOf(this.usable(keys, i), cellsOf(keys.data, i, this.keyWidth));
      rows.push(at < 0 ? missing : this.values[at]!);
    }
    const outer = keys.dims.slice(0, keys.dims.length - this.keyDims.length);
    return tensorOfRows(this.value_dtype, [...outer, ...this.valueDims], rows);
  }

  insert(keys: Tensor, values: Tensor): void {
    const count = this.checkKeys(keys);
    checkValues(keys.dims.slice(0, keys.dims.length - this.keyDims.length), values, this.valueDims);
    this.grow(this.entries + count);
    for (let i = 0; i < count; i++) {
      const mark = this.usable(keys, i);
      this.put(mark, cellsOf(keys.data, i, this.keyWidth), cellsOf(values.data, i, this.valueWidth));
    }
  }

  private put(mark: unknown, key: Cells, value: Cells): void {
    for (const at of this.probes(key)) {
      const there = this.marks[at];
      if (there !== mark && there !== this.emptyMark && there !== this.deletedMark) continue;
      if (there !== mark) this.entries++;
      this.marks[at] = mark;
      this.keys[at] = key;
      this.values[at] = value;
      return;
    }
    throw new InternalError('Internal error in MutableDenseHashTable insert');
  }

  /** Doubles until there is room for so many entries. */
  private grow(entries: number): void {
    let buckets = this.keys.length;
    while (entries > buckets * fullestLoad) buckets *= 2;
    if (buckets === this.keys.length) return;
    const [marks, keys, values] = [this.marks, this.keys, this.values];
    this.allocate(buckets);
    marks.forEach((mark, i) => {
      if (mark !== this.emptyMark && mark !== this.deletedMark) this.put(mark, keys[i]!, values[i]!);
    });
  }

  remove(keys: Tensor): void {
    const count = this.checkKeys(keys);
    const deleted = cellsOf(this.deletedKey.data, 0, this.keyWidth);
    for (let i = 0; i < count; i++) {
      const at = this.bucketOf(this.usable(keys, i), cellsOf(keys.data, i, this.keyWidth));
      if (at < 0) continue;
      this.marks[at] = this.deletedMark;
      this.keys[at] = deleted;
      this.entries--;
    }
  }

  /** All buckets: keys [buckets, ...], values [buckets, ...]; scalars become vectors of one. */
  export(): [keys: Tensor, values: Tensor] {
    const rows = (dims: readonly number[]): number[] => [
      this.keys.length,
      ...(dims.length === 0 ? [1] : dims),
    ];
    return [
      tensorOfRows(this.emptyKey.dtype, rows(this.keyDims), this.keys),
      tensorOfRows(this.value_dtype, rows(this.valueDims), this.values),
    ];
  }

  /** Takes buckets as another table exported them. @throws {@link InvalidArgumentError} for an impossible number */
  import(keys: Tensor, values: Tensor): void {
    this.allocate(keys.dims[0]!);
    for (let i = 0; i < this.keys.length; i++) {
      const mark = this.mark(keys, i);
      this.marks[i] = mark;
      this.keys[i] = cellsOf(keys.data, i, this.keyWidth);
      this.values[i] = cellsOf(values.data, i, this.valueWidth);
      if (mark !== this.emptyMark && mark !== this.deletedMark) this.entries++;
    }
  }
}

/** Entries in a Map, for tables whose files do not hold buckets. */
import type { DType } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import type { Tensor } from '../tensor';
import { bracketText, elementCount, sameDims } from '../tensor_shape';
import type { TableStore } from './lookup_interface';
import { type Cells, cellsOf, checkValues, keyOf, tensorOfRows } from './rows';

interface Entry {
  readonly key: Cells;
  value: Cells;
}

export class MapStore implements TableStore {
  readonly keyDims: readonly number[] = [];
  private readonly entries = new Map<unknown, Entry>();

  constructor(
    private readonly key_dtype: DType,
    readonly value_dtype: DType,
    readonly valueDims: readonly number[],
  ) {}

  get size(): number {
    return this.entries.size;
  }
  clear(): void {
    this.entries.clear();
  }

  /**
   * Values of `keys`; `defaults` is one value for all, or one for each key.
   * @throws {@link InvalidArgumentError} for defaults of another shape
   */
  find(keys: Tensor, defaults: Tensor): Tensor {
    const count = elementCount(keys.dims);
    const width = elementCount(this.valueDims) * this.value_dtype.lanes;
    const each = defaults.dims.length > this.valueDims.length;
    const all = [...keys.dims, ...this.valueDims];
    if (!sameDims(defaults.dims, each ? all : this.valueDims))
      throw new InvalidArgumentError(
        `Expected shape ${bracketText(this.valueDims)} or ${bracketText(all)} for default value, got ${bracketText(defaults.dims)}`,
        { fields: { expected: all, actual: defaults.dims } },
      );
    const rows: Cells[] = [];
    for (let i = 0; i < count; i++)
      rows.push(this.entries.get(keyOf(keys, i))?.value ?? cellsOf(defaults.data, each ? i : 0, width));
    return tensorOfRows(this.value_dtype, all, rows);
  }

  /** @param conflict called for a key that has another value already; without it the new value stays */
  insert(keys: Tensor, values: Tensor, conflict?: (key: unknown, old: Cells, value: Cells) => void): void {
    checkValues(keys.dims, values, this.valueDims);
    const width = elementCount(this.valueDims) * this.value_dtype.lanes;
    for (let i = 0; i < elementCount(keys.dims); i++) {
      const key = keyOf(keys, i);
      const value = cellsOf(values.data, i, width);
      const present = this.entries.get(key);
      if (present === undefined)
        this.entries.set(key, { key: cellsOf(keys.data, i, this.key_dtype.lanes), value });
      else if (conflict) conflict(key, present.value, value);
      else present.value = value;
    }
  }

  remove(keys: Tensor): void {
    for (let i = 0; i < elementCount(keys.dims); i++) this.entries.delete(keyOf(keys, i));
  }

  /** All keys and values; `newestFirst` as TF's mutable tables list few keys. */
  export(newestFirst: boolean): [keys: Tensor, values: Tensor] {
    const all = [...this.entries.values()];
    if (newestFirst) all.reverse();
    return [
      tensorOfRows(
        this.key_dtype,
        [all.length],
        all.map(({ key }) => key),
      ),
      tensorOfRows(
        this.value_dtype,
        [all.length, ...this.valueDims],
        all.map(({ value }) => value),
      ),
    ];
  }
}

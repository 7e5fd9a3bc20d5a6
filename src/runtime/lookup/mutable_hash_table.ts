/** `tf.lookup.experimental.MutableHashTable`. */
import type { DTypeLike, HostTensor } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { type Call, positional } from '../../python/named';
import type { RestoreSpec } from '../../tracking/trackable';
import { toTensor, toTensorBeside } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { Tensor } from '../tensor';
import {
  type EntryArguments,
  entryNames,
  type KeyArguments,
  keyNames,
  LookupInterface,
  tableChange,
} from './lookup_interface';
import { MapStore } from './map_store';
import { checkTypes, mutableHashTable } from './table_types';

export const LookupTableInsert = tableChange('LookupTableInsertV2');
export const LookupTableRemove = tableChange('LookupTableRemoveV2');

interface MutableHashTableArguments {
  key_dtype: DTypeLike;
  value_dtype: DTypeLike;
  default_value: TensorLike;
}
interface MutableHashTableKeywords {
  name?: string;
  checkpoint?: boolean;
  experimental_is_anonymous?: boolean;
}

type LookupArguments = [keys: TensorLike, dynamic_default_values?: TensorLike | null, name?: string | null];
const lookupNames = ['keys', 'dynamic_default_values', 'name'] as const;

/** Keys and values as a checkpoint holds them. */
export const tableKeys = 'table-keys';
export const tableValues = 'table-values';

/** A restored tensor as one of ours. */
export function asTensor(value: HostTensor): Tensor {
  return new Tensor(value.dtype, [...value.shape], value.data);
}

/** Mirrors `tf.lookup.experimental.MutableHashTable`: saved and restored with its entries. */
export class MutableHashTable extends LookupInterface {
  protected readonly store: MapStore;
  private readonly defaultValue: Tensor;

  /** @param args `default_value` for keys that are not there; its shape is that of all values */
  constructor(
    ...args: Args<
      [key_dtype: DTypeLike, value_dtype: DTypeLike, default_value: TensorLike],
      [name: string, checkpoint: boolean, experimental_is_anonymous: boolean],
      MutableHashTableKeywords,
      ['key_dtype', 'value_dtype', 'default_value']
    >
  ) {
    const given = bindArguments<MutableHashTableArguments & MutableHashTableKeywords>(
      'MutableHashTable',
      ['key_dtype', 'value_dtype', 'default_value', 'name', 'checkpoint', 'experimental_is_anonymous'],
      args,
      { required: 3 },
    );
    super(given.key_dtype!, given.value_dtype!);
    this.defaultValue = toTensor(given.default_value!, this.value_dtype);
    checkTypes(mutableHashTable, this.key_dtype, this.value_dtype);
    this.store = new MapStore(this.key_dtype, this.value_dtype, this.defaultValue.dims);
  }

  /**
   * Values of `keys`; where one is not there, the table's default or that of `dynamic_default_values`: one for all, or
   * one for each key.
   * @throws {@link InvalidArgumentError} for default values of another dtype or shape
   */
  lookup(...args: Call<LookupArguments, typeof lookupNames>): Tensor {
    const [keys, dynamic_default_values = null] = positional<LookupArguments>('lookup', lookupNames, 1, args);
    const defaults =
      dynamic_default_values === null
        ? this.defaultValue
        : toTensorBeside(dynamic_default_values, this.value_dtype);
    if (defaults.dtype !== this.value_dtype)
      throw new InvalidArgumentError(
        `Signature mismatch, have: resource, ${this.key_dtype.c_name}, ${defaults.dtype.c_name} expected: resource, ` +
          `${this.key_dtype.c_name}, ${this.value_dtype.c_name}`,
        { fields: { expected: this.value_dtype.name, actual: defaults.dtype.name } },
      );
    return this.find(toTensor(keys, this.key_dtype), defaults);
  }
  /** Adds entries, or changes their values. @throws {@link InvalidArgumentError} for shapes that do not fit */
  insert(...args: Call<EntryArguments, typeof entryNames>): void {
    const [keys, values] = positional<EntryArguments>('insert', entryNames, 2, args);
    const inputs = [toTensor(keys, this.key_dtype), toTensor(values, this.value_dtype)];
    dispatch(LookupTableInsert, inputs, { change: ([k, v]) => this.store.insert(k!, v!) });
  }
  /** Removes entries; keys that are not there are passed over. @throws {@link TypeError} for another dtype */
  remove(...args: Call<KeyArguments, typeof keyNames>): void {
    const [keys] = positional<KeyArguments>('remove', keyNames, 1, args);
    dispatch(LookupTableRemove, [this.keys(keys)], { change: ([k]) => this.store.remove(k!) });
  }
  /** All keys and all values, in no particular order. */
  export(): [keys: Tensor, values: Tensor] {
    return this.store.export(true);
  }

  override get _legacy_saveable_name(): string {
    return 'table';
  }
  override _serialize_to_tensors(): ReadonlyMap<string, Tensor> {
    const [keys, values] = this.export();
    return new Map([
      [tableKeys, keys],
      [tableValues, values],
    ]);
  }
  override _restore_specs(): ReadonlyMap<string, RestoreSpec> {
    return new Map([
      [tableKeys, { dtype: this.key_dtype, shape: null }],
      [tableValues, { dtype: this.value_dtype, shape: null }],
    ]);
  }
  override _restore_from_tensors(restored: ReadonlyMap<string, HostTensor>): void {
    this.store.clear();
    this.store.insert(asTensor(restored.get(tableKeys)!), asTensor(restored.get(tableValues)!));
  }
}

/** `tf.lookup.experimental.DenseHashTable`. */
import type { DTypeLike, HostTensor } from '../../dtypes';
import { type Args, bindArguments } from '../../python/arguments';
import { type Call, positional } from '../../python/named';
import type { RestoreSpec } from '../../tracking/trackable';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import type { Tensor } from '../tensor';
import { DenseStore } from './dense_store';
import {
  type EntryArguments,
  entryNames,
  type KeyArguments,
  keyNames,
  LookupInterface,
} from './lookup_interface';
import { asTensor, LookupTableInsert, LookupTableRemove, tableKeys, tableValues } from './mutable_hash_table';
import { checkTypes, denseHashTable } from './table_types';

interface DenseHashTableArguments {
  key_dtype: DTypeLike;
  value_dtype: DTypeLike;
  default_value: TensorLike;
  empty_key: TensorLike;
  deleted_key: TensorLike;
}
interface DenseHashTableKeywords {
  initial_num_buckets?: number | null;
  name?: string;
  checkpoint?: boolean;
  experimental_is_anonymous?: boolean;
}

const defaultBuckets = 131072;

/** Mirrors `tf.lookup.experimental.DenseHashTable`: saved and restored with its buckets. */
export class DenseHashTable extends LookupInterface {
  protected readonly store: DenseStore;
  private readonly defaultValue: Tensor;

  /**
   * @param args `empty_key` and `deleted_key` stand for no entry and may not be used as keys; their shape is that of all
   * keys, that of `default_value` that of all values
   * @throws {@link InvalidArgumentError} if `initial_num_buckets` is no power of two from 4 up
   */
  constructor(
    ...args:
      | Args<
          [
            key_dtype: DTypeLike,
            value_dtype: DTypeLike,
            default_value: TensorLike,
            empty_key: TensorLike,
            deleted_key: TensorLike,
          ],
          [initial_num_buckets: number | null, name: string, checkpoint: boolean],
          DenseHashTableKeywords,
          ['key_dtype', 'value_dtype', 'default_value', 'empty_key', 'deleted_key']
        >
      | [
          key_dtype: DTypeLike,
          value_dtype: DTypeLike,
          keywords: Omit<DenseHashTableArguments, 'key_dtype' | 'value_dtype'> & DenseHashTableKeywords,
        ]
  ) {
    const given = bindArguments<DenseHashTableArguments & DenseHashTableKeywords>(
      'DenseHashTable',
      [
        'key_dtype',
        'value_dtype',
        'default_value',
        'empty_key',
        'deleted_key',
        'initial_num_buckets',
        'name',
        'checkpoint',
        'experimental_is_anonymous',
      ],
      args,
      { required: 5 },
    );
    super(given.key_dtype!, given.value_dtype!);
    checkTypes(denseHashTable, this.key_dtype, this.value_dtype);
    this.defaultValue = toTensor(given.default_value!, this.value_dtype);
    this.store = new DenseStore(
      toTensor(given.empty_key!, this.key_dtype),
      toTensor(given.deleted_key!, this.key_dtype),
      this.value_dtype,
      this.defaultValue.dims,
      given.initial_num_buckets ?? defaultBuckets,
    );
  }

  /** Values of `keys`, or the default. @throws {@link InvalidArgumentError} for the empty and the deleted key */
  lookup(...args: Call<KeyArguments, typeof keyNames>): Tensor {
    const [keys] = positional<KeyArguments>('lookup', keyNames, 1, args);
    return this.find(toTensor(keys, this.key_dtype), this.defaultValue);
  }
  /** Adds entries, or changes their values. @throws {@link InvalidArgumentError} for shapes that do not fit */
  insert_or_assign(...args: Call<EntryArguments, typeof entryNames>): void {
    const [keys, values] = positional<EntryArguments>('insert_or_assign', entryNames, 2, args);
    const inputs = [toTensor(keys, this.key_dtype), toTensor(values, this.value_dtype)];
    dispatch(LookupTableInsert, inputs, { change: ([k, v]) => this.store.insert(k!, v!) });
  }
  /** The same as {@link insert_or_assign}. */
  insert(...args: Call<EntryArguments, typeof entryNames>): void {
    const [keys, values] = positional<EntryArguments>('insert', entryNames, 2, args);
    this.insert_or_assign(keys, values);
  }
  /** Removes entries; keys that are not there are passed over. @throws {@link TypeError} for another dtype */
  erase(...args: Call<KeyArguments, typeof keyNames>): void {
    const [keys] = positional<KeyArguments>('erase', keyNames, 1, args);
    dispatch(LookupTableRemove, [this.keys(keys)], { change: ([k]) => this.store.remove(k!) });
  }
  /** The same as {@link erase}. */
  remove(...args: Call<KeyArguments, typeof keyNames>): void {
    const [keys] = positional<KeyArguments>('remove', keyNames, 1, args);
    this.erase(keys);
  }
  /** The keys and values of all buckets, empty ones included. */
  export(): [keys: Tensor, values: Tensor] {
    return this.store.export();
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
    this.store.import(asTensor(restored.get(tableKeys)!), asTensor(restored.get(tableValues)!));
  }
}

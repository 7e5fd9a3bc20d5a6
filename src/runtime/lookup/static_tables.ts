/** `tf.lookup.StaticHashTable` and `StaticVocabularyTable`: filled once, when they are made. */
import { as_dtype, type DTypeLike, int64, string } from '../../dtypes';
import { FailedPreconditionError, InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { type Call, positional } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { add } from '../ops/arithmetic';
import { cast } from '../ops/cast';
import { not_equal } from '../ops/comparison';
import { selectV2 } from '../ops/select';
import { to_hash_bucket_fast } from '../ops/strings/hashing';
import { as_string } from '../ops/strings/numbers';
import { RaggedTensor } from '../ragged/ragged_tensor';
import type { Tensor } from '../tensor';
import { shapeText } from '../tensor_shape';
import type { TableInitializer } from './initializers';
import { type KeyArguments, keyNames, LookupInterface } from './lookup_interface';
import { MapStore } from './map_store';
import { checkTypes, hashTable } from './table_types';

/** Lookups in tables that take ragged keys as well. */
abstract class StaticLookup extends LookupInterface {
  protected abstract findAll(keys: Tensor): Tensor;

  /** Values of `keys`, in their shape; ragged for ragged keys. @throws {@link TypeError} for keys of another dtype */
  lookup<K extends Tensor | RaggedTensor>(keys: K): K extends RaggedTensor ? RaggedTensor : Tensor;
  lookup(...args: Call<KeyArguments, typeof keyNames>): Tensor;
  lookup(...args: unknown[]): Tensor | RaggedTensor {
    const [keys] = positional<KeyArguments<TensorLike | RaggedTensor>>('lookup', keyNames, 1, args as never);
    if (keys instanceof RaggedTensor) return keys.with_flat_values(this.findAll(this.keys(keys.flat_values)));
    return this.findAll(this.keys(keys));
  }
  /** The same as {@link lookup}. */
  getitem(keys: TensorLike): Tensor {
    return this.lookup(keys);
  }
}

interface StaticHashTableKeywords {
  name?: string | null;
  experimental_is_anonymous?: boolean;
}

/** Mirrors `tf.lookup.StaticHashTable`. */
export class StaticHashTable extends StaticLookup {
  protected readonly store: MapStore;
  /** The value of keys that are not there. */
  readonly default_value: Tensor;

  /**
   * @throws {@link FailedPreconditionError} for a key that comes twice with different values, {@link NotFoundError} for
   * types of keys and values that TF has no table for, {@link InvalidArgumentError} without any entry
   */
  constructor(
    ...args: Args<
      [initializer: TableInitializer, default_value: TensorLike],
      [name: string | null, experimental_is_anonymous: boolean],
      StaticHashTableKeywords,
      ['initializer', 'default_value']
    >
  ) {
    const given = bindArguments<
      StaticHashTableKeywords & { initializer: TableInitializer; default_value: TensorLike }
    >('StaticHashTable', ['initializer', 'default_value', 'name', 'experimental_is_anonymous'], args, {
      required: 2,
    });
    const { initializer } = given;
    super(initializer!.key_dtype, initializer!.value_dtype);
    checkTypes(hashTable, this.key_dtype, this.value_dtype);
    this.default_value = toTensor(given.default_value!, this.value_dtype);
    if (this.default_value.dims.length > 0)
      throw new ValueError(`Shapes ${shapeText(this.default_value.dims)} and () are not compatible`, {
        fields: { expected: [], actual: this.default_value.dims },
      });
    this._track_trackable(initializer!, '_initializer');
    this.store = new MapStore(this.key_dtype, this.value_dtype, []);
    const [keys, values] = initializer!.entries();
    if (keys.data.length === 0)
      throw new InvalidArgumentError('keys and values cannot be empty tensors.', {
        fields: { actual: keys.dims },
      });
    this.store.insert(keys, values, (key, old, value) => {
      if (shown(old[0]) !== shown(value[0]))
        throw new FailedPreconditionError(
          `HashTable has different value for same key. Key ${key} has ${shown(old[0])} and trying to add value ${shown(value[0])}`,
        );
    });
  }

  protected override findAll(keys: Tensor): Tensor {
    return this.find(keys, this.default_value);
  }
  /** All keys and all values, in no particular order. */
  export(): [keys: Tensor, values: Tensor] {
    return this.store.export(false);
  }
}

function shown(cell: number | bigint | Uint8Array | undefined): string {
  return cell instanceof Uint8Array ? Buffer.from(cell).toString() : String(cell);
}

interface StaticVocabularyTableKeywords {
  lookup_key_dtype?: DTypeLike | null;
  name?: string | null;
  experimental_is_anonymous?: boolean;
}

/** Mirrors `tf.lookup.StaticVocabularyTable`: ids of known keys, and buckets by hash for all others. */
export class StaticVocabularyTable extends StaticLookup {
  private readonly table: StaticHashTable | null;
  private readonly buckets: number;

  /**
   * @param args `initializer` of int64 or string keys and int64 ids, `null` for none; `num_oov_buckets` at least 1
   * @throws {@link ValueError} or {@link TypeError} for other arguments
   */
  constructor(
    ...args: Args<
      [initializer: TableInitializer | null, num_oov_buckets: number],
      [lookup_key_dtype: DTypeLike | null, name: string | null, experimental_is_anonymous: boolean],
      StaticVocabularyTableKeywords,
      ['initializer', 'num_oov_buckets']
    >
  ) {
    const given = bindArguments<
      StaticVocabularyTableKeywords & { initializer: TableInitializer | null; num_oov_buckets: number }
    >(
      'StaticVocabularyTable',
      ['initializer', 'num_oov_buckets', 'lookup_key_dtype', 'name', 'experimental_is_anonymous'],
      args,
      { required: 2 },
    );
    const initializer = given.initializer ?? null;
    if (given.num_oov_buckets! <= 0)
      throw new ValueError('`num_oov_buckets` must be > 0; use StaticHashTable.');
    const asked = given.lookup_key_dtype ?? null;
    if (initializer !== null) checkVocabulary(initializer, asked);
    const keyType = initializer === null ? string : as_dtype(asked ?? initializer.key_dtype);
    super(keyType, int64);
    if (initializer !== null) this._track_trackable(initializer, '_initializer');
    this.table = initializer === null ? null : new StaticHashTable(initializer, -1);
    this.buckets = given.num_oov_buckets!;
  }

  protected get store(): never {
    throw new ValueError('A StaticVocabularyTable has no entries of its own.');
  }
  /** How many ids there are, buckets included: a scalar of int64. */
  override size(): Tensor {
    const known = this.table === null ? toTensor(0, int64) : this.table.size();
    return add(known, toTensor(this.buckets, int64));
  }
  /** Unknown keys are spread over the buckets behind the known. */
  protected override findAll(keys: Tensor): Tensor {
    const values = this.table?.key_dtype === int64 ? cast(keys, int64) : keys;
    const text = values.dtype === string ? values : as_string(values);
    const bucket = to_hash_bucket_fast(text, this.buckets);
    if (this.table === null) return bucket;
    const ids = this.table.lookup(values);
    return selectV2(not_equal(ids, this.table.default_value), ids, add(bucket, this.table.size()));
  }
}

function checkVocabulary(initializer: TableInitializer, asked: DTypeLike | null): void {
  const { key_dtype, value_dtype } = initializer;
  if (key_dtype !== int64 && key_dtype !== string)
    throw new TypeError(
      `Invalid \`key_dtype\`, expected one of (tf.int64, tf.string), but got ${key_dtype}.`,
      { fields: { expected: ['int64', 'string'], actual: key_dtype.name } },
    );
  const wanted = asked === null ? key_dtype : as_dtype(asked);
  if (wanted.is_integer !== key_dtype.is_integer)
    throw new TypeError(
      `Invalid \`key_dtype\`, expected ${wanted.is_integer ? 'integer' : 'non-integer'} but got ${key_dtype}.`,
    );
  if (value_dtype !== int64)
    throw new TypeError(`Invalid \`value_dtype\`, expected ${int64} but got ${value_dtype}.`);
}

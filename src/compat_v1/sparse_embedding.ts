/** `tf1.nn.embedding_lookup_sparse` and `safe_embedding_lookup_sparse`: tables may be cut in two ways. */
import { ValueError } from '../errors';
import { repr } from '../python/repr';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { type Combiner, type Lookup, lookUp, lookUpSafely } from '../runtime/ops/sparse/embedding';
import type { SparseTensor } from '../runtime/sparse_tensor';
import { embedding_lookup, type Table, tablesOf } from './embedding';
import { bindFormer, type FormerCall, type Name } from './former_call';

type Strategy = 'mod' | 'div';
function lookupBy(partition_strategy: Strategy): Lookup {
  return (tables, ids, max_norm) =>
    embedding_lookup(tables as unknown as Table, ids, { partition_strategy, max_norm });
}

interface Given {
  readonly combiner?: Combiner | null;
  readonly partition_strategy?: Strategy;
  readonly max_norm?: TensorLike | null;
  readonly allow_fast_lookup?: boolean;
}
function optionsOf({ combiner, max_norm, allow_fast_lookup }: Given) {
  return {
    combiner: combiner ?? 'mean',
    max_norm: max_norm ?? null,
    allow_fast_lookup: allow_fast_lookup ?? false,
  } as const;
}

const names = [
  'params',
  'sp_ids',
  'sp_weights',
  'partition_strategy',
  'name',
  'combiner',
  'max_norm',
  'allow_fast_lookup',
] as const;
/** Mirrors `tf.compat.v1.nn.embedding_lookup_sparse`, which deals rows in turn to several tables. */
export const embedding_lookup_sparse: FormerCall<
  typeof names,
  [params: Table, sp_ids: SparseTensor, sp_weights: SparseTensor | null],
  [
    partition_strategy: Strategy,
    name: Name,
    combiner: Combiner | null,
    max_norm: TensorLike | null,
    allow_fast_lookup: boolean,
  ]
> = (...args) => {
  const given = bindFormer('embedding_lookup_sparse', names, args, { required: 3 }) as unknown as Given & {
    params: Table;
    sp_ids: SparseTensor;
    sp_weights: SparseTensor | null;
  };
  const { params, sp_ids, sp_weights, partition_strategy = 'mod' } = given;
  return lookUp(tablesOf(params), { sp_ids, sp_weights, ...optionsOf(given) }, lookupBy(partition_strategy));
};

const safeNames = [
  'embedding_weights',
  'sparse_ids',
  'sparse_weights',
  'combiner',
  'default_id',
  'name',
  'partition_strategy',
  'max_norm',
  'allow_fast_lookup',
] as const;
/** Mirrors `tf.compat.v1.nn.safe_embedding_lookup_sparse`. @throws {@link ValueError} without a table */
export const safe_embedding_lookup_sparse: FormerCall<
  typeof safeNames,
  [embedding_weights: Table, sparse_ids: SparseTensor],
  [
    sparse_weights: SparseTensor | null,
    combiner: Combiner,
    default_id: TensorLike | null,
    name: Name,
    partition_strategy: Strategy,
    max_norm: TensorLike | null,
    allow_fast_lookup: boolean,
  ]
> = (...args) => {
  const given = bindFormer('safe_embedding_lookup_sparse', safeNames, args, {
    required: 2,
  }) as unknown as Given & {
    embedding_weights: Table;
    sparse_ids: SparseTensor;
    sparse_weights?: SparseTensor | null;
    default_id?: TensorLike | null;
  };
  const { sparse_ids, sparse_weights = null, default_id = null, partition_strategy = 'div' } = given;
  const tables = given.embedding_weights === null ? [] : tablesOf(given.embedding_weights);
  if (tables.length === 0)
    throw new ValueError(`Missing embedding_weights ${repr(given.embedding_weights)}.`);
  const converted = tables.map((t) => (sparse_weights === null ? t : toTensor(t, sparse_weights.dtype)));
  const parts = { sp_ids: sparse_ids, sp_weights: sparse_weights, default_id };
  return lookUpSafely(converted, { ...parts, ...optionsOf(given) }, lookupBy(partition_strategy));
};

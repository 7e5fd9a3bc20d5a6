/** `tf.nn.embedding_lookup_sparse` and `safe_embedding_lookup_sparse`: rows of a table, combined row by row of ids. */
import { bfloat16, float16, float32, int32 } from '../../../dtypes';
import { TypeError, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { repr, typeName } from '../../../python/repr';
import { isHostValue, toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { SparseTensor } from '../../sparse_tensor';
import type { Tensor } from '../../tensor';
import { multiply } from '../arithmetic';
import { reshape, shape } from '../array';
import { cast } from '../cast';
import { greater, greater_equal } from '../comparison';
import { ones, zeros_like } from '../creation';
import { embedding_lookup } from '../embedding';
import { gather } from '../gather';
import { getitem } from '../getitem';
import { concat, packed } from '../joining';
import { logical_and } from '../logic';
import { div_no_nan } from '../no_nan';
import { sqrt, square } from '../power';
import { reduce_prod } from '../reduction';
import { segment_sum as sumOfRows } from '../segment';
import { selectV2 } from '../select';
import { expand_dims } from '../shapes';
import { unique } from '../unique';
import { fill_empty_rows } from './fill_empty_rows';
import { retain } from './parts';
import { segment_mean, segment_sqrt_n, segment_sum } from './segment';
import { reshape as reshaped } from './shapes';

export type Combiner = 'mean' | 'sqrtn' | 'sum';
/** How rows are found in tables, of which there may be several. */
export type Lookup = (tables: readonly TensorLike[], ids: Tensor, max_norm: TensorLike | null) => Tensor;
const byRanges: Lookup = (tables, ids, max_norm) =>
  embedding_lookup(tables.length === 1 ? tables[0]! : (tables as unknown as TensorLike), ids, { max_norm });

/** One table, or a list of the parts of one. */
export function tablesOf(params: TensorLike | readonly TensorLike[]): readonly TensorLike[] {
  const parts = Array.isArray(params) && params.some((part) => isHostValue(part));
  return (parts ? params : [params]) as readonly TensorLike[];
}

function checkSparse(what: string, value: unknown): asserts value is SparseTensor {
  if (!(value instanceof SparseTensor)) throw new TypeError(`${what} SparseTensor, got ${typeName(value)}`);
}

/** What is looked up, and how the rows become one. */
export interface SparseLookup {
  readonly sp_ids: SparseTensor;
  readonly sp_weights: SparseTensor | null;
  readonly combiner: Combiner;
  readonly max_norm: TensorLike | null;
  readonly allow_fast_lookup: boolean;
}

/** The lookup in tables. @throws {@link ValueError} for another combiner, {@link TypeError} for what is not sparse */
export function lookUp(tables: readonly TensorLike[], given: SparseLookup, lookup = byRanges): Tensor {
  const { sp_ids, sp_weights, combiner, max_norm } = given;
  if (!['mean', 'sqrtn', 'sum'].includes(combiner))
    throw new ValueError(`combiner must be one of 'mean', 'sqrtn' or 'sum', got ${combiner}`);
  checkSparse('sp_ids must be', sp_ids);
  const rows = getitem(sp_ids.indices, [':, 0']);
  if (sp_weights === null) {
    const alone = tables.length === 1 && max_norm === null;
    const [ids, places] = alone ? [null, sp_ids.values] : unique(sp_ids.values);
    const embeddings = ids === null ? tables[0]! : lookup(tables, ids as Tensor, max_norm);
    const combine = { mean: segment_mean, sqrtn: segment_sqrt_n, sum: segment_sum }[combiner];
    return combine(embeddings, places as Tensor, rows, {
      sparse_gradient: alone && !given.allow_fast_lookup,
    });
  }
  checkSparse('sp_weights must be either None or', sp_weights);
  sp_ids.values.shape.assert_is_compatible_with(sp_weights.values.shape);
  sp_ids.indices.shape.assert_is_compatible_with(sp_weights.indices.shape);
  const [ids, places] = unique(sp_ids.values);
  return weighted(
    gather(lookup(tables, ids!, max_norm), places!),
    sp_weights.values,
    cast(rows, int32),
    combiner,
  );
}

function weighted(embeddings: Tensor, given: Tensor, rows: Tensor, combiner: Combiner): Tensor {
  const narrow = embeddings.dtype === float16 || embeddings.dtype === bfloat16;
  const wide = narrow ? cast(embeddings, float32) : embeddings;
  const behind = ones([wide.dims.length - 1], int32);
  const weights = reshape(cast(given, wide.dtype), concat([shape(given), behind], 0));
  const sums = sumOfRows(multiply(wide, weights), rows);
  if (combiner === 'sum') return cast(sums, embeddings.dtype);
  const total = combiner === 'mean' ? sumOfRows(weights, rows) : sqrt(sumOfRows(square(weights), rows));
  return cast(div_no_nan(sums, total), embeddings.dtype);
}

interface LookupKeywords {
  combiner?: Combiner | null;
  max_norm?: TensorLike | null;
  name?: string | null;
  allow_fast_lookup?: boolean;
}
type Table = TensorLike | readonly TensorLike[];
/**
 * Mirrors `tf.nn.embedding_lookup_sparse`: for each row of `sp_ids` the mean of the rows of `params` that it names.
 * @param sp_weights of the same places as the ids, or null: all weigh 1
 * @param combiner `'sqrtn'` divides by the root of the sum of the squared weights; `'mean'` if not given
 * @throws {@link ValueError} for another combiner, {@link TypeError} for ids or weights that are not sparse
 */
export function embedding_lookup_sparse(
  ...args: Args<
    [params: Table, sp_ids: SparseTensor, sp_weights: SparseTensor | null],
    [combiner: Combiner | null, max_norm: TensorLike | null, name: string | null, allow_fast_lookup: boolean],
    LookupKeywords,
    ['params', 'sp_ids', 'sp_weights']
  >
): Tensor {
  const names = [
    'params',
    'sp_ids',
    'sp_weights',
    'combiner',
    'max_norm',
    'name',
    'allow_fast_lookup',
  ] as const;
  type All = LookupKeywords & { params: Table; sp_ids: SparseTensor; sp_weights: SparseTensor | null };
  const given = bindArguments<All>('embedding_lookup_sparse_v2', names, args, { required: 3 });
  return lookUp(tablesOf(given.params!), {
    sp_ids: given.sp_ids!,
    sp_weights: given.sp_weights ?? null,
    combiner: given.combiner ?? 'mean',
    max_norm: given.max_norm ?? null,
    allow_fast_lookup: given.allow_fast_lookup ?? false,
  });
}

/** Without what has no row: ids below 0, and where weights are divided by, weights that are not above 0. */
function pruned({ sp_ids, sp_weights, combiner }: SparseLookup): [SparseTensor, SparseTensor | null] {
  const named = greater_equal(sp_ids.values, zeros_like(sp_ids.values));
  if (sp_weights === null) return [retain(sp_ids, named), null];
  const heavy = greater(sp_weights.values, zeros_like(sp_weights.values));
  const kept = combiner === 'sum' ? named : logical_and(named, heavy);
  return [retain(sp_ids, kept), retain(sp_weights, kept)];
}

/** The safe lookup in tables, with TF's options. */
export function lookUpSafely(
  tables: readonly TensorLike[],
  given: SparseLookup & { readonly default_id: TensorLike | null },
  lookup = byRanges,
): Tensor {
  const { sp_ids: ids, sp_weights: weights, default_id } = given;
  const sizes = ids.dense_shape;
  const outer = getitem(sizes, [':-1']);
  const matrix = reshaped(ids, packed([reduce_prod(outer, 0), getitem(sizes, [-1])], 0));
  const beside =
    weights === null ? null : new SparseTensor(matrix.indices, weights.values, matrix.dense_shape);
  const [sp_ids, sp_weights] = pruned({ ...given, sp_ids: matrix, sp_weights: beside });
  const [filled, empty] = fill_empty_rows(sp_ids, cast(default_id ?? 0, sp_ids.dtype));
  const filledWeights = sp_weights === null ? null : fill_empty_rows(sp_weights, 1)[0];
  const rows = lookUp(tables, { ...given, sp_ids: filled, sp_weights: filledWeights }, lookup);
  const result = default_id === null ? selectV2(expand_dims(empty, 1), zeros_like(rows), rows) : rows;
  return reshape(result, concat([cast(outer, int32), getitem(shape(result), ['1:'])], 0));
}

interface SafeKeywords {
  sparse_weights?: SparseTensor | null;
  combiner?: Combiner;
  default_id?: TensorLike | null;
  max_norm?: TensorLike | null;
  name?: string | null;
  allow_fast_lookup?: boolean;
}
/**
 * Mirrors `tf.nn.safe_embedding_lookup_sparse`: {@link embedding_lookup_sparse} of ids of any rank, without those below 0,
 * and without weights that are not above 0.
 * @param default_id the row for rows without ids; zeros if not given
 * @throws {@link ValueError} without a table
 */
export function safe_embedding_lookup_sparse(
  ...args: Args<
    [embedding_weights: Table, sparse_ids: SparseTensor],
    [
      sparse_weights: SparseTensor | null,
      combiner: Combiner,
      default_id: TensorLike | null,
      max_norm: TensorLike | null,
      name: string | null,
      allow_fast_lookup: boolean,
    ],
    SafeKeywords,
    ['embedding_weights', 'sparse_ids']
  >
): Tensor {
  const names = [
    'embedding_weights',
    'sparse_ids',
    'sparse_weights',
    'combiner',
    'default_id',
    'max_norm',
    'name',
    'allow_fast_lookup',
  ] as const;
  type All = SafeKeywords & { embedding_weights: Table; sparse_ids: SparseTensor };
  const given = bindArguments<All>('safe_embedding_lookup_sparse_v2', names, args, { required: 2 });
  const weights = given.embedding_weights ?? null;
  if (weights === null || (Array.isArray(weights) && weights.length === 0))
    throw new ValueError(`Missing embedding_weights ${repr(weights)}.`);
  const dtype = given.sparse_weights?.dtype;
  return lookUpSafely(
    tablesOf(weights).map((table) => (dtype === undefined ? table : toTensor(table, dtype))),
    {
      sp_ids: given.sparse_ids!,
      sp_weights: given.sparse_weights ?? null,
      combiner: given.combiner ?? 'mean',
      max_norm: given.max_norm ?? null,
      allow_fast_lookup: given.allow_fast_lookup ?? false,
      default_id: given.default_id ?? null,
    },
  );
}

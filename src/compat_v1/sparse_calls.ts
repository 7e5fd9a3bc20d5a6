/** Functions of sparse tensors with TF1's parameters. */
import { currentContext } from '../context';
import { as_dtype, type DTypeLike, int64 } from '../dtypes';
import { RuntimeError, ValueError } from '../errors';
import { named } from '../python/named';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import * as joining from '../runtime/ops/sparse/concat';
import * as parts from '../runtime/ops/sparse/parts';
import * as reductions from '../runtime/ops/sparse/reduction';
import * as segments from '../runtime/ops/sparse/segment';
import * as unions from '../runtime/ops/sparse/union';
import { is_sparse, type SparseLike, SparseTensor, toSparse } from '../runtime/sparse_tensor';
import { Tensor } from '../runtime/tensor';
import { type ShapeLike, TensorShape } from '../runtime/tensor_shape';
import { bindFormer, type FormerCall, formerCall, type Name } from './former_call';
import { placeholder, placeholder_with_default } from './placeholder';

const addNames = ['a', 'b', 'threshold', 'thresh'] as const;
/** Mirrors `tf.compat.v1.sparse_add`. */
export const sparse_add: FormerCall<
  typeof addNames,
  [a: SparseLike | TensorLike, b: SparseLike | TensorLike],
  [threshold: TensorLike | null, thresh: TensorLike | null],
  SparseTensor | Tensor
> = (...args) => {
  const given = bindFormer('sparse_add', addNames, args, { required: 2, renamed: { thresh: 'threshold' } });
  return unions.add(given.a as SparseLike, given.b as TensorLike, (given.threshold ?? 0) as TensorLike);
};

const concatNames = [
  'axis',
  'sp_inputs',
  'name',
  'expand_nonconcat_dim',
  'concat_dim',
  'expand_nonconcat_dims',
] as const;
/** Mirrors `tf.compat.v1.sparse_concat`. */
export const sparse_concat: FormerCall<
  typeof concatNames,
  [axis: number | bigint | null, sp_inputs: readonly SparseLike[]],
  [name: Name, expand_nonconcat_dim: boolean, concat_dim: number | null, expand_nonconcat_dims: boolean],
  SparseTensor
> = (...args) => {
  const renamed = { concat_dim: 'axis', expand_nonconcat_dim: 'expand_nonconcat_dims' };
  const given = bindFormer('sparse_concat', concatNames, args, { required: 2, renamed });
  return joining.concat(given.axis as number, given.sp_inputs as SparseLike[], {
    expand_nonconcat_dims: Boolean(given.expand_nonconcat_dims),
    name: given.name as Name,
  });
};

const reduceNames = ['sp_input', 'axis', 'keepdims', 'reduction_axes', 'keep_dims'] as const;
type Reduce<R> = FormerCall<
  typeof reduceNames,
  [sp_input: SparseTensor],
  [
    axis: TensorLike | null,
    keepdims: boolean | null,
    reduction_axes: TensorLike | null,
    keep_dims: boolean | null,
  ],
  R
>;
function reduceCall(name: string, now: typeof reductions.reduce_sum, output_is_sparse: boolean): never {
  const renamed = { reduction_axes: 'axis', keep_dims: 'keepdims' };
  return formerCall(
    name,
    reduceNames,
    (sp_input: SparseTensor, given: object) => now(sp_input, { ...given, output_is_sparse }),
    { renamed },
  ) as never;
}
/** Mirrors `tf.compat.v1.sparse_reduce_sum`. */
export const sparse_reduce_sum: Reduce<Tensor> = reduceCall(
  'sparse_reduce_sum',
  reductions.reduce_sum,
  false,
);
/** Mirrors `tf.compat.v1.sparse_reduce_sum_sparse`. */
export const sparse_reduce_sum_sparse: Reduce<SparseTensor> = reduceCall(
  'sparse_reduce_sum_sparse',
  reductions.reduce_sum,
  true,
);
/** Mirrors `tf.compat.v1.sparse_reduce_max`. */
export const sparse_reduce_max: Reduce<Tensor> = reduceCall(
  'sparse_reduce_max',
  reductions.reduce_max,
  false,
);
/** Mirrors `tf.compat.v1.sparse_reduce_max_sparse`. */
export const sparse_reduce_max_sparse: Reduce<SparseTensor> = reduceCall(
  'sparse_reduce_max_sparse',
  reductions.reduce_max,
  true,
);

const splitNames = ['keyword_required', 'sp_input', 'num_split', 'axis', 'name', 'split_dim'] as const;
interface SplitKeywords {
  sp_input?: SparseLike;
  num_split?: number;
  axis?: TensorLike | null;
  name?: Name;
  split_dim?: TensorLike | null;
}
/** Mirrors `tf.compat.v1.sparse_split`. @throws {@link ValueError} unless its arguments are named, `axis` by this name */
export function sparse_split(keywords: SplitKeywords): SparseTensor[] {
  const given = bindFormer('sparse_split', splitNames, [keywords], { required: 0 }) as SplitKeywords;
  if ('keyword_required' in given) throw new ValueError('Keyword arguments are required for this function.');
  const { split_dim = null, ...rest } = given;
  if ((rest.axis ?? null) !== null && split_dim !== null)
    throw new ValueError("Cannot specify both 'split_dim' and 'axis'.");
  return parts.split(rest);
}

const segmentNames = ['data', 'indices', 'segment_ids', 'name', 'num_segments', 'sparse_gradient'] as const;
type Segment = FormerCall<
  typeof segmentNames,
  [data: TensorLike, indices: TensorLike, segment_ids: TensorLike],
  [name: Name, num_segments: TensorLike | null, sparse_gradient: boolean]
>;
function segmentCall(name: string, now: typeof segments.segment_sum): Segment {
  return formerCall(name, segmentNames, now, { required: 3 });
}
/** Mirrors `tf.compat.v1.sparse_segment_sum`. */
export const sparse_segment_sum = segmentCall('sparse_segment_sum', segments.segment_sum);
/** Mirrors `tf.compat.v1.sparse_segment_mean`. */
export const sparse_segment_mean = segmentCall('sparse_segment_mean', segments.segment_mean);
/** Mirrors `tf.compat.v1.sparse_segment_sqrt_n`. */
export const sparse_segment_sqrt_n = segmentCall('sparse_segment_sqrt_n', segments.segment_sqrt_n);

/** The shape that is fed, which has a default where the rank is known, and what is known of it. */
function fedShape(shape: ShapeLike | Tensor | null, name: string | null): [Tensor, TensorShape] {
  if (shape === null) return [placeholder(int64, { shape: [null], name }), new TensorShape(null)];
  if (shape instanceof Tensor)
    return [placeholder_with_default(shape, shape.shape, { name }), new TensorShape(null)];
  const sizes = Array.from(shape as readonly (number | null)[], (size) => (size === -1 ? null : size));
  const known = toTensor(
    sizes.map((size) => size ?? -1),
    int64,
  );
  return [placeholder_with_default(known, [sizes.length], { name }), new TensorShape(sizes)];
}

/**
 * Mirrors `tf.compat.v1.sparse_placeholder`: a sparse tensor that `feed_dict` gives, as a `SparseTensorValue` or a tuple.
 * @param shape of the whole, in which -1 and null are unknown sizes
 * @throws {@link RuntimeError} in eager execution
 */
export const sparse_placeholder = named(
  'sparse_placeholder',
  ['dtype'],
  ['shape', 'name'],
  (dtype: DTypeLike, shape: ShapeLike | Tensor | null = null, name: string | null = null): SparseTensor => {
    if (!currentContext().builder)
      throw new RuntimeError('`sparse_placeholder` is not compatible with eager execution.');
    const part = (of: string): string | null => (name === null ? null : `${name}/${of}`);
    const [dense_shape, known] = fedShape(shape, part('shape'));
    const rank = dense_shape.shape[0] ?? null;
    const values = placeholder(as_dtype(dtype), { shape: [null], name: part('values') });
    const indices = placeholder(int64, { shape: [null, rank], name: part('indices') });
    const made = new SparseTensor(indices, values, dense_shape);
    made.set_shape(known);
    return made;
  },
);

/**
 * Mirrors `tf.compat.v1.convert_to_tensor_or_sparse_tensor`.
 * @throws {@link RuntimeError} for a sparse tensor of another dtype
 */
export const convert_to_tensor_or_sparse_tensor = named(
  'convert_to_tensor_or_sparse_tensor',
  ['value'],
  ['dtype', 'name'],
  (
    value: TensorLike | SparseLike,
    dtype: DTypeLike | null = null,
    _name: string | null = null,
  ): Tensor | SparseTensor => {
    const wanted = dtype === null ? undefined : as_dtype(dtype);
    if (!is_sparse(value)) return toTensor(value, wanted);
    const sparse = toSparse(value);
    if (wanted !== undefined && wanted !== sparse.dtype)
      throw new RuntimeError(
        `Sparse dtype mismatch. Requested: ${wanted.name},  Actual: ${sparse.dtype.name}`,
        { fields: { expected: wanted.name, actual: sparse.dtype.name } },
      );
    return sparse;
  },
);

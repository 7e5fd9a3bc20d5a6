/** `tf1.reduce_sum` and its like, with TF1's parameters. */
import type { DTypeLike } from '../dtypes';
import type { Axis } from '../runtime/axis_argument';
import type { TensorLike } from '../runtime/convert_types';
import * as now from '../runtime/ops/arg_reduction';
import { count_nonzero as countNonzero } from '../runtime/ops/counting';
import { norm as normOf } from '../runtime/ops/norm';
import type { ReduceArgs } from '../runtime/ops/reduction';
import * as reduction from '../runtime/ops/reduction';
import * as statistics from '../runtime/ops/statistics';
import type { Tensor } from '../runtime/tensor';
import { type FormerCall, formerCall, type Name } from './former_call';

const names = ['input_tensor', 'axis', 'keepdims', 'name', 'reduction_indices', 'keep_dims'] as const;
/** Arguments of a reduction in TF1; `reduction_indices` is `axis`, `keep_dims` is `keepdims`. */
export type FormerReduction = FormerCall<
  typeof names,
  [input_tensor: TensorLike],
  [axis: Axis, keepdims: boolean | null, name: Name, reduction_indices: Axis, keep_dims: boolean | null]
>;

function reduce(name: string, target: (...args: ReduceArgs) => Tensor): FormerReduction {
  const renamed = { reduction_indices: 'axis', keep_dims: 'keepdims' };
  return formerCall(name, names, target, { renamed });
}

/** Mirrors `tf.compat.v1.reduce_sum`. */
export const reduce_sum = reduce('reduce_sum', reduction.reduce_sum);
/** Mirrors `tf.compat.v1.reduce_prod`. */
export const reduce_prod = reduce('reduce_prod', reduction.reduce_prod);
/** Mirrors `tf.compat.v1.reduce_max`. */
export const reduce_max = reduce('reduce_max', reduction.reduce_max);
/** Mirrors `tf.compat.v1.reduce_min`. */
export const reduce_min = reduce('reduce_min', reduction.reduce_min);
/** Mirrors `tf.compat.v1.reduce_all`. */
export const reduce_all = reduce('reduce_all', reduction.reduce_all);
/** Mirrors `tf.compat.v1.reduce_any`. */
export const reduce_any = reduce('reduce_any', reduction.reduce_any);
/** Mirrors `tf.compat.v1.reduce_mean`. */
export const reduce_mean = reduce('reduce_mean', statistics.reduce_mean);
/** Mirrors `tf.compat.v1.reduce_logsumexp`. */
export const reduce_logsumexp = reduce('reduce_logsumexp', statistics.reduce_logsumexp);

const argNames = ['input', 'axis', 'name', 'dimension', 'output_type'] as const;
type FormerArg = FormerCall<
  typeof argNames,
  [input: TensorLike],
  [axis: TensorLike | null, name: Name, dimension: TensorLike | null, output_type: DTypeLike]
>;
function arg(name: string, target: typeof now.argmax): FormerArg {
  return formerCall(name, argNames, target, {
    renamed: { dimension: 'axis' },
  });
}
/** Mirrors `tf.compat.v1.argmax`. */
export const argmax = arg('argmax', now.argmax);
/** Mirrors `tf.compat.v1.argmin`. */
export const argmin = arg('argmin', now.argmin);

const dimensionNames = ['input', 'dimension', 'output_type', 'name'] as const;
type ArgDimension = FormerCall<
  typeof dimensionNames,
  [input: TensorLike, dimension: TensorLike],
  [output_type: DTypeLike, name: Name]
>;
function byDimension(name: string, target: typeof now.argmax): ArgDimension {
  return formerCall(name, dimensionNames, target, {
    required: 2,
    renamed: { dimension: 'axis' },
    deprecated: [
      `${name} (from tensorflow.python.ops.gen_math_ops)`,
      `Use \`tf.math.${name.replace('_', '')}\` instead`,
    ],
  });
}
/** Mirrors `tf.compat.v1.arg_max`. */
export const arg_max = byDimension('arg_max', now.argmax);
/** Mirrors `tf.compat.v1.arg_min`. */
export const arg_min = byDimension('arg_min', now.argmin);

const countNames = [
  'input_tensor',
  'axis',
  'keepdims',
  'dtype',
  'name',
  'reduction_indices',
  'keep_dims',
  'input',
] as const;
/** Mirrors `tf.compat.v1.count_nonzero`. */
export const count_nonzero: FormerCall<
  typeof countNames,
  [],
  [
    input_tensor: TensorLike,
    axis: Axis,
    keepdims: boolean | null,
    dtype: DTypeLike,
    name: Name,
    reduction_indices: Axis,
    keep_dims: boolean | null,
    input: TensorLike,
  ]
> = formerCall('count_nonzero', countNames, countNonzero, {
  renamed: { input_tensor: 'input', reduction_indices: 'axis', keep_dims: 'keepdims' },
});

const normNames = ['tensor', 'ord', 'axis', 'keepdims', 'name', 'keep_dims'] as const;
/** Mirrors `tf.compat.v1.norm`. */
export const norm: FormerCall<
  typeof normNames,
  [tensor: TensorLike],
  [ord: string | number, axis: Axis, keepdims: boolean | null, name: Name, keep_dims: boolean | null]
> = formerCall('norm', normNames, normOf, {
  renamed: { keep_dims: 'keepdims' },
});

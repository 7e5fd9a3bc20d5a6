/** Functions of shapes and places, with TF1's parameters: `tf1.expand_dims(x, dim=0)`, `tf1.squeeze(x, squeeze_dims=[1])`. */

import { currentContext, enterContext } from '../context';
import { as_dtype, bool, type DTypeLike } from '../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../errors';
import { warnDeprecated } from '../logging';
import type { Axis } from '../runtime/axis_argument';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { dispatched, dispatchFor } from '../runtime/dispatched';
import { isBuilding } from '../runtime/graph/host_call';
import type { OpRecord } from '../runtime/op';
import { strictly } from '../runtime/operands';
import * as arrays from '../runtime/ops/array';
import * as blocks from '../runtime/ops/blocks';
import * as creation from '../runtime/ops/creation';
import { fill } from '../runtime/ops/fill';
import * as gathering from '../runtime/ops/gather';
import { concat } from '../runtime/ops/joining';
import { transpose as transposeNow } from '../runtime/ops/movement';
import { pad as padNow } from '../runtime/ops/padding';
import { boolean_mask as booleanMask } from '../runtime/ops/partition';
import { where as whereNow } from '../runtime/ops/select';
import { reverse_sequence as reverseSequence } from '../runtime/ops/sequences';
import * as shapes from '../runtime/ops/shapes';
import type { RaggedTensor } from '../runtime/ragged/ragged_tensor';
import { isRagged } from '../runtime/ragged/rows';
import { type ShapeArgument, shapeTensor } from '../runtime/shape_argument';
import type { Tensor } from '../runtime/tensor';
import {
  as_shape,
  elementCount,
  type ShapeLike,
  sameDims,
  shapeText,
  type TensorShape,
} from '../runtime/tensor_shape';
import { bindFormer, type FormerCall, formerCall, type Name } from './former_call';

const expandNames = ['input', 'axis', 'name', 'dim'] as const;
/** Mirrors `tf.compat.v1.expand_dims`. */
export const expand_dims: FormerCall<
  typeof expandNames,
  [input: TensorLike],
  [axis: TensorLike | null, name: Name, dim: TensorLike | null]
> = (...args) => {
  const given = bindFormer('expand_dims', expandNames, args, {
    renamed: { dim: 'axis' },
  });
  if ((given.axis ?? null) === null)
    throw new ValueError('Must specify an axis argument to tf.expand_dims()');
  return shapes.expand_dims(given.input as TensorLike, given.axis as TensorLike, {
    name: given.name as Name,
  });
};

const squeezeNames = ['input', 'axis', 'name', 'squeeze_dims'] as const;
/** Mirrors `tf.compat.v1.squeeze`. */
export const squeeze: FormerCall<
  typeof squeezeNames,
  [input: TensorLike],
  [axis: Axis, name: Name, squeeze_dims: Axis]
> = formerCall('squeeze', squeezeNames, shapes.squeeze, {
  renamed: { squeeze_dims: 'axis' },
});

const outTypeNames = ['input', 'name', 'out_type'] as const;
type OutType = FormerCall<typeof outTypeNames, [input: TensorLike], [name: Name, out_type: DTypeLike]>;
/** Mirrors `tf.compat.v1.shape`. */
export const shape: OutType = formerCall('shape', outTypeNames, arrays.shape);
/** Mirrors `tf.compat.v1.size`. */
export const size: OutType = formerCall('size', outTypeNames, shapes.size);

const transposeNames = ['a', 'perm', 'name', 'conjugate'] as const;
/** Mirrors `tf.compat.v1.transpose`. */
export const transpose: FormerCall<
  typeof transposeNames,
  [a: TensorLike],
  [perm: TensorLike | null, name: Name, conjugate: boolean]
> = formerCall('transpose', transposeNames, transposeNow);

const gatherNames = ['params', 'indices', 'validate_indices', 'name', 'axis', 'batch_dims'] as const;
/** Mirrors `tf.compat.v1.gather`. */
export const gather: FormerCall<
  typeof gatherNames,
  [params: TensorLike, indices: TensorLike],
  [validate_indices: boolean | null, name: Name, axis: TensorLike | null, batch_dims: number]
> = formerCall('gather', gatherNames, gathering.gather, {
  required: 2,
  ignored: ['validate_indices'],
});

const gatherNdNames = ['params', 'indices', 'name', 'batch_dims'] as const;
/** Mirrors `tf.compat.v1.gather_nd`. */
export const gather_nd: FormerCall<
  typeof gatherNdNames,
  [params: TensorLike, indices: TensorLike],
  [name: Name, batch_dims: number]
> = formerCall('gather_nd', gatherNdNames, gathering.gather_nd, { required: 2 });

/** Mirrors `tf.compat.v1.batch_gather`: `gather` in each of the batches that all but the last axis of `indices` count. */
export const batch_gather = dispatched(
  'batch_gather',
  ['params', 'indices'],
  ['name'],
  (params: TensorLike, indices: TensorLike, name: Name = null): Tensor => {
    warnDeprecated(
      'batch_gather (from tensorflow.python.ops.array_ops)',
      'batch_gather',
      '`tf.batch_gather` is deprecated, please use `tf.gather` with `batch_dims=tf.rank(indices) - 1` instead.',
      'after 2017-10-25',
    );
    const places = shapeTensor(indices as ShapeArgument);
    const rank = places.dims.length;
    return gathering.gather(params, places, { axis: rank - 1, batch_dims: rank - 1, name });
  },
);

dispatchFor(batch_gather, isRagged, ([params, indices]) =>
  gathering.gather(params as RaggedTensor, indices as RaggedTensor, null, null, -1),
);

const maskNames = ['tensor', 'mask', 'name', 'axis'] as const;
/** Mirrors `tf.compat.v1.boolean_mask`. */
export const boolean_mask: FormerCall<
  typeof maskNames,
  [tensor: TensorLike, mask: TensorLike],
  [name: Name, axis: number | null]
> = formerCall('boolean_mask', maskNames, booleanMask, { required: 2 });

const padNames = ['tensor', 'paddings', 'mode', 'name', 'constant_values'] as const;
/** Mirrors `tf.compat.v1.pad`. */
export const pad: FormerCall<
  typeof padNames,
  [tensor: TensorLike, paddings: TensorLike],
  [mode: string, name: Name, constant_values: TensorLike]
> = formerCall('pad', padNames, padNow, { required: 2 });

const likeNames = ['tensor', 'dtype', 'name', 'optimize'] as const;
type Like = FormerCall<
  typeof likeNames,
  [tensor: TensorLike],
  [dtype: DTypeLike | null, name: Name, optimize: boolean]
>;
const likeOptions = { renamed: { tensor: 'input' }, ignored: ['optimize'] };
/** Mirrors `tf.compat.v1.zeros_like`. */
export const zeros_like: Like = formerCall('zeros_like', likeNames, creation.zeros_like, likeOptions);
/** Mirrors `tf.compat.v1.ones_like`. */
export const ones_like: Like = formerCall('ones_like', likeNames, creation.ones_like, likeOptions);

const sequenceNames = [
  'input',
  'seq_lengths',
  'seq_axis',
  'batch_axis',
  'name',
  'seq_dim',
  'batch_dim',
] as const;
/** Mirrors `tf.compat.v1.reverse_sequence`. */
export const reverse_sequence: FormerCall<
  typeof sequenceNames,
  [input: TensorLike, seq_lengths: TensorLike],
  [seq_axis: number | null, batch_axis: number | null, name: Name, seq_dim: number, batch_dim: number]
> = formerCall('reverse_sequence', sequenceNames, reverseSequence, {
  required: 2,
  renamed: { seq_dim: 'seq_axis', batch_dim: 'batch_axis' },
});

const depthNames = ['input', 'block_size', 'name', 'data_format'] as const;
type Depth = FormerCall<
  typeof depthNames,
  [input: TensorLike, block_size: number],
  [name: Name, data_format: string]
>;
/** Mirrors `tf.compat.v1.space_to_depth`. */
export const space_to_depth: Depth = formerCall('space_to_depth', depthNames, blocks.space_to_depth, {
  required: 2,
});
/** Mirrors `tf.compat.v1.depth_to_space`. */
export const depth_to_space: Depth = formerCall('depth_to_space', depthNames, blocks.depth_to_space, {
  required: 2,
});

const blockNames = (edges: string) => ['input', edges, 'block_size', 'name', 'block_shape'];
/** One size for both axes of images, or one for each axis. */
function blockShape(given: Record<string, unknown>): TensorLike {
  if ((given.block_shape ?? null) !== null) return given.block_shape as TensorLike;
  return [given.block_size as number, given.block_size as number];
}
type Block<Edges extends string> = FormerCall<
  readonly ['input', Edges, 'block_size', 'name', 'block_shape'],
  [input: TensorLike, edges: TensorLike],
  [block_size: number | null, name: Name, block_shape: TensorLike]
>;
/** Mirrors `tf.compat.v1.space_to_batch`. */
export const space_to_batch: Block<'paddings'> = (...args) => {
  const given = bindFormer('space_to_batch', blockNames('paddings'), args, { required: 2 });
  const { input, paddings, name } = given as { input: TensorLike; paddings: TensorLike; name?: Name };
  return blocks.space_to_batch_nd(input, blockShape(given), paddings, { name: name ?? null });
};
/** Mirrors `tf.compat.v1.batch_to_space`. */
export const batch_to_space: Block<'crops'> = (...args) => {
  const given = bindFormer('batch_to_space', blockNames('crops'), args, { required: 2 });
  const { input, crops, name } = given as { input: TensorLike; crops: TensorLike; name?: Name };
  return blocks.batch_to_space(input, blockShape(given), crops, { name: name ?? null });
};

const constantNames = ['value', 'dtype', 'shape', 'name', 'verify_shape'] as const;
/**
 * Mirrors `tf.compat.v1.constant`: fewer values than `shape` has places are filled up with the last one.
 * @throws {@link TypeError} with `verify_shape` for values of another shape, {@link ValueError} for too many
 */
export const constant: FormerCall<
  typeof constantNames,
  [value: TensorLike],
  [dtype: DTypeLike | null, shape: ShapeLike, name: Name, verify_shape: boolean]
> = (...args) => {
  const given = bindFormer('constant', constantNames, args);
  const { value, dtype = null, name = null } = given as { value: TensorLike; dtype?: DTypeLike; name?: Name };
  const wanted = (given.shape ?? null) === null ? null : as_shape(given.shape as ShapeLike).as_list();
  if (currentContext().builder)
    return creation.constant(filledUp(value, dtype, wanted, given.verify_shape === true), { name });
  return creation.constant(value, dtype, wanted, { name });
};

/** What a graph's constant holds: without `verify_shape` the last value is repeated where there are too few. */
function filledUp(
  value: TensorLike,
  dtype: DTypeLike | null,
  wanted: readonly (number | null)[] | null,
  verify: boolean,
): TensorLike {
  const leave = enterContext({ builder: null, recorder: null });
  try {
    const given = toTensor(value, dtype === null ? undefined : as_dtype(dtype));
    if (wanted === null) return given;
    const dims = wanted.map((size) => size!);
    if (sameDims(given.dims, dims)) return given;
    if (verify)
      throw new TypeError(`Expected Tensor's shape: ${shapeText(dims)}, but got ${shapeText(given.dims)}.`, {
        fields: { expected: dims, actual: given.dims },
      });
    const [count, present] = [elementCount(dims), elementCount(given.dims)];
    if (present > count)
      throw new ValueError(`Too many elements provided. Takes at most ${count}, but got ${present}.`, {
        fields: { expected: count, actual: present },
      });
    const flat = arrays.reshape(given, [-1]);
    const last = fill([count - present], flat.getitem(-1));
    return arrays.reshape(concat([flat, last], 0), dims);
  } finally {
    leave();
  }
}

const convertNames = ['value', 'dtype', 'name', 'preferred_dtype', 'dtype_hint'] as const;
/** Mirrors `tf.compat.v1.convert_to_tensor`. */
export const convert_to_tensor: FormerCall<
  typeof convertNames,
  [value: TensorLike],
  [dtype: DTypeLike | null, name: Name, preferred_dtype: DTypeLike | null, dtype_hint: DTypeLike | null]
> = formerCall('convert_to_tensor', convertNames, creation.convert_to_tensor, {
  renamed: { preferred_dtype: 'dtype_hint' },
});

/**
 * Mirrors `tf.compat.v1.where`: as `tf.where`, but `x` and `y` are of one shape, and a `condition` that is a vector chooses rows.
 * @throws {@link ValueError} if one of `x` and `y` is missing, {@link InvalidArgumentError} for shapes that differ
 */
export const where = ((...args: readonly unknown[]) => {
  const given = bindFormer('where', ['condition', 'x', 'y', 'name'], args);
  const { condition, x = null, y = null, name = null } = given as Record<string, TensorLike | null>;
  const keywords = { name: name as Name };
  if (x === null || y === null) return whereNow(condition!, x, y, keywords);
  const [a, b] = strictly(x, y, { type: 'Select' } as OpRecord);
  const test = toTensor(condition!, bool);
  checkSelected(test, a, b);
  const rank = a.shape.rank;
  const perRow = test.dims?.length === 1 && rank !== null && rank > 1;
  return whereNow(
    perRow ? arrays.reshape(test, [-1, ...new Array(rank! - 1).fill(1)]) : test,
    a,
    b,
    keywords,
  );
}) as typeof whereNow;

/** @throws {@link InvalidArgumentError} for shapes that do not fit, while a graph is built {@link ValueError}, with TF's texts */
function checkSelected(test: Tensor, x: Tensor, y: Tensor): void {
  const [c, a, b] = [test.shape, x.shape, y.shape];
  if (c.rank === null || a.rank === null || b.rank === null) return;
  if (!a.is_compatible_with(b)) throw differing(a, b, test.dims.length === 1 ? [1, 2] : [0, 2], a, b);
  if (c.rank === 0 || c.is_compatible_with(a)) return;
  const [n, rows] = [test.dims[0] as number | null, x.dims[0] as number | null];
  if (c.rank > 1 || a.rank === 0) throw differing(a, c, [0, 1], c, a);
  if (n === null || rows === null || n === rows) return;
  if (isBuilding()) throw differing(as_shape([n]), as_shape([rows]), [0, 1], c, a);
  throw new InvalidArgumentError(
    `Number of batches of 'then' must match size of 'cond', but saw: ${rows} vs. ${n}`,
    { fields: { expected: rows, actual: n } },
  );
}

function differing(
  a: TensorShape,
  b: TensorShape,
  [i, j]: readonly [number, number],
  first: TensorShape,
  second: TensorShape,
): Error {
  const bracket = (shape: TensorShape): string =>
    `[${shape
      .as_list()
      .map((n) => n ?? '?')
      .join(',')}]`;
  const fields = { expected: first.toString(), actual: second.toString() };
  if (!isBuilding())
    return new InvalidArgumentError(
      `Inputs to operation Select of type Select must have the same size and shape.  Input ${i}: ${bracket(first)} != ` +
        `input ${j}: ${bracket(second)}`,
      { fields },
    );
  if (a.rank !== b.rank)
    return new ValueError(`Shapes must be equal rank, but are ${a.rank} and ${b.rank}`, { fields });
  const d = a.as_list().findIndex((n, k) => n !== b.as_list()[k] && n !== null && b.as_list()[k] !== null);
  return new ValueError(
    `Dimension ${d} in both shapes must be equal, but are ${a.as_list()[d]} and ${b.as_list()[d]}. Shapes are ` +
      `${bracket(a)} and ${bracket(b)}.`,
    { fields },
  );
}

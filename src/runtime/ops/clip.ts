/** Keeping values within bounds: by value, by norm, and by a cast that saturates. */

import {
  as_dtype,
  bool,
  complex64,
  complex128,
  type DType,
  type DTypeLike,
  float32,
  string,
} from '../../dtypes';
import { TypeError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { type Keyworded, named, positional, rescued } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { nodeName } from '../dispatch';
import { dispatched } from '../dispatched';
import { IndexedSlices } from '../indexed_slices';
import { checkKernel } from '../kernel_types';
import { inOwnScope } from '../name_scope';
import { checkAllowed, type OpName } from '../op';
import type { RaggedTensor } from '../ragged/ragged_tensor';
import type { Tensor } from '../tensor';
import { floats } from '../type_groups';
import { limitsOf } from '../type_limits';
import { add_n } from './aggregate';
import { add, multiply, realdiv, subtract } from './arithmetic';
import { identity } from './array';
import { cast } from './cast';
import { greater } from './comparison';
import { complex, imag, real } from './complex_parts';
import { ones_like } from './creation';
import { maximum, minimum } from './extremes';
import { sum } from './fill';
import { sqrt } from './power';
import { type Axis, reduce_sum } from './reduction';
import { selectV2 } from './select';

type Clippable = TensorLike | IndexedSlices;

function valuesOf(t: Clippable): Tensor {
  return toTensor(t instanceof IndexedSlices ? t.values : t);
}

/** What was computed from the values of `t` in the form that `t` has. */
function like(t: Clippable, values: Tensor): Tensor | IndexedSlices {
  return t instanceof IndexedSlices ? new IndexedSlices(values, t.indices, t.dense_shape) : values;
}

/** @throws {@link ValueError} if the bounds have broadcast the values to another shape */
function checkShape(values: Tensor, result: Tensor): void {
  values.shape.assert_is_compatible_with(result.shape);
}

const clipNames = ['t', 'clip_value_min', 'clip_value_max', 'name'] as const;
interface ClipByValue {
  (t: RaggedTensor, clip_value_min: TensorLike, clip_value_max: TensorLike, name?: OpName): RaggedTensor;
  (t: TensorLike, clip_value_min: TensorLike, clip_value_max: TensorLike, name?: OpName): Tensor;
  (t: IndexedSlices, clip_value_min: TensorLike, clip_value_max: TensorLike, name?: OpName): IndexedSlices;
  <T extends TensorLike | IndexedSlices>(
    ...args: Keyworded<[t: T, least: TensorLike, most: TensorLike, name?: OpName], typeof clipNames>
  ): T extends IndexedSlices ? IndexedSlices : Tensor;
}
/**
 * Mirrors `tf.clip_by_value`: every element at least `clip_value_min` and at most `clip_value_max`.
 * @throws {@link ValueError} if the bounds would broadcast the result to a larger shape
 */
export const clip_by_value = rescued(function clip_by_value(
  ...args: readonly unknown[]
): Tensor | IndexedSlices {
  type Given = [t: Clippable, least: TensorLike, most: TensorLike, name?: OpName];
  const [t, least, most, name] = positional<Given>('clip_by_value', clipNames, 3, args);
  const values = valuesOf(t);
  const clipped = (scope: OpName): Tensor => {
    const below = minimum(values, most);
    checkShape(values, below);
    return maximum(below, least, scope);
  };
  const within = inOwnScope('clip_by_value', clipped, nodeName(name));
  checkShape(values, within);
  return like(t, within);
}) as ClipByValue;

interface ClipByNormKeywords {
  axes?: Axis;
  name?: string | null;
}
/**
 * Mirrors `tf.clip_by_norm`: scaled down so that the L2 norm (over `axes`, or of all) is at most `clip_norm`.
 */
export function clip_by_norm(
  ...args: Args<
    [t: TensorLike, clip_norm: TensorLike],
    [axes: Axis, name: string | null],
    ClipByNormKeywords,
    ['t', 'clip_norm']
  >
): Tensor;
export function clip_by_norm(
  ...args: Args<
    [t: IndexedSlices, clip_norm: TensorLike],
    [axes: Axis, name: string | null],
    ClipByNormKeywords,
    ['t', 'clip_norm']
  >
): IndexedSlices;
export function clip_by_norm(...args: unknown[]): Tensor | IndexedSlices {
  const given = bindArguments<ClipByNormKeywords & { t: Clippable; clip_norm: TensorLike }>(
    'clip_by_norm',
    ['t', 'clip_norm', 'axes', 'name'],
    args,
    { required: 2 },
  );
  const { t, clip_norm, axes = null } = given as typeof given & { t: Clippable; clip_norm: TensorLike };
  const values = valuesOf(t);
  const squares = reduce_sum(multiply(values, values), axes, true);
  // The root of what is safe, chosen twice: the gradient of the root at zero is infinite.
  const positive = greater(squares, 0);
  const safe = selectV2(positive, squares, ones_like(squares));
  const norm = selectV2(positive, sqrt(safe), squares);
  const scaled = multiply(values, clip_norm);
  checkShape(values, scaled);
  return like(t, identity(realdiv(scaled, maximum(norm, clip_norm))));
}

function checkSequence(t_list: unknown): asserts t_list is readonly (Clippable | null)[] {
  if (!Array.isArray(t_list))
    throw new TypeError(`\`t_list\` should be a sequence of tensors. Received ${typeof t_list}.`);
}

/** Mirrors `tf.linalg.global_norm`: the L2 norm of all elements of all tensors; `null`s are passed over. */
export const global_norm = named(
  'global_norm',
  ['t_list'],
  ['name'],
  (t_list: readonly (Clippable | null)[], name?: OpName): Tensor => {
    checkSequence(t_list);
    const given = t_list.filter((t) => t !== null);
    const half = (t: Clippable): Tensor => {
      const values = valuesOf(t);
      checkAllowed('L2Loss', values.dtype, floats);
      return multiply(sum(multiply(values, values)), 0.5);
    };
    return inOwnScope('global_norm', () => sqrt(multiply(add_n(given.map(half)), 2)), name);
  },
);

interface ClipByGlobalNormKeywords {
  use_norm?: TensorLike | null;
  name?: string | null;
}
/**
 * Mirrors `tf.clip_by_global_norm`: all tensors scaled down by one factor so that their common L2 norm is at
 * most `clip_norm`; NaN throughout if it is not finite. Gives the list and the norm.
 */
export function clip_by_global_norm<T extends Clippable | null>(
  ...args: Args<
    [t_list: readonly T[], clip_norm: TensorLike],
    [use_norm: TensorLike | null, name: string | null],
    ClipByGlobalNormKeywords,
    ['t_list', 'clip_norm']
  >
): [(T extends null ? null : T extends IndexedSlices ? IndexedSlices : Tensor)[], Tensor];
export function clip_by_global_norm(...args: unknown[]): [(Tensor | IndexedSlices | null)[], Tensor] {
  const given = bindArguments<ClipByGlobalNormKeywords & { t_list: unknown; clip_norm: TensorLike }>(
    'clip_by_global_norm',
    ['t_list', 'clip_norm', 'use_norm', 'name'],
    args,
    { required: 2 },
  );
  const { t_list, clip_norm } = given as typeof given & { clip_norm: TensorLike };
  checkSequence(t_list);
  if (t_list.length === 0) return [[], toTensor(0, float32)];
  const norm =
    given.use_norm === undefined || given.use_norm === null ? global_norm(t_list) : toTensor(given.use_norm);
  const one = ones_like(norm);
  const finiteScale = multiply(clip_norm, minimum(realdiv(one, norm), realdiv(one, clip_norm)));
  // Nothing for a finite norm; NaN for an infinite one.
  const scale = add(finiteScale, subtract(norm, norm));
  const clipped = t_list.map((t) => {
    if (t === null) return null;
    const values = valuesOf(t);
    return like(t, identity(multiply(values, cast(scale, values.dtype))));
  });
  return [clipped, norm];
}

/** `value` with every element within what `target` can hold. */
function saturated(value: Tensor, target: DType): Tensor {
  const limits = limitsOf(value.dtype, target);
  if (limits === null) return value;
  checkKernel('ClipByValue', value.dtype);
  const [least, most] = limits.map((limit) => toTensor(limit, value.dtype)) as [Tensor, Tensor];
  return minimum(maximum(value, least), most);
}

/**
 * Mirrors `tf.saturate_cast`: a cast in which what is out of range becomes the nearest value of the new type.
 */
export const saturate_cast = dispatched(
  'saturate_cast',
  ['value', 'dtype'],
  ['name'],
  (value: TensorLike, dtype: DTypeLike, name?: OpName): Tensor => {
    const target = as_dtype(dtype);
    const x = toTensor(value);
    for (const type of [x.dtype, target])
      if (type === bool || type === string)
        throw new TypeError(`Cannot find minimum value of ${type.__repr__()}.`);
    if (!x.dtype.is_complex) return cast(saturated(x, target.real_dtype), target, name);
    if (!target.is_complex) return cast(saturated(real(x), target), target, name);
    if (x.dtype === complex64 || target === complex128) return cast(x, target, name);
    const part = target.real_dtype;
    return cast(complex(saturated(real(x), part), saturated(imag(x), part)), target, name);
  },
);

/** `tf1.assign`, `tf1.scatter_update` and their like: functions of variables. */

import { warnDeprecated } from '../logging';
import { named } from '../python/named';
import type { BaseVariable } from '../runtime/base_variable';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { IndexedSlices } from '../runtime/indexed_slices';
import { countUpTo } from '../runtime/ops/variable_updates';
import { shapeTensor } from '../runtime/shape_argument';
import type { Tensor } from '../runtime/tensor';
import { bindFormer, type FormerCall, type Name } from './former_call';

type Ref = BaseVariable;
const assignNames = ['ref', 'value', 'validate_shape', 'use_locking', 'name'] as const;
/**
 * Mirrors `tf.compat.v1.assign`: what comes back reads the variable after it. @throws {@link ValueError} for another shape
 */
export const assign: FormerCall<
  typeof assignNames,
  [ref: Ref, value: TensorLike],
  [validate_shape: boolean | null, use_locking: boolean | null, name: Name],
  Ref
> = (...args) => {
  const given = bindFormer('assign', assignNames, args, { required: 2 }) as unknown as RefAndValue;
  return given.ref.assign(given.value, { name: given.name ?? null });
};

interface RefAndValue {
  ref: Ref;
  value: TensorLike;
  name?: Name;
}
const addNames = ['ref', 'value', 'use_locking', 'name'] as const;
type AssignTo = FormerCall<
  typeof addNames,
  [ref: Ref, value: TensorLike],
  [use_locking: boolean | null, name: Name],
  Ref
>;
function assignTo(method: 'assign_add' | 'assign_sub'): AssignTo {
  return (...args) => {
    const given = bindFormer(method, addNames, args, { required: 2 }) as unknown as RefAndValue;
    return given.ref[method](given.value);
  };
}
/** Mirrors `tf.compat.v1.assign_add`. */
export const assign_add = assignTo('assign_add');
/** Mirrors `tf.compat.v1.assign_sub`. */
export const assign_sub = assignTo('assign_sub');

const scatterNames = ['ref', 'indices', 'updates', 'use_locking', 'name'] as const;
type Scatter = FormerCall<
  typeof scatterNames,
  [ref: Ref, indices: TensorLike, updates: TensorLike],
  [use_locking: boolean, name: Name],
  Ref
>;
interface ScatterGiven {
  ref: Ref;
  indices: TensorLike;
  updates: TensorLike;
}
type RowsMethod =
  | `scatter_${'update' | 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max'}`
  | 'batch_scatter_update';
function rows(method: RowsMethod): Scatter {
  return (...args) => {
    const given = bindFormer(method, scatterNames, args, { required: 3 }) as unknown as ScatterGiven;
    const { ref } = given;
    return ref[method](
      new IndexedSlices(toTensor(given.updates, ref.dtype), shapeTensor(given.indices as never)),
    );
  };
}

/** Mirrors `tf.compat.v1.scatter_update`: replaces rows. @throws {@link InvalidArgumentError} for rows that there are not */
export const scatter_update = rows('scatter_update');
/** Mirrors `tf.compat.v1.scatter_add`. */
export const scatter_add = rows('scatter_add');
/** Mirrors `tf.compat.v1.scatter_sub`. */
export const scatter_sub = rows('scatter_sub');
/** Mirrors `tf.compat.v1.scatter_mul`. */
export const scatter_mul = rows('scatter_mul');
/** Mirrors `tf.compat.v1.scatter_div`. */
export const scatter_div = rows('scatter_div');
/** Mirrors `tf.compat.v1.scatter_min`. */
export const scatter_min = rows('scatter_min');
/** Mirrors `tf.compat.v1.scatter_max`. */
export const scatter_max = rows('scatter_max');
/** Mirrors `tf.compat.v1.batch_scatter_update`. */
export const batch_scatter_update = rows('batch_scatter_update');

function tuples(method: `scatter_nd_${'update' | 'add' | 'sub'}`): Scatter {
  return (...args) => {
    const given = bindFormer(method, scatterNames, args, { required: 3 }) as unknown as ScatterGiven;
    return given.ref[method](given.indices, given.updates);
  };
}
/** Mirrors `tf.compat.v1.scatter_nd_update`: replaces what tuples of indices name. */
export const scatter_nd_update = tuples('scatter_nd_update');
/** Mirrors `tf.compat.v1.scatter_nd_add`. */
export const scatter_nd_add = tuples('scatter_nd_add');
/** Mirrors `tf.compat.v1.scatter_nd_sub`. */
export const scatter_nd_sub = tuples('scatter_nd_sub');

/**
 * Mirrors `tf.compat.v1.count_up_to`: the value of an integer variable, which then grows by one.
 * @throws {@link OutOfRangeError} at the limit
 */
export const count_up_to = named(
  'count_up_to',
  ['ref', 'limit'],
  ['name'],
  (ref: Ref, limit: number, name: Name = null): Tensor => {
    warnDeprecated(
      'count_up_to (from tensorflow.python.ops.state_ops)',
      'count_up_to',
      'Prefer Dataset.range instead.',
    );
    return countUpTo(ref, limit, name);
  },
);

/** What TF1 programs do with operations: initialise variables, assign, and ask which have values. */

import { currentContext } from '../context';
import { int32, string } from '../dtypes';
import { named } from '../python/named';
import type { BaseVariable } from '../runtime/base_variable';
import { toTensor } from '../runtime/convert';
import { joined, type NameKeyword, nameOf, no_op } from '../runtime/graph/group';
import type { Operation } from '../runtime/graph/operation';
import { name_scope } from '../runtime/name_scope';
import { stack } from '../runtime/ops/joining';
import { logical_not } from '../runtime/ops/logic';
import { boolean_mask } from '../runtime/ops/partition';
import { Tensor } from '../runtime/tensor';
import { global_variables, local_variables } from './collections';

/** Mirrors `tf.compat.v1.variables_initializer(var_list, name='init')`. */
export const variables_initializer = named(
  'variables_initializer',
  ['var_list'],
  ['name'],
  (var_list: Iterable<BaseVariable>, name: string = 'init'): Operation | null => {
    const { builder } = currentContext();
    if (!builder) return null;
    const initializers = [...var_list].map((v) => v.initializer).filter((op) => op !== null);
    return joined(builder, initializers, name);
  },
);
/** Mirrors `tf.compat.v1.global_variables_initializer`; eagerly variables have their values already. */
export function global_variables_initializer(): Operation | null {
  return variables_initializer(global_variables());
}
/** Mirrors `tf.compat.v1.local_variables_initializer`. */
export function local_variables_initializer(): Operation | null {
  return variables_initializer(local_variables(), 'init');
}
/** Mirrors `tf.compat.v1.initialize_all_variables`: the former name of {@link global_variables_initializer}. */
export function initialize_all_variables(): Operation | null {
  return global_variables_initializer();
}
/** Mirrors `tf.compat.v1.initialize_variables`. */
export const initialize_variables = variables_initializer;
/** Mirrors `tf.compat.v1.initialize_local_variables`. */
export function initialize_local_variables(): Operation | null {
  return local_variables_initializer();
}
/** Mirrors `tf.compat.v1.tables_initializer`: nothing, tables are filled when they are made. */
export function tables_initializer(...args: [name?: string | NameKeyword]): Operation | null {
  return no_op(nameOf('tables_initializer', args, 'init_all_tables'));
}
/** Mirrors `tf.compat.v1.initialize_all_tables`: the former name of {@link tables_initializer}. */
export function initialize_all_tables(...args: [name?: string | NameKeyword]): Operation | null {
  return tables_initializer(...args);
}

/**
 * Mirrors `tf.compat.v1.assert_variables_initialized`: the ranks of the variables, or null for none. As in TF, resource
 * variables have one whether they have a value or not; {@link report_uninitialized_variables} tells.
 * @param var_list by default all global and local variables
 */
export const assert_variables_initialized = named(
  'assert_variables_initialized',
  [],
  ['var_list'],
  (var_list: Iterable<BaseVariable> | null = null): Tensor | null => {
    const list = var_list === null ? [...global_variables(), ...local_variables()] : [...var_list];
    const ranks = list.map((v) => toTensor(v.shape.length, int32));
    return ranks.length > 1 ? stack(ranks) : (ranks[0] ?? null);
  },
);

/** Mirrors `tf.compat.v1.is_variable_initialized`. */
export const is_variable_initialized = named(
  'is_variable_initialized',
  ['variable'],
  [],
  (variable: BaseVariable): Tensor => variable.is_initialized(),
);

/**
 * Mirrors `tf.compat.v1.report_uninitialized_variables(var_list=None)`: names of the variables without a value.
 * @param var_list by default all global and local variables
 */
export const report_uninitialized_variables = named(
  'report_uninitialized_variables',
  [],
  ['var_list', 'name'],
  (
    var_list: Iterable<BaseVariable> | null = null,
    name: string = 'report_uninitialized_variables',
  ): Tensor => {
    const list = var_list === null ? [...global_variables(), ...local_variables()] : [...var_list];
    const encoder = new TextEncoder();
    const texts = (variables: readonly BaseVariable[]): Tensor =>
      new Tensor(
        string,
        [variables.length],
        variables.map((v) => encoder.encode(v._shared_name)),
      );
    if (list.length === 0) return toTensor({ dtype: string, shape: [0], data: [] });
    return name_scope(name, () => {
      const initialized = stack(list.map((v) => v.is_initialized()));
      return boolean_mask(texts(list), logical_not(initialized));
    });
  },
);

/** Switches between TF1 and TF2: with eager execution off, everything goes into the default graph. */

import { type ContextManager, currentContext, enterContext } from '../context';
import { AssertionError, ValueError } from '../errors';
import { warnDeprecated } from '../logging';
import { named } from '../python/named';
import { PyTuple } from '../python/tuple';
import type { ControlInput } from '../runtime/graph/control_dependencies';
import {
  executing_eagerly,
  get_default_graph,
  init_scope,
  inNestedGraph,
  reset_default_graph as resetGraph,
} from '../runtime/graph/init_scope';
import { get_seed as opSeeds, type Seed, set_seed } from '../runtime/random/op_seeds';

let leaveGraph: (() => void) | null = null;

/**
 * Mirrors `tf.compat.v1.disable_eager_execution`: from now on operations are added to the default graph.
 * @throws {@link ValueError} inside a graph or scope
 */
export function disable_eager_execution(): void {
  if (leaveGraph !== null) return;
  const { builder, nameScope } = currentContext();
  if (builder || nameScope !== '')
    throw new ValueError('tf.disable_eager_execution must be called at program startup.');
  leaveGraph = enterContext({ builder: get_default_graph() });
}
/** Mirrors `tf.compat.v1.enable_eager_execution`: the reverse of {@link disable_eager_execution}. */
export const enable_eager_execution = named(
  'enable_eager_execution',
  [],
  ['config', 'device_policy', 'execution_mode'],
  (_config?: unknown, _device_policy?: unknown, _execution_mode?: unknown): void => {
    leaveGraph?.();
    leaveGraph = null;
  },
);
/** Mirrors `tf.compat.v1.disable_v2_behavior`. */
export function disable_v2_behavior(): void {
  disable_eager_execution();
}
/** Mirrors `tf.compat.v1.enable_v2_behavior`. */
export function enable_v2_behavior(): void {
  enable_eager_execution();
}
/**
 * Mirrors `tf.compat.v1.reset_default_graph`: the next default graph is an empty one.
 * @throws {@link AssertionError} inside of another graph
 */
export function reset_default_graph(): void {
  if (inNestedGraph())
    throw new AssertionError(
      'Do not use tf.reset_default_graph() to clear nested graphs. If you need a cleared graph, exit the nesting and ' +
        'create a new graph.',
    );
  const off = leaveGraph !== null;
  enable_eager_execution();
  resetGraph();
  if (off) disable_eager_execution();
}

/** Accepted: all variables are resource variables. */
export function enable_resource_variables(): void {}
/** Accepted, as {@link enable_resource_variables}. */
export function disable_resource_variables(): void {}
/** Mirrors `tf.compat.v1.resource_variables_enabled`. */
export function resource_variables_enabled(): boolean {
  return true;
}
/** Accepted: control flow is that of TF2. */
export function enable_control_flow_v2(): void {}
/** Accepted, as {@link enable_control_flow_v2}. */
export function disable_control_flow_v2(): void {}
/** Mirrors `tf.compat.v1.control_flow_v2_enabled`. */
export function control_flow_v2_enabled(): boolean {
  return true;
}
/** Accepted: shapes are TF2's. */
export function enable_v2_tensorshape(): void {}
/** Accepted, as {@link enable_v2_tensorshape}. */
export function disable_v2_tensorshape(): void {}

/** Mirrors `tf.compat.v1.set_random_seed`: the seed of the default graph, or eagerly of the program. */
export const set_random_seed = named('set_random_seed', ['seed'], [], (seed: Seed): void => {
  if (currentContext().builder) get_default_graph().seed = seed === null ? null : Number(seed);
  else set_seed(seed);
});
/** Mirrors `tf.compat.v1.get_seed`: the pair of seeds that an operation with `op_seed` gets. */
export const get_seed = named(
  'get_seed',
  ['op_seed'],
  [],
  (op_seed: Seed): PyTuple => new PyTuple(opSeeds(op_seed)),
);
/** Mirrors `tf.compat.v1.executing_eagerly_outside_functions`: true unless eager execution is off. */
export function executing_eagerly_outside_functions(): boolean {
  return init_scope(() => executing_eagerly());
}
/** Accepted: tensors compare by identity, and by value with `equal`. */
export function enable_tensor_equality(): void {}
/** Accepted, as {@link enable_tensor_equality}. */
export function disable_tensor_equality(): void {}
/** Mirrors `tf.compat.v1.no_regularizer`: prevents that a scope's regularizer is used. */
export const no_regularizer = named('no_regularizer', ['_'], [], (_: unknown): null => null);
/** Mirrors `tf.compat.v1.colocate_with`: what is made inside says that it is on the device of `op`. */
export const colocate_with = named(
  'colocate_with',
  ['op'],
  ['ignore_existing'],
  (op: ControlInput | null, ignore_existing: boolean = false): ContextManager<void> => {
    warnDeprecated(
      'colocate_with (from tensorflow.python.framework.ops)',
      'colocate_with',
      'Colocations handled automatically by placer.',
    );
    return get_default_graph().colocate_with(op, ignore_existing);
  },
);

/** Switches between TF1 and TF2: with eager execution off, everything goes into the default graph. */
import { currentContext, enterContext } from '../context';
import { ValueError } from '../errors';
import { get_default_graph, reset_default_graph as resetGraph } from '../runtime/graph/init_scope';
import { type Seed, set_seed } from '../runtime/random/op_seeds';

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
export function enable_eager_execution(..._config: unknown[]): void {
  leaveGraph?.();
  leaveGraph = null;
}
/** Mirrors `tf.compat.v1.disable_v2_behavior`. */
export function disable_v2_behavior(): void {
  disable_eager_execution();
}
/** Mirrors `tf.compat.v1.enable_v2_behavior`. */
export function enable_v2_behavior(): void {
  enable_eager_execution();
}
/** Mirrors `tf.compat.v1.reset_default_graph`: the next default graph is an empty one. */
export function reset_default_graph(): void {
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
export function set_random_seed(seed: Seed): void {
  if (currentContext().builder) get_default_graph().seed = seed === null ? null : Number(seed);
  else set_seed(seed);
}

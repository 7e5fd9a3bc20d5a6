/** Collections of the current graph, and the variables in them. */
import { GraphKeys } from '../runtime/graph/collections';
import { get_default_graph } from '../runtime/graph/init_scope';
import type { Variable } from '../runtime/variable';

export { GraphKeys };

/** Mirrors `tf.compat.v1.add_to_collection`. */
export function add_to_collection(name: unknown, value: unknown): void {
  get_default_graph().add_to_collection(name, value);
}
/** Mirrors `tf.compat.v1.add_to_collections`. */
export function add_to_collections(names: unknown, value: unknown): void {
  get_default_graph().add_to_collections(names, value);
}
/** Mirrors `tf.compat.v1.get_collection`: a copy, of those whose names begin with what `scope` matches. */
export function get_collection(key: unknown, scope: string | null = null): unknown[] {
  return get_default_graph().get_collection(key, scope);
}
/** Mirrors `tf.compat.v1.get_collection_ref`: the list itself. */
export function get_collection_ref(key: unknown): unknown[] {
  return get_default_graph().get_collection_ref(key);
}

function variables(key: string, scope: string | null): Variable[] {
  return get_collection(key, scope) as Variable[];
}
/** Mirrors `tf.compat.v1.global_variables`. */
export function global_variables(scope: string | null = null): Variable[] {
  return variables(GraphKeys.GLOBAL_VARIABLES, scope);
}
/** Mirrors `tf.compat.v1.all_variables`: the former name of {@link global_variables}. */
export function all_variables(): Variable[] {
  return global_variables();
}
/** Mirrors `tf.compat.v1.local_variables`. */
export function local_variables(scope: string | null = null): Variable[] {
  return variables(GraphKeys.LOCAL_VARIABLES, scope);
}
/** Mirrors `tf.compat.v1.model_variables`. */
export function model_variables(scope: string | null = null): Variable[] {
  return variables(GraphKeys.MODEL_VARIABLES, scope);
}
/** Mirrors `tf.compat.v1.trainable_variables`. */
export function trainable_variables(scope: string | null = null): Variable[] {
  return variables(GraphKeys.TRAINABLE_VARIABLES, scope);
}
/** Mirrors `tf.compat.v1.moving_average_variables`. */
export function moving_average_variables(scope: string | null = null): Variable[] {
  return variables(GraphKeys.MOVING_AVERAGE_VARIABLES, scope);
}

/** Collections of the current graph, and the variables in them. */
import { named } from '../python/named';
import { GraphKeys } from '../runtime/graph/collections';
import { get_default_graph } from '../runtime/graph/init_scope';
import type { Variable } from '../runtime/variable';

export { GraphKeys };

/** Mirrors `tf.compat.v1.add_to_collection`. */
export const add_to_collection = named(
  'add_to_collection',
  ['name', 'value'],
  [],
  (name: unknown, value: unknown): void => get_default_graph().add_to_collection(name, value),
  ['value'],
);
/** Mirrors `tf.compat.v1.add_to_collections`. */
export const add_to_collections = named(
  'add_to_collections',
  ['names', 'value'],
  [],
  (names: unknown, value: unknown): void => get_default_graph().add_to_collections(names, value),
  ['value'],
);
/** Mirrors `tf.compat.v1.get_collection`: a copy, of those whose names begin with what `scope` matches. */
export const get_collection = named(
  'get_collection',
  ['key'],
  ['scope'],
  (key: unknown, scope?: string | null): unknown[] => get_default_graph().get_collection(key, scope),
);
/** Mirrors `tf.compat.v1.get_collection_ref`: the list itself. */
export const get_collection_ref = named('get_collection_ref', ['key'], [], (key: unknown): unknown[] =>
  get_default_graph().get_collection_ref(key),
);

function variables(functionName: string, key: string) {
  return named(
    functionName,
    [],
    ['scope'],
    (scope?: string | null): Variable[] => get_collection(key, scope) as Variable[],
  );
}
/** Mirrors `tf.compat.v1.global_variables`. */
export const global_variables = variables('global_variables', GraphKeys.GLOBAL_VARIABLES);
/** Mirrors `tf.compat.v1.all_variables`: the former name of {@link global_variables}. */
export function all_variables(): Variable[] {
  return global_variables();
}
/** Mirrors `tf.compat.v1.local_variables`. */
export const local_variables = variables('local_variables', GraphKeys.LOCAL_VARIABLES);
/** Mirrors `tf.compat.v1.model_variables`. */
export const model_variables = variables('model_variables', GraphKeys.MODEL_VARIABLES);
/** Mirrors `tf.compat.v1.trainable_variables`. */
export const trainable_variables = variables('trainable_variables', GraphKeys.TRAINABLE_VARIABLES);
/** Mirrors `tf.compat.v1.moving_average_variables`. */
export const moving_average_variables = variables(
  'moving_average_variables',
  GraphKeys.MOVING_AVERAGE_VARIABLES,
);

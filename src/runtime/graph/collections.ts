/** A graph's collections: lists of things by name, which `compat.v1` finds variables and losses in. */
import { type Call, positional } from '../../python/named';

type CollectionArguments = [name: unknown, scope?: string | null];

const collectionParameters = ['name', 'scope'] as const;

/** Mirrors `tf.compat.v1.GraphKeys`. */
export const GraphKeys = {
  GLOBAL_VARIABLES: 'variables',
  LOCAL_VARIABLES: 'local_variables',
  METRIC_VARIABLES: 'metric_variables',
  MODEL_VARIABLES: 'model_variables',
  TRAINABLE_VARIABLES: 'trainable_variables',
  SUMMARIES: 'summaries',
  QUEUE_RUNNERS: 'queue_runners',
  TABLE_INITIALIZERS: 'table_initializer',
  ASSET_FILEPATHS: 'asset_filepaths',
  MOVING_AVERAGE_VARIABLES: 'moving_average_variables',
  REGULARIZATION_LOSSES: 'regularization_losses',
  CONCATENATED_VARIABLES: 'concatenated_variables',
  SAVERS: 'savers',
  WEIGHTS: 'weights',
  BIASES: 'biases',
  ACTIVATIONS: 'activations',
  UPDATE_OPS: 'update_ops',
  LOSSES: 'losses',
  SAVEABLE_OBJECTS: 'saveable_objects',
  RESOURCES: 'resources',
  LOCAL_RESOURCES: 'local_resources',
  INIT_OP: 'init_op',
  LOCAL_INIT_OP: 'local_init_op',
  READY_OP: 'ready_op',
  READY_FOR_LOCAL_INIT_OP: 'ready_for_local_init_op',
  SUMMARY_OP: 'summary_op',
  GLOBAL_STEP: 'global_step',
  EVAL_STEP: 'eval_step',
  TRAIN_OP: 'train_op',
  COND_CONTEXT: 'cond_context',
  WHILE_CONTEXT: 'while_context',
} as const;

export class Collections {
  private readonly collections = new Map<unknown, unknown[]>();

  get_all_collection_keys(): string[] {
    return [...this.collections.keys()].filter((key) => typeof key === 'string');
  }
  add_to_collection(name: unknown, value: unknown): void {
    this.get_collection_ref(name).push(value);
  }
  /** The same value in several collections, once in each. */
  add_to_collections(names: unknown, value: unknown): void {
    const list = typeof names === 'string' ? [names] : [...new Set(names as Iterable<unknown>)];
    for (const name of list) this.add_to_collection(name, value);
  }
  /** The list itself: what is pushed is in the collection. */
  get_collection_ref(name: unknown): unknown[] {
    let list = this.collections.get(name);
    if (list === undefined) {
      list = [];
      this.collections.set(name, list);
    }
    return list;
  }
  /** A copy. @param scope a regular expression at the start of the members' names; those without one are left out */
  get_collection(...args: Call<CollectionArguments, typeof collectionParameters>): unknown[] {
    const [name, scope = null] = positional<CollectionArguments>(
      'get_collection',
      collectionParameters,
      1,
      args,
    );
    const list = this.collections.get(name) ?? [];
    if (scope === null) return [...list];
    const pattern = new RegExp(`^(?:${scope})`);
    return list.filter((item) => {
      const named = (item as { readonly name?: unknown } | null)?.name;
      return typeof named === 'string' && pattern.test(named);
    });
  }
  clear_collection(name: unknown): void {
    this.collections.delete(name);
  }
}

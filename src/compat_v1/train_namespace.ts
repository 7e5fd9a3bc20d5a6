/** `tf.compat.v1.train`. */
export { Checkpoint } from '../saving/checkpoint/checkpoint';
export { checkpoints_iterator } from '../saving/checkpoint/iterator';
export {
  checkpoint_exists,
  generate_checkpoint_state_proto,
  get_checkpoint_mtimes,
  get_checkpoint_state,
  latest_checkpoint,
  remove_checkpoint,
  update_checkpoint_state,
} from '../saving/checkpoint/management';
export { CheckpointManager } from '../saving/checkpoint/manager';
export { CheckpointOptions } from '../saving/checkpoint/options';
export {
  CheckpointReader,
  list_variables,
  load_checkpoint,
  load_variable,
  NewCheckpointReader,
} from '../saving/checkpoint/reader';
export { type Converted, type ConvertOptions, convertTf1ToTf2, convertTf2ToTf1 } from './convert';
export {
  assert_global_step,
  create_global_step,
  get_global_step,
  get_or_create_global_step,
  global_step,
} from './global_step';
export { type AssignmentMap, init_from_checkpoint } from './init_from_checkpoint';
export { export_meta_graph, import_meta_graph } from './meta_graph';
export { Saver } from './saver';
export type { SaverKeywords } from './saver_arguments';
export { SaverDef } from './saver_def';
export * from './train/monitored/monitored';
export * from './train/training';
export { VocabInfo, warm_start } from './warm_start';

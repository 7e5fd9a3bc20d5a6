/** `tf.train`. */
export { Checkpoint } from '../saving/checkpoint/checkpoint';
export { checkpoints_iterator, checkpointsIteratorAsync } from '../saving/checkpoint/iterator';
export {
  checkpoint_exists,
  generate_checkpoint_state_proto,
  get_checkpoint_mtimes,
  get_checkpoint_state,
  latest_checkpoint,
  remove_checkpoint,
  update_checkpoint_state,
} from '../saving/checkpoint/management';
export { CheckpointManager, type CheckpointManagerKeywords } from '../saving/checkpoint/manager';
export {
  type AsyncControls,
  CheckpointOptions,
  type CheckpointOptionsKeywords,
} from '../saving/checkpoint/options';
export {
  CheckpointReader,
  LazyTensor,
  list_variables,
  load_checkpoint,
  load_variable,
} from '../saving/checkpoint/reader';
export { CheckpointView } from '../saving/checkpoint/view';
export { TrackableView } from '../tracking';
export * as experimental from './train_experimental';

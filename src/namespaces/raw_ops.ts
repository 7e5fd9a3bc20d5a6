/** `tf.raw_ops`. */
export { MergeV2Checkpoints, RestoreV2, SaveV2 } from '../saving/checkpoint/raw_ops';

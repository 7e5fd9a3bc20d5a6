/** `tf.train.experimental`. */
export { MaxShardSizePolicy, ShardByTaskPolicy, ShardingCallback } from '../saving/checkpoint/sharding';
export { PythonState } from '../tracking';

/** `tf.lookup.experimental`. */
export { DenseHashTable } from '../runtime/lookup/dense_hash_table';
export { MutableHashTable } from '../runtime/lookup/mutable_hash_table';

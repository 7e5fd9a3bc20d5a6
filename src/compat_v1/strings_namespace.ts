/** `tf.compat.v1.strings`. */
export * from '../namespaces/strings';
export { length, reduce_join, split, substr, to_hash_bucket, to_number } from './string_calls';

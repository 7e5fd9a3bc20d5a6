/** `tf.compat.v1.io`. */
export * from '../namespaces/io';
export { decode_raw } from './string_calls';

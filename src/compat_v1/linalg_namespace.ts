/** `tf.compat.v1.linalg`. */
export * from '../namespaces/linalg';
export { norm } from './reductions';

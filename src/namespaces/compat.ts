/** `tf.compat`. */
export * as v1 from '../compat_v1';

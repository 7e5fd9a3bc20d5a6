/** `tf.compat.v1.keras`. */
export * as utils from './keras_utils_namespace';

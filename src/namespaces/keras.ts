/** `tf.keras`. */
export * as optimizers from './keras_optimizers';

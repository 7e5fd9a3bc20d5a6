/** `tf.compat.v1.keras.utils`. */
export { get_or_create_layer, track_tf1_style_variables } from './track_variables';

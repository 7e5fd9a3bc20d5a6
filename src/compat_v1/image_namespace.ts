/** `tf.compat.v1.image`. */
export * from '../namespaces/image';
export { crop_and_resize } from './image_calls';

/** `tf.dtypes`. */
export { as_dtype, DType } from '../dtypes';
export { cast } from '../runtime/ops/cast';

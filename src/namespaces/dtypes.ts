/** `tf.dtypes`. */
export { QUANTIZED_DTYPES } from '../dtypes';
export { cast } from '../runtime/ops/cast';
export { saturate_cast } from '../runtime/ops/clip';
export { complex } from '../runtime/ops/complex_parts';
export * from './dtype_constants';

/** `tf.io`. */
export { decode_base64, decode_raw, encode_base64 } from '../runtime/ops/strings/encodings';

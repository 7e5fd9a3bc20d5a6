/** `tf.io`. */
export { matching_files, read_file, write_file } from '../runtime/ops/files';
export { decode_csv } from '../runtime/ops/strings/csv';
export { decode_base64, decode_raw, encode_base64 } from '../runtime/ops/strings/encodings';
export { parse_tensor, serialize_tensor } from '../saving/serialized_tensor';
export * as gfile from './gfile';

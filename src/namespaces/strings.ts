/** `tf.strings`. */
export { join, length, lower, reduce_join, strip, substr, upper } from '../runtime/ops/strings/basic';
export { format } from '../runtime/ops/strings/format';
export { to_hash_bucket, to_hash_bucket_fast, to_hash_bucket_strong } from '../runtime/ops/strings/hashing';
export { ngrams } from '../runtime/ops/strings/ngrams';
export { as_string, to_number } from '../runtime/ops/strings/numbers';
export { regex_full_match, regex_replace } from '../runtime/ops/strings/regex';
export { unicode_script } from '../runtime/ops/strings/scripts';
export { unsorted_segment_join } from '../runtime/ops/strings/segment_join';
export { bytes_split, split } from '../runtime/ops/strings/split';
export {
  unicode_decode,
  unicode_decode_with_offsets,
  unicode_encode,
  unicode_split,
  unicode_split_with_offsets,
  unicode_transcode,
} from '../runtime/ops/strings/unicode';

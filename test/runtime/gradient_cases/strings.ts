/** Strings: nothing to differentiate, shapes to agree upon. */
import * as tf from '../../../src';
import { setdiff1d } from '../../../src/runtime/ops/unique';
import { gradientCase, type OpCases } from './helpers';

const words = tf.constant(['b c', 'a']);

export const cases: OpCases = {
  StringJoin: [gradientCase(() => tf.strings.join(['a', words], '-'))],
  StringLength: [gradientCase(() => tf.strings.length(words, 'UTF8_CHAR'))],
  StringLower: [gradientCase(() => tf.strings.lower(words))],
  StringUpper: [gradientCase(() => tf.strings.upper(words))],
  StringStrip: [gradientCase(() => tf.strings.strip(words))],
  Substr: [gradientCase(() => tf.strings.substr(words, 0, 1))],
  ReduceJoin: [gradientCase(() => tf.strings.reduce_join(words, 0, { keepdims: true }))],
  StringSplitV2: [gradientCase(() => [tf.strings.split(tf.constant('a b'))])],
  StringSplit: [gradientCase(() => [tf.strings.bytes_split(tf.constant('a b')) as tf.Tensor])],
  StringNGrams: [gradientCase(() => [tf.strings.ngrams(words, 2) as tf.Tensor])],
  UnicodeDecodeWithOffsets: [gradientCase(() => [tf.strings.unicode_decode('ab', 'UTF-8') as tf.Tensor])],
  UnicodeEncode: [gradientCase(() => [tf.strings.unicode_encode([97, 98], 'UTF-8')])],
  RaggedTensorToTensor: [
    gradientCase(() => [(tf.strings.split(words) as tf.RaggedTensor).to_tensor()]),
    gradientCase(
      (x: tf.Tensor, missing: tf.Tensor) =>
        tf.RaggedTensor.from_row_lengths(x, [2, 0, 1]).to_tensor(missing, { shape: [null, 3] }),
      [1, 2, 3],
      0.5,
    ),
    gradientCase(
      (x: tf.Tensor, missing: tf.Tensor) =>
        tf.RaggedTensor.from_row_lengths(x, [2, 1]).to_tensor(missing, { shape: [3, 1, 2] }),
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [[0.5, 0.25]],
    ),
  ],
  StringToNumber: [gradientCase(() => tf.strings.to_number(['1', '2']))],
  AsString: [gradientCase((x: tf.Tensor) => tf.strings.as_string(x), [1, 2])],
  EncodeBase64: [gradientCase(() => tf.io.encode_base64(words))],
  DecodeBase64: [gradientCase(() => tf.io.decode_base64(['YQ']))],
  DecodeRaw: [gradientCase(() => tf.io.decode_raw(['abcd'], 'int16'))],
  StaticRegexReplace: [gradientCase(() => tf.strings.regex_replace(words, 'a', 'b'))],
  StaticRegexFullMatch: [gradientCase(() => tf.strings.regex_full_match(words, 'a.*'))],
  RegexReplace: [gradientCase(() => tf.strings.regex_replace(words, tf.constant('a'), 'b'))],
  RegexFullMatch: [gradientCase(() => tf.strings.regex_full_match(words, tf.constant('a.*')))],
  UnicodeScript: [gradientCase(() => tf.strings.unicode_script([97, 98]))],
  UnsortedSegmentJoin: [gradientCase(() => tf.strings.unsorted_segment_join(words, [0, 0], 1))],
  DecodeCSV: [gradientCase(() => tf.io.decode_csv(['1,a'], [tf.constant([0]), ['']]))],
  StringToHashBucketFast: [gradientCase(() => tf.strings.to_hash_bucket_fast(words, 9))],
  StringToHashBucketStrong: [gradientCase(() => tf.strings.to_hash_bucket_strong(words, 9, [1, 2]))],
  StringToHashBucket: [gradientCase(() => tf.strings.to_hash_bucket(words, 9))],
  UnicodeTranscode: [gradientCase(() => tf.strings.unicode_transcode(words, 'UTF-8', 'UTF-16-BE'))],
  StringFormat: [gradientCase(() => tf.strings.format('{}', words))],
  WriteFile: [
    gradientCase(() => {
      tf.io.write_file('ram://files/a', 'b');
      return [];
    }),
  ],
  ReadFile: [
    gradientCase(() => {
      tf.io.write_file('ram://files/a', 'b');
      return tf.io.read_file('ram://files/a');
    }),
  ],
  MatchingFiles: [gradientCase(() => tf.io.matching_files('ram://files/*'))],
  ListDiff: [gradientCase(() => [...setdiff1d(tf.constant([1n, 2n, 3n]), tf.constant([2n]))])],
};

/** Bytes stand wherever Python takes a string: TensorFlow 2.15 answered the same calls so. */
import * as tf from '../../src';

const c = tf.constant;
const b = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const texts = (t: tf.Tensor): string[] =>
  (t.data as Uint8Array[]).map((bytes) => Buffer.from(bytes).toString());

it.each<[string, () => tf.Tensor, string[]]>([
  [
    'beside text in a constant',
    () =>
      c([
        ['a', b('b')],
        [b('c'), 'd'],
      ]),
    ['a', 'b', 'c', 'd'],
  ],
  ['as the input', () => tf.strings.lower(b('AB')), ['ab']],
  ['as parts to join', () => tf.strings.join([b('a'), 'b', c('c')], b('-')), ['a-b-c']],
  ['as an operand', () => tf.add(c('a'), b('b')), ['ab']],
  ['as a choice', () => tf.where(c([true, false]), c(['a', 'b']), b('z')), ['a', 'z']],
  ['as parts to stack', () => tf.stack([b('a'), c('b')]), ['a', 'b']],
  ['as pattern and rewrite', () => tf.strings.regex_replace(b('aXb'), b('X'), b('-')), ['a-b']],
  ['as a separator', () => tf.strings.split(c('a,b'), b(',')) as tf.Tensor, ['a', 'b']],
  [
    'as padding',
    () => tf.strings.ngrams(['a'], 2, { pad_values: [b('<'), '>'], separator: b('') }) as tf.Tensor,
    ['<a', 'a>'],
  ],
])('%s', (_, run, wanted) => {
  expect(texts(run())).toEqual(wanted);
});

it('are compared with strings', () => {
  expect(Array.from(tf.equal(c(['a', 'b']), b('a')).data as Uint8Array)).toEqual([1, 0]);
  expect(Array.from(tf.not_equal(b('a'), c(['a', 'b'])).data as Uint8Array)).toEqual([0, 1]);
});

it('alone are the elements of a vector of uint8, as in numpy', () => {
  expect(c(b('ab')).dtype).toBe(tf.uint8);
  expect(texts(c(b('ab'), tf.string))).toEqual(['ab']);
});

it('splits, decodes and encodes the strings in ragged rows', () => {
  const rows = tf.ragged.constant([['ab', 'c'], ['d']]) as tf.RaggedTensor;
  const split = "<tf.RaggedTensor [[[b'a', b'b'], [b'c']],\n [[b'd']]]>";
  const lines = (value: unknown): string => String(value).replace(/\s+/g, ' ');
  expect(lines(tf.strings.bytes_split(rows))).toBe(lines(split));
  expect(lines(tf.strings.unicode_split(rows, 'UTF-8'))).toBe(lines(split));
  const codes = tf.strings.unicode_decode(rows, 'UTF-8') as tf.RaggedTensor;
  expect(codes.to_list()).toEqual([[[97, 98], [99]], [[100]]]);
  expect(String(tf.strings.unicode_encode(codes, 'UTF-8'))).toBe(String(rows));
});

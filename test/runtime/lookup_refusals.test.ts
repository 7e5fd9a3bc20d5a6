/** What lookup tables refuse: fixtures/lookup/make_lookup.py asked real TensorFlow the same. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../src';
import { withFolder } from '../support/files';

const recorded = JSON.parse(
  fs.readFileSync(path.join(__dirname, '../fixtures/lookup/lookup.json'), 'utf8'),
) as { types: Record<string, string[]>; refusals: Record<string, string | null> };

const { KeyValueTensorInitializer, StaticHashTable, StaticVocabularyTable, TextFileInitializer } = tf.lookup;
const { DenseHashTable, MutableHashTable } = tf.lookup.experimental;
const c = tf.constant;
const longs = (...numbers: number[]): tf.Tensor => c(numbers, tf.int64);
const ints = (...numbers: number[]): tf.Tensor => c(numbers, tf.int32);

const types = 'int8 uint8 int16 int32 int64 float16 float32 float64 bool string'
  .split(' ')
  .map((name) => tf.as_dtype(name));
function two(dtype: tf.DType): [tf.Tensor, tf.Tensor] {
  const values = dtype === tf.string ? ['a', 'b'] : dtype === tf.bool ? [false, true] : [0, 1];
  return [c(values[0]!, dtype), c(values[1]!, dtype)];
}
const kinds: Record<string, (key: tf.DType, value: tf.DType) => unknown> = {
  StaticHashTable: (key, value) =>
    new StaticHashTable(
      new KeyValueTensorInitializer(tf.stack(two(key)), tf.stack(two(value))),
      two(value)[0],
    ),
  MutableHashTable: (key, value) => new MutableHashTable(key, value, two(value)[0]),
  DenseHashTable: (key, value) => new DenseHashTable(key, value, two(value)[0], two(key)[0], two(key)[1]),
};

function errorOf(run: () => unknown): string | null {
  try {
    run();
  } catch (error) {
    return (error as Error).name;
  }
  return null;
}

it.each(Object.keys(kinds))('%s has the types of keys and values that TensorFlow has', (kind) => {
  const possible = types.flatMap((key) =>
    types
      .filter((value) => errorOf(() => kinds[kind]!(key, value)) === null)
      .map((value) => `${key.name} to ${value.name}`),
  );
  expect(possible).toEqual(recorded.types[kind]);
  expect(errorOf(() => kinds[kind]!(tf.float32, tf.string))).toBe('NotFoundError');
});

function table(keys: tf.TensorLike, values: tf.TensorLike, otherwise: tf.TensorLike) {
  return new StaticHashTable(new KeyValueTensorInitializer(keys, values), otherwise);
}
function fromFile(
  lines: string,
  columns: [tf.DType, number, tf.DType, number],
  keywords: { vocab_size?: number; delimiter?: string } = {},
) {
  return withFolder((folder) => {
    const file = path.join(folder, 'words.txt');
    fs.writeFileSync(file, lines);
    return new StaticHashTable(new TextFileInitializer(file, ...columns, keywords), -1);
  });
}
const { LINE_NUMBER, WHOLE_LINE } = tf.lookup.TextFileIndex;
const whole: [tf.DType, number, tf.DType, number] = [tf.string, WHOLE_LINE, tf.int64, LINE_NUMBER];
const mutable = new MutableHashTable(tf.string, tf.int64, -1);
const vectors = new MutableHashTable(tf.int64, tf.float32, [0, 0]);
const dense = new DenseHashTable(tf.int64, tf.int64, -1, [0, 0], [-1, -1]);

const calls: Record<string, () => unknown> = {
  'float keys': () => table([1.5], ['a'], ''),
  'no entries': () => table(c([], tf.string), c([], tf.int64), -1),
  'values of another shape': () => table(c([[1, 2]], tf.int32), ints(3, 4), 0),
  'a default that is no scalar': () => table(ints(1), ints(2), [1, 2]),
  'a default of another type': () => table(ints(1), ints(2), c(1, tf.int64)),
  'defaults of another type': () => mutable.lookup(['a', 'b'], ints(1, 2)),
  'a default too few': () => mutable.lookup(['a', 'b'], longs(1)),
  'defaults for a row of keys': () => mutable.lookup([['a', 'b']], longs(1, 2)),
  'a default too narrow': () => vectors.lookup(longs(1, 2), c([1])),
  'one key for a row of keys': () => dense.lookup(longs(1, 2)),
  'keys too wide': () => dense.lookup(c([[1, 2, 3]], tf.int64)),
  'keys of two shapes that stand for none': () => new DenseHashTable(tf.int64, tf.int64, -1, [0, 0], -1),
  'an empty line': () => fromFile('a\n\nb\n', whole),
  'an empty line after those wanted': () => fromFile('a\n\nb\n', whole, { vocab_size: 1 }),
  'an empty file': () => fromFile('', whole),
  'a delimiter of two': () => fromFile('a,,1\n', [tf.string, 0, tf.int64, 1], { delimiter: ',,' }),
};
it.each(Object.entries(recorded.refusals))('%s: %s', (name, error) => {
  expect(errorOf(calls[name]!)).toBe(error);
});

it('whole numbers are integers as keys, and ragged keys are looked up', () => {
  const found = table([1, 2], [3n, 4n], 0).lookup(tf.ragged.constant([[1n, 9n], [2n]]));
  expect(String(found)).toBe('<tf.RaggedTensor [[3, 0], [4]]>');
  const words = new StaticVocabularyTable(new KeyValueTensorInitializer(['a', 'b'], longs(0, 1)), 1);
  expect(String(words.lookup(tf.ragged.constant([['a'], ['b', 'q']])))).toBe(
    '<tf.RaggedTensor [[0], [1, 2]]>',
  );
});

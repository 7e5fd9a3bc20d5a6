/** Lookup tables: goldens of real TensorFlow, and answers that it gave to the same calls. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../src';
import { FailedPreconditionError, InvalidArgumentError, TypeError, ValueError } from '../../src/errors';
import { withFolder } from '../support/files';

const goldens = path.join(__dirname, '../fixtures/goldens');
const { KeyValueTensorInitializer, StaticHashTable, StaticVocabularyTable, TextFileInitializer } = tf.lookup;
const { DenseHashTable, MutableHashTable } = tf.lookup.experimental;

const list = (tensor: tf.Tensor): unknown[] => Array.from(tensor.data as ArrayLike<unknown>);
const longs = (...numbers: number[]): tf.Tensor => tf.constant(numbers, tf.int64);
const strings = (tensor: tf.Tensor): string[] =>
  (tensor.data as Uint8Array[]).map((bytes) => Buffer.from(bytes).toString());

function tables() {
  return {
    t: new MutableHashTable(tf.string, tf.int64, -1),
    dense: new DenseHashTable(tf.int64, tf.float32, 0, -1, -2, { initial_num_buckets: 8 }),
  };
}

describe.each(['tf2.15', 'tf2.21'])('%s trackables/tables', (version) => {
  const prefix = path.join(goldens, version, 'trackables/tables');

  it('restores what Python put in', () => {
    const { t, dense } = tables();
    new tf.train.Checkpoint({ t, dense }).read(prefix).assert_consumed();
    expect(list(t.lookup(['one', 'two', 'three', 'four']))).toEqual([1n, 2n, 3n, -1n]);
    expect(list(dense.lookup([5, 6, 7]))).toEqual([0.5, Math.fround(0.6), 0]);
    expect([list(t.size()), list(dense.size())]).toEqual([[3n], [2n]]);
  });
  it('writes the same bytes for the same entries', () => {
    const { t, dense } = tables();
    t.insert(['one', 'two', 'three'], longs(1, 2, 3));
    dense.insert(longs(5, 6), [0.5, 0.6]);
    withFolder((folder) => {
      new tf.train.Checkpoint({ t, dense }).write(path.join(folder, 'tables'));
      for (const end of ['.index', '.data-00000-of-00001'])
        expect(fs.readFileSync(path.join(folder, `tables${end}`))).toEqual(fs.readFileSync(prefix + end));
    });
  });
});

describe('mutable tables', () => {
  it('hold values of any shape, change and remove them', () => {
    const table = new MutableHashTable(tf.int64, tf.float32, [0, 1]);
    table.insert(longs(3, 4), [
      [1, 2],
      [3, 4],
    ]);
    table.insert(longs(3), [[5, 6]]);
    table.remove(longs(4));
    expect(list(table.lookup(longs(3, 4)))).toEqual([5, 6, 0, 1]);
    expect(
      list(
        table.lookup(longs(9, 3), [
          [7, 7],
          [8, 8],
        ]),
      ),
    ).toEqual([7, 7, 5, 6]);
    expect(() => table.insert(longs(1), [1])).toThrow(InvalidArgumentError);
    expect(() => table.remove(tf.constant([1]))).toThrow(TypeError);
  });
  it('grow when dense, and still find what lies behind removed keys', () => {
    const table = new DenseHashTable(tf.string, tf.float32, -1, '', '$', { initial_num_buckets: 4 });
    const keys = Array.from({ length: 40 }, (_, i) => `key ${i}`);
    table.insert(keys, tf.range(40, { dtype: tf.float32 }));
    table.erase(keys.slice(3, 9));
    expect(list(table.lookup(keys))).toEqual(keys.map((_, i) => (i >= 3 && i < 9 ? -1 : i)));
    expect(list(table.size())).toEqual([34n]);
    expect(table.export()[0].dims).toEqual([64, 1]);
    expect(() => table.insert([''], [1])).toThrow(/Using the empty_key as a table key is not allowed/);
    expect(() => new DenseHashTable(tf.int64, tf.int64, 0, 1, 2, 6)).toThrow(/power of 2, got: 6/);
  });
});

describe('static tables', () => {
  it('answer from tensors of keys and values', () => {
    const table = new StaticHashTable(new KeyValueTensorInitializer(['a', 'b'], longs(1, 2)), -1);
    expect(list(table.lookup([['b', 'x', 'a']]))).toEqual([2n, -1n, 1n]);
    expect(strings(table.export()[0])).toEqual(['a', 'b']);
    expect(() => table.lookup(tf.constant([1]))).toThrow(TypeError);
    expect(() => new StaticHashTable(new KeyValueTensorInitializer(['a', 'a'], longs(1, 2)), -1)).toThrow(
      FailedPreconditionError,
    );
  });
  it('spread unknown keys over buckets as TensorFlow does', () => {
    const known = new StaticVocabularyTable(new KeyValueTensorInitializer(['a', 'b'], longs(0, 1)), 5);
    expect(list(known.lookup(['a', 'q', 'b', 'zz', 'hello']))).toEqual([0n, 5n, 1n, 4n, 3n]);
    expect(list(known.size())).toEqual([7n]);
    const numbers = new StaticVocabularyTable(new KeyValueTensorInitializer(longs(10, 20), longs(0, 1)), 5);
    expect(list(numbers.lookup(longs(10, 11, 20, 99)))).toEqual([0n, 6n, 1n, 4n]);
    expect(list(new StaticVocabularyTable(null, 7).lookup(['a', 'b', 'c']))).toEqual([5n, 2n, 5n]);
    expect(() => new StaticVocabularyTable(null, 0)).toThrow(ValueError);
  });
  it('read columns, lines and line numbers of a file', () => {
    withFolder((folder) => {
      const file = path.join(folder, 'words.txt');
      fs.writeFileSync(file, 'x\t5\ny\t6\nz\t7\n');
      const columns = new TextFileInitializer(file, tf.string, 0, tf.int64, 1);
      expect(list(new StaticHashTable(columns, -1).lookup(['x', 'z', 'w']))).toEqual([5n, 7n, -1n]);
      const { LINE_NUMBER, WHOLE_LINE } = tf.lookup.TextFileIndex;
      const lines = new TextFileInitializer(file, tf.string, WHOLE_LINE, tf.int64, LINE_NUMBER);
      expect(list(new StaticHashTable(lines, -1).lookup(['y\t6', 'y']))).toEqual([1n, -1n]);
      expect(() => new TextFileInitializer(file, tf.string, LINE_NUMBER, tf.int64, 0)).toThrow(ValueError);
      const long = new TextFileInitializer(file, tf.string, 0, tf.int64, 1, 9);
      expect(() => new StaticHashTable(long, -1)).toThrow(/Invalid vocab_size/);
    });
  });
});

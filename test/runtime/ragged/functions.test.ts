/** What the fixtures of ragged tensors cannot say: functions given to functions, and graphs. */
import * as tf from '../../../src';
import { slice } from '../../../src/python';
import { listOf } from './cases';

describe('tf.ragged.map_flat_values', () => {
  const r = tf.ragged.constant([[3, 1, 4], [], [1, 5]]) as tf.RaggedTensor;
  const sums = (rows: unknown) => (rows as tf.RaggedTensor).to_list();
  it('gives the function the values alone, and puts the result in the same rows', () => {
    expect(sums(tf.ragged.map_flat_values((x: tf.Tensor) => x.mul(2), r))).toEqual([[6, 2, 8], [], [2, 10]]);
    expect(sums(tf.ragged.map_flat_values(tf.add, r, r))).toEqual([[6, 2, 8], [], [2, 10]]);
  });
  it('refuses what does not have as many values', () => {
    expect(() => tf.ragged.map_flat_values(tf.reduce_sum, r)).toThrow('the same outer-dimension size');
    expect(() => tf.ragged.map_flat_values(tf.add, r, tf.ragged.constant([[1]]))).toThrow(
      'Got sizes: {5, 1}',
    );
  });
});

it('takes rows and parts of them inside of a tf.function', () => {
  const parts = tf.function((values: tf.Tensor, lengths: tf.Tensor) => {
    const r = tf.RaggedTensor.from_row_lengths(values, lengths);
    const part = r.getitem(slice(null, null, 2), slice(0, 2)) as tf.RaggedTensor;
    return [part.flat_values, part.row_lengths(), r.value_rowids()];
  });
  const made = parts(tf.constant([1, 2, 3, 4, 5]), tf.constant([3n, 0n, 2n])) as tf.Tensor[];
  expect(made.map((x) => listOf(x))).toEqual([
    [1, 2, 4, 5],
    [2, 2],
    [0, 0, 0, 2, 2],
  ]);
});

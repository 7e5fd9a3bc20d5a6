/** Ragged tensors in calls by position and by name: what runs must compile as well, which `npm run types` checks here. */
import * as tf from 'flowpoint';

const rows = tf.ragged.constant([[1, 2], [3]]);
const listed = (value: tf.RaggedTensor | tf.Tensor): unknown => (value as tf.RaggedTensor).to_list();

describe('a ragged tensor', () => {
  it('is what lists in a list make, without a cast', () => {
    expect(listed(rows.add(rows))).toEqual([[2, 4], [6]]);
    expect(rows.to_tensor().shape.as_list()).toEqual([2, 2]);
  });

  it('is made of rows by name', () => {
    const { RaggedTensor } = tf;
    expect(listed(RaggedTensor.from_row_splits({ values: [1, 2, 3], row_splits: [0, 2, 3] }))).toEqual([
      [1, 2],
      [3],
    ]);
    expect(listed(RaggedTensor.from_row_lengths([1, 2, 3], { row_lengths: [2, 1] }))).toEqual([[1, 2], [3]]);
    const nested = { flat_values: [1, 2, 3], nested_row_splits: [[0, 2, 3]] };
    expect(listed(RaggedTensor.from_nested_row_splits(nested))).toEqual([[1, 2], [3]]);
  });

  it('is taken by name, alone and in lists', () => {
    expect(listed(tf.add({ x: rows, y: rows }))).toEqual([[2, 4], [6]]);
    expect(listed(tf.concat({ values: [rows, rows], axis: 0 }))).toEqual([[1, 2], [3], [1, 2], [3]]);
    expect(listed(tf.concat([rows, rows], 1))).toEqual([
      [1, 2, 1, 2],
      [3, 3],
    ]);
    expect(listed(tf.gather({ params: rows, indices: [1] }))).toEqual([[3]]);
    expect(listed(tf.tile({ input: rows, multiples: [1, 2] }))).toEqual([
      [1, 2, 1, 2],
      [3, 3],
    ]);
    expect(String(tf.reduce_sum({ input_tensor: rows, axis: 1 }))).toBe(
      'tf.Tensor([3. 3.], shape=(2,), dtype=float32)',
    );
  });

  it('is refused under a name that there is not', () => {
    // @ts-expect-error: the parameter is input_tensor.
    expect(() => tf.reduce_sum({ input_tensors: rows })).toThrow(
      /unexpected keyword argument 'input_tensors'/,
    );
  });
});

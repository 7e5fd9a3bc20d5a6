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

describe('tf.RaggedTensorSpec', () => {
  const r = tf.ragged.constant([[3, 1, 4], [], [1, 5]]) as tf.RaggedTensor;
  const any = new tf.RaggedTensorSpec([null, null]);
  it('describes a ragged tensor as TF does', () => {
    expect(String(tf.RaggedTensorSpec.from_value(r))).toBe(
      'RaggedTensorSpec(TensorShape([3, None]), tf.float32, 1, tf.int64)',
    );
    expect(any.is_compatible_with(r)).toBe(true);
    expect(new tf.RaggedTensorSpec([2, null]).is_compatible_with(r)).toBe(false);
    expect(new tf.RaggedTensorSpec([null, null], tf.int32).is_compatible_with(r)).toBe(false);
    expect(new tf.RaggedTensorSpec([null], { ragged_rank: 0 }).is_compatible_with(tf.constant([1]))).toBe(
      true,
    );
    const two = new tf.RaggedTensorSpec({ shape: [2, null] });
    expect(two.is_subtype_of(any)).toBe(true);
    expect(String(two.most_specific_common_supertype([new tf.RaggedTensorSpec([3, null])]))).toBe(
      String(any),
    );
  });
  it('refuses a rank that is missing or too large', () => {
    expect(() => new tf.RaggedTensorSpec(null)).toThrow('Must specify ragged_rank');
    expect(() => new tf.RaggedTensorSpec([2, null], { ragged_rank: 2 })).toThrow('must be less than rank');
  });
  it('is the signature of functions, which are traced once', () => {
    let traces = 0;
    const plusOne = tf.function(
      (x: tf.RaggedTensor) => {
        traces++;
        return x.add(1);
      },
      { input_signature: [any] },
    ) as unknown as (x: unknown) => tf.RaggedTensor;
    expect(plusOne(r).to_list()).toEqual([[4, 2, 5], [], [2, 6]]);
    expect(plusOne(tf.ragged.constant([[1], [2, 3]])).to_list()).toEqual([[2], [3, 4]]);
    expect(traces).toBe(1);
    expect(() => plusOne(tf.constant([1]))).toThrow(expect.objectContaining({ name: 'TypeError' }));
    expect(() => plusOne(tf.ragged.constant([[[1]]]))).toThrow(
      expect.objectContaining({ name: 'TypeError' }),
    );
  });
});

describe('tf.map_fn', () => {
  const r = tf.ragged.constant([[3, 1, 4], [], [1, 5]]) as tf.RaggedTensor;
  it('maps over the rows of a ragged tensor', () => {
    const sums = tf.map_fn((row: tf.Tensor) => tf.reduce_sum(row), r, { fn_output_signature: tf.float32 });
    expect(listOf(sums)).toEqual([8, 0, 6]);
    expect(tf.map_fn<tf.RaggedTensor>((row: tf.Tensor) => row.mul(2), r).to_list()).toEqual([
      [6, 2, 8],
      [],
      [2, 10],
    ]);
  });
  it('makes rows of results of different lengths', () => {
    const signature = new tf.RaggedTensorSpec([null], tf.int32);
    const rows = tf.map_fn<tf.RaggedTensor>((n: tf.Tensor) => tf.range(n), tf.constant([2, 0, 3], tf.int32), {
      fn_output_signature: signature,
    });
    expect(rows.to_list()).toEqual([[0, 1], [], [0, 1, 2]]);
  });
});

it('goes to sparse tensors and back, if they are full from the left', () => {
  const r = tf.ragged.constant([[3, 1, 4], [], [1, 5]]) as tf.RaggedTensor;
  const sparse = r.to_sparse();
  expect(listOf(sparse.indices as tf.Tensor)).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
    [2, 0],
    [2, 1],
  ]);
  expect(listOf(sparse.dense_shape as tf.Tensor)).toEqual([3, 3]);
  expect(tf.RaggedTensor.from_sparse(sparse).to_list()).toEqual([[3, 1, 4], [], [1, 5]]);
  expect(() => tf.RaggedTensor.from_sparse(new tf.SparseTensor([[0, 1]], [1], [1, 2]))).toThrow(
    expect.objectContaining({ name: 'InvalidArgumentError' }),
  );
});

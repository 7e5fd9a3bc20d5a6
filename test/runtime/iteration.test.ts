/** `for (const row of tensor)`: TensorFlow 2.15's rows, and what test frameworks make of values that have an iterator. */
import * as tf from 'flowpoint';
import { repr } from 'flowpoint/python';
import type { Tensor } from '../../src/runtime/tensor';

const matrix = () =>
  tf.constant([
    [1, 2],
    [3, 4],
  ]);

describe('iterating over a tensor', () => {
  it('gives its rows', () => {
    expect([...matrix()].map(repr)).toEqual([
      '<tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>',
      '<tf.Tensor: shape=(2,), dtype=float32, numpy=array([3., 4.], dtype=float32)>',
    ]);
    const [a, b] = tf.constant([5n, 6n]);
    expect([a, b].map((t) => t!.numpy().item())).toEqual([5, 6]);
    expect([...tf.zeros([0, 3])]).toEqual([]);
  });
  it('lets gradients through', () => {
    const x = tf.constant([2, 3]);
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      tape.watch(x);
      const [a, b] = x;
      return tf.multiply(a!, b!);
    });
    expect(tape.gradient(y, x)!.numpy().tolist()).toEqual([3, 2]);
  });
  it('is refused for a scalar', () => {
    expect(() => [...tf.constant(1)]).toThrow('is not iterable');
  });
  it('is refused while a graph is built', () => {
    const text =
      /^Iterating over a symbolic `tf.Tensor` is not allowed. You can attempt the following resolutions/;
    const outside = tf.constant([1]);
    for (const f of [(x: Tensor) => [...x], () => [...outside]]) {
      expect(() => tf.function(f)(tf.constant([1]))).toThrow(text);
      expect(() => tf.function(f)(tf.constant([1]))).toThrow(tf.errors.OperatorNotAllowedInGraphError);
    }
  });
});

describe('comparing by toEqual', () => {
  it('looks at values and dtypes, scalars and structures included', () => {
    expect(tf.constant(1)).toEqual(tf.constant(1));
    expect(tf.constant(1)).not.toEqual(tf.constant(2));
    expect(matrix()).toEqual(matrix());
    expect(matrix()).not.toEqual(matrix().add(1));
    expect(tf.constant([1, 2])).not.toEqual(tf.constant([1n, 2n]));
    expect({ a: tf.constant(1), l: [matrix()] }).toEqual({ a: tf.constant(1), l: [matrix()] });
    expect([tf.constant(1)]).toContainEqual(tf.constant(1));
  });
  it('works for arrays, scalars included', () => {
    expect(tf.constant(1).numpy()).toEqual(tf.constant(1).numpy());
    expect(tf.constant(1).numpy()).not.toEqual(tf.constant(2).numpy());
    expect(matrix().numpy()).toEqual(matrix().numpy());
    expect([...matrix().numpy()].map(String)).toEqual(['[1. 2.]', '[3. 4.]']);
  });
  it('works for symbolic tensors outside of their graph', () => {
    const x = new tf.Graph().as_default().use(() => tf.constant([1, 2]));
    expect([x]).toEqual([x]);
  });
});

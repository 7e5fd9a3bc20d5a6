/** Functions of tensors whose rank is not known while they are traced. Error classes are those that TF 2.15 gives. */
import * as tf from 'flowpoint';
import { TypeError, ValueError } from '../../src/errors';

const anything = [new tf.TensorSpec(null, tf.float32)];
const x = tf.constant([
  [1, 4],
  [3, 2],
]);

describe('a tensor of unknown rank', () => {
  const functions: Record<string, (x: tf.Tensor) => tf.Tensor> = {
    softmax: (x) => tf.nn.softmax(x),
    log_softmax: (x) => tf.nn.log_softmax(x),
    moments: (x) => tf.nn.moments(x, [0])[1],
    l2_normalize: (x) => tf.nn.l2_normalize(x, 0),
    sort: (x) => tf.sort(x),
    'sort downwards': (x) => tf.sort(x, -1, 'DESCENDING'),
    argsort: (x) => tf.argsort(x),
    transpose: (x) => tf.transpose(x),
    softmax_cross_entropy_with_logits: (x) => tf.nn.softmax_cross_entropy_with_logits(x, x),
    sigmoid_cross_entropy_with_logits: (x) => tf.nn.sigmoid_cross_entropy_with_logits(x, x),
    stack: (x) => tf.stack([x, x], -1),
    matmul: (x) => tf.matmul(x, x),
    'matmul of the transposed': (x) => tf.matmul(x, x, { transpose_a: true }),
    conv2d: (x) => tf.nn.conv2d(tf.reshape(x, [1, 2, 2, 1]), tf.reshape(x, [2, 2, 1, 1]), 1, 'SAME'),
  };
  it.each(Object.keys(functions))('is computed by %s as eagerly', (name) => {
    const fn = functions[name]!;
    const traced = tf.function(fn, { input_signature: anything });
    expect(traced(x)).toEqual(fn(x));
  });

  const refusals: Record<string, [(x: tf.Tensor) => unknown, new (...args: never[]) => Error]> = {
    'softmax along the first axis': [(x) => tf.nn.softmax(x, 0), TypeError],
    unstack: [(x) => tf.unstack(x), ValueError],
    boolean_mask: [(x) => tf.boolean_mask(x, tf.greater(x, 0)), ValueError],
    'image.resize': [(x) => tf.image.resize(x, [2, 2]), ValueError],
  };
  it.each(Object.keys(refusals))('is refused by %s', (name) => {
    const [fn, Class] = refusals[name]!;
    const traced = tf.function(fn as (x: tf.Tensor) => tf.Tensor, { input_signature: anything });
    expect(() => traced.get_concrete_function()).toThrow(Class);
  });
});

/** Losses of compat.v1: values and texts as TensorFlow 2.15 gives them. */
import * as tf from '../../src';
import { get_variable } from '../../src/compat_v1/get_variable';
import * as losses from '../../src/compat_v1/losses';
import type { Tensor } from '../../src/runtime/tensor';
import { inGraph } from './graph_runner';

const labels = [
  [1, 0, 1],
  [0, 1, 0],
];
const predictions = [
  [0.9, 0.2, 3.1],
  [0.4, 0.7, -0.5],
];
const probabilities = [
  [0.9, 0.2, 0.6],
  [0.4, 0.7, 0.05],
];
const expected: Record<string, unknown> = {
  'mean_squared_error/none': [
    [0.01, 0.04, 4.4099994],
    [0.0, 0.0, 0.0],
  ],
  'mean_squared_error/weighted_sum': 4.4599996,
  'mean_squared_error/weighted_mean': 1.4866666,
  'mean_squared_error/weighted_sum_over_batch_size': 0.7433333,
  'mean_squared_error/weighted_sum_by_nonzero_weights': 1.4866666,
  'absolute_difference/none': [
    [0.1, 0.2, 2.0999999],
    [0.0, 0.0, 0.0],
  ],
  'absolute_difference/weighted_sum': 2.3999999,
  'absolute_difference/weighted_mean': 0.8,
  'absolute_difference/weighted_sum_over_batch_size': 0.4,
  'absolute_difference/weighted_sum_by_nonzero_weights': 0.8,
  'huber_loss/none': [
    [0.005, 0.02, 1.5999999],
    [0.0, 0.0, 0.0],
  ],
  'huber_loss/weighted_sum': 1.6249999,
  'huber_loss/weighted_mean': 0.5416666,
  'huber_loss/weighted_sum_over_batch_size': 0.2708333,
  'huber_loss/weighted_sum_by_nonzero_weights': 0.5416666,
  'hinge_loss/none': [
    [0.1, 1.2, 0.0],
    [0.0, 0.0, 0.0],
  ],
  'hinge_loss/weighted_sum': 1.3000001,
  'hinge_loss/weighted_mean': 0.4333334,
  'hinge_loss/weighted_sum_over_batch_size': 0.2166667,
  'hinge_loss/weighted_sum_by_nonzero_weights': 0.4333334,
  'log_loss/none': [
    [0.1053604, 0.2231434, 0.5108254],
    [0.0, 0.0, 0.0],
  ],
  'log_loss/weighted_sum': 0.8393292,
  'log_loss/weighted_mean': 0.2797764,
  'log_loss/weighted_sum_over_batch_size': 0.1398882,
  'log_loss/weighted_sum_by_nonzero_weights': 0.2797764,
  'sigmoid_cross_entropy/none': [
    [0.3411539, 0.7981389, 0.044064],
    [0.0, 0.0, 0.0],
  ],
  'sigmoid_cross_entropy/weighted_sum': 1.1833566,
  'sigmoid_cross_entropy/weighted_mean': 0.3944522,
  'sigmoid_cross_entropy/weighted_sum_over_batch_size': 0.1972261,
  'sigmoid_cross_entropy/weighted_sum_by_nonzero_weights': 0.3944522,
  'softmax_cross_entropy/none': [1.2534301, 0.0],
  'softmax_cross_entropy/weighted_sum': 1.2534301,
  'softmax_cross_entropy/weighted_mean': 2.5068603,
  'softmax_cross_entropy/weighted_sum_over_batch_size': 0.6267151,
  'softmax_cross_entropy/weighted_sum_by_nonzero_weights': 1.2534301,
  sparse: 0.583683,
  sparse1: 0.6603981,
  smooth_sm: 1.6027265,
  smooth_sg: 0.5339392,
  huber2: 0.2,
  cos: -0.1,
};

function expectClose(got: Tensor, want: unknown): void {
  const [a, b] = [got.numpy().tolist(), want].map((x) => ([x] as unknown[]).flat(9) as number[]);
  expect(a!.length).toBe(b!.length);
  a!.forEach((x, i) => {
    expect(x).toBeCloseTo(b![i]!, 5);
  });
}
type Loss = (a: unknown, b: unknown, keywords: object) => Tensor;

describe('tf1.losses', () => {
  it.each(Object.keys(expected).filter((key) => key.includes('/')))('%s', (key) => {
    const [name, reduction] = key.split('/') as [string, string];
    const loss = (losses as unknown as Record<string, Loss>)[name]!;
    const weights = name === 'softmax_cross_entropy' ? [0.5, 0] : [[1], [0]];
    const against = name === 'log_loss' ? probabilities : predictions;
    expectClose(loss(labels, against, { weights, reduction }), expected[key]);
  });
  it('smooths labels, takes a delta, numbers of classes and an axis', () => {
    expectClose(losses.sparse_softmax_cross_entropy([2n, 0n], predictions), expected.sparse);
    const columns = losses.sparse_softmax_cross_entropy([[2n], [0n]], predictions, { weights: [[2], [1]] });
    expectClose(columns, expected.sparse1);
    const smoothing = { label_smoothing: 0.1 };
    expectClose(losses.softmax_cross_entropy(labels, predictions, smoothing), expected.smooth_sm);
    expectClose(losses.sigmoid_cross_entropy(labels, predictions, smoothing), expected.smooth_sg);
    expectClose(losses.huber_loss(labels, predictions, { delta: 0.5 }), expected.huber2);
    expectClose(losses.cosine_distance(labels, probabilities, { axis: 1 }), expected.cos);
  });
  it('refuses what does not fit in the words of TensorFlow', () => {
    const mse = losses.mean_squared_error;
    expect(() => mse(labels, predictions, [1, 2])).toThrow(
      'weights can not be broadcast to values. values.rank=2. weights.rank=1. values.shape=(2, 3). weights.shape=(2,). ' +
        'Received weights=[1. 2.], values=[[0.01',
    );
    expect(() => mse([1, 2], [1, 2, 3])).toThrow('Shapes (3,) and (2,) are incompatible');
    expect(() => mse(null as never, [1])).toThrow('Argument `labels` must not be None.');
    expect(() => mse(labels, predictions, { reduction: 'x' })).toThrow(
      "Invalid Reduction Key x. Key should be one of ('none', 'weighted_sum', 'weighted_mean', " +
        "'weighted_sum_over_batch_size', 'weighted_sum_by_nonzero_weights', 'weighted_sum_by_nonzero_weights').",
    );
  });
  it('keeps losses in collections of the graph, by scope, and adds them up with those of regularizers', () => {
    inGraph((_graph, runner) => {
      const x = tf.constant(predictions);
      losses.mean_squared_error(labels, x);
      losses.softmax_cross_entropy(labels, x);
      get_variable('v', {
        initializer: [1, 2],
        regularizer: (v) => tf.reduce_sum(tf.multiply(v, v)),
      });
      expect(losses.get_losses()).toHaveLength(2);
      expect(losses.get_losses('softmax')).toHaveLength(1);
      const total = losses.get_total_loss();
      runner.initialize();
      expect(runner.run(total)).toBeCloseTo(7.4370646, 5);
      expect(runner.run(losses.get_regularization_loss())).toBe(5);
    });
  });
});

/** Layers of compat.v1: variables, collections and values as TensorFlow 2.15 gives them. */
import * as tf from '../../src';
import { ones_initializer } from '../../src/compat_v1/initializers';
import * as layers from '../../src/compat_v1/layers/layers';
import { variable_scope } from '../../src/compat_v1/variable_scope';
import type { BaseVariable } from '../../src/runtime/base_variable';
import { GraphKeys } from '../../src/runtime/graph/collections';
import type { Graph } from '../../src/runtime/graph/graph';
import type { Tensor } from '../../src/runtime/tensor';
import { type GraphRunner, inGraph } from './graph_runner';

function sequence(shape: readonly number[]): Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: count }, (_, i) => i / 10 - 0.4);
  return tf.reshape(tf.constant(values), [...shape]);
}
const rising = (shape: readonly number[]): Tensor => sequence(shape);
const kernel = { kernel_initializer: rising };

/** Sum and sum of squares of what the oracle computed, and its first three elements. */
type Figures = readonly [sum: number, squares: number, first: readonly number[]];
function expectFigures(got: unknown, [sum, squares, first]: Figures): void {
  const flat = ([got] as unknown[]).flat(9) as number[];
  expect(flat.reduce((a, b) => a + b, 0)).toBeCloseTo(sum, 2);
  expect(Math.abs(flat.reduce((a, b) => a + b * b, 0) / squares - 1)).toBeLessThan(1e-4);
  first.forEach((x, i) => {
    expect(flat[i]).toBeCloseTo(x, 4);
  });
}
const names = (graph: Graph, key: string): string[] =>
  (graph.get_collection(key) as BaseVariable[]).map((v) => v.name);
const built = (check: (graph: Graph, runner: GraphRunner, x: Tensor, image: Tensor) => void): void =>
  inGraph((graph, runner) => check(graph, runner, sequence([2, 3]), sequence([2, 4, 4, 2])));

describe('tf1.layers', () => {
  it('S6 dense layers without a name are numbered, those of one name share with reuse', () => {
    built((graph, runner, x, image) => {
      const d = layers.dense(x, 2, { ...kernel, activation: tf.nn.relu });
      const d2 = layers.dense(x, 2, { ...kernel, use_bias: false });
      const keywords = { ...kernel, name: 'fc', bias_initializer: new ones_initializer() };
      const d3 = variable_scope('m', () => layers.dense(image, 2, keywords));
      const d4 = variable_scope('m', { reuse: true }, () => layers.dense(image, 2, { name: 'fc' }));
      const square = (w: BaseVariable): Tensor => tf.reduce_sum(tf.multiply(w, w));
      layers.dense(x, 2, { kernel_regularizer: square });
      const all = ['dense/kernel', 'dense/bias', 'dense_1/kernel', 'm/fc/kernel', 'm/fc/bias'];
      expect(names(graph, GraphKeys.TRAINABLE_VARIABLES)).toEqual(
        [...all, 'dense_2/kernel', 'dense_2/bias'].map((name) => `${name}:0`),
      );
      expect(graph.get_collection(GraphKeys.REGULARIZATION_LOSSES)).toHaveLength(1);
      expect(d.name.startsWith('dense/')).toBe(true);
      runner.initialize();
      const flat: Figures = [0.43, 0.068500009, [0.22, 0.13, 0.04]];
      const image2: Figures = [-23.3600015, 70.10880226, [1.22, 1.15, 1.1]];
      expectFigures(runner.run(d), flat);
      expectFigures(runner.run(d2), flat);
      expectFigures(runner.run(d3), image2);
      expectFigures(runner.run(d4), image2);
    });
  });

  it('conv2d strides and pads; its variables are named like the layer', () => {
    built((graph, runner, _x, image) => {
      const c = layers.conv2d(image, 3, 2, { ...kernel, strides: 2, padding: 'same' });
      const c2 = layers.conv2d(image, 3, [1, 2], kernel);
      expect(names(graph, GraphKeys.GLOBAL_VARIABLES)).toEqual([
        'conv2d/kernel:0',
        'conv2d/bias:0',
        'conv2d_1/kernel:0',
        'conv2d_1/bias:0',
      ]);
      runner.initialize();
      expectFigures(runner.run(c), [449.28, 11320.49888, [3, 3.12, 3.24]]);
      expectFigures(runner.run(c2), [129.6, 405.152, [0.1, 0, -0.1]]);
    });
  });

  it('batch_normalization takes the batch in training and moves its averages by UPDATE_OPS', () => {
    built((graph, runner, x, image) => {
      const training = tf.convert_to_tensor(true);
      const b = layers.batch_normalization(image, { training: true });
      const b2 = layers.batch_normalization(x, { training, momentum: 0.9, name: 'bn2' });
      const b3 = layers.batch_normalization(x, { scale: false, center: false });
      const of = (layer: string, ...own: string[]): string[] => own.map((name) => `${layer}/${name}:0`);
      expect(names(graph, GraphKeys.GLOBAL_VARIABLES)).toEqual([
        ...of('batch_normalization', 'gamma', 'beta', 'moving_mean', 'moving_variance'),
        ...of('bn2', 'gamma', 'beta', 'moving_mean', 'moving_variance'),
        ...of('batch_normalization_1', 'moving_mean', 'moving_variance'),
      ]);
      expect(names(graph, GraphKeys.TRAINABLE_VARIABLES)).toHaveLength(4);
      const updates = graph.get_collection(GraphKeys.UPDATE_OPS);
      expect(updates).toHaveLength(4);
      runner.initialize();
      expectFigures(runner.run(b), [0, 63.981238, [-1.678498, -1.678498, -1.5702077]]);
      expectFigures(runner.run(b2), [0, 5.744681, [-0.9784921, -0.9784921, -0.9784921]]);
      expectFigures(runner.run(b3), [-0.89955, 0.3096903, [-0.39980015, -0.29985014, -0.19990008]]);
      runner.runAll(updates);
      const moved = (graph.get_collection(GraphKeys.GLOBAL_VARIABLES) as BaseVariable[])
        .filter((v) => v.name.includes('moving'))
        .map((v) => runner.run(v) as number[]);
      const wanted = [
        [0.026999973, 0.027999975],
        [1.0252, 1.0252],
        [-0.025, -0.015, -0.005],
        [0.90225, 0.90225, 0.90225],
        [0, 0, 0],
        [1, 1, 1],
      ];
      moved.flat().forEach((value, i) => {
        expect(value).toBeCloseTo(wanted.flat()[i]!, 5);
      });
    });
  });

  it('flatten, pooling and dropout have no variables', () => {
    built((graph, runner, x, image) => {
      expect(layers.flatten(image).shape.dims).toEqual([2, 32]);
      const pooled = layers.max_pooling2d(image, 2, 2);
      const average = layers.average_pooling2d(image, [3, 2], 1, 'same');
      expectFigures(runner.run(pooled), [52, 220.88, [0.6, 0.7, 1]]);
      expectFigures(runner.run(average), [180.8, 702.71999, [0.1, 0.2, 0.3]]);
      expectFigures(runner.run(layers.dropout(x, 0.5)), [-0.9, 0.31, [-0.4, -0.3, -0.2]]);
      const dropped = runner.run(layers.dropout(tf.ones([1000]), 0.5, { training: true })) as number[];
      expect(new Set(dropped)).toEqual(new Set([0, 2]));
      expect(graph.get_collection(GraphKeys.GLOBAL_VARIABLES)).toEqual([]);
    });
  });

  it('reusing what is not there is an error', () => {
    built((_graph, _runner, x) => {
      expect(() => layers.dense(x, 2, { name: 'bn2', reuse: true })).toThrow(
        'Variable bn2/kernel does not exist, or was not created with tf.get_variable(). Did you mean to set ' +
          'reuse=tf.AUTO_REUSE in VarScope?',
      );
    });
  });
});

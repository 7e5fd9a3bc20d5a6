/** Layers of TF1 with their options: variables, shapes and values of TensorFlow 2.15 (fixtures/compat_v1/make_layers.py). */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../src';
import * as tf1 from '../../src/compat_v1';
import type { BaseVariable } from '../../src/runtime/base_variable';
import { GraphKeys } from '../../src/runtime/graph/collections';
import type { Tensor } from '../../src/runtime/tensor';
import { inGraph, useLog } from './support';

interface Outcome {
  readonly variables?: readonly (readonly [name: string, shape: readonly number[], trainable: boolean])[];
  readonly shape?: readonly number[];
  readonly values?: readonly number[];
  readonly sum?: number;
  readonly losses?: number;
  readonly error?: readonly [name: string, message: string];
}
const file = path.join(__dirname, '../fixtures/compat_v1/layers.json');
const outcomes = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, Outcome>;

function rising(shape: readonly number[]): Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  const steps = Array.from({ length: count }, (_, i) => i / 10 - 0.4);
  return tf.reshape(tf.constant(steps), [...shape]);
}
const { layers } = tf1;
const k = { kernel_initializer: rising };
const d = { depthwise_initializer: rising, pointwise_initializer: rising };
const { l2_loss } = tf.nn;

type Layer = (x: Tensor) => Tensor;
const cases: Record<string, readonly [shape: readonly number[], layer: Layer]> = {
  conv1d: [[2, 5, 2], (x) => layers.conv1d(x, 3, 2, k)],
  'conv1d strided': [[2, 5, 2], (x) => layers.conv1d(x, 3, 3, 2, 'same', { activation: tf.nn.relu, ...k })],
  'conv1d dilated': [[2, 6, 2], (x) => layers.conv1d(x, 3, 2, { dilation_rate: 2, use_bias: false, ...k })],
  conv3d: [[1, 3, 4, 3, 2], (x) => layers.conv3d(x, 2, 2, k)],
  'conv3d strided': [
    [1, 3, 4, 3, 2],
    (x) => layers.conv3d(x, 2, [1, 2, 2], [1, 2, 1], 'same', { activation: tf.tanh, ...k }),
  ],
  'conv2d dilated': [[1, 5, 5, 1], (x) => layers.conv2d(x, 2, 2, { dilation_rate: [2, 1], ...k })],
  conv2d_transpose: [[1, 2, 3, 2], (x) => layers.conv2d_transpose(x, 3, 2, k)],
  'conv2d_transpose strided': [
    [2, 2, 3, 2],
    (x) => layers.conv2d_transpose(x, 3, [3, 2], 2, 'same', { name: 'up', ...k }),
  ],
  'conv2d_transpose wide strides': [
    [1, 2, 2, 1],
    (x) => layers.conv2d_transpose(x, 1, [2, 3], [3, 2], 'valid', { use_bias: false, ...k }),
  ],
  conv3d_transpose: [[1, 2, 2, 2, 1], (x) => layers.conv3d_transpose(x, 2, 2, [1, 2, 2], k)],
  'conv3d_transpose same': [[1, 2, 2, 1, 1], (x) => layers.conv3d_transpose(x, 2, [2, 2, 3], 2, 'same', k)],
  separable_conv1d: [[2, 5, 2], (x) => layers.separable_conv1d(x, 3, 2, d)],
  'separable_conv1d more': [
    [2, 5, 2],
    (x) =>
      layers.separable_conv1d(x, 3, 3, 2, 'same', {
        depth_multiplier: 2,
        activation: tf.nn.relu,
        depthwise_regularizer: l2_loss,
        ...d,
      }),
  ],
  separable_conv2d: [[1, 4, 4, 2], (x) => layers.separable_conv2d(x, 3, 2, d)],
  'separable_conv2d more': [
    [1, 4, 4, 2],
    (x) =>
      layers.separable_conv2d(x, 3, [2, 3], 2, 'same', {
        depth_multiplier: 3,
        use_bias: false,
        pointwise_regularizer: l2_loss,
        name: 'sep',
        ...d,
      }),
  ],
  'separable_conv2d dilated': [
    [1, 5, 5, 1],
    (x) => layers.separable_conv2d(x, 2, 2, { dilation_rate: 2, trainable: false, ...d }),
  ],
  'conv2d regularized': [
    [1, 3, 3, 1],
    (x) => layers.conv2d(x, 1, 2, { kernel_regularizer: l2_loss, bias_regularizer: l2_loss, ...k }),
  ],
  max_pooling1d: [[2, 5, 2], (x) => layers.max_pooling1d(x, 2, 2)],
  average_pooling1d: [[2, 5, 2], (x) => layers.average_pooling1d(x, [3], [1], 'same')],
  max_pooling3d: [[1, 4, 3, 4, 1], (x) => layers.max_pooling3d(x, 2, 2)],
  average_pooling3d: [
    [1, 4, 3, 4, 1],
    (x) => layers.average_pooling3d(x, [2, 2, 1], 1, 'same', { name: 'p' }),
  ],
  'batch_normalization of images': [
    [2, 2, 2, 3],
    (x) => layers.batch_normalization(x, { epsilon: 0.01, scale: false }),
  ],
  'batch_normalization in training': [
    [4, 3],
    (x) => {
      const beta_initializer = new tf1.ones_initializer();
      return layers.batch_normalization(x, { training: true, momentum: 0.5, beta_initializer });
    },
  ],
  'batch_normalization along axis 1': [
    [2, 3, 4],
    (x) => {
      const regularizers = { gamma_regularizer: l2_loss, beta_regularizer: l2_loss };
      return layers.batch_normalization(x, 1, { training: true, ...regularizers });
    },
  ],
  'batch_normalization not trained': [[2, 3], (x) => layers.batch_normalization(x, { trainable: false })],
  'a wrong number of strides': [[1, 4, 4, 1], (x) => layers.conv2d(x, 1, 2, [1, 2, 3])],
  'a wrong kernel size': [[1, 4, 1], (x) => layers.conv1d(x, 1, [2, 2])],
  'a wrong padding': [[1, 4, 4, 1], (x) => layers.conv2d(x, 1, 2, { padding: 'some' })],
  'a wrong pool size': [[1, 4, 4, 1], (x) => layers.max_pooling2d(x, [1, 2, 3], 1)],
  'a wrong kernel size of no number': [[1, 4, 4, 1], (x) => layers.conv2d(x, 1, ['a' as never, 2])],
};

describe('a layer of TF1', () => {
  useLog();

  it.each(Object.entries(cases))(
    'S6 has the variables and the values of TensorFlow: %s',
    (name, [shape, layer]) => {
      const wanted = outcomes[name]!;
      inGraph((session, graph) => {
        const x = rising(shape);
        if (wanted.error) {
          expect(() => layer(x)).toThrow(
            expect.objectContaining({ name: wanted.error[0], message: wanted.error[1] }),
          );
          return;
        }
        const first = layer(x);
        if (!/strided$|more$|pooling3d/.test(name) || wanted.variables!.some(([v]) => /_1\//.test(v)))
          layer(x);
        const trainable = new Set(graph.get_collection(GraphKeys.TRAINABLE_VARIABLES));
        const variables = graph.get_collection(GraphKeys.GLOBAL_VARIABLES) as BaseVariable[];
        const described = variables.map((v) => [v.name, v.shape.as_list(), trainable.has(v)]);
        expect(described).toEqual(wanted.variables);
        expect(graph.get_collection(GraphKeys.REGULARIZATION_LOSSES)).toHaveLength(wanted.losses!);
        session.run(tf1.global_variables_initializer());
        const value = session.run(first);
        expect(value.shape).toEqual(wanted.shape);
        const elements = Array.from(value.data as Float32Array);
        wanted.values!.forEach((element, i) => {
          expect(elements[i]).toBeCloseTo(element, 3);
        });
        const sum = elements.reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - wanted.sum!)).toBeLessThan(1e-3 * Math.max(1, Math.abs(wanted.sum!)));
      });
    },
  );
});

/** Reductions, scans and counts. */
import * as tf from '../../../src';
import type { Tensor } from '../../../src/runtime/tensor';
import { gradientCase, numbers, type OpCases } from './helpers';

const cube = numbers([2, 3, 2]);
const matrix = [
  [0.5, -1.5, 2],
  [1.25, 0.75, -0.5],
];
const bools = tf.constant([[true, false, true]]);
const whole = tf.constant([1n, 3n, 1n], tf.int32);

export const cases: OpCases = {
  Sum: [gradientCase((t: Tensor) => tf.reduce_sum(t, [0, 2]), cube)],
  Mean: [
    gradientCase(tf.reduce_mean, matrix),
    gradientCase((t: Tensor) => tf.reduce_mean(t, [0, 2], true), cube),
  ],
  Prod: [
    gradientCase(tf.reduce_prod, matrix),
    gradientCase((t: Tensor) => tf.reduce_prod(t, [0, 2]), cube),
    gradientCase((t: Tensor) => tf.reduce_prod(t, -1, true), matrix),
  ],
  Max: [gradientCase(tf.reduce_max, matrix), gradientCase((t: Tensor) => tf.reduce_max(t, 1), cube)],
  Min: [gradientCase(tf.reduce_min, matrix), gradientCase((t: Tensor) => tf.reduce_min(t, 1, true), cube)],
  EuclideanNorm: [
    gradientCase(tf.math.reduce_euclidean_norm, matrix),
    gradientCase((t: Tensor) => tf.math.reduce_euclidean_norm(t, [0, 2]), cube),
  ],
  All: [gradientCase(() => tf.reduce_all(bools, 1))],
  Any: [gradientCase(() => tf.reduce_any(bools, 0, true))],
  ArgMax: [gradientCase((t: Tensor) => tf.argmax(t, 1), matrix)],
  ArgMin: [gradientCase((t: Tensor) => tf.argmin(t), matrix)],
  Cumsum: [gradientCase((t: Tensor) => tf.cumsum(t, 1, { exclusive: true, reverse: true }), cube)],
  Cumprod: [
    gradientCase((t: Tensor) => tf.math.cumprod(t, 1), cube),
    gradientCase((t: Tensor) => tf.math.cumprod(t, -1, { exclusive: true, reverse: true }), matrix),
  ],
  CumulativeLogsumexp: [
    gradientCase((t: Tensor) => tf.math.cumulative_logsumexp(t, 1), matrix),
    gradientCase((t: Tensor) => tf.math.cumulative_logsumexp(t, 0, { reverse: true }), matrix),
  ],
  DenseBincount: [gradientCase(() => tf.math.bincount(whole))],
};

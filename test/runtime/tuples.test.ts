/** Functions that give several tensors give what TF 2.15 gives: tuples, namedtuples and lists print differently. */
import * as tf from 'flowpoint';
import { repr } from 'flowpoint/python';

const x = tf.constant([
  [2, 0],
  [0, 3],
]);

describe('several results', () => {
  it.each<[name: string, value: unknown, beginning: string]>([
    ['linalg.qr', tf.linalg.qr(x), 'Qr(q=<tf.Tensor'],
    ['linalg.lu', tf.linalg.lu(x), 'Lu(lu=<tf.Tensor'],
    ['linalg.slogdet', tf.linalg.slogdet(x), 'LogMatrixDeterminant(sign=<tf.Tensor'],
    ['linalg.eigh', tf.linalg.eigh(x), '(<tf.Tensor'],
    ['linalg.eig', tf.linalg.eig(x), '(<tf.Tensor'],
    ['linalg.svd', tf.linalg.svd(x), '(<tf.Tensor'],
    ['linalg.normalize', tf.linalg.normalize(x), '(<tf.Tensor'],
    ['nn.moments', tf.nn.moments(x, [0]), '(<tf.Tensor'],
    ['nn.weighted_moments', tf.nn.weighted_moments(x, [0], x), '(<tf.Tensor'],
    ['nn.sufficient_statistics', tf.nn.sufficient_statistics(x, [0]), '(<tf.Tensor'],
    ['nn.collapse_repeated', tf.nn.collapse_repeated(tf.constant([[1n, 1n]]), [2n]), '(<tf.Tensor'],
    ['math.top_k', tf.math.top_k(x), 'TopKV2(values=<tf.Tensor'],
    ['unique', tf.unique([1, 1]), 'Unique(y=<tf.Tensor'],
    ['split', tf.split(x, 2), '[<tf.Tensor'],
    ['unstack', tf.unstack(x), '[<tf.Tensor'],
  ])('of %s print as in TF', (_name, value, beginning) => {
    expect(repr(value).slice(0, beginning.length)).toBe(beginning);
  });
});

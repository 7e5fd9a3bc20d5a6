/** What decompositions must satisfy; their values are in the fixtures. */
import * as tf from '../../src';

const { linalg } = tf;
const largest = (x: tf.Tensor) => tf.reduce_max(tf.abs(x)).numpy().item() as number;

describe('tf.linalg.eig of a real matrix', () => {
  const turning = [
    [0, -2, 0.5, 0],
    [2, 0, 0, 1],
    [0, 0.25, 3, 1],
    [1, 0, 0, -1],
  ];
  it.each([
    ['with complex eigenvalues', turning],
    [
      'that is symmetric',
      [
        [2, 1],
        [1, 3],
      ],
    ],
    ['of one element', [[5]]],
    [
      'with one eigenvalue twice',
      [
        [1, 1],
        [0, 1],
      ],
    ],
  ])('%s gives vectors that it only scales', (_what, values) => {
    const a = tf.constant(values, tf.float64);
    const [e, v] = linalg.eig(a);
    const image = linalg.matmul(tf.cast(a, tf.complex128), v);
    expect([e.dtype, v.dtype]).toEqual([tf.complex128, tf.complex128]);
    expect(largest(image.sub(v.mul(tf.expand_dims(e, 0))))).toBeLessThan(1e-12);
    expect(largest(tf.norm(v, { axis: 0 } as never).sub(tf.cast(1, tf.complex128)))).toBeLessThan(1e-12);
  });
});

it('tf.linalg.logm is undone by tf.linalg.expm', () => {
  const a = tf.cast(
    tf.constant(
      [
        [30, 1, 0],
        [2, 0.01, 1],
        [0, 1, 4],
      ],
      tf.float64,
    ),
    tf.complex128,
  );
  expect(largest(linalg.expm(linalg.logm(a)).sub(a))).toBeLessThan(1e-10);
});

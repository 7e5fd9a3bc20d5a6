/** Gradients through functions of several outputs: to TensorFlow 2.15 a call is one operation. */
import * as tf from 'flowpoint';
import { tuple } from 'flowpoint/python';
import type { Tensor } from '../../src/runtime/tensor';

const [a, b] = [tf.constant(1), tf.constant(2)];

/** Gradients of each output with respect to each source; null for None. */
function slopes(f: () => readonly (Tensor | null)[], sources: readonly (Tensor | tf.Variable)[]): unknown {
  const tape = new tf.GradientTape({ persistent: true });
  const outputs = tape.use(() => {
    tape.watch(sources);
    return f();
  });
  return outputs
    .filter((y) => y?.dtype === tf.float32)
    .map((y) => tape.gradient(y, sources).map((g) => g?.numpy().item() ?? null));
}

describe('the gradient of one output of a function', () => {
  it('is zero for what only the others depend on', () => {
    const f = tf.function((a: Tensor, b: Tensor) => tuple(a.mul(2), b.mul(3), a.mul(b)));
    expect(slopes(() => f(a, b), [a, b])).toEqual([
      [2, 0],
      [0, 3],
      [2, 1],
    ]);
  });
  it('is zero for variables that only the others read', () => {
    const [v, w] = [new tf.Variable(2), new tf.Variable(3)];
    const f = tf.function((x: Tensor) => tuple(v.mul(x), w.mul(1)));
    expect(slopes(() => f(a), [v, w])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
  it('is None where no output depends on it, or only one that is no number', () => {
    const twice = tf.function((a: Tensor, _b: Tensor) => tuple(a.mul(2), a.mul(3)));
    expect(slopes(() => twice(a, b), [a, b])).toEqual([
      [2, null],
      [3, null],
    ]);
    const whole = tf.function((a: Tensor, b: Tensor) => tuple(a.mul(2), tf.cast(b, tf.int32), null));
    expect(slopes(() => whole(a, b), [a, b])).toEqual([[2, null]]);
    const stopped = tf.function((a: Tensor, b: Tensor) => tuple(a.mul(2), tf.stop_gradient(b)));
    expect(slopes(() => stopped(a, b), [a, b])).toEqual([
      [2, null],
      [0, null],
    ]);
  });
  it('holds for a function inside a function, and for tf.gradients', () => {
    const inner = tf.function((a: Tensor, b: Tensor) => tuple(a.mul(2), b.mul(3)));
    const outer = tf.function((a: Tensor, b: Tensor) => inner(a, b)[0]);
    expect(slopes(() => [outer(a, b)], [a, b])).toEqual([[2, 0]]);
    const connected = new tf.Graph()
      .as_default()
      .use(() => tf.gradients(inner(a, b)[0], [a, b]).map((g) => g !== null));
    expect(connected).toEqual([true, true]);
  });
  it('holds to second order', () => {
    const f = tf.function((a: Tensor, b: Tensor) => tuple(a.mul(2), b.mul(3)));
    const outside = new tf.GradientTape();
    const first = outside.use(() => {
      outside.watch([a, b]);
      const tape = new tf.GradientTape();
      const y = tape.use(() => {
        tape.watch([a, b]);
        return f(a.mul(a), b.mul(b))[0];
      });
      return tape.gradient(y, [a, b]);
    });
    expect(first.map((g) => g!.numpy().item())).toEqual([4, 0]);
    expect(outside.gradient(first, [a, b]).map((g) => g!.numpy().item())).toEqual([4, 0]);
  });
});

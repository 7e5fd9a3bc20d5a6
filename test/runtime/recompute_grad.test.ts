/** `tf.recompute_grad`, as TensorFlow's documentation of it says. */
import * as tf from '../../src';

const scalar = (t: tf.Tensor | null) => t?.numpy().item();

describe('a function that is run again for its gradient', () => {
  it('runs once for each call, and once more for each when a gradient is taken', () => {
    const y = new tf.Variable(2);
    let runs = 0;
    const recomputed = tf.recompute_grad((x: tf.Tensor) => {
      runs++;
      return x.mul(y);
    });
    const tape = new tf.GradientTape();
    const r = tape.use(() => {
      let value: tf.Tensor = tf.constant(3);
      for (let i = 0; i < 4; i++) value = recomputed(value);
      return value;
    });
    expect([scalar(r), runs]).toEqual([48, 4]);
    expect(scalar(tape.gradient(r, y) as tf.Tensor)).toBe(4 * 3 * 8);
    expect(runs).toBe(8);
  });
  it('has the gradients of all its arguments, also of the second order', () => {
    const recomputed = tf.recompute_grad((a: tf.Tensor, b: tf.Tensor) => a.mul(a).mul(b));
    const [a, b] = [tf.constant(3), tf.constant(5)];
    const outer = new tf.GradientTape();
    const first = outer.use(() => {
      outer.watch(a);
      const inner = new tf.GradientTape();
      const y = inner.use(() => {
        inner.watch(a);
        inner.watch(b);
        return recomputed(a, b);
      });
      return inner.gradient(y, [a, b]) as tf.Tensor[];
    });
    expect(first.map(scalar)).toEqual([30, 9]);
    expect(scalar(outer.gradient(first[0]!, a) as tf.Tensor)).toBe(10);
  });
  it('works inside of a tf.function', () => {
    const v = new tf.Variable(2);
    const recomputed = tf.recompute_grad((x: tf.Tensor) => tf.sin(x).mul(v));
    const gradients = tf.function((x: tf.Tensor) => {
      const tape = new tf.GradientTape();
      const y = tape.use(() => {
        tape.watch(x);
        return recomputed(x);
      });
      return tape.gradient(y, [x, v]) as tf.Tensor[];
    });
    const [ofX, ofV] = gradients(tf.constant(0)) as tf.Tensor[];
    expect([scalar(ofX!), scalar(ofV!)]).toEqual([2, 0]);
  });
});

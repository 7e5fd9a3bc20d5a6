/** Values of variables that are lent to ops and tapes: updates are in place where nobody can see it, and never where somebody can. */
import * as tf from 'flowpoint';
import type { Tensor } from '../../src/runtime/tensor';

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const storage = (v: tf.Variable): unknown => v._resource.borrow().data;
const matrix = () => new tf.Variable(tf.ones([4, 4]));

/** Assigns to `v`; true if it was in place. */
function updatesInPlace(v: tf.Variable): boolean {
  const before = storage(v);
  v.assign_add(tf.ones([4, 4]));
  return storage(v) === before;
}
const square = (v: tf.Variable): Tensor => tf.reduce_sum(tf.matmul(v, v));

describe('a tape', () => {
  it('gives back what it has borrowed when its gradient has been taken', () => {
    const v = matrix();
    for (let step = 0; step < 3; step++) {
      const tape = new tf.GradientTape();
      const loss = tape.use(() => square(v));
      tape.gradient(loss, v);
      expect(updatesInPlace(v)).toBe(true);
    }
  });
  it('lets a training step of dense layers with Adam update everything in place', () => {
    const [w, b] = [matrix(), new tf.Variable(tf.zeros([4]))];
    const optimizer = new tf.keras.optimizers.Adam(0.1);
    const step = () => {
      const tape = new tf.GradientTape();
      const loss = tape.use(() =>
        tf.reduce_mean(tf.square(tf.nn.relu(tf.nn.bias_add(tf.matmul(tf.ones([2, 4]), w), b)))),
      );
      const gradients = tape.gradient(loss, [w, b]);
      optimizer.apply_gradients(gradients.map((g, i) => [g, [w, b][i]!]));
    };
    step();
    const before = [w, b].map(storage);
    for (let i = 0; i < 3; i++) step();
    expect([w, b].map((v, i) => storage(v) === before[i])).toEqual([true, true]);
  });
  it('has the values that it recorded though they were assigned to before the gradient', () => {
    const v = matrix();
    const tape = new tf.GradientTape();
    const loss = tape.use(() => square(v));
    expect(updatesInPlace(v)).toBe(false);
    v.assign(tf.zeros([4, 4]));
    expect(json(tape.gradient(loss, v))).toEqual(Array(4).fill(Array(4).fill(8)));
    expect(updatesInPlace(v)).toBe(true);
  });
  it('sees each of several values of one variable', () => {
    const v = new tf.Variable([3]);
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      const before = v.mul(v);
      v.assign([5]);
      return before.add(v.mul(v));
    });
    v.assign([7]);
    expect(json([y, tape.gradient(y, v)])).toEqual([[34], [16]]);
  });
  it('keeps them if it is persistent', () => {
    const v = matrix();
    const tape = new tf.GradientTape({ persistent: true });
    const loss = tape.use(() => square(v));
    const first = json(tape.gradient(loss, v));
    expect(updatesInPlace(v)).toBe(false);
    expect(json(tape.gradient(loss, v))).toEqual(first);
  });
  it('keeps them for a tape outside, to which they are inputs', () => {
    const v = new tf.Variable([3]);
    const x = tf.constant([2]);
    const outer = new tf.GradientTape();
    const first = outer.use(() => {
      outer.watch(x);
      const inner = new tf.GradientTape();
      const y = inner.use(() => {
        inner.watch(x);
        return v.mul(x).mul(x);
      });
      return inner.gradient(y, x)!;
    });
    v.assign([100]);
    expect(json([first, outer.gradient(first, [x, v])])).toEqual([[12], [[6], [4]]]);
  });
  it('keeps them for a tape that records only the way back', () => {
    const v = new tf.Variable([3]);
    const x = tf.constant([2]);
    const inner = new tf.GradientTape();
    const y = inner.use(() => {
      inner.watch(x);
      return v.mul(x);
    });
    const outer = new tf.GradientTape();
    const weight = tf.constant([1]);
    const gradient = outer.use(() => {
      outer.watch(weight);
      return inner.gradient(y, x, { output_gradients: weight })!;
    });
    v.assign([100]);
    expect(json(outer.gradient(gradient, weight))).toEqual([3]);
  });
  it('does not keep them after reset', () => {
    const v = matrix();
    const tape = new tf.GradientTape();
    tape.use(() => {
      square(v);
      tape.reset();
    });
    expect(updatesInPlace(v)).toBe(true);
  });
  it('lends as many times as there are tapes that have not been used', () => {
    const v = matrix();
    const tapes = [new tf.GradientTape(), new tf.GradientTape()];
    const losses = tapes.map((tape) => tape.use(() => square(v)));
    tapes[0]!.gradient(losses[0], v);
    expect(updatesInPlace(v)).toBe(false);
    expect(json(tapes[1]!.gradient(losses[1], v))).toEqual(Array(4).fill(Array(4).fill(8)));
  });
});

describe('a value that got out', () => {
  it.each<[string, (v: tf.Variable) => Tensor]>([
    ['value()', (v) => v.value()],
    ['read_value()', (v) => v.read_value()],
    ['convert_to_tensor', (v) => tf.convert_to_tensor(v)],
    ['identity', (v) => tf.identity(v)],
    ['reshape', (v) => tf.reshape(v, [16])],
    ['transpose and back', (v) => tf.expand_dims(v, 0)],
    ['a cast to its own type', (v) => tf.cast(v, tf.float32)],
    ['the conjugate of a real one', (v) => tf.math.conj(v)],
    ['the real part of a real one', (v) => tf.math.real(v)],
    ['stop_gradient', (v) => tf.stop_gradient(v)],
  ])('by %s never changes', (_, read) => {
    const outside = matrix();
    const alone = read(outside);
    const v = matrix();
    const tape = new tf.GradientTape();
    const [loss, value] = tape.use(() => [square(v), read(v)] as const);
    tape.gradient(loss, v);
    for (const variable of [outside, v]) variable.assign_add(tf.ones([4, 4]));
    expect(new Set([...alone.data, ...value.data])).toEqual(new Set([1]));
  });
});

import * as tf from 'flowpoint';

describe('tf.signal.frame', () => {
  it('has a gradient for a variable that is a tensor, as in TF', () => {
    const signal = new tf.Variable([1, 2, 3]);
    const tape = new tf.GradientTape();
    const frames = tape.use(() => tf.signal.frame(signal, 2, 1));
    expect(String(tape.gradient(frames, signal))).toBe('tf.Tensor([1. 2. 1.], shape=(3,), dtype=float32)');
  });
});

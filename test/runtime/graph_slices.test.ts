/** Slices by indices that are not known while a function is traced: TensorFlow 2.15's values and static shapes. */
import * as tf from 'flowpoint';
import { slice } from 'flowpoint/python';
import type { Tensor } from '../../src/runtime/tensor';

const x = tf.reshape(tf.range(0, 6, 1, tf.float32), [3, 2]);
type Slicing = (x: Tensor, i: Tensor) => Tensor;

describe('a slice by a symbolic index', () => {
  it.each<[string, Slicing, string, unknown]>([
    ['x[i]', (x, i) => x.getitem(i), '(2,)', [2, 3]],
    ['x[i, 0]', (x, i) => x.getitem(i, 0), '()', 2],
    ['x[..., i]', (x, i) => x.getitem('...', i), '(3,)', [1, 3, 5]],
    ['x[newaxis, i]', (x, i) => x.getitem(tf.newaxis, i), '(1, 2)', [[2, 3]]],
    ['x[-i]', (x, i) => x.getitem(i.neg()), '(2,)', [4, 5]],
    [
      'x[i:]',
      (x, i) => x.getitem(slice(i, null)),
      '(None, 2)',
      [
        [2, 3],
        [4, 5],
      ],
    ],
    ['x[:i]', (x, i) => x.getitem(slice(null, i)), '(None, 2)', [[0, 1]]],
    ['x[i:i+1, 1]', (x, i) => x.getitem(slice(i, i.add(1)), 1), '(None,)', [3]],
    [
      'x[::i]',
      (x, i) => x.getitem(slice(null, null, i)),
      '<unknown>',
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
    ],
  ])('%s', (_, sliced, shape, value) => {
    const shapes: string[] = [];
    const f = tf.function((x: Tensor, i: Tensor) => {
      const result = sliced(x, i);
      shapes.push(String(result.shape));
      return result;
    });
    const result = f(x, tf.constant(1n)).numpy();
    expect(result.shape.length === 0 ? result.item() : result.tolist()).toEqual(value);
    expect(shapes).toEqual([shape]);
  });
  it('takes int64, and no floats and no vectors', () => {
    const f = tf.function((x: Tensor, i: Tensor) => x.getitem(i));
    expect(f(x, tf.constant(1n, tf.int64)).numpy().tolist()).toEqual([2, 3]);
    const text = 'scalar tf.int32/tf.int64 tensors are valid indices, got <tf.Tensor ';
    expect(() => f(x, tf.constant(1))).toThrow(`${text}'i:0' shape=() dtype=float32>`);
    expect(() => f(x, tf.constant([1n]))).toThrow(`${text}'i:0' shape=(1,) dtype=int32>`);
    expect(() => f(x, tf.constant(5n))).toThrow('slice index 5 of dimension 0 out of bounds.');
  });
  it('is differentiated, and goes through loops', () => {
    const slopes = tf.function((x: Tensor, i: Tensor) => {
      const tape = new tf.GradientTape();
      const y = tape.use(() => {
        tape.watch(x);
        return x.getitem(i).mul(x.getitem(i));
      });
      return tape.gradient(y, x);
    });
    expect(slopes(x, tf.constant(1n))!.numpy().tolist()).toEqual([
      [0, 0],
      [4, 6],
      [0, 0],
    ]);
    const total = tf.function((x: Tensor) =>
      tf.while_loop(
        (i: Tensor) => tf.less(i, 3),
        (i: Tensor, sum: Tensor) => [i.add(1), sum.add(x.getitem(i))],
        [0n, tf.zeros([2])] as const,
      ),
    );
    expect(total(x)[1].numpy().tolist()).toEqual([6, 9]);
  });
});

/** Kernels that take other loops from some size on: whole blocks, edges of blocks, and rows of odd length. */
import * as tf from '../../src/index';

/** Bit patterns that must not change on the way: among them NaNs with a payload. */
function patterns(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) =>
    i % 5 === 0 ? 0x7fa00000 + i : Math.imul(i, 2654435761),
  );
}
const floats = (bits: Int32Array): Float32Array => new Float32Array(bits.buffer);
const bitsOf = (tensor: tf.Tensor): number[] => {
  const data = tensor.data as Float32Array;
  return [...new Int32Array(data.buffer, data.byteOffset, data.length)];
};

describe('large moves', () => {
  it.each([
    [64, 64],
    [33, 70],
    [101, 7],
    [3, 200],
  ])('transpose [%d, %d] to the last bit', (rows, columns) => {
    const bits = patterns(rows * columns);
    const x = tf.reshape(tf.constant(floats(bits)), [rows, columns]);
    const expected = bits.map((_, o) => bits[(o % rows) * columns + Math.floor(o / rows)]!);
    expect(bitsOf(tf.transpose(x))).toEqual([...expected]);
  });

  it.each([8, 16, 12, 13])('gather rows of %d words to the last bit', (width) => {
    const bits = patterns(50 * width);
    const table = tf.reshape(tf.constant(floats(bits)), [50, width]);
    const rows = Int32Array.from({ length: 43 }, (_, i) => (i * 7) % 50);
    const expected = [...rows].flatMap((row) => [...bits.subarray(row * width, (row + 1) * width)]);
    expect(bitsOf(tf.gather(table, tf.constant(rows)))).toEqual(expected);
  });

  it('combines a number with a tensor from either side, empty ones too', () => {
    const x = tf.constant([1, 2, 3]);
    expect([...tf.subtract(x, 1).numpy().data]).toEqual([0, 1, 2]);
    expect([...tf.subtract(1, x).numpy().data]).toEqual([0, -1, -2]);
    expect(tf.subtract(1, tf.zeros([0, 2])).dims).toEqual([0, 2]);
    expect(tf.subtract(1, tf.constant(2)).dims).toEqual([]);
  });
});

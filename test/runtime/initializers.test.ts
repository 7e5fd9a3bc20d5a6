/** TF2's initializers; the values are what TensorFlow 2.15 gives. */
import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';

describe('an initializer', () => {
  it('is called with a shape, a dtype, or the shape of a part', () => {
    expect(new tf.zeros_initializer()([2]).numpy().tolist()).toEqual([0, 0]);
    expect(new tf.ones_initializer()([2], tf.int32).dtype).toBe(tf.int32);
    expect(new tf.ones_initializer()([2], 'int32', { partition_shape: [1] }).shape.as_list()).toEqual([1]);
    const part = { partition_shape: [2], partition_offset: [1] };
    const normal = new tf.random_normal_initializer(1, 2, { seed: 3 });
    const [a, b] = normal([4], part).numpy().tolist() as number[];
    expect([a, b]).toEqual([expect.closeTo(-0.3431696, 6), expect.closeTo(4.352101, 6)]);
  });
  it('with a seed gives the same values again', () => {
    const uniform = new tf.random_uniform_initializer({ seed: 3 });
    const values = [-0.030408715829253197, 0.04393452778458595];
    expect([uniform([2]), uniform([2])].map((t) => t.numpy().tolist())).toEqual([values, values]);
    const whole = new tf.random_uniform_initializer(0, 10, 3)([2], tf.int32);
    expect(whole.numpy().tolist()).toEqual([8, 7]);
  });
  it('of a constant fills the shape with one value, and takes no fewer of several', () => {
    expect(new tf.constant_initializer(7n)([3]).numpy().tolist()).toEqual([7, 7, 7]);
    expect(new tf.constant_initializer(7n)([1]).dtype).toBe(tf.int32);
    expect(new tf.constant_initializer([1, 2, 3, 4])([2, 2]).numpy().tolist()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(() => new tf.constant_initializer([1, 2])([3])).toThrow('has 2 elements, but got `shape` (3,)');
    const part = { partition_shape: [1], partition_offset: [0] };
    expect(() => new tf.constant_initializer(7)([3], part)).toThrow(
      "Constant initializer doesn't support partition-related arguments",
    );
    expect(new tf.constant_initializer(7, true)([3], part).shape.as_list()).toEqual([1]);
    expect(() => new tf.constant_initializer({ value: new Map() as never })).toThrow(
      'Invalid type for initial value: dict. Expected Python scalar, list or tuple of values, or numpy.ndarray.',
    );
  });
  it('refuses dtypes that it has no values of, with the words of TensorFlow', () => {
    expect(() => new tf.zeros_initializer()([2], tf.string)).toThrow(
      "Argument `dtype` expected to be numeric or boolean. Received <dtype: 'string'>.",
    );
    expect(() => new tf.random_uniform_initializer()([2], tf.bool)).toThrow(
      "Argument `dtype` expected to be numeric or boolean. Received <dtype: 'bool'>.",
    );
    expect(() => new tf.random_normal_initializer()([2], tf.int32)).toThrow(
      "Argument `dtype` is expected to be floating point. Received: <dtype: 'int32'>.",
    );
  });
  it('gives its configuration, from which another is made', () => {
    expect(new tf.zeros_initializer().get_config()).toEqual({});
    const uniform = new tf.random_uniform_initializer({ seed: 3 });
    expect(uniform.get_config()).toEqual({ minval: -0.05, maxval: 0.05, seed: 3 });
    const again = tf.random_uniform_initializer.from_config({ ...uniform.get_config(), dtype: 'float32' });
    expect(again([1]).numpy().tolist()).toEqual(uniform([1]).numpy().tolist());
  });
  it('makes the values of get_variable, as an object or as its class, whole or in parts', () => {
    new tf.Graph().as_default().use(() => {
      const initializer = new tf.constant_initializer(2);
      const whole = tf1.get_variable('a', { shape: [2], initializer });
      const zero = tf1.get_variable('z', { shape: [2], initializer: tf.zeros_initializer });
      const partitioner = tf1.fixed_size_partitioner(2);
      const parts = tf1.get_variable('b', { shape: [3], initializer, partitioner });
      const session = new tf1.Session();
      session.run(tf1.global_variables_initializer());
      const values = session.run([whole, zero, tf.convert_to_tensor(parts)]) as tf.NDArray[];
      expect(values.map((v) => v.tolist())).toEqual([
        [2, 2],
        [0, 0],
        [2, 2, 2],
      ]);
    });
  });
});

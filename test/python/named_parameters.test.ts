/** Parameters by name; the errors are those of TF 2.15. */
import * as tf1 from '../../src/compat_v1';
import * as tf from '../../src/index';
import { named } from '../../src/python/named';

describe('Parameters by name', () => {
  const joined = named('joined', ['a', 'b'], ['c'], (a: string, b: string, c = '-') => a + b + c);

  it('stand in any place from the first named one on', () => {
    expect(joined('1', '2')).toBe('12-');
    expect(joined('1', { b: '2' })).toBe('12-');
    expect(joined('1', { c: '3', b: '2' })).toBe('123');
    expect(joined({ c: '3', b: '2', a: '1' })).toBe('123');
  });
  it('are checked as Python checks them, and by the compiler', () => {
    // @ts-expect-error no such parameter
    expect(() => joined('1', { b: '2', d: '3' })).toThrow("joined() got an unexpected keyword argument 'd'");
    // @ts-expect-error a required one is missing
    expect(() => joined('1', { c: '3' })).toThrow("joined() missing 1 required positional argument: 'b'");
    // @ts-expect-error given twice
    expect(() => joined('1', { a: '2', b: '2' })).toThrow("joined() got multiple values for argument 'a'");
  });
  it('are missed as Python misses them, however the others are given', () => {
    // @ts-expect-error both are missing
    expect(() => joined()).toThrow("joined() missing 2 required positional arguments: 'a' and 'b'");
    // @ts-expect-error one is missing
    expect(() => joined('1')).toThrow("joined() missing 1 required positional argument: 'b'");
    // @ts-expect-error one is missing
    expect(() => tf.io.read_file({ name: 'r' })).toThrow(
      "read_file() missing 1 required positional argument: 'filename'",
    );
    // @ts-expect-error there are no more
    expect(() => tf.reduce_sum(1, 2, true, 'n', 5)).toThrow(
      'takes from 1 to 4 positional arguments but 5 were given',
    );
  });
  it('reach constants, images, files and functions of functions', () => {
    expect([...tf.constant({ value: [1, 2], dtype: tf.int32 }).numpy().data]).toEqual([1, 2]);
    expect(tf.convert_to_tensor({ value: 1, dtype: tf.float64 }).dtype).toBe(tf.float64);
    expect(tf.complex({ real: 1, imag: 2 }).numpy().item()).toEqual({ re: 1, im: 2 });
    expect(tf.scalar_mul({ scalar: 2, x: 3 }).numpy().item()).toBe(6);
    expect(tf.strings.strip({ input: ' a ' }).numpy().item()).toEqual(Buffer.from('a'));
    expect(tf.image.hsv_to_rgb({ images: [[[0, 0, 1]]] }).shape.as_list()).toEqual([1, 1, 3]);
    expect(
      tf
        .grad_pass_through({ f: (x: tf.Tensor) => x.mul(2) })(tf.constant(2))
        .numpy()
        .item(),
    ).toBe(4);
    expect(
      tf
        .function({ func: (x: tf.Tensor) => x.add(1) })(tf.constant(2))
        .numpy()
        .item(),
    ).toBe(3);
    expect(
      tf.linalg
        .l2_normalize({ x: [3, 4], dim: 0, epsilon: 0 })
        .numpy()
        .get(0),
    ).toBeCloseTo(0.6);
    expect(() => tf1.gfile.Exists({ path: 'a' } as never)).toThrow("unexpected keyword argument 'path'");
    expect(tf1.gfile.Exists({ filename: 'there is none' })).toBe(false);
    expect(tf1.transpose({ a: [[1, 2]], name: 't' }).shape.as_list()).toEqual([2, 1]);
  });
  it('make a variable scope and a template as TF1 does', () => {
    using _ = new tf1.Graph().as_default();
    const scope = new tf1.VariableScope(false, 's', { initializer: new tf1.ones_initializer() });
    expect([scope.name, scope.dtype, scope.initializer]).toEqual(['s', tf.float32, expect.anything()]);
    const template = tf1.make_template({ name_: 'once', func_: () => tf1.get_variable('v', { shape: [] }) });
    expect([template(), template()].map((v) => v.name)).toEqual(['once/v:0', 'once/v:0']);
    expect(tf1.variable_op_scope([], 'outer', { reuse: null }, (s) => s.name)).toBe('outer');
  });
  it('are a dict in the place of one if all required ones are there, or a key is no name', () => {
    const size = named('size', ['of', 'by'], [], (of: object, by?: number) => [of, by], ['of']);
    expect(size({ of: [], by: 1 })).toEqual([[], 1]);
    expect(size({ of: [], by: 1 }, 2)).toEqual([{ of: [], by: 1 }, 2]);
    expect(() => size({ other: 1 } as never)).toThrow("missing 1 required positional argument: 'by'");
  });

  it('describe a TensorSpec', () => {
    expect(new tf.TensorSpec({ shape: [null], dtype: tf.int32 }).__repr__()).toBe(
      'TensorSpec(shape=(None,), dtype=tf.int32, name=None)',
    );
    expect(new tf.TensorSpec([2], { dtype: tf.int32, name: 'x' }).__repr__()).toBe(
      "TensorSpec(shape=(2,), dtype=tf.int32, name='x')",
    );
  });
  it('make IndexedSlices', () => {
    const [values, indices] = [tf.ones([1, 2]), tf.constant([0n])];
    const dense_shape = tf.constant([3n, 2n]);
    expect(new tf.IndexedSlices({ values, indices }).values).toBe(values);
    expect(new tf.IndexedSlices({ values, indices }).dense_shape).toBeNull();
    expect(new tf.IndexedSlices(values, indices, { dense_shape }).dense_shape).toBe(dense_shape);
  });
  it('choose the members of a collection, and make the step of a graph', () => {
    const graph = new tf1.Graph();
    {
      using _ = graph.as_default();
      const v = tf1.get_variable('a/v', { shape: [] });
      tf1.get_variable('b/v', { shape: [] });
      expect(tf1.trainable_variables({ scope: 'a' })).toEqual([v]);
      expect(tf1.get_collection('variables', { scope: 'a' })).toEqual([v]);
      expect(tf1.get_collection({ key: 'variables', scope: 'a' })).toEqual([v]);
      tf1.add_to_collection('dicts', { name: 'd' });
      expect(tf1.get_collection('dicts')).toEqual([{ name: 'd' }]);
    }
    expect(graph.get_collection('variables', { scope: 'b' })).toHaveLength(1);
    const step = tf1.train.get_or_create_global_step({ graph });
    expect(tf1.train.get_global_step({ graph })).toBe(step);
  });
  it('say what element of a graph is wanted', () => {
    const graph = new tf1.Graph();
    using _ = graph.as_default();
    tf.constant(1, { name: 'c' });
    expect(() => graph.as_graph_element('c', { allow_operation: false })).toThrow(
      'The name \'c\' refers to an Operation, not a Tensor. Tensor names must be of the form "<op_name>:<output_index>".',
    );
  });
  it('go to operations', () => {
    const x = tf.constant([1, 5]);
    expect(tf.cast(x, { dtype: tf.int32 }).dtype).toBe(tf.int32);
    expect(tf.reshape(x, { shape: [2, 1] }).shape.as_list()).toEqual([2, 1]);
    expect([...tf.fill({ dims: [2], value: 3 }).numpy().data]).toEqual([3, 3]);
    expect([...tf.add({ x, y: x }).numpy().data]).toEqual([2, 10]);
    expect([...tf.pow(x, { y: 2 }).numpy().data]).toEqual([1, 25]);
    expect(() => tf.add({ x, zzz: 1 } as never)).toThrow("add() got an unexpected keyword argument 'zzz'");
    expect(() => tf.reduce_sum({ input_tensor: x, zzz: 1 } as never)).toThrow(
      "reduce_sum() got an unexpected keyword argument 'zzz'",
    );
  });
  it('name the operation of a graph', () => {
    const graph = new tf1.Graph();
    using _ = graph.as_default();
    const x = tf.constant([1, 5]);
    expect(tf.add(x, { y: x, name: 'sum' }).name).toBe('sum:0');
    expect(tf.add(x, x).name).toBe('Add:0');
  });
});

describe('a plain object that is a value', () => {
  it('is none of the keywords: complex numbers in the place of tensors', () => {
    expect(tf.abs({ re: 3, im: 4 }).numpy().tolist()).toBe(5);
    expect(String(tf.add(tf.constant({ re: 1, im: 2 }), { re: 1, im: 1 }))).toContain('(2+3j)');
    expect(String(tf.reduce_sum({ re: 3, im: 4 }))).toContain('(3+4j)');
  });
});

/** Parameters of methods by name, against the signatures of TF 2.15 (fixtures/python/make_signatures.py). */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import * as tf from '../../src/index';

type Lists = Readonly<Record<string, readonly string[]>>;
const { classes } = JSON.parse(
  fs.readFileSync(path.join(__dirname, '../fixtures/python/signatures.json'), 'utf8'),
) as { readonly classes: Readonly<Record<string, Lists>> };

/** Objects of the classes, and the methods of which every parameter may be named. */
const graph = new tf1.Graph();
const session = new tf1.Session({ graph });
const tables = {
  'tf.keras.optimizers.SGD': [
    new tf.keras.optimizers.SGD(),
    ['minimize', 'compute_gradients', 'apply_gradients', 'add_variable', 'add_variable_from_reference'],
  ],
  'tf.keras.optimizers.legacy.SGD': [new tf.keras.optimizers.legacy.SGD(), ['minimize', 'apply_gradients']],
  'tf.Variable': [new tf.Variable(1), ['assign', 'assign_add', 'assign_sub', 'eval', 'load']],
  'tf.summary.SummaryWriter': [tf.summary.create_noop_writer(), ['as_default', 'set_as_default']],
  'tf.compat.v1.train.ExponentialMovingAverage': [
    new tf1.train.ExponentialMovingAverage(0.5),
    ['apply', 'average', 'average_name', 'variables_to_restore'],
  ],
  'tf.lookup.experimental.MutableHashTable': [
    new tf.lookup.experimental.MutableHashTable(tf.string, tf.int64, -1n),
    ['lookup', 'insert', 'remove'],
  ],
  'tf.lookup.experimental.DenseHashTable': [
    new tf.lookup.experimental.DenseHashTable(tf.int64, tf.int64, -1n, 0n, -2n),
    ['lookup', 'insert', 'insert_or_assign', 'erase', 'remove'],
  ],
  'tf.compat.v1.train.Coordinator': [new tf1.train.Coordinator(), ['request_stop']],
  'tf.TensorArray': [
    new tf.TensorArray(tf.float32, { size: 2 }),
    ['read', 'write', 'gather', 'unstack', 'scatter', 'split'],
  ],
} satisfies Readonly<Record<string, readonly [object, readonly string[]]>>;

const cases = Object.entries(tables).flatMap(([name, [object, methods]]) =>
  methods.map((method) => ({ name, method, object: object as object, names: classes[name]![method]! })),
);

describe('Parameters of methods by name', () => {
  it.each(cases)('are those of TF in $name $method', ({ method, object, names }) => {
    const call = Reflect.get(object, method) as (...args: unknown[]) => unknown;
    const keywords = Object.fromEntries(names.map((name) => [name, null]));
    expect(() => call.call(object, { ...keywords, zzz: 1 })).toThrow(
      `${method}() got an unexpected keyword argument 'zzz'`,
    );
  });

  it('reach an assignment, and a complex number is a value', () => {
    const v = new tf.Variable([1, 2]);
    v.assign({ value: [3, 4] });
    v.assign_add({ delta: [1, 1], read_value: false });
    v.assign_sub({ delta: [0, 5], name: 'less' });
    expect([...v.numpy().data]).toEqual([4, 0]);
    expect(() => v.assign([0, 0], { zzz: 1 } as never)).toThrow("unexpected keyword argument 'zzz'");
    expect([...v.numpy().data]).toEqual([4, 0]);
    const z = new tf.Variable({ re: 1, im: 2 });
    z.assign({ re: 3, im: 4 });
    expect(z.numpy().item()).toEqual({ re: 3, im: 4 });
  });
  it('reach an optimizer', () => {
    for (const optimizer of [new tf.keras.optimizers.SGD(0.5), new tf.keras.optimizers.legacy.SGD(0.5)]) {
      const v = new tf.Variable(4);
      optimizer.minimize(() => v.mul(2), { var_list: [v] });
      optimizer.apply_gradients({ grads_and_vars: [[tf.constant(1), v]] });
      expect(v.numpy().item()).toBe(2.5);
    }
    const optimizer = new tf.keras.optimizers.SGD(0.5);
    expect(optimizer.add_variable([2], { name: 'slot' }).name).toBe('slot:0');
  });
  it('reach a session, where one object alone is what to fetch', () => {
    using _ = graph.as_default();
    const x = tf1.placeholder(tf.float32, []);
    const y = x.mul(2);
    expect(session.run({ fetches: y, feed_dict: [[x, 3]] }).item()).toBe(6);
    expect(session.run({ fetches: tf.constant(1) }).fetches.item()).toBe(1);
    expect(
      session
        .make_callable(y, { feed_list: [x] })(4)
        .item(),
    ).toBe(8);
    const v = tf1.get_variable('v', { shape: [], use_resource: true });
    v.load({ value: 5, session });
    expect(v.eval({ session }).item()).toBe(5);
  });
  it('reach a tape, where a dict of sources stays in its place', () => {
    const x = tf.constant([1, 2]);
    const tape = new tf.GradientTape({ persistent: true });
    const y = tape.use(() => {
      tape.watch(x);
      return x.mul(x);
    });
    expect([...tape.gradient({ target: y, sources: x })!.numpy().data]).toEqual([2, 4]);
    expect([...tape.gradient(y, { sources: x }).sources!.numpy().data]).toEqual([2, 4]);
    expect([...tape.jacobian({ target: y, sources: x })!.numpy().data]).toEqual([2, 0, 0, 4]);
    expect(() => tape.gradient(y, x, { zzz: 1 } as never)).toThrow("unexpected keyword argument 'zzz'");
  });
  it('reach tables, shapes and hooks', () => {
    const table = new tf.lookup.experimental.MutableHashTable(tf.string, tf.int64, -1n);
    table.insert({ keys: ['a'], values: [3n] });
    expect([...table.lookup({ keys: ['a', 'b'] }).numpy().data]).toEqual([3n, -1n]);
    table.remove(['a'], { name: 'r' });
    expect(table.lookup(['a'], { dynamic_default_values: 7n }).numpy().get(0)).toBe(7n);
    expect(new tf.TensorShape({ dims: [2, null] }).as_list()).toEqual([2, null]);
    expect(() => new tf.TensorShape({ dim: [2] } as never)).toThrow("Did you mean 'dims'?");
    const feed_fn = () => [];
    expect(new tf1.train.FeedFnHook({ feed_fn }).feed_fn).toBe(feed_fn);
  });
  it('reach a TensorArray', () => {
    const array = new tf.TensorArray(tf.float32, { size: 2 })
      .write({ index: 0, value: 1 })
      .write(1, { value: 2 });
    expect([...array.gather({ indices: [1, 0] }).numpy().data]).toEqual([2, 1]);
  });
  it('give a writer its step', () => {
    const writer = tf.summary.create_noop_writer();
    expect(writer.as_default({ step: 3 })).toBeInstanceOf(Object);
    // @ts-expect-error no such parameter
    expect(() => writer.as_default({ steps: 3 })).toThrow("Did you mean 'step'?");
  });
});

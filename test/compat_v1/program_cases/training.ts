/** Programs around optimizers, parts of variables and getters; see program_cases.test.ts. */
import * as tf from '../../../src';
import * as tf1 from '../../../src/compat_v1';
import type { CustomGetter } from '../../../src/compat_v1/custom_getter';
import { f, format, tuple } from '../../../src/python';
import type { Tensor } from '../../../src/runtime/tensor';
import type { Variable } from '../../../src/runtime/variable';
import { namesOf, type Program, variables, zeros } from './support';

const T = tf1.train;

const inParts =
  (shape: number[] | null, parts: number[], keywords: object = {}): Program =>
  () =>
    namesOf(tf1.get_variable('p', { shape, partitioner: () => parts, ...keywords } as never) as never);

const saving =
  (keywords: object = {}): Program =>
  (sess, folder) => {
    variables();
    sess.run(tf1.global_variables_initializer());
    return new T.Saver({ ...keywords }).save(sess, `${folder}/new/c`, { write_meta_graph: false });
  };

type Optimizing = (o: tf1.train.Optimizer, y: Tensor, a: Variable, b: Variable) => unknown;
const optimizing =
  (run: Optimizing, make: () => tf1.train.Optimizer = () => new T.AdamOptimizer(0.1)): Program =>
  () => {
    const [a, b] = variables();
    return run(make(), tf.reduce_sum(tf.multiply(a, a)), a, b);
  };
const shown = (pairs: ReturnType<tf1.train.Optimizer['compute_gradients']>) =>
  pairs.map(([g, v]) => tuple(g === null ? null : (g as Tensor).dtype, v));
const gradientDescent = () => new T.GradientDescentOptimizer(0.1);
const momentum = () => new T.MomentumOptimizer(0.1, 0.9);
const ftrl = () => new T.FtrlOptimizer(0.1);

const dual =
  (sparse: boolean, keywords: object = {}): Program =>
  (sess) => {
    const start = tf.constant([[1, 2], [3, 4], [5, 6]]); // biome-ignore format: one matrix
    const w = tf1.get_variable('w', { initializer: start });
    const step = T.get_or_create_global_step();
    const o = new T.AdagradDAOptimizer(0.1, step, keywords);
    const x = sparse ? tf.nn.embedding_lookup(w, tf.constant([0, 2, 0], 'int32')) : w;
    const train = o.minimize(tf.reduce_sum(tf.multiply(x, x)), { global_step: step })!;
    sess.run(tf1.global_variables_initializer());
    for (let i = 0; i < 3; i++) sess.run(train);
    const slots = o.get_slot_names().map((name) => o.get_slot(w, name)!);
    const values = [w, ...slots].map((v) =>
      (sess.run(v).tolist() as number[][]).flat().map((x) => f`${format(x, '.5g')}`),
    );
    return tuple(namesOf(tf1.global_variables()), o.get_slot_names(), values);
  };

const getting =
  (custom_getter: CustomGetter, make = () => tf1.get_variable('v', [1])): Program =>
  () => {
    const v = tf1.variable_scope('c', { custom_getter }, make);
    return tuple(v.name, v.dtype, v.trainable, namesOf(tf1.trainable_variables()));
  };
const float64 = () => tf1.get_variable('v', [1], { dtype: tf.float64 });

export const training: Record<string, Program> = {
  'more parts than rows': inParts([5], [7]),
  'more parts than rows of two axes': inParts([2, 3], [1, 5]),
  'as many parts as rows': inParts([3], [3]),
  'parts made before one is refused': (...args) => {
    expect(() => inParts([5], [7])(...args)).toThrow();
    return namesOf(tf1.global_variables());
  },
  'more parts than rows of a constant': inParts(null, [4], { initializer: new tf1.constant_initializer(1) }),

  'save into a folder that is not there': saving(),
  'save shards into a folder that is not there': saving({ sharded: true }),
  'save V1 into a folder that is not there': saving({ write_version: T.SaverDef.V1 }),
  'save V1 shards into a folder that is not there': saving({ write_version: T.SaverDef.V1, sharded: true }),

  'gradients with a strange aggregation': optimizing((_o, y, a) =>
    tf1.gradients(y, a, { aggregation_method: 77 }),
  ),
  'gradients with each aggregation': optimizing((_o, y, a) =>
    [null, 0, 1, 2].map((aggregation_method) => tf1.gradients(y, a, { aggregation_method })[0]!.shape),
  ),
  AggregationMethod: () => [
    tf.AggregationMethod.ADD_N,
    tf.AggregationMethod.DEFAULT,
    tf.AggregationMethod.EXPERIMENTAL_TREE,
    tf1.AggregationMethod.EXPERIMENTAL_ACCUMULATE_N,
  ],
  'compute_gradients with a strange aggregation': optimizing((o, y) =>
    o.compute_gradients(y, { aggregation_method: 'x' }),
  ),
  'compute_gradients of all': optimizing((o, y) => shown(o.compute_gradients(y))),
  'compute_gradients of one': optimizing((o, y, a) => shown(o.compute_gradients(y, a))),
  'compute_gradients of a nest': optimizing((o, y, a, b) => shown(o.compute_gradients(y, [b, [a]] as never))),
  'compute_gradients of a number': optimizing((o, y) => o.compute_gradients(y, { var_list: [3 as never] })),
  'compute_gradients of a name': optimizing((o, y) => o.compute_gradients(y, { var_list: ['a' as never] })),
  'compute_gradients of parts': optimizing((o, y) => {
    const p = tf1.get_variable('p', { shape: [2], partitioner: tf1.fixed_size_partitioner(2) });
    return o.compute_gradients(y, { var_list: [p as never] });
  }),
  'compute_gradients of nothing': optimizing((o, y) => o.compute_gradients(y, { var_list: [] })),
  'compute_gradients of an int': optimizing((o) => o.compute_gradients(tf.constant(1, 'int32'))),
  'apply_gradients of a string': optimizing((o, _y, a) => o.apply_gradients([['a' as never, a]])),
  'apply_gradients of a bool': optimizing(
    (o, _y, a) => o.apply_gradients([[[true, false] as never, a]]),
    gradientDescent,
  ),
  'apply_gradients of a string by Momentum': optimizing(
    (o, _y, a) => o.apply_gradients([['a' as never, a]]),
    momentum,
  ),
  'apply_gradients of a string by Ftrl': optimizing(
    (o, _y, a) => o.apply_gradients([['a' as never, a]]),
    ftrl,
  ),
  'apply_gradients to a number': optimizing((o, _y, a) => o.apply_gradients([[a as never, 3 as never]])),
  'apply_gradients of None to a number': optimizing((o) => o.apply_gradients([[null as never, 3 as never]])),
  'an optimizer without a name': () =>
    new (T.Optimizer as never as new (...args: unknown[]) => object)(true, ''),
  'an Adam without a name': () => new T.AdamOptimizer({ name: '' }),

  AdagradDA: dual(false),
  'AdagradDA of rows': dual(true),
  'AdagradDA with l1 and l2': dual(false, { l1_regularization_strength: 5, l2_regularization_strength: 0.5 }),
  'AdagradDA from nothing': dual(false, { initial_gradient_squared_accumulator_value: -0.5 }),

  'a getter that renames': (...args) => {
    const seen: unknown[] = [];
    const custom: CustomGetter = (getter, name, ...rest) => {
      const [k] = rest;
      seen.push(tuple(name, tuple(), Object.keys(k).sort(), k.shape, k.dtype, k.reuse, k.trainable));
      return getter(`${name}_x`, ...rest);
    };
    return tuple(getting(custom)(...args), seen);
  },
  'a getter that is told by name': getting(
    (getter, name, k) => getter({ ...k, name, trainable: false }),
    float64,
  ),
  'a getter that tells little': getting((getter) => getter('other', [2]), float64),
  'a getter that tells by position': getting((getter, name) => getter(name, [2], tf.int32, zeros())),
  'a getter that is told a wrong keyword': getting((getter, name) => getter(name, { shap: [2] } as never)),
  'a getter that cannot be called': getting('x' as never),
  'getters in each other': () => {
    const seen: unknown[] = [];
    const renaming =
      (who: string): CustomGetter =>
      (getter, name, ...rest) => {
        seen.push(tuple(who, name));
        return getter(`${name}_${who[0]}`, ...rest);
      };
    const own: CustomGetter = (getter, name, ...rest) => getter(`${name}_own`, ...rest);
    const made = tf1.variable_scope('s', { custom_getter: renaming('outer') }, () =>
      tf1.variable_scope('t', { custom_getter: renaming('inner') }, () => [
        tf1.get_variable('v', [1]),
        tf1.get_variable('w', [1], { custom_getter: own }),
      ]),
    );
    return tuple(...namesOf(made), seen);
  },
};

/** Optimizers, decays and averages of compat.v1: names, order and values as TensorFlow 2.15 gives them. */
import * as tf from '../../src';
import { get_variable } from '../../src/compat_v1/get_variable';
import {
  AdagradOptimizer,
  AdamOptimizer,
  ExponentialMovingAverage,
  exponential_decay,
  FtrlOptimizer,
  GradientDescentOptimizer,
  linear_cosine_decay,
  MomentumOptimizer,
  noisy_linear_cosine_decay,
  type Optimizer,
  piecewise_constant,
  RMSPropOptimizer,
} from '../../src/compat_v1/train/training';
import { variable_scope } from '../../src/compat_v1/variable_scope';
import type { BaseVariable } from '../../src/runtime/base_variable';
import { GraphKeys } from '../../src/runtime/graph/collections';
import { get_default_graph, reset_default_graph } from '../../src/runtime/graph/init_scope';
import { withFolder } from '../support/files';
import { inGraph } from './graph_runner';

const variable = (name: string, initializer: unknown, keywords: object = {}): BaseVariable =>
  get_variable(name, { initializer, ...keywords } as never) as unknown as BaseVariable;
const globalNames = (): string[] =>
  (get_default_graph().get_collection(GraphKeys.GLOBAL_VARIABLES) as BaseVariable[]).map((v) => v.name);
const square = (x: BaseVariable): tf.Tensor => tf.reduce_sum(tf.multiply(x, x));

function expectClose(got: unknown, want: unknown): void {
  const [a, b] = [got, want].map((x) => ([x] as unknown[]).flat(9) as number[]);
  expect(a!.length).toBe(b!.length);
  a!.forEach((x, i) => {
    expect(x).toBeCloseTo(b![i]!, 5);
  });
}

beforeEach(reset_default_graph);

describe('AdamOptimizer in a graph', () => {
  it('names its variables and operations as TensorFlow does, in its order', () => {
    inGraph(() => {
      const w = variable('w', [1, 2]);
      const b = variable('b', 0.5);
      const loss = tf.add(square(w), tf.multiply(b, b));
      const opt = new AdamOptimizer(0.1);
      const op = opt.minimize(loss)!;
      expect(globalNames()).toEqual([
        'w:0',
        'b:0',
        'beta1_power:0',
        'beta2_power:0',
        'w/Adam:0',
        'w/Adam_1:0',
        'b/Adam:0',
        'b/Adam_1:0',
      ]);
      expect(op.name).toBe('Adam');
      const second = new AdamOptimizer(0.2);
      expect(second.minimize(loss, { name: 'second' })!.name).toBe('second');
      expect(second.variables().map((v) => v.name)).toEqual([
        'b/Adam_2:0',
        'b/Adam_3:0',
        'beta1_power_1:0',
        'beta2_power_1:0',
        'w/Adam_2:0',
        'w/Adam_3:0',
      ]);
      const train = get_default_graph().get_collection(GraphKeys.TRAIN_OP) as { name: string }[];
      expect(train.map((o) => o.name)).toEqual(['Adam', 'second']);
    });
  });

  it('takes steps in a session and counts them in global_step', () => {
    inGraph((_graph, runner) => {
      const w = variable('w', [1, 2]);
      const b = variable('b', 0.5);
      const step = variable('global_step', 0n, { trainable: false });
      const loss = tf.add(square(w), tf.multiply(b, b));
      const opt = new AdamOptimizer(0.1);
      const op = opt.minimize(loss, step);
      runner.initialize();
      const losses = [1, 2, 3, 4].map(() => runner.runAll([loss, op])[0]);
      expectClose(losses, [5.25, 4.579999923706055, 3.9719748497009277, 3.426320791244507]);
      expect(Number(runner.run(step))).toBe(4);
      expectClose(runner.run(w), [0.6039403676986694, 1.601506233215332]);
      expectClose(runner.run(opt.get_slot(w, 'v')), [0.011750361882150173, 0.05488041043281555]);
    });
  });
});

describe('slots of a variable that is gathered from, inside of a variable scope', () => {
  type Case = [Optimizer, string[], string, unknown];
  const cases: (() => Case)[] = [
    () => [
      new RMSPropOptimizer({ learning_rate: 0.1, centered: true }),
      ['net/net/w/RMSProp:0', 'net/net/w/RMSProp_1:0', 'net/net/w/RMSProp_2:0'],
      'net/train/RMSProp',
      [0.5585035085678101, 1.4670253992080688, 3, 4, 4.44204044342041, 5.4342193603515625],
    ],
    () => [
      new MomentumOptimizer(0.1, 0.9),
      ['net/net/w/Momentum:0'],
      'net/train/Momentum',
      [0, 0, 3, 4, 2.299999952316284, 2.760000228881836],
    ],
    () => [
      new FtrlOptimizer(0.1, { beta: 0.3, l2_shrinkage_regularization_strength: 0.05 }),
      ['net/net/w/Ftrl:0', 'net/net/w/Ftrl_1:0'],
      'net/train/Ftrl',
      [0.7035135626792908, 1.6872234344482422, 3, 4, 4.52958345413208, 5.526773929595947],
    ],
    () => [
      new GradientDescentOptimizer(0.1),
      [],
      'net/train/GradientDescent',
      [0.36000001430511475, 0.7200000286102295, 3, 4, 3.200000047683716, 3.8400001525878906],
    ],
  ];
  it.each(cases)('%# has the scope in front of its name, and rows move as in TensorFlow', (make) => {
    inGraph((_graph, runner) => {
      variable_scope('net', () => {
        const w = variable('w', [
          [1, 2],
          [3, 4],
          [5, 6],
        ]);
        const picked = tf.gather(w, [0, 2, 0]);
        const loss = tf.reduce_sum(tf.multiply(picked, picked));
        const [opt, names, name, want] = make();
        const op = tf.name_scope('train', () => opt.minimize(loss))!;
        expect(opt.variables().map((v) => v.name)).toEqual(names);
        expect(op.name).toBe(name);
        runner.initialize();
        runner.run(op);
        runner.run(op);
        expectClose(runner.run(w), want);
      });
    });
  });
});

describe('eagerly', () => {
  function trained(): { opt: AdamOptimizer; v: tf.Variable; d: tf.Variable; step: tf.Variable } {
    const v = new tf.Variable([1, 2], { name: 'v' });
    const d = new tf.Variable([1, 2], { name: 'd', dtype: tf.float64 });
    const step = new tf.Variable(0n, { dtype: tf.int64 });
    const opt = new AdamOptimizer(0.1);
    for (let i = 0; i < 3; i++) {
      const cube = (): tf.Tensor => tf.cast(tf.reduce_sum(tf.pow(d, 3)), tf.float32);
      expect(opt.minimize(() => tf.add(square(v), cube()), step)).toBeNull();
    }
    return { opt, v, d, step };
  }

  it('a step is taken at once, for what the loss reads, in float64 with rates rounded to float32', () => {
    const { opt, v, d, step } = trained();
    expectClose(v.numpy().tolist(), [0.7015873193740845, 1.7006244659423828]);
    const [a, b] = d.numpy().tolist() as number[];
    expect(a).toBeCloseTo(0.7041548174225166, 9);
    expect(b).toBeCloseTo(1.7014887526648736, 9);
    expect(Number(step)).toBe(3);
    expect(opt.variables().map((x) => x.name)).toEqual([
      'beta1_power:0',
      'beta2_power:0',
      'd/Adam:0',
      'd/Adam_1:0',
      'v/Adam:0',
      'v/Adam_1:0',
    ]);
  });

  it('O3.3 a checkpoint keeps slots with their variables and the powers at the optimizer; restoring makes them', () => {
    withFolder((folder) => {
      const { opt, v, d } = trained();
      const prefix = new tf.train.Checkpoint({ v, d, o: opt }).write(`${folder}/ckpt`);
      const suffix = '/.ATTRIBUTES/VARIABLE_VALUE';
      expect(tf.train.list_variables(prefix).map(([key]) => key)).toEqual([
        '_CHECKPOINTABLE_OBJECT_GRAPH',
        `d${suffix}`,
        `d/.OPTIMIZER_SLOT/o/m${suffix}`,
        `d/.OPTIMIZER_SLOT/o/v${suffix}`,
        `o/beta1_power${suffix}`,
        `o/beta2_power${suffix}`,
        `v${suffix}`,
        `v/.OPTIMIZER_SLOT/o/m${suffix}`,
        `v/.OPTIMIZER_SLOT/o/v${suffix}`,
      ]);
      const v2 = new tf.Variable([0, 0], { name: 'v' });
      const d2 = new tf.Variable([0, 0], { name: 'd', dtype: tf.float64 });
      const again = new AdamOptimizer(0.1);
      const status = new tf.train.Checkpoint({ v: v2, d: d2, o: again }).read(prefix);
      const slot = (of: AdamOptimizer, x: tf.Variable): unknown => of.get_slot(x, 'v')!.numpy().tolist();
      expect(slot(again, v2)).toEqual(slot(opt, v));
      for (const [o, x] of [
        [opt, v],
        [again, v2],
      ] as const)
        o.minimize(() => square(x), { var_list: [x] });
      status.assert_consumed();
      expect(v2.numpy().tolist()).toEqual(v.numpy().tolist());
    });
  });

  it('says what it cannot do in the words of TensorFlow', () => {
    const { opt, v } = trained();
    expect(() => opt.compute_gradients(v.value())).toThrow(
      '`loss` passed to Optimizer.compute_gradients should be a function when eager execution is enabled.',
    );
    expect(() => opt.apply_gradients([])).toThrow('No variables provided.');
    expect(() => opt.apply_gradients([[null, v]])).toThrow(
      `No gradients provided for any variable: ["<tf.Variable 'v:0' shape=(2,) dtype=float32, numpy=array([0.701587`,
    );
    expect(() => opt.minimize(() => tf.constant(1), { var_list: [v] })).toThrow(
      'No gradients provided for any variable, check your graph for ops that do not support gradients, between',
    );
    expect(() => new AdagradOptimizer(0.1, 0)).toThrow('initial_accumulator_value must be positive: 0');
    expect(() => new FtrlOptimizer(0.1, { learning_rate_power: 0.5 })).toThrow(
      'learning_rate_power 0.500000 needs to be negative or zero',
    );
    expect(() => new FtrlOptimizer(0.1, { l1_regularization_strength: -1 })).toThrow(
      'l1_regularization_strength -1.000000 needs to be positive or zero',
    );
    expect(() => new AdamOptimizer({ name: '' })).toThrow('Must specify the optimizer name');
  });
});

describe('decayed learning rates', () => {
  it('are tensors of a graph, which follow the step', () => {
    inGraph((_graph, runner) => {
      const step = variable('step', 0n, { trainable: false });
      const w = variable('w', 1);
      const rate = exponential_decay(0.1, step, 1, 0.5);
      const op = new GradientDescentOptimizer(rate).apply_gradients([[tf.constant(1), w]], step);
      runner.initialize();
      for (let i = 0; i < 3; i++) runner.run(op);
      expectClose([runner.run(rate), runner.run(w)], [0.0125, 0.825]);
    });
  });
  it('linear_cosine_decay falls in a line and waves, and its noise grows less', () => {
    const settings = [
      [0, 0.5, 0, 0.001],
      [3, 0.5, 0, 0.001],
      [7, 2, 0.1, 0.01],
      [12, 0.5, 0.2, 0.3],
    ] as const;
    // TensorFlow 2.15's.
    const wanted = [0.5005000233650208, 0.2783623933792114, 0.024098310619592667, 0.15000000596046448];
    const quiet = settings.map(([step, n, a, b]) => linear_cosine_decay(0.5, step, 10, n, a, b)());
    expectClose(
      quiet.map((rate) => rate.numpy().item()),
      wanted,
    );
    const still = settings.map(([step, n, a, b]) =>
      noisy_linear_cosine_decay(0.5, step, 10, { initial_variance: 0, num_periods: n, alpha: a, beta: b })(),
    );
    expectClose(
      still.map((rate) => rate.numpy().item()),
      wanted,
    );
    const noisy = (): number => noisy_linear_cosine_decay(0.5, 3, 10)().numpy().item() as number;
    expect(noisy()).not.toBe(noisy());
  });
  it('piecewise_constant wants boundaries of the dtype of x', () => {
    expect(() => piecewise_constant(tf.constant(1n), [0.5], [1, 2])).toThrow(
      "Boundaries (<dtype: 'float32'>) must have the same dtype as x (<dtype: 'int32'>).",
    );
  });
});

describe('ExponentialMovingAverage in a graph', () => {
  it('names, restores and moves its averages as TensorFlow does', () => {
    inGraph((_graph, runner) => {
      const w = variable('w', [1, 2]);
      const g = variable('g', 3, { trainable: false });
      const ema = new ExponentialMovingAverage(0.9, { num_updates: 4 });
      const t = tf.multiply(w, 2);
      const ofTensor = new ExponentialMovingAverage(0.5, { zero_debias: true, name: 'T' });
      const up = [ema.apply([w])!, ofTensor.apply([t])!];
      expect(up.map((op) => op.name)).toEqual(['ExponentialMovingAverage', 'T']);
      expect(ema.average_name(g)).toBe('g/ExponentialMovingAverage');
      const map = Object.entries(ema.variables_to_restore()).map(([key, v]) => [key, v.name]);
      const name = t.op.name.toLowerCase();
      expect(map.map((pair) => pair.join(' ').toLowerCase()).sort()).toEqual(
        [
          'g g:0',
          `${name}/t ${name}/t:0`,
          `${name}/t/biased ${name}/t/biased:0`,
          `${name}/t/local_step ${name}/t/local_step:0`,
          'w/exponentialmovingaverage w:0',
        ].sort(),
      );
      runner.initialize();
      runner.run(w.assign([3, 5]));
      runner.runAll(up);
      expectClose(runner.run(ema.average(w)), [2.2857141494750977, 3.9285714626312256]);
      expectClose(runner.run(ofTensor.average(t)), [6, 10]);
      runner.run(w.assign([0, 1]));
      runner.runAll(up);
      expectClose(runner.run(ema.average(w)), [0.8163264989852905, 2.0459184646606445]);
      expectClose(runner.run(ofTensor.average(t)), [2, 4.666666507720947]);
    });
  });
});

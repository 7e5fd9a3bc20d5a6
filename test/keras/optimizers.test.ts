/** Optimizers inside `tf.function`, and what the corpus does not ask. */
import * as tf from '../../src';
import { logged } from '../support/files';

const { optimizers } = tf.keras;
const { legacy, schedules } = optimizers;
type AnyOptimizer = tf.keras.optimizers.Optimizer | tf.keras.optimizers.legacy.Optimizer;

const makers: Record<string, () => AnyOptimizer> = {
  SGD: () => new optimizers.SGD(0.1, 0.9, true),
  Adam: () => new optimizers.Adam(0.1, { weight_decay: 0.1, clipnorm: 1 }),
  'Adam with amsgrad': () => new optimizers.Adam(0.1, { amsgrad: true, global_clipnorm: 1 }),
  'Adam on a schedule': () => new optimizers.Adam(new schedules.ExponentialDecay(0.1, 3, 0.5)),
  AdamW: () => new optimizers.AdamW(0.1, { clipvalue: 0.5 }),
  'SGD with averages': () => new optimizers.SGD(0.1, { use_ema: true, ema_overwrite_frequency: 2 }),
  Adamax: () => new optimizers.Adamax(0.1),

  RMSprop: () => new optimizers.RMSprop(0.1, { momentum: 0.5, centered: true }),
  Adagrad: () => new optimizers.Adagrad(0.1),
  Adadelta: () => new optimizers.Adadelta(0.1),
  Ftrl: () => new optimizers.Ftrl(0.1, { beta: 0.1 }),
  Lion: () => new optimizers.Lion(0.1),
  Adafactor: () => new optimizers.Adafactor(0.1),
  'legacy SGD': () => new legacy.SGD(0.1, 0.9, { decay: 0.1 }),
  'legacy Adam': () => new legacy.Adam(0.1, { decay: 0.1, clipnorm: 1 }),
  'legacy Adamax': () => new legacy.Adamax(0.1),
  'legacy Nadam': () => new legacy.Nadam(0.1),
  'legacy RMSprop': () => new legacy.RMSprop(0.1, { momentum: 0.5 }),
  'legacy Adagrad': () => new legacy.Adagrad(0.1),
  'legacy Adadelta': () => new legacy.Adadelta(0.1),
  'legacy Ftrl': () => new legacy.Ftrl(0.1, { beta: 0.1 }),
};

/** Both variables after each of five steps. */
function trajectory(optimizer: AnyOptimizer, compiled: boolean): number[][] {
  const w = new tf.Variable([
    [0.5, -1],
    [2, 0.25],
    [1, -2],
  ]);
  const b = new tf.Variable([0.5, -0.5]);
  const step = (x: tf.Tensor) => {
    const tape = new tf.GradientTape();
    const loss = tape.use(() => tf.reduce_sum(tf.square(tf.matmul(x, w).add(b).sub(1))));
    const gradients = tape.gradient(loss, [w, b]);
    optimizer.apply_gradients([
      [gradients[0]!, w],
      [gradients[1]!, b],
    ]);
    return loss;
  };
  const run = compiled ? tf.function(step) : step;
  return [1, 2, 3, 4, 5].map((k) => {
    run(tf.constant([[0.1 * k, -0.5, 1 / k]]));
    return [w, b].flatMap((v) => Array.from(v.numpy().data as Float32Array));
  });
}

describe('in tf.function', () => {
  // Nadam makes others, as in Keras: nadam.test.ts.
  it.each(Object.keys(makers))('%s makes the steps that it makes eagerly', (name) => {
    const eager = trajectory(makers[name]!(), false);
    const compiled = trajectory(makers[name]!(), true);
    compiled.flat().forEach((value, i) => {
      expect(value).toBeCloseTo(eager.flat()[i]!, 5);
    });
  });
});

describe('optimizers', () => {
  it('minimize a function of the variables they are given', () => {
    const v = new tf.Variable(3);
    const optimizer = new optimizers.SGD(0.1);
    optimizer.minimize(() => tf.square(v), [v]);
    expect(Number(v)).toBeCloseTo(2.4, 5);
    expect(() => optimizer.minimize(tf.square(v), [v])).toThrow(/`tape` is required when a `Tensor` loss/);
  });

  it('come back from their configuration, schedules included', () => {
    const optimizer = new optimizers.Adam(new schedules.CosineDecay(0.1, 10), { beta_1: 0.8 });
    const again = optimizers.Adam.from_config(optimizer.get_config());
    expect(again.get_config()).toEqual(optimizer.get_config());
    const third = optimizers.deserialize(optimizers.serialize(optimizer));
    expect(third.get_config()).toEqual(optimizer.get_config());
    expect(optimizers.get('adam', { use_legacy_optimizer: true })).toBeInstanceOf(legacy.Adam);
  });

  it('take a new learning rate, unless a schedule gives it', () => {
    const optimizer = new optimizers.SGD(0.1);
    optimizer.learning_rate = 0.5;
    expect(Number(optimizer.learning_rate)).toBe(0.5);
    const scheduled = new optimizers.SGD(new schedules.ExponentialDecay(0.1, 1, 0.5));
    expect(() => {
      scheduled.learning_rate = 0.5;
    }).toThrow(/its learning rate is not settable/);
    const old = new legacy.SGD(0.1);
    old.learning_rate = 0.5;
    expect(Number(old.learning_rate)).toBe(0.5);
  });

  it('leave out of weight decay what they are told to', () => {
    const [w, bias] = [new tf.Variable([1], { name: 'w' }), new tf.Variable([1], { name: 'bias' })];
    const optimizer = new optimizers.AdamW({ learning_rate: 0.5, weight_decay: 0.5 });
    optimizer.exclude_from_weight_decay({ var_names: ['^bias'] });
    optimizer.apply_gradients([
      [tf.constant([0]), w],
      [tf.constant([0]), bias],
    ]);
    expect([w, bias].map((v) => Number(v.numpy().item()))).toEqual([0.75, 1]);
    expect(() => optimizer.exclude_from_weight_decay()).toThrow(/before the optimizer is built/);
  });

  it('warn of variables without a gradient and apply constraints', () => {
    const a = new tf.Variable([1], { name: 'a', constraint: (x) => tf.maximum(x, 0) });
    const b = new tf.Variable([1], { name: 'b' });
    const lines = logged(() =>
      new optimizers.SGD(1).apply_gradients([
        [tf.constant([5]), a],
        [null, b],
      ]),
    );
    expect(lines.join()).toMatch(/Gradients do not exist for variables \['b:0'\] when minimizing the loss/);
    expect(Number(a.numpy().item())).toBe(0);
  });

  it('train half-precision variables in float32 and keep their dtype', () => {
    const v = new tf.Variable(tf.cast([1, 2], 'float16'));
    new optimizers.SGD(0.5).apply_gradients([[tf.cast([1, -1], 'float16'), v]]);
    expect(v.dtype).toBe(tf.float16);
    expect(v.numpy().tolist()).toEqual([0.5, 2.5]);
  });

  it('leave a value that was read before the step as it was', () => {
    const v = new tf.Variable([1, 2]);
    const before = v.value();
    new optimizers.SGD(1).apply_gradients([[tf.constant([1, 1]), v]]);
    expect(before.numpy().tolist()).toEqual([1, 2]);
    expect(v.numpy().tolist()).toEqual([0, 1]);
  });

  it('refuse gradients of another shape, and rows that are not there', () => {
    const v = new tf.Variable([1, 2]);
    const optimizer = new optimizers.Adagrad(1);
    expect(() => optimizer.apply_gradients([[tf.constant([1]), v]])).toThrow(
      /var and grad do not have the same shape\[2\] \[1\]/,
    );
    const rows = new tf.IndexedSlices(tf.constant([1]), tf.constant([5n]), tf.constant([2n]));
    expect(() => optimizer.apply_gradients([[rows, v]])).toThrow(/out of range/);
  });
});

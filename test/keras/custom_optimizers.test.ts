/** Optimizers that a user writes as Keras's documentation says; the numbers and keys are TensorFlow 2.15's. */
import { join } from 'node:path';
import * as tf from '../../src';
import { KeyError, NotImplementedError } from '../../src/errors';
import { withFolder } from '../support/files';

const { optimizers } = tf.keras;
type Values = Float32Array;
const valuesOf = (v: { numpy(): { data: unknown } }) => Array.from(v.numpy().data as Values);

/** Gradients add up without end. */
class Summing extends optimizers.Optimizer {
  declare acc: tf.Variable[] & { append(v: unknown): void };

  constructor(learning_rate: number, keywords: { clipnorm?: number } = {}) {
    super('Summing', keywords);
    this._learning_rate = this._build_learning_rate(learning_rate);
  }
  override build(var_list: Iterable<tf.Variable>): void {
    super.build(var_list);
    if (this._built === true) return;
    this.acc = [] as unknown as this['acc'];
    this._built = true;
    for (const v of var_list) this.acc.append(this.add_variable_from_reference(v, 'acc'));
  }
  override update_step(gradient: tf.Tensor, variable: tf.Variable): void {
    const lr = tf.cast(this.learning_rate, variable.dtype);
    const acc = this.acc[this._index_dict[this._var_key(variable)]!]!;
    acc.assign_add(gradient);
    variable.assign_sub(lr.mul(acc.value()));
  }
}

class Bare extends optimizers.legacy.Optimizer {}

class LegacySumming extends optimizers.legacy.Optimizer {
  constructor(learning_rate: number) {
    super('LegacySumming');
    this._set_hyper('learning_rate', learning_rate);
    this._set_hyper('zeta', 0.5);
  }
  override _create_slots(var_list: readonly tf.Variable[]): void {
    for (const v of var_list) this.add_slot(v, 'z', 'ones');
  }
  override _resource_apply_dense(gradient: tf.Tensor, variable: tf.Variable): unknown {
    const z = this.get_slot(variable, 'z');
    z.assign_add(gradient);
    return variable.assign_sub(z.value().mul(this._get_hyper('learning_rate', variable.dtype) as tf.Tensor));
  }
}

function keysOf(parts: Record<string, unknown>): string[] {
  return withFolder((folder) => {
    const path = new tf.train.Checkpoint(parts).save(join(folder, 'ckpt'));
    return tf.train
      .list_variables(path)
      .map(([key]) => key.replace('/.ATTRIBUTES/VARIABLE_VALUE', ''))
      .sort();
  });
}

describe('a user-defined optimizer', () => {
  it('finds its variables by _index_dict and _var_key, eagerly and in tf.function', () => {
    const optimizer = new Summing(0.5, { clipnorm: 1 });
    const v = new tf.Variable([1, 2], { name: 'w' });
    optimizer.apply_gradients([[tf.constant([3, 4]), v]]);
    expect(valuesOf(v)).toEqual([Math.fround(0.7), Math.fround(1.6)]);
    expect(optimizer.variables.map(({ name }) => name)).toEqual(['iteration:0', 'Summing/acc/w:0']);
    expect(keysOf({ o: optimizer, v })).toEqual([
      '_CHECKPOINTABLE_OBJECT_GRAPH',
      'o/_iterations',
      'o/_learning_rate',
      'o/_variables/1',
      'save_counter',
      'v',
    ]);
    tf.function(() => {
      optimizer.apply_gradients([[tf.constant([3, 4]), v]]);
    })();
    expect(valuesOf(v).map((x) => x.toFixed(6))).toEqual(['0.100000', '0.800000']);
  });

  it('of the legacy kind has hyper-parameters and slots of its own', () => {
    const optimizer = new LegacySumming(0.5);
    const v = new tf.Variable([1, 2], { name: 'w' });
    const count = optimizer.apply_gradients([[tf.constant([3, 4]), v]]);
    expect(String(count)).toBe("<tf.Variable 'UnreadVariable' shape=() dtype=int64, numpy=1>");
    expect(valuesOf(v)).toEqual([-1, -0.5]);
    expect(optimizer.variables().map(({ name }) => name)).toEqual([
      'LegacySumming/iter:0',
      'LegacySumming/w/z:0',
    ]);
    expect(keysOf({ o: optimizer, v })).toEqual([
      '_CHECKPOINTABLE_OBJECT_GRAPH',
      'o/iter',
      'o/learning_rate',
      'o/zeta',
      'save_counter',
      'v',
      'v/.OPTIMIZER_SLOT/o/z',
    ]);
    expect(() => new Bare('Bare').apply_gradients([[tf.constant([3, 4]), v]])).toThrow(NotImplementedError);
  });
});

describe('the state of an optimizer', () => {
  it('is saved into and loaded from numbered values', () => {
    const optimizer = new optimizers.Adam(0.1);
    const v = new tf.Variable([1, 2]);
    optimizer.apply_gradients([[tf.constant([1, 2]), v]]);
    const store: Parameters<typeof optimizer.save_own_variables>[0] = {};
    optimizer.save_own_variables(store);
    expect(Object.keys(store)).toEqual(['0', '1', '2']);
    optimizer.load_own_variables({ ...store, 0: 7n, 1: [5, 6] });
    expect(Number(optimizer.iterations)).toBe(7);
    expect(valuesOf(optimizer.variables[1]!)).toEqual([5, 6]);
  });

  it('of a legacy one is set by a list of values; what is no slot is a KeyError', () => {
    const optimizer = new optimizers.legacy.Adam(0.1);
    const v = new tf.Variable([1], { name: 'a' });
    optimizer.apply_gradients([[tf.constant([1]), v]]);
    optimizer.set_weights([3n, [1], [2]]);
    expect(optimizer.weights.map((w) => w.numpy().tolist())).toEqual([3n, [1], [2]]);
    expect(() => optimizer.set_weights([3n])).toThrow(
      /weight list of length 1, but the optimizer was expecting 3 weights. Provided weights: \[3\]\.\.\./,
    );
    expect(() => optimizer.set_weights([3n, [1, 2], [2]])).toThrow(
      'Optimizer weight shape (1,) not compatible with provided weight shape (2,).',
    );
    expect(() => optimizer.get_slot(v, 'zz')).toThrow(new KeyError("'zz'"));
    expect(() => optimizer.get_slot(new tf.Variable(1, { name: 'other' }), 'm')).toThrow(/^'other_\d+'$/);
    expect(optimizer.apply_gradients([])).toBeNull();
  });

  it('of a legacy one is updated in a graph', () => {
    const optimizer = new optimizers.legacy.SGD(0.5);
    const v = new tf.Variable([1, 2]);
    tf.function(() => {
      optimizer.get_updates(tf.reduce_sum(v.mul(v)), [v]);
    })();
    expect(valuesOf(v)).toEqual([0, 0]);
  });

  it('is written down under the module that Keras 2.15 names', () => {
    const module = (optimizer: Parameters<typeof optimizers.serialize>[0]) =>
      optimizers.serialize(optimizer).module;
    expect(module(new optimizers.Adam())).toBe('keras.optimizers');
    expect(module(new optimizers.Lion())).toBe('keras.optimizers');
    expect(module(new optimizers.SGD())).toBe('keras.optimizers.experimental');
    expect(module(new optimizers.legacy.SGD())).toBe('keras.optimizers.legacy');
    const short = optimizers.serialize(new optimizers.Nadam(0.25), { use_legacy_format: true });
    expect(Object.keys(short)).toEqual(['class_name', 'config']);
    const again = optimizers.deserialize(short, { use_legacy_format: true });
    expect([again.constructor.name, again.get_config().learning_rate]).toEqual(['Nadam', 0.25]);
  });
});

/** Every kind of object that Flowpoint saves, restored by real TensorFlow with `assert_consumed`, and the way back. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../src';
import { namedtuple, tuple } from '../../src/python';
import { withFolder } from '../support/files';
import { runPythonScript, withTensorFlow } from '../support/python';

const { legacy, schedules } = tf.keras.optimizers;

/** The same constructor call in Python, without its namespace. */
const optimizers = {
  'Adadelta(0.1)': () => new tf.keras.optimizers.Adadelta(0.1),
  'Adafactor(0.1)': () => new tf.keras.optimizers.Adafactor(0.1),
  'Adagrad(0.1)': () => new tf.keras.optimizers.Adagrad(0.1),
  'Adam(0.1, amsgrad=True)': () => new tf.keras.optimizers.Adam(0.1, { amsgrad: true }),
  'Adam(0.1, use_ema=True)': () => new tf.keras.optimizers.Adam(0.1, { use_ema: true }),
  'Adam(schedules.ExponentialDecay(0.1, 10, 0.9))': () =>
    new tf.keras.optimizers.Adam(new schedules.ExponentialDecay(0.1, 10, 0.9)),
  'AdamW(0.1)': () => new tf.keras.optimizers.AdamW(0.1),
  'Adamax(0.1)': () => new tf.keras.optimizers.Adamax(0.1),
  'Ftrl(0.1)': () => new tf.keras.optimizers.Ftrl(0.1),
  'Lion(0.1)': () => new tf.keras.optimizers.Lion(0.1),
  'Nadam(0.1)': () => new tf.keras.optimizers.Nadam(0.1),
  'RMSprop(0.1, momentum=0.5, centered=True)': () =>
    new tf.keras.optimizers.RMSprop(0.1, { momentum: 0.5, centered: true }),
  'SGD(0.1)': () => new tf.keras.optimizers.SGD(0.1),
  'SGD(0.1, momentum=0.9)': () => new tf.keras.optimizers.SGD(0.1, { momentum: 0.9 }),
  'legacy.Adadelta(0.1)': () => new legacy.Adadelta(0.1),
  'legacy.Adagrad(0.1)': () => new legacy.Adagrad(0.1),
  'legacy.Adam(0.1, amsgrad=True)': () => new legacy.Adam(0.1, { amsgrad: true }),
  'legacy.Adamax(0.1)': () => new legacy.Adamax(0.1),
  'legacy.Ftrl(0.1)': () => new legacy.Ftrl(0.1),
  'legacy.Nadam(0.1)': () => new legacy.Nadam(0.1),
  'legacy.RMSprop(0.1, momentum=0.5, centered=True)': () =>
    new legacy.RMSprop(0.1, { momentum: 0.5, centered: true }),
  'legacy.SGD(0.1, momentum=0.9)': () => new legacy.SGD(0.1, { momentum: 0.9 }),
};
type OptimizerCall = keyof typeof optimizers;
const calls = Object.keys(optimizers) as OptimizerCall[];

/** A variable that an optimizer has moved twice. */
function trained(call: OptimizerCall) {
  const v = new tf.Variable([1, 2], { name: 'v' });
  const optimizer = optimizers[call]();
  for (let i = 0; i < 2; i++) step(optimizer, v);
  return { v, optimizer, checkpoint: new tf.train.Checkpoint({ v, optimizer }) };
}

function step(optimizer: ReturnType<(typeof optimizers)[OptimizerCall]>, v: tf.Variable): void {
  optimizer.apply_gradients([[tf.constant([0.5, -1]), v]]);
}

class Text extends tf.train.experimental.PythonState {
  constructor(private text: string) {
    super();
  }
  override serialize(): string {
    return this.text;
  }
  override deserialize(value: Uint8Array): void {
    this.text = new TextDecoder().decode(value);
  }
}

const Pair = namedtuple('Pair', ['first', 'second']);

const state = (text: string) => new tf.train.Checkpoint({ state: new Text(text) });

function tables(values: readonly bigint[]) {
  const names = new tf.lookup.experimental.MutableHashTable(tf.string, tf.int64, -1n);
  names.insert(tf.constant(['one', 'two', 'three']), tf.constant(values, { dtype: tf.int64 }));
  const dense = new tf.lookup.experimental.DenseHashTable(tf.int64, tf.float32, {
    default_value: 0,
    empty_key: -1n,
    deleted_key: -2n,
    initial_num_buckets: 8,
  });
  dense.insert(
    tf.constant([5n, 6n], { dtype: tf.int64 }),
    tf.constant(values.slice(0, 2).map((value) => Number(value) / 2)),
  );
  return new tf.train.Checkpoint({ names, dense });
}

function generator(seed: number) {
  const g = tf.random.Generator.from_seed(seed);
  g.normal([3]);
  return new tf.train.Checkpoint({ g });
}

function structures(one: number) {
  const variable = (i: number) => new tf.Variable(one * i, { name: `v${i}` });
  const list = new tf.tracking.List(variable(1), [variable(2)]);
  const mapping = new tf.tracking.Mapping({ k: variable(3) });
  const pair = new Pair(variable(4), [variable(5)]);
  return new tf.train.Checkpoint({ list, mapping, pair, plain: tuple(variable(6), { x: variable(7) }) });
}

const python = `
import json, numpy as np, tensorflow as tf
from collections import namedtuple
from tensorflow.python.trackable.data_structures import List, Mapping
try:
    import tf_keras as keras
except ImportError:
    keras = tf.keras
calls = ${JSON.stringify(calls)}
printed = {'stepped': {}}
def step(o, v): o.apply_gradients([(tf.constant([.5, -1.]), v)])
def fresh(call):
    v = tf.Variable([0., 0.], name='v')
    o = eval('keras.optimizers.' + call, {'keras': keras, 'schedules': keras.optimizers.schedules})
    return v, o, tf.train.Checkpoint(v=v, optimizer=o)
# Keras 3 has other variables.
for i, call in enumerate(calls if hasattr(keras.optimizers, 'legacy') else []):
    v, o, root = fresh(call)
    status = root.read('ours/optimizer%d' % i)
    step(o, v)
    status.assert_consumed().assert_existing_objects_matched()
    printed['stepped'][call] = v.numpy().tolist()
    v, o, root = fresh(call)
    step(o, v)
    root.read('ours/optimizer%d' % i).assert_consumed()
    root.write('theirs/optimizer%d' % i)

class Text(tf.train.experimental.PythonState):
    def serialize(self): return self.text
    def deserialize(self, text): self.text = text
text = Text(); text.text = ''
root = tf.train.Checkpoint(state=text)
root.read('ours/state').assert_consumed().assert_existing_objects_matched()
assert text.text == 'epoch ü'.encode(), text.text
root.write('theirs/state')

names = tf.lookup.experimental.MutableHashTable(tf.string, tf.int64, -1)
dense = tf.lookup.experimental.DenseHashTable(tf.int64, tf.float32, default_value=0., empty_key=-1, deleted_key=-2, initial_num_buckets=8)
root = tf.train.Checkpoint(names=names, dense=dense)
root.read('ours/tables').assert_consumed().assert_existing_objects_matched()
assert names.lookup(tf.constant(['one', 'three', 'x'])).numpy().tolist() == [1, 3, -1]
assert dense.lookup(tf.constant([5, 6, 7], tf.int64)).numpy().tolist() == [.5, 1., 0.]
root.write('theirs/tables')

g = tf.random.Generator.from_seed(1)
root = tf.train.Checkpoint(g=g)
root.read('ours/generator').assert_consumed().assert_existing_objects_matched()
root.write('theirs/generator')
printed['normal'] = g.normal([4]).numpy().tolist()

Pair = namedtuple('Pair', ['first', 'second'])
V = lambda i: tf.Variable(0., name='v%d' % i)
root = tf.train.Checkpoint(list=List([V(1), [V(2)]]), mapping=Mapping(k=V(3)), pair=Pair(V(4), [V(5)]), plain=(V(6), {'x': V(7)}))
root.read('ours/structures').assert_consumed().assert_existing_objects_matched()
got = [root.list[0], root.list[1][0], root.mapping['k'], root.pair.first, root.pair.second[0], root.plain[0], root.plain[1]['x']]
assert [float(v) for v in got] == [1, 2, 3, 4, 5, 6, 7], got
root.write('theirs/structures')
print(json.dumps(printed))
`;

withTensorFlow(
  'O1.3 O1.4 O5 O6.3 R6 optimizers, states, tables, generators and structures go both ways',
  () => {
    withFolder((folder) => {
      const at = (name: string) => path.join(folder, name);
      calls.forEach((call, i) => {
        trained(call).checkpoint.write(at(`ours/optimizer${i}`));
      });
      state('epoch ü').write(at('ours/state'));
      tables([1n, 2n, 3n]).write(at('ours/tables'));
      const random = generator(77);
      random.write(at('ours/generator'));
      structures(1).write(at('ours/structures'));

      const printed = JSON.parse(runPythonScript(python, folder)) as {
        stepped: Record<string, number[]>;
        normal: number[];
      };

      for (const [call, theirs] of Object.entries(printed.stepped)) {
        const { v, optimizer } = trained(call as OptimizerCall);
        step(optimizer, v);
        const ours = v.numpy().tolist() as number[];
        expect([call, ...ours.map((x) => x.toFixed(5))]).toEqual([call, ...theirs.map((x) => x.toFixed(5))]);
      }
      expect(random.g.normal([4]).numpy().tolist()).toEqual(printed.normal);
      for (const file of fs.readdirSync(at('theirs'))) {
        // A mutable table gives its keys in no order that can be told.
        if (file.startsWith('tables') || file === 'checkpoint') continue;
        const same = fs.readFileSync(at(`ours/${file}`)).equals(fs.readFileSync(at(`theirs/${file}`)));
        expect([file, same]).toEqual([file, true]);
      }
      state('').read(at('theirs/state')).assert_consumed();
      tables([0n, 0n, 0n]).read(at('theirs/tables')).assert_consumed();
      generator(1).read(at('theirs/generator')).assert_consumed();
      structures(0).read(at('theirs/structures')).assert_consumed();
    });
  },
);

/** What we write, real TensorFlow reads and restores; what it writes, we do. One Python process for all. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { as_dtype, type DTypeName } from '../../src/dtypes';
import { asNDArray } from '../../src/runtime/ndarray';
import { Variable } from '../../src/runtime/variable';
import { Checkpoint } from '../../src/saving/checkpoint/checkpoint';
import { CheckpointManager } from '../../src/saving/checkpoint/manager';
import { CheckpointOptions } from '../../src/saving/checkpoint/options';
import { MaxShardSizePolicy } from '../../src/saving/checkpoint/sharding';
import { Module } from '../../src/tracking/module';
import { withFolder } from '../support/files';
import { MomentumOptimizer } from '../support/momentum_optimizer';
import { runPythonScript, withTensorFlow } from '../support/python';

const numeric: readonly DTypeName[] = [
  'float16',
  'bfloat16',
  'float32',
  'float64',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'bool',
  'complex64',
  'complex128',
];

/** A variable of each dtype that tf.Variable can have, the same in both languages: ones. */
function ones(dtype: DTypeName): Variable {
  const storage = as_dtype(dtype);
  const data = storage.allocate(2);
  const one = { float16: 0x3c00, bfloat16: 0x3f80 }[dtype as string] ?? 1;
  for (let i = 0; i < data.length; i += storage.lanes)
    data[i] = (data instanceof BigInt64Array || data instanceof BigUint64Array ? 1n : one) as never;
  return new Variable({ initial_value: asNDArray({ dtype: storage, shape: [2], data }), name: `v_${dtype}` });
}

class Dense extends Module {
  w = new Variable(
    [
      [1, 2],
      [3, 4],
    ],
    { name: 'w' },
  );
  b = new Variable([0.5], { name: 'b' });
}

const make = {
  dtypes: () => new Checkpoint({ d: new Map(numeric.map((dtype) => [dtype, ones(dtype)])) }),
  tree: () => {
    const net = new Dense();
    const text = new Variable(['a', '', 'ü'], { name: 's', dtype: 'string' });
    return new Checkpoint({ net, list: [net.w, { 'k/.S': new Variable(3, { name: 'k' }) }], text });
  },
  slots: () => {
    const v = new Variable([1, 2], { name: 'v' });
    const optimizer = new MomentumOptimizer(0.5, 0.5);
    optimizer.apply(v, [1, 1]);
    return new Checkpoint({ v, optimizer });
  },
};

/** The same objects in Python; `zero` gives them other values, so that restoring shows. */
const python = `
import json, numpy as np, tensorflow as tf
assert tf.executing_eagerly()
names = ${JSON.stringify(numeric)}
def dtypes(zero):
    return tf.train.Checkpoint(d={n: tf.Variable(tf.cast([0 if zero else 1] * 2, n), name='v_' + n) for n in names})
class Dense(tf.Module):
    def __init__(self, zero):
        super().__init__()
        self.w = tf.Variable([[0., 0.], [0., 0.]] if zero else [[1., 2.], [3., 4.]], name='w')
        self.b = tf.Variable([0. if zero else .5], name='b')
def tree(zero):
    net = Dense(zero)
    return tf.train.Checkpoint(net=net, list=[net.w, {'k/.S': tf.Variable(0. if zero else 3., name='k')}],
                               text=tf.Variable(['', '', ''] if zero else ['a', '', 'ü'], name='s'))
def same(a, b):
    av, bv = [[v.numpy().tolist() for v in tf.nest.flatten(values(x))] for x in (a, b)]
    assert av == bv, (av, bv)
def values(c):
    return list(c.d.values()) if hasattr(c, 'd') else [c.net.w, c.net.b, c.list[1]['k/.S'], c.text]
for name, f in (('dtypes', dtypes), ('tree', tree)):
    for prefix in ('ours/' + name, 'ours/sharded_' + name):
        c = f(True)
        c.read(prefix).assert_consumed().assert_existing_objects_matched()
        same(c, f(False))
    c.write('again/' + name)
    f(False).write('theirs/' + name)
c = tree(True)
m = tf.train.CheckpointManager(c, 'ours/managed', max_to_keep=2)
c.restore(m.latest_checkpoint).assert_consumed()
assert int(c.save_counter) == 3 and len(m.checkpoints) == 2, m.checkpoints
v = tf.Variable([0., 0.], name='v')
r = tf.train.load_checkpoint('ours/slots')
slot = 'v/.OPTIMIZER_SLOT/optimizer/momentum/.ATTRIBUTES/VARIABLE_VALUE'
assert r.get_tensor(slot).tolist() == [-.5, -.5], r.get_tensor(slot)
try:
    optimizer = tf.keras.optimizers.legacy.SGD(0., momentum=.25)
except Exception:
    optimizer = None
if optimizer is not None:
    root = tf.train.Checkpoint(v=v, optimizer=optimizer)
    s = root.read('ours/slots')
    optimizer.iterations, optimizer._create_hypers()
    s.assert_consumed()
    assert optimizer.get_slot(v, 'momentum').numpy().tolist() == [-.5, -.5]
    root.write('theirs/slots')
print(json.dumps(tf.__version__))
`;

withTensorFlow('O8 F5 TensorFlow restores what we wrote with assert_consumed, and we what it wrote', () => {
  withFolder((folder) => {
    const at = (name: string) => path.join(folder, name);
    const options = new CheckpointOptions({ experimental_sharding_callback: new MaxShardSizePolicy(24) });
    for (const name of ['dtypes', 'tree'] as const) {
      make[name]().write(at(`ours/${name}`));
      make[name]().write(at(`ours/sharded_${name}`), { options });
    }
    make.slots().write(at('ours/slots'));
    const manager = new CheckpointManager(make.tree(), at('ours/managed'), { max_to_keep: 2 });
    for (let i = 0; i < 3; i++) manager.save();

    runPythonScript(python, folder);

    for (const name of ['dtypes', 'tree'] as const) {
      for (const theirs of [`theirs/${name}`, `again/${name}`]) {
        for (const file of ['.index', '.data-00000-of-00001']) {
          const [a, b] = [at(`ours/${name}${file}`), at(`${theirs}${file}`)].map((p) => fs.readFileSync(p));
          expect([theirs, file, a!.equals(b!)]).toEqual([theirs, file, true]);
        }
        make[name]().read(at(theirs)).assert_consumed().assert_existing_objects_matched();
      }
    }
    if (fs.existsSync(at('theirs/slots.index'))) {
      const fresh = new Checkpoint({ v: new Variable([0, 0]), optimizer: new MomentumOptimizer(0, 0) });
      fresh.read(at('theirs/slots')).assert_consumed();
      const slot = fresh.optimizer.get_slot(fresh.v, 'momentum') as Variable;
      expect(slot.numpy().tolist()).toEqual([-0.5, -0.5]);
    }
  });
});

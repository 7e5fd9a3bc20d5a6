/** What `flowpoint convert` wrote, real TensorFlow reads: the same values, restored by a Saver or into objects. */
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import { withFolder } from '../support/files';
import { runPythonScript, withTensorFlow } from '../support/python';

const goldens = path.join(__dirname, '../fixtures/goldens/tf2.15');

const python = `
import json, numpy as np, tensorflow as tf
tf1 = tf.compat.v1
def value_key(name):
    return 'vars/' + name.replace('.', '..').replace('/', '.S') + '/.ATTRIBUTES/VARIABLE_VALUE'
for source, prefix, keys, to in json.load(open('converted.json')):
    before, after = tf.train.load_checkpoint(source), tf.train.load_checkpoint(prefix)
    values = {}
    for old, name in keys:
        key = name if to == 'tf1' else value_key(name)
        values[name] = after.get_tensor(key)
        np.testing.assert_array_equal(before.get_tensor(old), values[name], err_msg=source + ' ' + old)
        assert before.get_variable_to_dtype_map()[old] == after.get_variable_to_dtype_map()[key]
    if to == 'tf2':
        variables = {name: tf.Variable(tf.zeros_like(value)) for name, value in values.items()}
        tf.train.Checkpoint(vars=variables).restore(prefix).assert_consumed()
        restored = {name: variable.numpy() for name, variable in variables.items()}
    else:
        with tf.Graph().as_default(), tf1.Session() as session:
            variables = {name: tf1.Variable(tf.zeros_like(value), validate_shape=False) for name, value in values.items()}
            tf1.train.Saver(variables).restore(session, prefix)
            restored = session.run(variables)
    for name, value in values.items():
        np.testing.assert_array_equal(value, restored[name], err_msg=prefix + ' ' + name)
`;

withTensorFlow('convert: TensorFlow restores TF1 checkpoints made of TF2 ones and the reverse', () => {
  withFolder((folder) => {
    const toObjects = [
      'guide/tf1-ckpt',
      'partitioned/saver_sharded',
      'partitioned/two_axes',
      'sharded/merged4',
      'sharded/saver_sharded-12',
      'writes/dtypes',
      'writes/strings',
    ];
    const toNames = [
      'guide/tf2-ckpt-saved-in-session-1',
      'guide/root-tf2-ckpt-1',
      'keras2/guide_ckpts_legacy/ckpt-5',
      'keras2/opt_adam',
      'sharded_variable/sharded',
      'trackables/containers',
    ];
    const converted = [
      ...toObjects.map((name) => ['tf2', name] as const),
      ...toNames.map((name) => ['tf1', name] as const),
    ].map(([to, name]) => {
      const source = path.join(goldens, name);
      const work = to === 'tf1' ? tf1.train.convertTf2ToTf1 : tf1.train.convertTf1ToTf2;
      const { prefix, keys } = work(source, path.join(folder, to, name));
      return [source, prefix, [...keys], to];
    });
    const list = JSON.stringify(JSON.stringify(converted));
    runPythonScript(`open('converted.json', 'w').write(${list})\n${python}`, folder);
  });
});

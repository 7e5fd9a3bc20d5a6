import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print } from 'flowpoint/python';

const g = new tf.Graph();
{
  using _ = g.as_default();
  const a = tf1.get_variable('a', {
    shape: [],
    dtype: tf.float32,
    initializer: new tf1.constant_initializer(0),
  });
  const b = tf1.get_variable('b', {
    shape: [],
    dtype: tf.float32,
    initializer: new tf1.constant_initializer(0),
  });
  let c: tf.Variable;
  {
    using _ = tf1.variable_scope('scoped');
    c = tf1.get_variable('c', { shape: [], dtype: tf.float32, initializer: new tf1.constant_initializer(0) });
  }
  {
    using sess = new tf1.Session();
    sess.run(tf1.global_variables_initializer());
    print('Initialized [a, b, c]: ', sess.run([a, b, c]));
    const ckpt = new tf.train.Checkpoint({
      var_list: Object.fromEntries(tf1.global_variables().map((v) => [v.name.split(':')[0], v])),
    });
    ckpt.restore('tf2-ckpt-saved-in-session-1').run_restore_ops();
    print('Restored [a, b, c]: ', sess.run([a, b, c]));
  }
}

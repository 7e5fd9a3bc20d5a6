import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print } from 'flowpoint/python';

// Restoring with tf.train.load_checkpoint (works in both graph and eager):

// A new model with a different scope for the variables.
const g = new tf.Graph();
{
  using _ = g.as_default();
  let a: tf.Variable, b: tf.Variable, c: tf.Variable;
  {
    using _ = tf1.variable_scope('new_scope');
    a = tf1.get_variable('a', { shape: [], dtype: tf.float32, initializer: new tf1.zeros_initializer() });
    b = tf1.get_variable('b', { shape: [], dtype: tf.float32, initializer: new tf1.zeros_initializer() });
    c = tf1.get_variable('scoped/c', {
      shape: [],
      dtype: tf.float32,
      initializer: new tf1.zeros_initializer(),
    });
  }
  {
    using sess = new tf1.Session();
    // It may be easier writing a loop if your model has a lot of variables.
    const reader = tf.train.load_checkpoint('tf1-ckpt');
    sess.run(a.assign(reader.get_tensor('a')));
    sess.run(b.assign(reader.get_tensor('b')));
    sess.run(c.assign(reader.get_tensor('scoped/c')));
    print('Restored [a, b, c]: ', sess.run([a, b, c]));
  }
}

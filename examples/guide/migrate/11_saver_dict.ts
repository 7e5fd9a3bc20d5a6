import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print } from 'flowpoint/python';

// Restoring with tf1.train.Saver (works in both graph and eager):

// A new model with a different scope for the variables.
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
// Initialize the saver with a dictionary with the original variable names:
const saver = new tf1.train.Saver({ a, b, 'scoped/c': c });
saver.restore({ sess: null, save_path: 'tf1-ckpt' });
print('Restored [a, b, c]: ', [a.numpy(), b.numpy(), c.numpy()]);

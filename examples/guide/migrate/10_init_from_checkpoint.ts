import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print } from 'flowpoint/python';

// Restoring with tf1.train.init_from_checkpoint:

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
    // The assignment map will remap all variables in the checkpoint to the
    // new scope:
    tf1.train.init_from_checkpoint('tf1-ckpt', { '/': 'new_scope/' });
    // `init_from_checkpoint` adds the initializers to these variables.
    // Use `sess.run` to run these initializers.
    sess.run(tf1.global_variables_initializer());

    print('Restored [a, b, c]: ', sess.run([a, b, c]));
  }
}

import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print } from 'flowpoint/python';
import { tf2_ckpt_path } from './13_save_tf2_in_graph';

const g = new tf.Graph();
{
  using _ = g.as_default();
  const a = tf1.get_variable('a_different_name', {
    shape: [],
    dtype: tf.float32,
    initializer: new tf1.zeros_initializer(),
  });
  const b = tf1.get_variable('b_different_name', {
    shape: [],
    dtype: tf.float32,
    initializer: new tf1.zeros_initializer(),
  });
  let c: tf.Variable;
  {
    using _ = tf1.variable_scope('different_scope');
    c = tf1.get_variable('c', { shape: [], dtype: tf.float32, initializer: new tf1.zeros_initializer() });
  }
  {
    using sess = new tf1.Session();
    sess.run(tf1.global_variables_initializer());
    print('Initialized [a, b, c]: ', sess.run([a, b, c]));

    const ckpt = new tf.train.Checkpoint({ unscoped: [a, b], scoped: [c] });
    // `assert_consumed` validates that all checkpoint objects are restored from
    // the checkpoint. `run_restore_ops` is required when running in a TF1
    // session.
    ckpt.restore(tf2_ckpt_path).assert_consumed().run_restore_ops();

    // Removing `assert_consumed` is fine if you want to skip the validation.
    // ckpt.restore(tf2_ckpt_path).run_restore_ops();

    print('Restored [a, b, c]: ', sess.run([a, b, c]));
  }
}

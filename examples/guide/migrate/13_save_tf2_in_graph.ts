import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print } from 'flowpoint/python';
import { print_checkpoint } from './01_setup';

export let tf2_ckpt_path: string;

const g = new tf.Graph();
{
  using _ = g.as_default();
  const a = tf1.get_variable('a', {
    shape: [],
    dtype: tf.float32,
    initializer: new tf1.constant_initializer(1),
  });
  const b = tf1.get_variable('b', {
    shape: [],
    dtype: tf.float32,
    initializer: new tf1.constant_initializer(2),
  });
  let c: tf.Variable;
  {
    using _ = tf1.variable_scope('scoped');
    c = tf1.get_variable('c', { shape: [], dtype: tf.float32, initializer: new tf1.constant_initializer(3) });
  }
  {
    using sess = new tf1.Session();
    sess.run(tf1.global_variables_initializer());
    print('[a, b, c]: ', sess.run([a, b, c]));

    // Save a TF2 checkpoint
    const ckpt = new tf.train.Checkpoint({ unscoped: [a, b], scoped: [c] });
    tf2_ckpt_path = ckpt.save('tf2-ckpt');
    print_checkpoint(tf2_ckpt_path);
  }
}

import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print } from 'flowpoint/python';
import { print_checkpoint } from './01_setup';
import { convert_tf2_to_tf1 } from './21b_convert';

// Make sure to run the snippet in `Save a TF2 checkpoint in TF1`.
print_checkpoint('tf2-ckpt-saved-in-session-1');
const converted_path = convert_tf2_to_tf1('tf2-ckpt-saved-in-session-1', 'converted-tf2-to-tf1');
print('\n[Converted]');
print_checkpoint(converted_path);

// Try loading the converted checkpoint.
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
    const saver = new tf1.train.Saver([a, b, c]);
    saver.restore(sess, converted_path);
    print('\nRestored [a, b, c]: ', sess.run([a, b, c]));
  }
}

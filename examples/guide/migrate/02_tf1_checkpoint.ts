import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print_checkpoint } from './01_setup';

const g = new tf.Graph();
{
  using _ = g.as_default();
  const a = tf1.get_variable('a', { shape: [], dtype: tf.float32, initializer: new tf1.zeros_initializer() });
  const b = tf1.get_variable('b', { shape: [], dtype: tf.float32, initializer: new tf1.zeros_initializer() });
  const c = tf1.get_variable('scoped/c', {
    shape: [],
    dtype: tf.float32,
    initializer: new tf1.zeros_initializer(),
  });
  {
    using sess = new tf1.Session();
    const saver = new tf1.train.Saver();
    sess.run(a.assign(1));
    sess.run(b.assign(2));
    sess.run(c.assign(3));
    saver.save(sess, 'tf1-ckpt');
  }
}

print_checkpoint('tf1-ckpt');

import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print_checkpoint } from './01_setup';

const g = new tf.Graph();
{
  using _ = g.as_default();
  tf1.get_variable('a', { shape: [], dtype: tf.float32, initializer: new tf1.constant_initializer(1) });
  tf1.get_variable('b', { shape: [], dtype: tf.float32, initializer: new tf1.constant_initializer(2) });
  {
    using _ = tf1.variable_scope('scoped');
    tf1.get_variable('c', { shape: [], dtype: tf.float32, initializer: new tf1.constant_initializer(3) });
  }
  {
    using sess = new tf1.Session();
    sess.run(tf1.global_variables_initializer());
    const ckpt = new tf.train.Checkpoint({
      var_list: Object.fromEntries(tf1.global_variables().map((v) => [v.name.split(':')[0], v])),
    });
    const tf2_in_tf1_path = ckpt.save('tf2-ckpt-saved-in-session');
    print_checkpoint(tf2_in_tf1_path);
  }
}

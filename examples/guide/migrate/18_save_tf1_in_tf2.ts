import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print_checkpoint } from './01_setup';

const a = new tf.Variable(1.0, { name: 'a' });
const b = new tf.Variable(2.0, { name: 'b' });
let c: tf.Variable;
{
  using _ = tf.name_scope('scoped');
  c = new tf.Variable(3.0, { name: 'c' });
}

const saver = new tf1.train.Saver({ var_list: [a, b, c] });
const path = saver.save({ sess: null, save_path: 'tf1-ckpt-saved-in-eager' })!;
print_checkpoint(path);

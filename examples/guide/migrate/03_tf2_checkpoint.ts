import * as tf from 'flowpoint';
import { print_checkpoint } from './01_setup';

const a = new tf.Variable(5.0, { name: 'a' });
const b = new tf.Variable(6.0, { name: 'b' });
let c: tf.Variable;
{
  using _ = tf.name_scope('scoped');
  c = new tf.Variable(7.0, { name: 'c' });
}

const ckpt = new tf.train.Checkpoint({ variables: [a, b, c] });
const save_path_v2 = ckpt.save('tf2-ckpt');
print_checkpoint(save_path_v2);

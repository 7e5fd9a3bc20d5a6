import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { f, print } from 'flowpoint/python';
import { print_checkpoint } from './01_setup';
import { save_path } from './06_save_tf1';

const a = new tf.Variable(0.0, { name: 'a' });
const b = new tf.Variable(0.0, { name: 'b' });
let c: tf.Variable;
{
  using _ = tf.name_scope('scoped');
  c = new tf.Variable(0.0, { name: 'c' });
}

// With the removal of collections in TF2, you must pass in the list of variables
// to the Saver object:
const saver = new tf1.train.Saver({ var_list: [a, b, c] });
saver.restore({ sess: null, save_path });
print(f`loaded values of [a, b, c]:  [${a.numpy()}, ${b.numpy()}, ${c.numpy()}]`);

// Saving also works in eager (sess must be null).
const path = saver.save({ sess: null, save_path: 'tf1-ckpt-saved-in-eager' })!;
print_checkpoint(path);

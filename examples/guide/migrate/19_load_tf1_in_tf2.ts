import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print } from 'flowpoint/python';

const a = new tf.Variable(0, { name: 'a' });
const b = new tf.Variable(0, { name: 'b' });
let c: tf.Variable;
{
  using _ = tf.name_scope('scoped');
  c = new tf.Variable(0, { name: 'c' });
}
print('Initialized [a, b, c]: ', [a.numpy(), b.numpy(), c.numpy()]);
const saver = new tf1.train.Saver({ var_list: [a, b, c] });
saver.restore({ sess: null, save_path: 'tf1-ckpt-saved-in-eager' });
print('Restored [a, b, c]: ', [a.numpy(), b.numpy(), c.numpy()]);

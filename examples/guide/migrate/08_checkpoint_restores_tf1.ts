import * as tf from 'flowpoint';
import { f, print } from 'flowpoint/python';
import { save_path } from './06_save_tf1';

const a = new tf.Variable(0.0, { name: 'a' });
const b = new tf.Variable(0.0, { name: 'b' });
let c: tf.Variable;
{
  using _ = tf.name_scope('scoped');
  c = new tf.Variable(0.0, { name: 'c' });
}

// Without the name_scope, name="scoped/c" works too:
const c_2 = new tf.Variable(0.0, { name: 'scoped/c' });

print('Variable names: ');
print(f`  a.name = ${a.name}`);
print(f`  b.name = ${b.name}`);
print(f`  c.name = ${c.name}`);
print(f`  c_2.name = ${c_2.name}`);

// Restore the values with tf.train.Checkpoint
const ckpt = new tf.train.Checkpoint({ variables: [a, b, c, c_2] });
ckpt.restore(save_path);
print(f`loaded values of [a, b, c, c_2]:  [${a.numpy()}, ${b.numpy()}, ${c.numpy()}, ${c_2.numpy()}]`);

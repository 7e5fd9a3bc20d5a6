import assert from 'node:assert';
import * as tf from 'flowpoint';
import { print } from 'flowpoint/python';

const save = new tf.train.Checkpoint<{ listed: tf.List<tf.Variable>; mapped: Record<string, tf.Variable> }>();
save.listed = tf.tracking.list([new tf.Variable(1)]);
save.listed.append(new tf.Variable(2));
save.mapped = { one: save.listed[0]! };
save.mapped.two = save.listed[1]!;
const save_path = save.save('./tf_list_example');

const restore = new tf.train.Checkpoint<{
  listed: tf.List<tf.Variable>;
  mapped: Record<string, tf.Variable>;
}>();
const v2 = new tf.Variable(0);
assert(Number(v2.numpy()) === 0); // Not restored yet
restore.mapped = { two: v2 };
restore.restore(save_path);
assert(Number(v2.numpy()) === 2);
restore.listed = tf.tracking.list();
print(restore.listed); // ListWrapper([])
const v1 = new tf.Variable(0);
restore.listed.append(v1); // Restores v1, from restore() in the previous cell
assert(Number(v1.numpy()) === 1);
print(restore.mapped);

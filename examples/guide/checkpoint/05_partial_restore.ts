import * as tf from 'flowpoint';
import { AssertionError, print } from 'flowpoint/python';

const to_restore = new tf.Variable(tf.zeros([5]));
print(to_restore.numpy()); // All zeros
export const fake_layer = new tf.train.Checkpoint<{ bias: tf.Variable; kernel?: tf.Variable }>({
  bias: to_restore,
});
const fake_net = new tf.train.Checkpoint({ l1: fake_layer });
const new_root = new tf.train.Checkpoint({ net: fake_net });
const status = new_root.restore(tf.train.latest_checkpoint('./tf_ckpts/'));
print(to_restore.numpy()); // We get the restored value now
status.assert_existing_objects_matched();
try {
  status.assert_consumed();
} catch (e) {
  if (!(e instanceof AssertionError)) throw e;
  print(e);
}

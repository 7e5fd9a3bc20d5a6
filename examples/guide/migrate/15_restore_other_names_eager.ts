import * as tf from 'flowpoint';
import { print } from 'flowpoint/python';
import { tf2_ckpt_path } from './13_save_tf2_in_graph';

const a = new tf.Variable(0);
const b = new tf.Variable(0);
const c = new tf.Variable(0);
print('Initialized [a, b, c]: ', [a.numpy(), b.numpy(), c.numpy()]);

// The keys "scoped" and "unscoped" are no longer relevant, but are used to
// maintain compatibility with the saved checkpoints.
const ckpt = new tf.train.Checkpoint({ unscoped: [a, b], scoped: [c] });

ckpt.restore(tf2_ckpt_path).assert_consumed().run_restore_ops();
print('Restored [a, b, c]: ', [a.numpy(), b.numpy(), c.numpy()]);

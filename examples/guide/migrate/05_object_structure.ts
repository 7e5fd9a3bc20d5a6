import * as tf from 'flowpoint';
import { print_checkpoint } from './01_setup';
import { a, b, c } from './04_checkpoint_object';

// `module` is taken in a CommonJS file.
const tf_module = new tf.Module<{ d: tf.Variable }>();
tf_module.d = new tf.Variable(0);
const test_ckpt = new tf.train.Checkpoint({ v: { a, b }, c, module: tf_module });
const test_ckpt_path = test_ckpt.save('root-tf2-ckpt');
print_checkpoint(test_ckpt_path);

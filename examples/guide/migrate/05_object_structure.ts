import * as tf from 'flowpoint';
import { print_checkpoint } from './01_setup';
import { a, b, c } from './04_checkpoint_object';

const module = new tf.Module<{ d: tf.Variable }>();
module.d = new tf.Variable(0);
const test_ckpt = new tf.train.Checkpoint({ v: { a, b }, c, module });
const test_ckpt_path = test_ckpt.save('root-tf2-ckpt');
print_checkpoint(test_ckpt_path);

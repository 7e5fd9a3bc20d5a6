import * as tf from 'flowpoint';
import { print } from 'flowpoint/python';
import { print_checkpoint } from './01_setup';
import { convert_tf1_to_tf2 } from './21b_convert';

// Make sure to run the snippet in `Save a TF1 checkpoint in TF2`.
print_checkpoint('tf1-ckpt-saved-in-eager');
const converted_path = convert_tf1_to_tf2('tf1-ckpt-saved-in-eager', 'converted-tf1-to-tf2');
print('\n[Converted]');
print_checkpoint(converted_path);

// Try loading the converted checkpoint.
const a = new tf.Variable(0);
const b = new tf.Variable(0);
const c = new tf.Variable(0);
const ckpt = new tf.train.Checkpoint({ vars: { a, b, 'scoped/c': c } });
ckpt.restore(converted_path).assert_consumed();
print('\nRestored [a, b, c]: ', [a.numpy(), b.numpy(), c.numpy()]);

import * as tf from 'flowpoint';
import { print } from 'flowpoint/python';
import { fake_layer } from './05_partial_restore';

const delayed_restore = new tf.Variable(tf.zeros([1, 5]));
print(delayed_restore.numpy()); // Not restored; still zeros
fake_layer.kernel = delayed_restore;
print(delayed_restore.numpy()); // Restored

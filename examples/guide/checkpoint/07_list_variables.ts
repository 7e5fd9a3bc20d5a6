import * as tf from 'flowpoint';
import { print } from 'flowpoint/python';

for (const [name, shape] of tf.train.list_variables(tf.train.latest_checkpoint('./tf_ckpts/')!)) {
  print(name, shape);
}

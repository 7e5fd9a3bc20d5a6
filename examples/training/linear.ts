/**
 * The linear model of TensorFlow's checkpoint guide, as a `tf.Module`. It goes on from the newest checkpoint
 * in the folder it is given, whoever made it: `linear.ts FOLDER [UNTIL]`.
 */
import * as tf from 'flowpoint';
import { commandLine } from './command_line';
import { Dense, trainAndSave } from './loop';

class Linear extends tf.Module {
  l1 = new Dense([[0.1, -0.2, 0.3, -0.4, 0.5]], 5);

  /** Two of the ten points `y = 5 x + (0, 1, 2, 3, 4)` in turn. */
  loss(step: number): tf.Tensor {
    const at = ((step - 1) % 5) * 2;
    const x = tf.constant([[at], [at + 1]]);
    const y = x.mul(5).add(tf.constant([[0, 1, 2, 3, 4]]));
    return tf.reduce_mean(tf.abs(this.l1.apply(x).sub(y)));
  }
}

const { folder, until } = commandLine();
trainAndSave(new Linear(), new tf.keras.optimizers.Adam(0.1), folder, until);

/**
 * Two layers for images of 28x28 pixels and ten classes, trained by hand on images that a formula makes. It
 * goes on from the newest checkpoint in the folder it is given, whoever made it: `mlp.ts FOLDER [UNTIL]`.
 */
import * as tf from 'flowpoint';
import { commandLine } from './command_line';
import { batch, pixels } from './images';
import { Dense, trainAndSave } from './loop';

/** Weights by a formula: no source of random numbers is needed. */
function spread(rows: number, columns: number, scale: number): tf.Tensor {
  const weights = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      weights[i * columns + j] = ((((i * 37 + j * 101 + i * j * 13) % 201) - 100) / 100) * scale;
  return tf.reshape(tf.constant(weights), [rows, columns]);
}

class Classifier extends tf.Module {
  hidden = new Dense(spread(pixels, 32, 0.05), 32);
  out = new Dense(spread(32, 10, 0.3), 10);

  loss(step: number): tf.Tensor {
    const { x, labels } = batch(step - 1);
    const logits = this.out.apply(tf.nn.relu(this.hidden.apply(x)));
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits));
  }
}

const { folder, until } = commandLine();
trainAndSave(new Classifier(), new tf.keras.optimizers.Adam(0.001), folder, until);

/** What both examples do around their model: restore what is there, train, save every ten steps. */
import * as tf from 'flowpoint';
import { f, format, print } from 'flowpoint/python';

/** A model that knows its loss on the batch of a step. */
export interface Trained extends tf.Module {
  loss(step: number): tf.Tensor;
}

/** A layer without a framework: `x @ kernel + bias`. */
export class Dense extends tf.Module {
  kernel: tf.Variable;
  bias: tf.Variable;

  constructor(kernel: tf.TensorLike, units: number) {
    super();
    this.kernel = new tf.Variable(kernel, { name: 'kernel' });
    this.bias = new tf.Variable(tf.zeros([units]), { name: 'bias' });
  }

  apply(x: tf.TensorLike): tf.Tensor {
    return tf.matmul(x, this.kernel).add(this.bias);
  }
}

/**
 * Trains until `step` is `until`, from the newest checkpoint in `folder` on, and prints the loss of every
 * step.
 */
export function trainAndSave(
  net: Trained,
  optimizer: tf.keras.optimizers.Optimizer,
  folder: string,
  until: number,
): void {
  const ckpt = new tf.train.Checkpoint({ step: new tf.Variable(1n), optimizer, net });
  const manager = new tf.train.CheckpointManager(ckpt, folder, { max_to_keep: 3 });
  const newest = manager.latest_checkpoint;
  const status = ckpt.restore(newest);
  print(newest === null ? 'Initializing from scratch.' : 'Restored from a checkpoint');

  let first = true;
  while (Number(ckpt.step) < until) {
    const step = Number(ckpt.step);
    const loss = trainStep(net, optimizer, step);
    if (first && newest !== null) status.assert_consumed();
    first = false;
    print(f`step ${step} loss ${format(loss.numpy(), '.4f')}`);
    ckpt.step.assign_add(1n);
    if (Number(ckpt.step) % 10 === 0) {
      manager.save();
      print(f`Saved checkpoint for step ${Number(ckpt.step)}`);
    }
  }
}

function trainStep(net: Trained, optimizer: tf.keras.optimizers.Optimizer, step: number): tf.Tensor {
  const tape = new tf.GradientTape();
  const loss = tape.use(() => net.loss(step));
  const variables = net.trainable_variables;
  const gradients = tape.gradient(loss, variables);
  optimizer.apply_gradients(variables.map((variable, i) => [gradients[i]!, variable] as const));
  return loss;
}

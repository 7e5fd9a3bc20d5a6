/** Optimizers in checkpoints: what Python's Keras 2 wrote is restored and written back byte for byte. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../src';
import type { HostTensor } from '../../src/dtypes';
import type { BaseVariable } from '../../src/runtime/base_variable';
import { filesOf, goldens, withFolder } from '../support/files';

const { optimizers } = tf.keras;
const { legacy, schedules } = optimizers;
const folderOf = path.join(goldens, 'tf2.15/keras2');

/** A tensor as nested lists. */
type Recorded = readonly (number | Recorded)[];
interface Model {
  readonly name: string;
  readonly train: {
    readonly x: Recorded;
    readonly weights_after_one_more_step: readonly [Recorded, Recorded];
  };
}
const models = (
  JSON.parse(fs.readFileSync(path.join(goldens, 'manifest.json'), 'utf8')) as { models: Model[] }
).models;

type AnyOptimizer = tf.keras.optimizers.Optimizer | tf.keras.optimizers.legacy.Optimizer;

const cases: Record<string, () => AnyOptimizer> = {
  legacy_adam: () => new legacy.Adam(0.01),
  legacy_adam_amsgrad: () => new legacy.Adam(0.01, { amsgrad: true }),
  legacy_sgd_momentum: () => new legacy.SGD(0.1, { momentum: 0.9 }),
  legacy_sgd: () => new legacy.SGD(0.1),
  legacy_rmsprop: () => new legacy.RMSprop(0.01, { momentum: 0.5, centered: true }),
  legacy_adagrad: () => new legacy.Adagrad(0.1),
  adam: () => new optimizers.Adam(0.01),
  adam_amsgrad: () => new optimizers.Adam(0.01, { amsgrad: true }),
  adamw: () => new optimizers.AdamW(0.01),
  rmsprop: () => new optimizers.RMSprop(0.01, { momentum: 0.5, centered: true }),
  adagrad: () => new optimizers.Adagrad(0.1),
  sgd: () => new optimizers.SGD(0.1),
  sgd_momentum: () => new optimizers.SGD(0.1, { momentum: 0.9 }),
  adam_ema: () => new optimizers.Adam(0.01, { use_ema: true }),
  adam_schedule: () => new optimizers.Adam(new schedules.ExponentialDecay(0.1, 10, 0.9)),
};

class Dense extends tf.Module {
  kernel = new tf.Variable(tf.zeros([3, 2]), { name: 'd/kernel' });
  bias = new tf.Variable([0, 0], { name: 'd/bias' });
}

/** The tree of the Keras model that made the files. */
function model(layer: Dense): tf.Module {
  const made = new tf.Module();
  for (const name of ['layer_with_weights-0', 'layer-0']) Reflect.set(made, name, layer, made);
  return made;
}

/** Gradients of `mean((x @ kernel + bias - 1) ** 2)`. */
function train(layer: Dense, optimizer: AnyOptimizer, x: tf.Tensor): void {
  const variables: BaseVariable[] = [layer.kernel, layer.bias];
  const tape = new tf.GradientTape();
  const loss = tape.use(() => tf.reduce_mean(tf.square(tf.matmul(x, layer.kernel).add(layer.bias).sub(1))));
  const gradients = tape.gradient(loss, variables) as (tf.Tensor | null)[];
  optimizer.apply_gradients(gradients.map((g, i) => [g, variables[i]!] as const));
}

const tensor = (recorded: Recorded) => tf.constant(recorded as tf.TensorLike, 'float32');

function close(got: HostTensor, want: Recorded): void {
  (want.flat() as number[]).forEach((value, i) => {
    expect(got.data[i]).toBeCloseTo(value, 5);
  });
}

describe.each(Object.keys(cases))('a Keras checkpoint with optimizer %s', (name) => {
  const golden = path.join(folderOf, `opt_${name}`);
  const recorded = models.find((entry) => entry.name === `opt_${name}`)!.train;

  function resumed() {
    const layer = new Dense();
    const optimizer = cases[name]!();
    const checkpoint = new tf.train.Checkpoint({ model: model(layer), optimizer });
    return { layer, optimizer, checkpoint };
  }

  it('is restored before the first step, and training goes on with the weights that Python gets', () => {
    const { layer, optimizer, checkpoint } = resumed();
    const status = checkpoint.read(golden);
    train(layer, optimizer, tensor(recorded.x));
    status.assert_consumed();
    close(layer.kernel.numpy(), recorded.weights_after_one_more_step[0]);
    close(layer.bias.numpy(), recorded.weights_after_one_more_step[1]);
    expect(Number(optimizer.iterations)).toBe(4);
  });

  it('is restored after a step and written back byte for byte', () => {
    withFolder((folder) => {
      const { layer, optimizer, checkpoint } = resumed();
      train(layer, optimizer, tensor(recorded.x));
      checkpoint.read(golden).assert_consumed();
      checkpoint.write(path.join(folder, `opt_${name}`));
      const theirs = filesOf(folderOf, `opt_${name}.`);
      for (const [file, bytes] of filesOf(folder))
        expect([file, bytes.equals(theirs.get(file)!)]).toEqual([file, true]);
    });
  });
});

describe('restoring a file of a legacy optimizer into a new one', () => {
  it('is refused with the name of the legacy class', () => {
    const layer = new Dense();
    const optimizer = new optimizers.Adam();
    const checkpoint = new tf.train.Checkpoint({ model: model(layer), optimizer });
    expect(() => checkpoint.read(path.join(folderOf, 'opt_legacy_adam'))).toThrow(
      /tf\.keras\.optimizers\.legacy\.Adam/,
    );
  });
});

/** The count that Keras's Nadam keeps beside its variables; what TensorFlow does is in fixtures/training/nadam.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '../../src';
import { withFolder } from '../support/files';

const steps = JSON.parse(readFileSync(join(__dirname, '../fixtures/training/nadam.json'), 'utf8')) as Record<
  'eager' | 'function' | 'restored',
  readonly (readonly number[])[]
>;

class Model {
  readonly a = new tf.Variable([1, 2], { name: 'a' });
  readonly b = new tf.Variable([3, -1], { name: 'b' });
  readonly optimizer = new tf.keras.optimizers.Nadam(0.5);
  readonly checkpoint = new tf.train.Checkpoint({ a: this.a, b: this.b, optimizer: this.optimizer });

  readonly step = (): tf.Tensor => {
    const { a, b } = this;
    const tape = new tf.GradientTape();
    const loss = tape.use(() => tf.reduce_sum(a.mul(a)).add(tf.reduce_sum(b.mul(b))));
    const [da, db] = tape.gradient(loss, [a, b]);
    this.optimizer.apply_gradients([
      [da!, a],
      [db!, b],
    ]);
    return loss;
  };
  expectSteps(step: () => unknown, expected: readonly (readonly number[])[]): void {
    for (const values of expected) {
      step();
      const now = [this.a, this.b].flatMap((v) => Array.from(v.numpy().data as Float32Array));
      for (const [i, value] of values.entries()) expect(now[i]).toBeCloseTo(value, 5);
    }
  }
}

describe('Nadam on two variables', () => {
  it('multiplies the momentum in once a step eagerly', () => {
    const model = new Model();
    model.expectSteps(model.step, steps.eager);
  });

  it('multiplies it in for each variable in tf.function, where the count is that of the tracing', () => {
    const model = new Model();
    model.expectSteps(tf.function(model.step), steps.function);
  });

  it('multiplies it in for each variable after a restore, for the count is not saved', () => {
    const trained = new Model();
    trained.expectSteps(trained.step, steps.eager.slice(0, 3));
    withFolder((folder) => {
      const path = trained.checkpoint.write(join(folder, 'ckpt'));
      const model = new Model();
      model.checkpoint.restore(path);
      model.expectSteps(model.step, steps.restored);
    });
  });
});

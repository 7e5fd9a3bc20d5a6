/** Optimizers on variables that are not float32; what TensorFlow does is in fixtures/training/precision.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '../../src';

interface Case {
  readonly part: 'current' | 'legacy';
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly dtype: 'float64' | 'float16' | 'bfloat16';
  readonly start: tf.TensorLike;
  readonly steps: readonly (readonly (number | string)[])[];
}
type AnyOptimizer = tf.keras.optimizers.Optimizer | tf.keras.optimizers.legacy.Optimizer;

const cases = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/training/precision.json'), 'utf8'),
) as readonly Case[];

/** How many units of the last place of the dtype four steps may drift: an update rounds once, TF's often. */
const allowed = { float64: 8 * 2 ** -52, float16: 3 * 2 ** -10, bfloat16: 2 * 2 ** -7 } as const;

function make({ part, name, config }: Case): AnyOptimizer {
  const classes: unknown = part === 'legacy' ? tf.keras.optimizers.legacy : tf.keras.optimizers;
  const made = (classes as Record<string, new (config: unknown) => AnyOptimizer>)[name]!;
  return new made(config);
}

describe.each(['eagerly', 'in tf.function'])('%s', (mode) => {
  // Nadam takes other steps in a function, as in Keras: nadam.test.ts.
  const asked = cases.filter(({ part, name }) => mode === 'eagerly' || part === 'legacy' || name !== 'Nadam');
  const titled = asked.map((c) => [`${c.part} ${c.name}(${JSON.stringify(c.config)})`, c.dtype, c] as const);
  it.each(titled)("%s on %s takes TensorFlow's steps", (_title, dtype, given) => {
    const optimizer = make(given);
    const v = new tf.Variable(given.start, { dtype });
    const apply = (gradient: tf.Tensor) => {
      optimizer.apply_gradients([[gradient, v]]);
    };
    const run = mode === 'eagerly' ? apply : tf.function(apply);
    given.steps.forEach((expected, k) => {
      const slope = [0.1 * (k + 1), -0.7];
      run(tf.constant(v.shape.rank === 2 ? [slope, [0.3, 0.2]] : slope, dtype));
      const values = tf.cast(tf.reshape(v.value(), [-1]), tf.float64).numpy().data as Float64Array;
      expect(values.length).toBe(expected.length);
      expected.forEach((value, i) => {
        if (typeof value === 'string') expect(String(values[i])).toBe(value === 'nan' ? 'NaN' : value);
        else {
          const drift = Math.abs(values[i]! - value) / Math.max(Math.abs(value), 0.5);
          expect(drift).toBeLessThanOrEqual(allowed[dtype]);
        }
      });
    });
  });
});

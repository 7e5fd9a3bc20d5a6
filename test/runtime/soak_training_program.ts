/**
 * Run by soak.test.ts as soak_program.ts is: trains a layer with Adam, eagerly and in a function, in one synchronous loop, and
 * says how much memory was the most it held. The gradient alone drops one [512, 512] a step.
 */
import * as tf from '../../src/index';

const MIB = 2 ** 20;
const size = 512;
const steps = 900;

const weights = new tf.Variable(tf.ones([size, size]).mul(0.01));
const optimizer = new tf.keras.optimizers.Adam(0.001);
const step = (x: tf.Tensor): tf.Tensor => {
  const tape = new tf.GradientTape();
  const loss = tape.use(() => tf.reduce_mean(tf.square(tf.nn.relu(tf.matmul(x, weights)))));
  optimizer.apply_gradients([[tape.gradient(loss, weights), weights]]);
  return loss;
};
const inFunction = tf.function(step);

let most = 0;
for (let i = 0; i < steps; i++) {
  const x = tf.random.normal([4, size]);
  step(x);
  inFunction(x);
  most = Math.max(most, process.memoryUsage.rss());
}
process.stdout.write(JSON.stringify({ dropped: (steps * size * size * 4) / MIB, most: most / MIB }));

/** Our side of the rows of training steps. A workload runs `repeats` steps and ends with the last loss read. */
import { integers, uniform } from '../../lib/random.mjs';
import { flowpointNow } from './package.mjs';

/** A workload of the step that `make(tf)` gives, run as it is or compiled by `tf.function`. */
const stepper = (make, compiled) => () => {
  const tf = flowpointNow();
  const step = compiled ? tf.function(make(tf)) : make(tf);
  return {
    run(repeats) {
      let loss;
      for (let i = 0; i < repeats; i++) loss = step();
      return loss.numpy();
    },
  };
};

/** One step of gradient descent on `lossOf()`. */
function trainer(tf, variables, optimizer, lossOf) {
  optimizer.build(variables);
  return () => {
    const tape = new tf.GradientTape();
    const loss = tape.use(lossOf);
    const gradients = tape.gradient(loss, variables);
    optimizer.apply_gradients(gradients.map((gradient, i) => [gradient, variables[i]]));
    return loss;
  };
}

/** Weights and bias of a layer, and what it computes. */
function dense(tf, inputs, units, seed) {
  const limit = Math.sqrt(6 / (inputs + units));
  const values = uniform(inputs * units, seed).map((x) => (2 * x - 1) * limit);
  const kernel = new tf.Variable(tf.reshape(tf.constant(values), [inputs, units]));
  const bias = new tf.Variable(tf.zeros([units]));
  return { variables: [kernel, bias], call: (x) => tf.matmul(x, kernel).add(bias) };
}

function linreg(tf) {
  const layer = dense(tf, 1, 5, 1);
  const x = tf.constant([[1], [2]]);
  const y = x.mul(5).add(tf.constant([[0, 1, 2, 3, 4]]));
  const loss = () => tf.reduce_mean(tf.abs(layer.call(x).sub(y)));
  return trainer(tf, layer.variables, new tf.keras.optimizers.Adam(0.1), loss);
}

function mlp(tf) {
  const layers = [dense(tf, 784, 512, 1), dense(tf, 512, 512, 2), dense(tf, 512, 10, 3)];
  const x = tf.reshape(tf.constant(uniform(64 * 784, 4)), [64, 784]);
  const labels = tf.constant(integers(64, 10));
  const loss = () => {
    const [first, second, last] = layers;
    const logits = last.call(tf.nn.relu(second.call(tf.nn.relu(first.call(x)))));
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits));
  };
  const variables = layers.flatMap((layer) => layer.variables);
  return trainer(tf, variables, new tf.keras.optimizers.Adam(1e-3), loss);
}

export const trainingWorkloads = {
  linreg_step: stepper(linreg, false),
  linreg_step_graph: stepper(linreg, true),
  mlp_step: stepper(mlp, false),
  mlp_step_graph: stepper(mlp, true),
};

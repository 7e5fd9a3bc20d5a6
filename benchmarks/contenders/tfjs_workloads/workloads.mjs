/** TensorFlow.js's side of the runtime rows, for any of its backends. */
import * as tf from '@tensorflow/tfjs';
import { integers, sizeOf, uniform } from '../../lib/random.mjs';

export { tf };

export const startup = () => tf.add([1, 2], [3, 4]).dataSync();

const tensor = (shape, seed = 1) => tf.tensor(uniform(sizeOf(shape), seed), shape);

/** A workload of what `make()` gives; each call is tidied, the result of the last one is read. */
const op = (make) => () => {
  const call = make();
  return {
    run(repeats) {
      for (let i = 0; i < repeats - 1; i++) tf.tidy(call).dispose();
      const last = tf.tidy(call);
      last.dataSync();
      last.dispose();
    },
  };
};

const unary = (call, shape) =>
  op(() => {
    const x = tensor(shape);
    return () => call(x);
  });

const binary = (call, left, right) =>
  op(() => {
    const x = tensor(left, 1);
    const y = tensor(right, 2);
    return () => call(x, y);
  });

const square = (n) => binary((x, y) => tf.matMul(x, y), [n, n], [n, n]);

const chain = op(() => {
  const x = tensor([64], 1);
  const y = tensor([64], 2);
  return () => x.add(y).mul(y).sub(x).neg().abs().add(1).sqrt().mul(2).square().tanh();
});

const fma = op(() => {
  const [a, b, c] = [1, 2, 3].map((seed) => tensor([1e6], seed));
  return () => a.mul(b).add(c);
});

function assignAdd() {
  const variable = tf.variable(tf.scalar(0));
  const one = tf.scalar(1);
  return {
    run(repeats) {
      for (let i = 0; i < repeats; i++) tf.tidy(() => variable.assign(tf.add(variable, one)));
      variable.dataSync();
    },
  };
}

const gather = op(() => {
  const table = tensor([50000, 64]);
  const indices = tf.tensor1d(integers(10000, 50000), 'int32');
  return () => tf.gather(table, indices);
});

const linreg = op(() => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 5, inputShape: [1] })] });
  const optimizer = tf.train.adam(0.1);
  const x = tf.tensor2d([[1], [2]]);
  const y = x.mul(5).add(tf.range(0, 5).expandDims(0));
  return () => optimizer.minimize(() => model.apply(x, { training: true }).sub(y).abs().mean(), true);
});

function classifier(layers, x, optimizer) {
  const model = tf.sequential({ layers });
  const y = tf.oneHot(tf.tensor1d(integers(x.shape[0], 10), 'int32'), 10).toFloat();
  const loss = () => tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true }));
  return () => optimizer.minimize(loss, true);
}

const dense = (units, more) => tf.layers.dense({ units, ...more });
const conv = (filters, more) =>
  tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', ...more });
const pool = () => tf.layers.maxPooling2d({ poolSize: 2 });
const relu = { activation: 'relu' };

const mlp = op(() => {
  const layers = [dense(512, { ...relu, inputShape: [784] }), dense(512, relu), dense(10)];
  return classifier(layers, tensor([64, 784]), tf.train.adam(1e-3));
});

const cnn = op(() => {
  const layers = [
    conv(16, { inputShape: [28, 28, 1] }),
    pool(),
    conv(32),
    pool(),
    tf.layers.flatten(),
    dense(10),
  ];
  return classifier(layers, tensor([32, 28, 28, 1]), tf.train.momentum(0.01, 0.9));
});

export const workloads = {
  add_10: binary((x, y) => tf.add(x, y), [10], [10]),
  chain10_64: chain,
  assign_add: assignAdd,
  matmul_32: square(32),
  matmul_256: square(256),
  matmul_512: square(512),
  matmul_1024: square(1024),
  fma_1e6: fma,
  tanh_1e6: unary((x) => tf.tanh(x), [1e6]),
  exp_1e6: unary((x) => tf.exp(x), [1e6]),
  sum_axis0: unary((x) => tf.sum(x, 0), [1024, 1024]),
  sum_axis1: unary((x) => tf.sum(x, 1), [1024, 1024]),
  softmax_1024: unary((x) => tf.softmax(x), [1024, 1024]),
  conv2d: binary((x, filters) => tf.conv2d(x, filters, 1, 'same'), [32, 28, 28, 16], [3, 3, 16, 32]),
  bcast_add_512: binary((x, y) => tf.add(x, y), [512, 1], [1, 512]),
  transpose_1024: unary((x) => tf.transpose(x), [1024, 1024]),
  gather_10k: gather,
  linreg_step: linreg,
  mlp_step: mlp,
  cnn_step: cnn,
};

/** jax-js's side of the rows of training steps. A loss owns its parameters and data, as its calls do. */
import * as jax from '@jax-js/jax';
import { integers } from '../../lib/random.mjs';
import { tensor } from './ops.mjs';

const { numpy: np, lax, nn } = jax;

const adam = (rate) => (parameters, gradients, means, squares) => {
  const newMeans = means.map((mean, i) => mean.mul(0.9).add(gradients[i].ref.mul(0.1)));
  const newSquares = squares.map((square, i) =>
    square.mul(0.999).add(gradients[i].ref.mul(gradients[i]).mul(0.001)),
  );
  const step = (i) => newMeans[i].ref.mul(rate).div(np.sqrt(newSquares[i].ref).add(1e-7));
  return [parameters.map((parameter, i) => parameter.sub(step(i))), newMeans, newSquares];
};

const momentum = (rate) => (parameters, gradients, means, squares) => {
  const newMeans = means.map((mean, i) => mean.mul(0.9).add(gradients[i]));
  return [parameters.map((parameter, i) => parameter.sub(newMeans[i].ref.mul(rate))), newMeans, squares];
};

const training = (make, compiled) => async () => {
  const { loss, parameters, x, y, optimizer, withSquares } = make();
  const zeros = () => parameters.map(({ shape }) => np.zeros(shape));
  let state = [parameters, zeros(), withSquares ? zeros() : []];
  const gradient = jax.valueAndGrad(loss);
  const eager = (params, means, squares, inputs, labels) => {
    const own = params.map((parameter) => parameter.ref);
    const [value, gradients] = gradient(own, inputs, labels);
    return [value, ...optimizer(params, gradients, means, squares)];
  };
  const step = compiled ? jax.jit(eager) : eager;
  return {
    async run(repeats) {
      let value;
      for (let i = 0; i < repeats; i++) {
        value?.dispose();
        [value, ...state] = step(...state, x.ref, y.ref);
        await jax.blockUntilReady([value, ...state]);
      }
      await value.data();
    },
  };
};

const linreg = () => ({
  parameters: [tensor([1, 5]), np.zeros([5])],
  x: np.array(new Float32Array([1, 2])).reshape([2, 1]),
  y: np.array(new Float32Array([5, 6, 7, 8, 9, 10, 11, 12, 13, 14])).reshape([2, 5]),
  optimizer: adam(0.1),
  withSquares: true,
  loss: ([weights, bias], x, y) => np.mean(np.abs(np.matmul(x, weights).add(bias).sub(y))),
});

const crossEntropy = (logits, y) => nn.logSoftmax(logits, -1).mul(y).sum(-1).mean().neg();
const oneHot = (count) => nn.oneHot(np.array(integers(count, 10), { dtype: np.int32 }), 10);
const layer = (x, weights, bias) => np.matmul(x, weights).add(bias);

const mlp = () => ({
  parameters: [
    [784, 512],
    [512, 512],
    [512, 10],
  ].flatMap((shape, i) => [tensor(shape, i + 1, 0.05), np.zeros([shape[1]])]),
  x: tensor([64, 784]),
  y: oneHot(64),
  optimizer: adam(1e-3),
  withSquares: true,
  loss: ([w1, b1, w2, b2, w3, b3], x, y) =>
    crossEntropy(layer(nn.relu(layer(nn.relu(layer(x, w1, b1)), w2, b2)), w3, b3), y),
});

/** By reshaping: the gradient of reduceWindow is no faster. */
function pool(x) {
  const [n, c, h, w] = x.shape;
  return np.max(x.reshape([n, c, h / 2, 2, w / 2, 2]), [3, 5]);
}

const convolve = (x, filters, bias) => pool(nn.relu(lax.conv(x, filters, [1, 1], 'SAME').add(bias)));

const cnn = () => ({
  parameters: [
    tensor([16, 1, 3, 3], 1, 0.3),
    np.zeros([16, 1, 1]),
    tensor([32, 16, 3, 3], 2, 0.1),
    np.zeros([32, 1, 1]),
    tensor([1568, 10], 3, 0.03),
    np.zeros([10]),
  ],
  x: tensor([32, 1, 28, 28]),
  y: oneHot(32),
  optimizer: momentum(0.01),
  loss: ([f1, b1, f2, b2, w, b], x, y) =>
    crossEntropy(layer(convolve(convolve(x, f1, b1), f2, b2).reshape([32, 1568]), w, b), y),
});

export const trainingWorkloads = {
  linreg_step: training(linreg, false),
  linreg_step_graph: training(linreg, true),
  mlp_step: training(mlp, false),
  mlp_step_graph: training(mlp, true),
  cnn_step: training(cnn, false),
  cnn_step_graph: training(cnn, true),
};

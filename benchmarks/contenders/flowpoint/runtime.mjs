/** Our side of the runtime rows. A workload runs `repeats` times and ends with the last result read. */
import { integers, sizeOf, uniform } from '../../lib/random.mjs';
import { flowpointNow } from './package.mjs';

/** A workload of what `make(tf)` gives. What a call computes is dropped: nothing is disposed of. */
const op = (make) => () => {
  const call = make(flowpointNow());
  return {
    run(repeats) {
      let result;
      for (let i = 0; i < repeats; i++) result = call();
      return result.numpy();
    },
  };
};

const tensor = (tf, shape, seed = 1) => tf.reshape(tf.constant(uniform(sizeOf(shape), seed)), shape);

const unary = (call, shape) =>
  op((tf) => {
    const x = tensor(tf, shape);
    return () => call(tf, x);
  });

const binary = (call, left, right) =>
  op((tf) => {
    const x = tensor(tf, left, 1);
    const y = tensor(tf, right, 2);
    return () => call(tf, x, y);
  });

const square = (n) => binary((tf, x, y) => tf.matmul(x, y), [n, n], [n, n]);

const chainOf = (transform) =>
  op((tf) => {
    const x = tensor(tf, [64], 1);
    const y = tensor(tf, [64], 2);
    const chain = transform(tf, (a, b) =>
      tf.tanh(tf.square(tf.sqrt(tf.abs(tf.negative(a.add(b).mul(b).sub(a))).add(1)).mul(2))),
    );
    return () => chain(x, y);
  });

const fma = op((tf) => {
  const [a, b, c] = [1, 2, 3].map((seed) => tensor(tf, [1e6], seed));
  return () => a.mul(b).add(c);
});

const gather = op((tf) => {
  const table = tensor(tf, [50000, 64]);
  const indices = tf.constant(integers(10000, 50000), { dtype: tf.int32 });
  return () => tf.gather(table, indices);
});

function assignAdd() {
  const tf = flowpointNow();
  const variable = new tf.Variable(0);
  return {
    run(repeats) {
      for (let i = 0; i < repeats; i++) variable.assign_add(1);
      return variable.numpy();
    },
  };
}

export const runtimeWorkloads = {
  add_10: binary((tf, x, y) => tf.add(x, y), [10], [10]),
  chain10_64: chainOf((_, chain) => chain),
  chain10_64_graph: chainOf((tf, chain) => tf.function(chain)),
  assign_add: assignAdd,
  matmul_32: square(32),
  matmul_256: square(256),
  matmul_512: square(512),
  matmul_1024: square(1024),
  fma_1e6: fma,
  tanh_1e6: unary((tf, x) => tf.tanh(x), [1e6]),
  exp_1e6: unary((tf, x) => tf.exp(x), [1e6]),
  sum_axis0: unary((tf, x) => tf.reduce_sum(x, 0), [1024, 1024]),
  sum_axis1: unary((tf, x) => tf.reduce_sum(x, 1), [1024, 1024]),
  softmax_1024: unary((tf, x) => tf.nn.softmax(x), [1024, 1024]),
  conv2d: binary(
    (tf, x, filters) => tf.nn.conv2d(x, filters, { strides: 1, padding: 'SAME' }),
    [32, 28, 28, 16],
    [3, 3, 16, 32],
  ),
  bcast_add_512: binary((tf, x, y) => tf.add(x, y), [512, 1], [1, 512]),
  transpose_1024: unary((tf, x) => tf.transpose(x), [1024, 1024]),
  gather_10k: gather,
};

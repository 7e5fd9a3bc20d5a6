/**
 * jax-js's side of the rows of single ops. Its arrays are lazy and counted by reference: results are forced with
 * blockUntilReady, small ones in batches of 64, as its documentation advises.
 */
import * as jax from '@jax-js/jax';
import { integers, sizeOf, uniform } from '../../lib/random.mjs';

const { numpy: np, lax, nn } = jax;

export const tensor = (shape, seed = 1, scale = 1) =>
  np.array(uniform(sizeOf(shape), seed, -scale, scale)).reshape(shape);

const op =
  (make, batch = 64) =>
  async () => {
    const call = make();
    return {
      async run(repeats) {
        for (let done = 0; done < repeats; done += batch) {
          const results = Array.from({ length: Math.min(batch, repeats - done) }, call);
          await jax.blockUntilReady(results);
          for (const result of results) result.dispose();
        }
      },
    };
  };

const unary = (call, shape) =>
  op(() => {
    const x = tensor(shape);
    return () => call(x.ref);
  }, 1);

const binary = (call, left, right, batch = 1) =>
  op(() => {
    const x = tensor(left, 1);
    const y = tensor(right, 2);
    return () => call(x.ref, y.ref);
  }, batch);

const square = (n, batch = 1) => binary((x, y) => np.matmul(x, y), [n, n], [n, n], batch);

const chain = (x, y) =>
  np.tanh(np.square(np.sqrt(np.abs(x.ref.add(y.ref).mul(y).sub(x).neg()).add(1)).mul(2)));

const chainOf = (transform) =>
  op(() => {
    const x = tensor([64], 1);
    const y = tensor([64], 2);
    const call = transform(chain);
    return () => call(x.ref, y.ref);
  });

async function assignAdd() {
  let value = np.zeros([]);
  return {
    async run(repeats) {
      for (let i = 0; i < repeats; i++) {
        value = value.add(1);
        if (i % 64 === 63) await jax.blockUntilReady(value);
      }
      await value.ref.data();
    },
  };
}

const fma = op(() => {
  const [a, b, c] = [1, 2, 3].map((seed) => tensor([1e6], seed));
  return () => a.ref.mul(b.ref).add(c.ref);
}, 1);

const gather = op(() => {
  const table = tensor([50000, 64]);
  const indices = np.array(integers(10000, 50000), { dtype: np.int32 });
  return () => np.take(table.ref, indices.ref, 0);
}, 1);

export const opWorkloads = {
  add_10: binary((x, y) => x.add(y), [10], [10], 64),
  chain10_64: chainOf((call) => call),
  chain10_64_graph: chainOf(jax.jit),
  assign_add: assignAdd,
  matmul_32: square(32, 64),
  matmul_256: square(256),
  matmul_512: square(512),
  matmul_1024: square(1024),
  fma_1e6: fma,
  tanh_1e6: unary((x) => np.tanh(x), [1e6]),
  exp_1e6: unary((x) => np.exp(x), [1e6]),
  sum_axis0: unary((x) => np.sum(x, 0), [1024, 1024]),
  sum_axis1: unary((x) => np.sum(x, 1), [1024, 1024]),
  softmax_1024: unary((x) => nn.softmax(x, -1), [1024, 1024]),
  conv2d: binary((x, filters) => lax.conv(x, filters, [1, 1], 'SAME'), [32, 16, 28, 28], [32, 16, 3, 3]),
  bcast_add_512: binary((x, y) => x.add(y), [512, 1], [1, 512]),
  // A bare transpose is a view.
  transpose_1024: unary((x) => np.transpose(x).add(0), [1024, 1024]),
  gather_10k: gather,
};

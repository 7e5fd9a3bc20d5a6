/** jax-js, WASM, one thread in Node 20 (it wants a global Worker for more). */
import * as jax from '@jax-js/jax';
import { opWorkloads } from './jax_workloads/ops.mjs';
import { trainingWorkloads } from './jax_workloads/training.mjs';

async function init() {
  await jax.init('wasm');
  jax.defaultDevice('wasm');
}

export const contender = {
  name: 'jax-js',
  workloads: { ...opWorkloads, ...trainingWorkloads },
  init,
  async startup() {
    await init();
    jax.numpy
      .array([1, 2])
      .add(jax.numpy.array([3, 4]))
      .dataSync();
  },
};

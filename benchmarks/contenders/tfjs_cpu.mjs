/** TensorFlow.js in plain JavaScript. */
import { startup, tf, workloads } from './tfjs_workloads/workloads.mjs';

async function init() {
  await tf.setBackend('cpu');
  await tf.ready();
}

export const contender = {
  name: 'tfjs-cpu',
  workloads,
  init,
  async startup() {
    await init();
    startup();
  },
};

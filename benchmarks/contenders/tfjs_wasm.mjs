/** TensorFlow.js in WASM with SIMD; its threaded build is off in Node. */
import { createRequire } from 'node:module';
import path from 'node:path';
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import { startup, tf, workloads } from './tfjs_workloads/workloads.mjs';

async function init() {
  const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  wasm.setWasmPaths(path.join(path.dirname(manifest), 'wasm-out') + path.sep);
  await tf.setBackend('wasm');
  await tf.ready();
  if (tf.getBackend() !== 'wasm') throw new Error('no wasm backend');
}

export const contender = {
  name: 'tfjs-wasm',
  workloads,
  init,
  async startup() {
    await init();
    startup();
  },
};

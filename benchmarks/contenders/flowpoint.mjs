/** Ours as users run it: the built package, writing durably. */
import { checkpointWorkloads } from './flowpoint/checkpoints.mjs';
import { flowpoint } from './flowpoint/package.mjs';
import { runtimeWorkloads } from './flowpoint/runtime.mjs';
import { trainingWorkloads } from './flowpoint/training.mjs';

export const contender = {
  name: 'flowpoint',
  workloads: { ...checkpointWorkloads('flowpoint'), ...runtimeWorkloads, ...trainingWorkloads },
  async startup() {
    const tf = await flowpoint();
    tf.constant([1, 2])
      .add(tf.constant([3, 4]))
      .numpy();
  },
};

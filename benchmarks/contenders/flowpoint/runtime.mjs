/** Our side of the runtime rows. A workload runs `repeats` times and ends with the last result read. */
import { uniform } from '../../lib/random.mjs';
import { flowpointNow } from './package.mjs';

function add_10() {
  const tf = flowpointNow();
  const x = tf.constant(uniform(10, 1));
  const y = tf.constant(uniform(10, 2));
  return {
    run(repeats) {
      let sum = x;
      for (let i = 0; i < repeats; i++) sum = tf.add(x, y);
      return sum.numpy();
    },
  };
}

function assign_add() {
  const tf = flowpointNow();
  const variable = new tf.Variable(0);
  return {
    run(repeats) {
      for (let i = 0; i < repeats; i++) variable.assign_add(1);
      return variable.numpy();
    },
  };
}

export const runtimeWorkloads = { add_10, assign_add };

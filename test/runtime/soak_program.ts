/**
 * Run by soak.test.ts in a process with a small heap: drops many times more than the process may hold, in one synchronous
 * loop, then says how much memory was the most it held.
 */
import * as tf from '../../src/index';

const MIB = 2 ** 20;
const size = 512;
const drops = 2048;

const x = tf.ones([size, size]);
const variable = new tf.Variable(tf.ones([size, size]));
const small = tf.ones([64]);
let most = 0;
let bytes = 0;

/** Each makes and drops tensors of [512, 512] and gives their number. */
const work: readonly (() => number)[] = [
  () => {
    x.add(x).mul(x);
    return 2;
  },
  () => {
    const tape = new tf.GradientTape();
    const loss = tape.use(() => tf.reduce_sum(tf.square(variable)));
    variable.assign_sub(tf.multiply(tape.gradient(loss, variable) as tf.Tensor, 0));
    return 4;
  },
  () => {
    variable.read_value();
    variable.assign_add(x);
    return 1;
  },
  () => {
    tf.matmul(tf.transpose(x), tf.ones([size, 1]));
    return 1;
  },
  () => {
    for (let i = 0; i < 100; i++) small.add(small).mul(small);
    return 0;
  },
];

for (let done = 0; done < drops; )
  for (const step of work) {
    const made = step();
    done += made;
    bytes += made * size * size * 4;
    most = Math.max(most, process.memoryUsage.rss());
  }
process.stdout.write(JSON.stringify({ dropped: bytes / MIB, most: most / MIB }));

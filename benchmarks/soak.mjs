/**
 * `npm run soak -- --minutes 2`: computes and drops tensors in one synchronous loop, with no `dispose`, no `tidy` and
 * no `await`, and watches the memory of the process. `--what training` trains a network instead, eagerly, and
 * `--what function` does so in a `tf.function`. Exits with 1 if the second half of the time holds more than the
 * first did, by more than `--growth` MiB.
 */
import { parseArgs } from 'node:util';
import { flowpointNow } from './contenders/flowpoint/package.mjs';
import { uniform } from './lib/random.mjs';
import { MIB } from './lib/rows.mjs';

const SECONDS_PER_LINE = 10;
const SAMPLE_MS = 250;

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    growth: { type: 'string', default: '64' },
    what: { type: 'string', default: 'ops' },
  },
});
const seconds = Number(options.minutes) * 60;
const growth = Number(options.growth);
if (!(seconds > 0 && growth > 0)) throw new Error('--minutes and --growth take positive numbers');

const tf = flowpointNow();
const tensor = (shape, seed) => tf.reshape(tf.constant(uniform(shape[0] * shape[1], seed)), shape);

/** What a loop of a user's may do. Each gives the bytes of the tensors that it dropped, roughly. */
const programs = { ops, training: () => training(false), function: () => training(true) };
const work = programs[options.what]?.();
if (work === undefined) throw new Error(`--what takes ${Object.keys(programs).join(', ')}`);

function ops() {
  return {
    'element-wise': elementwise(tensor([512, 512], 1), tensor([512, 512], 2)),
    'small element-wise': elementwise(tensor([1, 64], 1), tensor([1, 64], 2)),
    matmul: matmul(tensor([128, 128], 3), tensor([128, 128], 4)),
    gradients: gradients(new tf.Variable(tensor([128, 64], 5)), tensor([64, 128], 6)),
    updates: updates(new tf.Variable(tensor([256, 256], 7)), tensor([256, 256], 8)),
  };
}

function elementwise(x, y) {
  return () => {
    tf.tanh(x.add(y).mul(y).sub(1));
    return 4 * x.data.byteLength;
  };
}

function matmul(x, y) {
  return () => {
    tf.transpose(tf.matmul(x, y));
    return 2 * x.data.byteLength;
  };
}

function gradients(variable, x) {
  return () => {
    const tape = new tf.GradientTape();
    const loss = tape.use(() => tf.reduce_sum(tf.square(tf.matmul(x, variable))));
    variable.assign_sub(tape.gradient(loss, variable).mul(1e-9));
    return 4 * x.data.byteLength;
  };
}

/** The value is read before each update, so that every one takes fresh storage. */
function updates(variable, delta) {
  return () => {
    variable.read_value();
    variable.assign_add(delta);
    variable.assign(variable.mul(0.5));
    return 3 * delta.data.byteLength;
  };
}

/** A step of a network of three layers with Adam, on a batch of its own each time. */
function training(inFunction) {
  const sizes = [256, 128, 64, 10];
  const weights = sizes.slice(1).map((out, i) => new tf.Variable(tensor([sizes[i], out], i + 1).mul(0.1)));
  const biases = sizes.slice(1).map((out) => new tf.Variable(tf.zeros([out])));
  const variables = weights.flatMap((w, i) => [w, biases[i]]);
  const optimizer = new tf.keras.optimizers.Adam(0.001);
  const labels = tf.one_hot(tf.constant(Array.from({ length: 32 }, (_, i) => BigInt(i % 10))), 10);
  const eager = (x) => {
    const tape = new tf.GradientTape();
    const loss = tape.use(() => {
      const last = weights.length - 1;
      const logits = weights.reduce((h, w, i) => {
        const y = tf.nn.bias_add(tf.matmul(h, w), biases[i]);
        return i < last ? tf.nn.relu(y) : y;
      }, x);
      return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels, logits));
    });
    const gradients = tape.gradient(loss, variables);
    optimizer.apply_gradients(gradients.map((g, i) => [g, variables[i]]));
    return loss;
  };
  const step = inFunction ? tf.function(eager) : eager;
  const held = variables.reduce((bytes, v) => bytes + 4 * v.shape.num_elements(), 0);
  return {
    step: () => {
      step(tf.random.normal([32, sizes[0]]));
      return held;
    },
  };
}

const elapsed = (() => {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
})();
const samples = [];
let dropped = 0;
let lastSample = 0;
let nextLine = SECONDS_PER_LINE;

const megabytes = (bytes) => `${Math.round(bytes / MIB)} MiB`;
const peak = (list) => Math.max(...list.map(({ rss }) => rss));

function sample(now) {
  const { rss } = process.memoryUsage();
  samples.push({ now, rss });
  if (now < nextLine) return;
  const recent = samples.filter((one) => one.now > nextLine - SECONDS_PER_LINE);
  process.stdout.write(
    `${String(nextLine).padStart(5)} s  rss ${megabytes(rss)}, peak of these ${SECONDS_PER_LINE} s ` +
      `${megabytes(peak(recent))}; ${(dropped / 2 ** 30).toFixed(1)} GiB dropped\n`,
  );
  nextLine += SECONDS_PER_LINE;
}

for (let now = elapsed(); now < seconds; now = elapsed()) {
  for (const run of Object.values(work)) for (let i = 0; i < 20; i++) dropped += run();
  if ((now - lastSample) * 1000 < SAMPLE_MS) continue;
  lastSample = now;
  sample(now);
}

// The first tenth fills the heap and warms the compiler up: it is no measure of what a loop needs.
const first = peak(samples.filter(({ now }) => now >= seconds / 10 && now < seconds / 2));
const second = peak(samples.filter(({ now }) => now >= seconds / 2));
const flat = second - first <= growth * MIB;
process.stdout.write(
  `peak of the first half ${megabytes(first)}, of the second ${megabytes(second)}; at most ${growth} MiB more ` +
    `allowed: ${flat ? 'flat' : 'GROWING'}\n`,
);
process.exitCode = flat ? 0 : 1;

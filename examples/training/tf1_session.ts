/**
 * The network of `mlp.ts` as a TF1 program: a graph with placeholders and layers, a session, a Saver, and summaries in
 * event files for TensorBoard. It goes on from the newest checkpoint in the folder it is given, whoever made it:
 * `tf1_session.ts FOLDER [UNTIL]`.
 */
import * as path from 'node:path';
import * as tf from 'flowpoint/compat/v1';
import { f, format, print } from 'flowpoint/python';
import { commandLine } from './command_line';
import { batch, pixels } from './images';

const { folder, until } = commandLine();
tf.disable_v2_behavior();
tf.set_random_seed(1);

const x = tf.placeholder(tf.float32, [null, pixels], 'x');
const labels = tf.placeholder(tf.int32, [null], 'labels');
const hidden = tf.layers.dense(x, 32, { activation: tf.nn.relu, name: 'hidden' });
const logits = tf.layers.dense(hidden, 10, { name: 'out' });
const loss = tf.losses.sparse_softmax_cross_entropy(labels, logits);

const global_step = tf.train.get_or_create_global_step();
const rate = tf.train.exponential_decay(0.002, global_step, 20, 0.9);
const train = new tf.train.AdamOptimizer(rate).minimize(loss, { global_step });

tf.summary.scalar('loss', loss);
tf.summary.scalar('learning_rate', rate);
for (const variable of tf.trainable_variables()) tf.summary.histogram(variable.op.name, variable);
const summaries = tf.summary.merge_all()!;

const saver = new tf.train.Saver({ max_to_keep: 3 });
const session = new tf.Session();
const newest = tf.train.latest_checkpoint(folder);
if (newest === null) session.run(tf.global_variables_initializer());
else saver.restore(session, newest);
print(newest === null ? 'Initializing from scratch.' : 'Restored from a checkpoint');

const writer = new tf.summary.FileWriter(path.join(folder, 'events'));
for (let step = Number(session.run(global_step)); step < until; step++) {
  const images = batch(step);
  const feed_dict = new Map<unknown, unknown>([
    [x, images.x],
    [labels, images.labels],
  ]);
  const [, value, summary] = session.run([train, loss, summaries], { feed_dict });
  print(f`step ${step} loss ${format(value, '.4f')}`);
  writer.add_summary(summary, step);
  if ((step + 1) % 10 === 0) {
    saver.save(session, path.join(folder, 'model.ckpt'), { global_step });
    print(f`Saved checkpoint for step ${step + 1}`);
  }
}
writer.close();

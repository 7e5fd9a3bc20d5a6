/**
 * TF1 training goes on in the other language: what a session saved here, Python restores and trains on with the losses
 * that we would have had, and the reverse. One Python process for all programs.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import type { TensorLike } from '../../src/runtime/convert_types';
import { useLog } from '../compat_v1/support';
import { withFolder } from '../support/files';
import { runPythonScript, withTensorFlow } from '../support/python';

/** A program, written down so that both languages can build it. */
interface Program {
  readonly optimizer: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly sharded?: boolean;
  /** The Saver is given a dict with other names. */
  readonly renames?: boolean;
  readonly partitions?: number;
  /** Averages of the variables are kept, and the loss is that of the averages. */
  readonly averages?: boolean;
  readonly version?: 1 | 2;
}

const adam = { optimizer: 'AdamOptimizer', kwargs: { learning_rate: 0.1 } };
const programs: Readonly<Record<string, Program>> = {
  descent: { optimizer: 'GradientDescentOptimizer', kwargs: { learning_rate: 0.1 } },
  proximal: {
    optimizer: 'ProximalGradientDescentOptimizer',
    kwargs: { learning_rate: 0.1, l1_regularization_strength: 0.01 },
  },
  momentum: { optimizer: 'MomentumOptimizer', kwargs: { learning_rate: 0.1, momentum: 0.9 } },
  nesterov: {
    optimizer: 'MomentumOptimizer',
    kwargs: { learning_rate: 0.1, momentum: 0.9, use_nesterov: true },
  },
  adam,
  adagrad: { optimizer: 'AdagradOptimizer', kwargs: { learning_rate: 0.5 } },
  proximal_adagrad: { optimizer: 'ProximalAdagradOptimizer', kwargs: { learning_rate: 0.5 } },
  rmsprop: { optimizer: 'RMSPropOptimizer', kwargs: { learning_rate: 0.05, momentum: 0.5 } },
  centered: { optimizer: 'RMSPropOptimizer', kwargs: { learning_rate: 0.05, centered: true } },
  ftrl: { optimizer: 'FtrlOptimizer', kwargs: { learning_rate: 0.5, l2_regularization_strength: 0.01 } },
  adadelta: { optimizer: 'AdadeltaOptimizer', kwargs: { learning_rate: 10 } },
  sharded: { ...adam, sharded: true },
  renamed: { ...adam, renames: true },
  partitioned: { ...adam, partitions: 2 },
  partitioned_renamed: { ...adam, partitions: 3, renames: true },
  partitioned_momentum: {
    optimizer: 'MomentumOptimizer',
    kwargs: { learning_rate: 0.1, momentum: 0.9 },
    partitions: 2,
  },
  averaged: { ...adam, averages: true },
  averaged_parts: { ...adam, averages: true, partitions: 2 },
  old_format: { ...adam, version: 1 },
};

const [BEFORE, AFTER] = [5, 5];
const kernel = [
  [0.5, -0.25],
  [0.125, 1],
  [-0.75, 0.3],
];
/** A batch for each step. */
const batches = Array.from({ length: BEFORE + AFTER }, (_, step) =>
  Array.from({ length: 4 }, (_, i) => [0, 1, 2].map((j) => (((step * 12 + i * 3 + j) * 7) % 11) / 5 - 1)),
);

interface Running {
  /** Trains on; the loss before each step. */
  losses(steps: number): number[];
  save(prefix: string): void;
  restore(prefix: string): void;
}

/** Builds a program in a graph of its own and gives its session's work. */
function start(program: Program): Running {
  const graph = new tf1.Graph();
  return graph.as_default().use(() => {
    const x = tf1.placeholder(tf1.float32, [null, 3]);
    const partitioner = program.partitions ? tf1.fixed_size_partitioner(program.partitions) : null;
    const initializer = new tf1.zeros_initializer();
    const w = tf1.variable_scope('net', () =>
      tf1.get_variable('w', { shape: [3, 2], initializer, partitioner }),
    ) as unknown as tf1.Variable & tf1.PartitionedVariable;
    const b = tf1.get_variable('b', { shape: [2], initializer });
    const lossOf = (w: TensorLike, b: TensorLike): tf1.Tensor =>
      tf1.reduce_mean(tf1.square(tf1.add(tf1.matmul(x, w), b).sub(tf1.matmul(x, tf1.constant(kernel)))));
    const global_step = tf1.train.get_or_create_global_step();
    const Optimizer = tf1.train[program.optimizer as 'AdamOptimizer'];
    let loss = lossOf(w, b);
    let train: unknown = new Optimizer(program.kwargs as never).minimize(loss, { global_step });
    if (program.averages) {
      const ema = new tf1.train.ExponentialMovingAverage(0.9, global_step);
      const trained = train as tf1.Operation;
      train = tf1.control_dependencies([trained]).use(() => ema.apply(tf1.trainable_variables()));
      const parts = program.partitions ? [...w].map((part) => ema.average(part)!) : [ema.average(w)!];
      loss = lossOf(tf1.concat(parts, 0), ema.average(b)!);
    }
    const { sharded = false, version = 2 } = program;
    const var_list = program.renames ? renamed(tf1.global_variables()) : null;
    const saver = new tf1.train.Saver({ var_list, sharded, write_version: version });
    const init = tf1.global_variables_initializer();
    const session = new tf1.Session({ graph });
    session.run(init);
    const step = (): number => {
      const feed_dict = [[x, batches[Number(session.run(global_step))]]] as const;
      const before = session.run(loss, { feed_dict });
      session.run(train, { feed_dict });
      return Number(before);
    };
    return {
      losses: (steps) => Array.from({ length: steps }, step),
      save: (prefix) => void saver.save(session, prefix),
      restore: (prefix) => saver.restore(session, prefix),
    };
  });
}

/** Other names for all variables; parts of one are a list. */
function renamed(variables: readonly tf1.Variable[]): Map<string, tf1.Variable | tf1.Variable[]> {
  const named = new Map<string, tf1.Variable | tf1.Variable[]>();
  for (const variable of variables) {
    const { name } = variable.op;
    const whole = `saved/${name.replace(/\/part_\d+/, '')}`;
    if (!name.includes('/part_')) named.set(whole, variable);
    else named.set(whole, [...((named.get(whole) as tf1.Variable[] | undefined) ?? []), variable]);
  }
  return named;
}

const python = `
import json, re, tensorflow as tf
tf1 = tf.compat.v1
class Running:
    def __init__(self, program):
        self.graph = tf.Graph()
        with self.graph.as_default():
            self.x = x = tf1.placeholder(tf.float32, [None, 3])
            parts = program.get('partitions')
            with tf1.variable_scope('net'):
                w = tf1.get_variable('w', [3, 2], initializer=tf1.zeros_initializer(),
                                     partitioner=tf1.fixed_size_partitioner(parts) if parts else None)
            b = tf1.get_variable('b', [2], initializer=tf1.zeros_initializer())
            target = tf.matmul(x, tf.constant(kernel))
            def loss_of(w, b):
                return tf.reduce_mean(tf.square(tf.matmul(x, w) + b - target))
            self.step = tf1.train.get_or_create_global_step()
            self.loss = loss_of(w, b)
            optimizer = getattr(tf1.train, program['optimizer'])(**program['kwargs'])
            self.train = optimizer.minimize(self.loss, global_step=self.step)
            if program.get('averages'):
                ema = tf1.train.ExponentialMovingAverage(.9, self.step)
                with tf.control_dependencies([self.train]):
                    self.train = ema.apply(tf1.trainable_variables())
                averages = [ema.average(part) for part in (w if parts else [w])]
                self.loss = loss_of(tf.concat(averages, 0), ema.average(b))
            named = None
            if program.get('renames'):
                named = {}
                for v in tf1.global_variables():
                    whole = 'saved/' + re.sub('/part_[0-9]+', '', v.op.name)
                    if '/part_' in v.op.name:
                        named.setdefault(whole, []).append(v)
                    else:
                        named[whole] = v
            self.saver = tf1.train.Saver(named, sharded=program.get('sharded', False),
                                         write_version=program.get('version', 2))
            self.session = tf1.Session()
            self.session.run(tf1.global_variables_initializer())
    def losses(self, steps):
        got = []
        for _ in range(steps):
            feed = {self.x: batches[self.session.run(self.step)]}
            got.append(float(self.session.run(self.loss, feed)))
            self.session.run(self.train, feed)
        return got
    def save(self, prefix):
        with self.graph.as_default():
            self.saver.save(self.session, prefix, write_meta_graph=False)
    def restore(self, prefix):
        with self.graph.as_default():
            self.saver.restore(self.session, prefix)
answers = {}
for name, program in programs.items():
    resumed = Running(program)
    resumed.restore('ours/' + name)
    own = Running(program)
    before = own.losses(BEFORE)
    own.save('theirs/' + name)
    answers[name] = dict(resumed=resumed.losses(AFTER), before=before, after=own.losses(AFTER))
print(json.dumps(answers))
`;

interface Answer {
  readonly resumed: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

useLog();

withTensorFlow('TF1 sessions go on from what the other language saved, with the same losses and keys', () => {
  withFolder((folder) => {
    const at = (...names: string[]): string => path.join(folder, ...names);
    for (const name of ['ours', 'theirs']) fs.mkdirSync(at(name));
    const ours = new Map<string, { before: number[]; after: number[] }>();
    for (const [name, program] of Object.entries(programs)) {
      const running = start(program);
      const before = running.losses(BEFORE);
      running.save(at('ours', name));
      ours.set(name, { before, after: running.losses(AFTER) });
    }
    const values = { programs, kernel, batches, BEFORE, AFTER };
    const given = JSON.stringify(JSON.stringify(values));
    const printed = runPythonScript(`import json\nglobals().update(json.loads(${given}))\n${python}`, folder);
    const answers = JSON.parse(printed.trim().split('\n').at(-1)!) as Record<string, Answer>;

    for (const [name, program] of Object.entries(programs)) {
      const [{ before, after }, theirs] = [ours.get(name)!, answers[name]!];
      expectClose(name, before, theirs.before);
      expectClose(name, theirs.resumed, after);
      expectClose(name, after, theirs.after);
      const running = start(program);
      running.restore(at('theirs', name));
      expectClose(name, running.losses(AFTER), theirs.after);
      const shapes = ['ours', 'theirs'].map((side) => tf1.train.list_variables(at(side, name)));
      expect([name, shapes[0]]).toEqual([name, shapes[1]]);
    }
  });
});

function expectClose(name: string, got: readonly number[], wanted: readonly number[]): void {
  expect([name, got.length]).toEqual([name, wanted.length]);
  got.forEach((loss, i) => {
    const error = Math.abs(loss - wanted[i]!) / Math.max(wanted[i]!, 1e-3);
    expect([name, i, error < 1e-4 ? wanted[i] : loss]).toEqual([name, i, wanted[i]]);
  });
}

/** The files of training sessions and Estimators, byte for byte: programs of the goldens' `estimator` case. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import { float32, int64 } from '../../src/dtypes';
import { Graph } from '../../src/runtime/graph/graph';
import { group } from '../../src/runtime/graph/group';
import { range } from '../../src/runtime/ops/creation';
import { Checkpoint } from '../../src/saving/checkpoint/checkpoint';
import { goldens } from './support';

const { MonitoredTrainingSession, Scaffold, Saver } = tf1.train;
const expected = path.join(goldens, 'tf2.15/estimator');

/** In a folder of its own, for the programs give relative paths. */
function inFolder<T>(body: () => T): T {
  const former = process.cwd();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-estimator-'));
  process.chdir(folder);
  try {
    return new Graph().as_default().use(body);
  } finally {
    tf1.summary.FileWriterCache.clear();
    process.chdir(former);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
function expectFilesAsIn(folder: string): void {
  const wanted = fs.readdirSync(path.join(expected, folder)).sort();
  const written = fs.readdirSync(folder).filter((name) => !name.startsWith('events'));
  expect(written.sort()).toEqual(wanted);
  for (const name of wanted) {
    const same = fs
      .readFileSync(path.join(folder, name))
      .equals(fs.readFileSync(path.join(expected, folder, name)));
    expect(`${name} ${same}`).toBe(`${name} true`);
  }
}

/** The models of the Estimators; training adds 2 to `var`, doubles the kernel and counts. */
function model() {
  const initializer = new tf1.zeros_initializer();
  const v = tf1.get_variable('var', { shape: [], dtype: float32, initializer });
  const kernel = tf1.get_variable('layer/kernel', {
    shape: [2, 3],
    initializer: new tf1.constant_initializer(1.5),
  });
  const step = tf1.train.get_or_create_global_step();
  return { v, kernel, step };
}
/** What an Estimator does with a model: the first and the last step are saved. */
function train(folder: string, steps: number, train_op: unknown, saver: tf1.train.Saver | Checkpoint): void {
  const session = MonitoredTrainingSession({
    checkpoint_dir: folder,
    scaffold: new Scaffold({ saver }),
    hooks: [new tf1.train.StopAtStepHook({ num_steps: steps })],
  });
  session.use(() => {
    while (!session.should_stop()) session.run(train_op);
  });
}
const estimatorSaver = (): tf1.train.Saver =>
  new Saver({ sharded: true, defer_build: true, save_relative_paths: true });

describe('S9.5 the files of', () => {
  it('a MonitoredTrainingSession with a partitioned variable and two checkpoints kept are those of TF (S9.3)', () => {
    inFolder(() => {
      const step = tf1.train.get_or_create_global_step();
      expect(step.dtype).toBe(int64);
      expect(step.name).toBe('global_step:0');
      const v = tf1.get_variable('v', { initializer: [1, 2] });
      tf1.variable_scope('p', { partitioner: tf1.fixed_size_partitioner(2) }, () =>
        tf1.get_variable('w', { initializer: range(6, { dtype: float32 }) }),
      );
      const op = group(v.assign_add([1, 1]), step.assign_add(1));
      const session = MonitoredTrainingSession({
        checkpoint_dir: 'monitored',
        scaffold: new Scaffold({ saver: new Saver({ max_to_keep: 2 }) }),
        save_checkpoint_steps: 2,
        save_summaries_steps: 0,
        log_step_count_steps: null,
      });
      session.use(() => {
        for (let i = 0; i < 5; i++) session.run(op);
      });
      expectFilesAsIn('monitored');
    });
  });
  it('an Estimator are model.ckpt-0 and model.ckpt-N with an int64 global_step', () => {
    inFolder(() => {
      const { v, kernel, step } = model();
      train(
        'est_tf1',
        2,
        group(v.assign_add(2), kernel.assign_add(kernel), step.assign_add(1)),
        estimatorSaver(),
      );
      expectFilesAsIn('est_tf1');
    });
  });
  it('an Estimator that is warm-started', () => {
    inFolder(() => {
      const { v, kernel, step } = model();
      tf1.train.warm_start(path.join(expected, 'est_tf1'), '.*kernel.*');
      train(
        'est_warm',
        1,
        group(v.assign_add(2), kernel.assign_add(kernel), step.assign_add(1)),
        estimatorSaver(),
      );
      expectFilesAsIn('est_warm');
    });
  });
  it('an Estimator with a Checkpoint as its saver are object-based, the graph in a shard of its own (S9.1, S1.6)', () => {
    inFolder(() => {
      const { v, kernel, step } = model();
      const saver = new Checkpoint({ var_list: { var: v }, layer: [kernel], step });
      tf1.train.warm_start(path.join(expected, 'est_tf1'));
      train('est_tf2', 1, group(v.assign_add(2), step.assign_add(1)), saver);
      expectFilesAsIn('est_tf2');
    });
  });
  it('a default saver are five checkpoints at most', () => {
    inFolder(() => {
      const count = tf1.train.get_or_create_global_step().assign_add(1);
      const session = MonitoredTrainingSession({ checkpoint_dir: 'five', save_checkpoint_steps: 1 });
      session.use(() => {
        for (let i = 0; i < 7; i++) session.run(count);
      });
      const state = tf1.train.get_checkpoint_state('five')!;
      expect(state.all_model_checkpoint_paths).toEqual([3, 4, 5, 6, 7].map((n) => `five/model.ckpt-${n}`));
      expect(fs.existsSync('five/model.ckpt-2.index')).toBe(false);
    });
  });
  it('TensorFlow are gone on with: the step, and the list of what is deleted', () => {
    inFolder(() => {
      fs.cpSync(path.join(expected, 'monitored'), 'monitored', { recursive: true });
      const step = tf1.train.get_or_create_global_step();
      const v = tf1.get_variable('v', { initializer: [0, 0] });
      const p = tf1.get_variable('p/w', { shape: [6], partitioner: tf1.fixed_size_partitioner(3) });
      const op = group(v.assign_add([1, 1]), step.assign_add(1));
      const whole = p.as_tensor();
      const scaffold = new Scaffold({ saver: new Saver({ max_to_keep: 2 }) });
      MonitoredTrainingSession({ checkpoint_dir: 'monitored', scaffold }).use((session) => {
        session.run(op);
        const values = session.run([step, v, whole]).map((value) => value.tolist());
        expect(values).toEqual([6n, [7, 8], [0, 1, 2, 3, 4, 5]]);
      });
      const state = tf1.train.get_checkpoint_state('monitored')!;
      expect(state.all_model_checkpoint_paths).toEqual(['monitored/model.ckpt-5', 'monitored/model.ckpt-6']);
      expect(fs.existsSync('monitored/model.ckpt-4.index')).toBe(false);
    });
  });
});

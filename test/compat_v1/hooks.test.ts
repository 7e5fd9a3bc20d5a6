import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import { int32 } from '../../src/dtypes';
import { logger } from '../../src/logging';
import { Graph } from '../../src/runtime/graph/graph';
import { constant } from '../../src/runtime/ops/creation';
import { split } from '../../src/runtime/ops/joining';
import { setClock } from '../../src/saving/checkpoint/clock';
import { eventLines } from './event_lines';
import { expectLinesOfTF, linesOfTF, newGraph, x } from './monitored_support';
import { useFolder, useLog } from './support';

const T = tf1.train;
const at = useFolder();
const folder = (): string => at().replace(/\/$/, '');

/** Runs `count` steps of a session whose global step goes up by one in each. */
function steps(count: number, hooks: tf1.train.SessionRunHook[]): void {
  const up = tf1.assign_add(T.get_or_create_global_step(), 1);
  new T.MonitoredSession({ hooks }).use((session) => {
    for (let i = 0; i < count && !session.should_stop(); i++) session.run(up);
  });
}

describe('hooks', () => {
  it('S9.3 refuse to be given no period or two, and to begin without a global step', () => {
    expectLinesOfTF('ctor errors', folder, ({ err }, dir) => {
      const one = 1 as never;
      err(() => new T.StopAtStepHook());
      err(() => new T.StopAtStepHook(1, 2));
      err(() => new T.SecondOrStepTimer());
      err(() => new T.SecondOrStepTimer(1, 2));
      err(() => new T.LoggingTensorHook(['x']));
      err(() => new T.LoggingTensorHook(['x'], 1, 2));
      err(() => new T.LoggingTensorHook(['x'], 0));
      err(() => new T.StepCounterHook(1, 2));
      err(() => new T.StepCounterHook(null, null));
      err(() => new T.SummarySaverHook(1));
      err(() => new T.SummarySaverHook(1, null, dir, null, new T.Scaffold(), one));
      err(() => new T.CheckpointSaverHook(dir, 1, 1));
      err(() => new T.CheckpointSaverHook(dir));
      err(() => new T.CheckpointSaverHook(dir, 1, { saver: one, scaffold: one }));
      const hooks = [
        new T.StopAtStepHook(1),
        new T.StepCounterHook(),
        new T.SummarySaverHook(1, { summary_op: one }),
        new T.GlobalStepWaiterHook(1),
        new T.CheckpointSaverHook(path.join(dir, 'x'), 1),
      ];
      for (const hook of hooks) newGraph(() => err(() => hook.begin()));
    });
  });
  it('LoggingTensorHook writes values by tag, every so often or at the end, as numpy does without exponents', () => {
    expectLinesOfTF('logging', folder, ({ err }) =>
      newGraph(() => {
        const [w, k] = [constant([1e-6, 2.5]), constant(3n, { name: 'k' })];
        split(constant([1, 2]), 2, { name: 'sp' });
        const formatter = (values: Map<unknown, unknown>): string => `F${String(values.get('k'))}`;
        const hooks = [
          new T.LoggingTensorHook({ b: w, a: 'k' }, { every_n_iter: 1 }),
          new T.LoggingTensorHook(['k', 'k:0', k], { every_n_iter: 2 }),
          new T.LoggingTensorHook({ k }, { at_end: true }),
          new T.LoggingTensorHook({ k }, { every_n_iter: 3, at_end: true, formatter }),
        ];
        new T.MonitoredSession({ hooks }).use((session) => {
          session.run(k);
          session.run(k);
        });
        const begin = (tensor: string | tf1.Tensor): void =>
          err(() => new T.LoggingTensorHook([tensor], { every_n_iter: 1 }).begin());
        begin('sp');
        begin(new Graph().as_default().use(() => tf1.placeholder(int32, [], { name: 'Const' })));
        begin('none');
      }),
    );
  });
  it('NanTensorHook fails or stops when the loss is no number', () => {
    expectLinesOfTF('nan', folder, ({ emit, err }) =>
      newGraph(() => {
        const loss = x();
        err(() =>
          new T.MonitoredSession({ hooks: [new T.NanTensorHook(loss)] }).use((session) => {
            session.run(loss, [[loss, 1]]);
            session.run(loss, [[loss, Number.NaN]]);
          }),
        );
        const hooks = [new T.NanTensorHook(loss, { fail_on_nan_loss: false })];
        new T.MonitoredSession({ hooks }).use((session) => {
          session.run(loss, [[loss, Number.NaN]]);
          emit(session.should_stop());
        });
      }),
    );
  });
  it('FinalOpsHook keeps values of the end', () => {
    expectLinesOfTF('final', folder, ({ emit }) =>
      newGraph(() => {
        const input = x();
        const hook = new T.FinalOpsHook({ y: input.add(1) }, [[input, 4]]);
        emit(hook.final_ops_values);
        new T.MonitoredSession({ hooks: [hook] }).use(() => {});
        emit(hook.final_ops_values);
      }),
    );
  });
  it('S9.3 CheckpointSaverHook saves at the start, every so often and at the end, and tells its listeners', () => {
    expectLinesOfTF('listener', folder, ({ emit, err }, dir) => {
      class Listener extends T.CheckpointSaverListener {
        private saves = 0;
        override begin(): void {
          emit('L begin');
        }
        override before_save(_session: tf1.Session, step: number): void {
          emit('L before', step);
        }
        override after_save(_session: tf1.Session, step: number): boolean {
          emit('L after', step);
          return ++this.saves >= 3;
        }
        override end(_session: tf1.Session, step: number): void {
          emit('L end', step);
        }
        __str__(): string {
          return 'LISTENER';
        }
      }
      const to = path.join(dir, 'l');
      newGraph(() => {
        const up = tf1.assign_add(T.get_or_create_global_step(), 1);
        const saver = new T.Saver();
        const hooks = [
          new T.CheckpointSaverHook(to, {
            save_steps: 2,
            saver,
            listeners: [new Listener()],
            checkpoint_basename: 'm',
          }),
        ];
        new T.MonitoredSession({ hooks }).use((session) => {
          while (!session.should_stop()) session.run(up);
        });
        emit(saver.last_checkpoints);
      });
      newGraph(() => {
        T.get_or_create_global_step();
        const hooks = [new T.CheckpointSaverHook(to, { save_steps: 2 })];
        err(() => new T.MonitoredSession({ hooks }).close());
      });
    });
  });
  it('write events that TensorFlow’s would: checkpoints, starts and summaries', () => {
    newGraph(() => {
      const step = T.get_or_create_global_step();
      tf1.summary.scalar('constant', constant(7));
      const up = tf1.assign_add(step, 1);
      const checkpoint_dir = path.join(folder(), 'e');
      T.MonitoredTrainingSession({
        checkpoint_dir,
        save_checkpoint_steps: 3,
        save_summaries_steps: 2,
        log_step_count_steps: null,
      }).use((session) => {
        for (let i = 0; i < 6; i++) session.run(up);
      });
      tf1.summary.FileWriterCache.clear();
      const file = fs.readdirSync(checkpoint_dir).find((name) => name.startsWith('events'))!;
      const events = eventLines(fs.readFileSync(path.join(checkpoint_dir, file)), folder());
      expect(events.sort()).toEqual(linesOfTF('events'));
    });
  });
});

describe('time', () => {
  const log = useLog();
  it('S9.3 counts for CheckpointSaverHook and StepCounterHook, 600 seconds by default', () => {
    let now = 1000;
    const back = setClock({ now: () => now });
    newGraph(() => {
      const up = tf1.assign_add(T.get_or_create_global_step(), 1);
      class Later extends T.SessionRunHook {
        override before_run(): null {
          now += 200;
          return null;
        }
      }
      const checkpoint_dir = path.join(folder(), 't');
      const hooks = [new Later()];
      T.MonitoredTrainingSession({ checkpoint_dir, hooks, log_step_count_steps: 2 }).use((session) => {
        for (let i = 0; i < 8; i++) session.run(up);
      });
      const saved = log.filter((line) => line.includes('Saving checkpoints'));
      expect(saved.map((line) => /for (\d+) into/.exec(line)![1])).toEqual(['0', '3', '6', '8']);
      expect(log.filter((line) => line.includes('/sec'))).toEqual(
        Array(3).fill('INFO:tensorflow:global_step/sec: 0.005'),
      );
    });
    back();
    tf1.summary.FileWriterCache.clear();
  });
  it('warns while the global step stays where it is', () => {
    newGraph(() => {
      const c = constant(1);
      T.get_or_create_global_step();
      logger.setLevel('WARNING');
      new T.MonitoredSession({ hooks: [new T.StepCounterHook({ every_n_steps: 10 })] }).use((session) => {
        session.run(c);
        session.run(c);
      });
      expect(log.at(-1)).toMatch(
        /^WARNING:tensorflow:It seems that global step \(tf\.train\.get_global_step\) has not been increased\. Current value \(could be stable\): 0 vs previous value: 0\./,
      );
    });
  });
  it('passes while GlobalStepWaiterHook waits for others, half a second at a time', () => {
    newGraph(() => {
      const step = T.get_or_create_global_step();
      const up = step.assign_add(2000);
      let session: tf1.Session | null = null;
      const back = setClock({ sleep: (seconds) => void (seconds === 0.5 && session!.run(up)) });
      const monitored = new T.SingularMonitoredSession({ hooks: [new T.GlobalStepWaiterHook(5000)] });
      session = monitored.raw_session();
      monitored.use(() => expect(monitored.run(step).item()).toBe(6000n));
      back();
      expect(log.filter((line) => line.includes('Waiting'))).toEqual([
        'INFO:tensorflow:Waiting for global step 5000 before starting training.',
        ...[2000, 4000].map(
          (n) =>
            `INFO:tensorflow:Waiting for global step 5000 before starting training. Current step is ${n}.`,
        ),
      ]);
    });
  });
  it('stops after so many more steps, wherever it began', () => {
    newGraph(() => steps(3, [new T.CheckpointSaverHook(folder(), { save_steps: 100 })]));
    newGraph(() => {
      const step = T.get_or_create_global_step();
      const up = step.assign_add(1);
      const hooks = [new T.StopAtStepHook({ num_steps: 2 })];
      new T.SingularMonitoredSession({ hooks, checkpoint_dir: folder() }).use((session) => {
        while (!session.should_stop()) session.run(up);
        expect(session.raw_session()!.run(step).item()).toBe(5n);
      });
    });
    tf1.summary.FileWriterCache.clear();
  });
});

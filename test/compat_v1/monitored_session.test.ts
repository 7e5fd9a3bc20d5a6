import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import { AbortedError, OutOfRangeError, StopIteration, ValueError } from '../../src/errors';
import { group, no_op } from '../../src/runtime/graph/group';
import { add, multiply } from '../../src/runtime/ops/arithmetic';
import { constant } from '../../src/runtime/ops/creation';
import { Checkpoint } from '../../src/saving/checkpoint/checkpoint';
import { setClock } from '../../src/saving/checkpoint/clock';
import { expectLinesOfTF, newGraph, Trace, x } from './monitored_support';
import { useFolder } from './support';

const T = tf1.train;
const at = useFolder();
const folder = (): string => at().replace(/\/$/, '');
const a = (): tf1.Variable => tf1.get_variable('a', { initializer: 1 });

describe('a monitored session', () => {
  it('calls its hooks in order, finalizes the graph, and undoes that at the end', () => {
    expectLinesOfTF('order', folder, ({ emit, err }) =>
      newGraph(() => {
        const input = x();
        const [y, z] = [add(input, 1), multiply(input, 2)];
        const hooks = [
          new Trace(emit, 'a'),
          new Trace(emit, 'b', new T.SessionRunArgs({ q: [y, z] })),
          new Trace(emit, 'c', new T.SessionRunArgs(null)),
        ];
        const session = new T.MonitoredSession({ hooks });
        session.use(() =>
          emit(session.run(y, [[input, 3]]), session.should_stop(), session.graph!.finalized),
        );
        emit(session.should_stop(), session.graph, tf1.get_default_graph().finalized);
        err(() => session.close());
      }),
    );
  });
  it('feeds what hooks give, and refuses a tensor that two feed', () => {
    expectLinesOfTF('feeds', folder, ({ emit, err }) =>
      newGraph(() => {
        const input = x();
        const y = add(input, 1);
        const seven = new T.FeedFnHook(() => new Map([[input, 7]]));
        new T.MonitoredSession({ hooks: [seven] }).use((session) => {
          emit(session.run(y));
          err(() => session.run(y, [[input, 1]]));
        });
        const eight = new T.FeedFnHook(() => [[input, 8]]);
        new T.MonitoredSession({ hooks: [seven, eight] }).use((session) => err(() => session.run(y)));
      }),
    );
  });
  it('runs until a hook asks to stop, and not after that', () => {
    expectLinesOfTF('stop', folder, ({ emit, err }) =>
      newGraph(() => {
        const up = tf1.assign_add(T.get_or_create_global_step(), 1);
        const hooks = [new T.StopAtStepHook({ last_step: 2 })];
        new T.MonitoredSession({ hooks }).use((session) => {
          let runs = 0;
          for (; !session.should_stop(); runs++) session.run(up);
          emit(runs);
          err(() => session.run(up));
        });
      }),
    );
  });
  it('takes the end of data for a clean end, and calls no hook at the end of a block that fails', () => {
    expectLinesOfTF('errors in block', folder, ({ emit, err }) => {
      for (const error of [new OutOfRangeError('out'), new StopIteration('x'), new ValueError('bad')])
        newGraph(() => {
          constant(1);
          err(() =>
            new T.MonitoredSession({ hooks: [new Trace(emit, 'h')] }).use(() => {
              throw error;
            }),
          );
          emit(tf1.get_default_graph().finalized);
        });
    });
  });
  it('ends with `using` as with Python’s `with`, as far as it can see: by what its last run did', () => {
    const seen: string[] = [];
    class End extends T.SessionRunHook {
      override end(): void {
        seen.push('end');
      }
    }
    const hooks = [new End()];
    newGraph(() => {
      const input = x();
      {
        using session = new T.MonitoredSession({ hooks });
        expect(session.run(input, [[input, 2]]).item()).toBe(2);
      }
      expect(seen).toEqual(['end']);
      const fails = (): void => {
        using session = new T.MonitoredSession({ hooks });
        session.run(input);
      };
      expect(fails).toThrow("You must feed a value for placeholder tensor 'x'");
      expect(seen).toEqual(['end']);
      expect(tf1.get_default_graph().finalized).toBe(false);
    });
  });
  it('calls step functions with a session that has no hooks', () => {
    expectLinesOfTF('step_fn', folder, ({ emit }) => {
      newGraph(() => {
        const input = x();
        const y = add(input, 1);
        new T.MonitoredSession({ hooks: [new Trace(emit, 'h')] }).use((session) => {
          const result = session.run_step_fn((context) => {
            emit(context.session.run(y, [[input, 1]]));
            return context.run_with_hooks(y, { feed_dict: [[input, 2]] });
          });
          emit(result);
          session.run_step_fn((context) => context.request_stop());
          emit('not reached');
        });
        emit('after');
      });
    });
    newGraph(() => {
      constant(1);
      const session = new T.MonitoredSession();
      expect(() => session.run_step_fn((() => 0) as never)).toThrow(
        '`step_fn` may either have one `step_context` argument',
      );
    });
  });
  it('makes a new session when the old one is aborted, unless it is a singular one', () => {
    expectLinesOfTF('recover', folder, ({ emit, err }) => {
      class Fail extends T.SessionRunHook {
        private runs = 0;
        override after_create_session(): void {
          emit('create');
        }
        override before_run(): null {
          if (++this.runs === 2) throw new AbortedError('gone');
          return null;
        }
      }
      newGraph(() => {
        const v = a();
        const up = v.assign_add(1);
        new T.MonitoredSession({ hooks: [new Fail()] }).use((session) => {
          session.run(up);
          session.run(up);
          emit(session.run(v));
        });
        err(() =>
          new T.SingularMonitoredSession({ hooks: [new Fail()] }).use((session) => {
            session.run(v);
            session.run(v);
          }),
        );
      });
    });
  });
});

describe('initialisation', () => {
  it('S9.1 S9.2 runs init_op and local_init_op, says what they leave out, and refuses two savers', () => {
    expectLinesOfTF('init', folder, ({ emit, err }) => {
      const start = (keywords: tf1.train.ScaffoldKeywords) => () =>
        new T.MonitoredSession(new T.ChiefSessionCreator(new T.Scaffold(keywords)));
      newGraph(() => {
        const v = a();
        tf1.get_variable('b', { initializer: 2 });
        err(start({ init_op: v.initializer }));
      });
      newGraph(() => {
        const v = a();
        const local = tf1.get_local_variable('l', { initializer: 5 });
        new T.MonitoredSession().use((session) => emit(session.run([v, local])));
      });
      newGraph(() => {
        a();
        tf1.get_local_variable('l', { initializer: 5 });
        err(start({ local_init_op: no_op('nothing') }));
      });
      newGraph(() => {
        a();
        tf1.add_to_collection('savers', 1);
        tf1.add_to_collection('savers', 2);
        err(() => new T.Scaffold().finalize());
      });
      newGraph(() => {
        err(() => new T.Scaffold({ copy_from_scaffold: 3 as never }));
        const manager = new T.SessionManager();
        err(() => manager.prepare_session(''));
        const ready_for_local_init_op = constant(1n, { name: 'k' });
        err(() => new T.SessionManager({ ready_for_local_init_op }));
        const both = { checkpoint_dir: 'a', checkpoint_filename_with_path: 'b' };
        err(() => manager.prepare_session('', { saver: new T.Saver({ allow_empty: true }), ...both }));
      });
    });
  });
  it('S9.1 takes what a collection has, one only, and copies what another scaffold has', () => {
    newGraph(() => {
      const v = a();
      tf1.add_to_collection('init_op', v.initializer);
      const saver = new T.Saver({ max_to_keep: 7 });
      tf1.add_to_collection('savers', saver);
      const scaffold = new T.Scaffold({ summary_op: constant('s') });
      scaffold.finalize();
      expect([scaffold.init_op, scaffold.saver]).toEqual([v.initializer, saver]);
      const copy = new T.Scaffold({ copy_from_scaffold: scaffold, init_fn: () => {} });
      expect([copy.init_op, copy.summary_op, copy.saver]).toEqual([
        scaffold.init_op,
        scaffold.summary_op,
        saver,
      ]);
      expect([scaffold.init_fn, typeof copy.init_fn]).toEqual([null, 'function']);
    });
    newGraph(() => {
      const v = a();
      tf1.add_to_collection('init_op', v.initializer);
      tf1.add_to_collection('init_op', v.initializer);
      expect(() => new T.Scaffold().finalize()).toThrow(
        'More than one item in the collection "init_op". Please indicate which one to use by passing it to the ' +
          'tf.Scaffold constructor as:  tf.Scaffold(init_op=item to use)',
      );
    });
  });
  it('S9.1 S9.2 S9.3 S9.4 calls init_fn after init_op, but restores all or fails if there is a checkpoint', () => {
    expectLinesOfTF('scaffold', folder, ({ emit, err }, dir) => {
      const checkpoint_dir = path.join(dir, 's');
      newGraph(() => {
        const up = group(tf1.assign_add(T.get_or_create_global_step(), 1), a().assign_add(1));
        const init_fn: tf1.train.ScaffoldInitFn = (own, session) =>
          emit('init_fn', own instanceof T.Scaffold, session instanceof tf1.Session);
        const scaffold = new T.Scaffold({ init_fn });
        emit(scaffold.init_op, scaffold.saver, scaffold.ready_op);
        const hooks = [new Trace(emit, 't')];
        T.MonitoredTrainingSession({ checkpoint_dir, scaffold, save_checkpoint_steps: 1, hooks }).use(
          (session) => session.run(up),
        );
        const { init_op, local_init_op, summary_op, saver } = scaffold;
        emit(init_op!.name, local_init_op!.name, summary_op, saver!.constructor.name);
        emit(tf1.get_default_graph().get_all_collection_keys().sort());
      });
      newGraph(() => {
        const [v, step] = [a(), T.get_or_create_global_step()];
        const init_fn = (): void => emit('init_fn');
        const scaffold = new T.Scaffold({ init_fn, local_init_op: no_op('lo') });
        T.MonitoredTrainingSession({ checkpoint_dir, scaffold }).use((session) =>
          emit(session.run([v, step])),
        );
        emit((scaffold.saver as tf1.train.Saver).last_checkpoints);
      });
      newGraph(() => {
        const v = a();
        tf1.get_variable('new', { initializer: 1 });
        T.get_or_create_global_step();
        err(() => T.MonitoredTrainingSession({ checkpoint_dir }).run(v));
      });
      newGraph(() => {
        const v = a();
        T.get_or_create_global_step();
        const checkpoint_filename_with_path = path.join(checkpoint_dir, 'model.ckpt-0');
        new T.SingularMonitoredSession({ checkpoint_filename_with_path }).use((session) => {
          const raw = session.raw_session()!;
          emit(session.run(v), raw.run(v), raw.constructor.name);
        });
      });
    });
  });
  it('S9.1 S1.6 saves and restores a Checkpoint by its keys, the object graph in a shard of its own', () => {
    expectLinesOfTF('ckpt as saver', folder, ({ emit, err }, dir) => {
      const checkpoint_dir = path.join(dir, 'c');
      newGraph(() => {
        const v = tf1.get_variable('a', { initializer: [1, 2] });
        const step = T.get_or_create_global_step();
        const up = group(tf1.assign_add(step, 1), v.assign_add([1, 1]));
        const scaffold = new T.Scaffold({ saver: new Checkpoint({ net: [v], step }) });
        T.MonitoredTrainingSession({ checkpoint_dir, scaffold, save_checkpoint_steps: 1 }).use((session) =>
          session.run(up),
        );
        emit(
          fs
            .readdirSync(checkpoint_dir)
            .filter((name) => name.startsWith('model'))
            .sort(),
        );
        emit(T.list_variables(checkpoint_dir).map(([key, shape]) => [key, [...shape]]));
      });
      const other = (): tf1.Variable => tf1.get_variable('other', { initializer: [0, 0] });
      newGraph(() => {
        const [v, step] = [other(), T.get_or_create_global_step()];
        const scaffold = new T.Scaffold({ saver: new Checkpoint({ net: [v], step }) });
        T.MonitoredTrainingSession({ checkpoint_dir, scaffold }).use((session) =>
          emit(session.run([v, step])),
        );
      });
      newGraph(() => {
        const [v, step] = [other(), T.get_or_create_global_step()];
        const more = tf1.get_variable('m', { initializer: 1 });
        const scaffold = new T.Scaffold({ saver: new Checkpoint({ net: [v], step, more }) });
        err(() => T.MonitoredTrainingSession({ checkpoint_dir, scaffold }));
      });
    });
  });
  it('S9.2 recovers a session if the checkpoint makes it ready, and says what is missing', () => {
    expectLinesOfTF('sm recover', folder, ({ emit, err }, dir) => {
      const checkpoint_dir = path.join(dir, 's');
      newGraph(() => {
        const [v, b] = [a(), tf1.get_variable('b', { initializer: 1 })];
        T.get_or_create_global_step();
        fs.mkdirSync(checkpoint_dir);
        new tf1.Session().use((session) => {
          session.run(v.initializer);
          new T.Saver([v]).save(session, path.join(checkpoint_dir, 'model.ckpt-1'));
        });
        const saver = new T.Saver([v]);
        const nothing = path.join(dir, 'nothing');
        let manager = new T.SessionManager({ ready_op: tf1.report_uninitialized_variables() });
        emit(manager.recover_session('', { saver, checkpoint_dir })[1]);
        emit(manager.recover_session('', { saver, checkpoint_dir: nothing })[1]);
        const init_op = tf1.global_variables_initializer();
        emit(manager.prepare_session('', { init_op, saver, checkpoint_dir: nothing }).run(b));
        err(() => manager.prepare_session('', { init_op: v.initializer }));
        manager = new T.SessionManager({ ready_op: tf1.report_uninitialized_variables([v]) });
        emit(manager.recover_session('', { saver, checkpoint_dir })[1]);
      });
    });
  });
  it('S9.2 waits for a checkpoint if it is told to', () => {
    const waits: number[] = [];
    const back = setClock({ sleep: (seconds) => waits.push(seconds) });
    newGraph(() => {
      a();
      const manager = new T.SessionManager({ recovery_wait_secs: 20 });
      const waiting = { wait_for_checkpoint: true, max_wait_secs: 50, checkpoint_dir: folder() };
      expect(manager.recover_session('', { saver: new T.Saver(), ...waiting })[1]).toBe(false);
    });
    back();
    expect(waits).toEqual([20, 20, 20]);
  });
  it('lets workers wait for what the chief initialises', () => {
    let now = 0;
    const back = setClock({ now: () => now, sleep: (seconds) => (now += seconds) });
    expectLinesOfTF('worker', folder, ({ emit, err }) => {
      newGraph(() => {
        const session = T.MonitoredTrainingSession({ is_chief: false });
        emit(session.should_stop());
        session.close();
      });
      newGraph(() => {
        a();
        err(() => T.MonitoredTrainingSession({ is_chief: false, max_wait_secs: 1 }));
      });
    });
    newGraph(() => {
      a();
      const patient = new T.WorkerSessionCreator({ max_wait_secs: 70 });
      expect(() => patient.create_session()).toThrow('Session was not ready after waiting 70 secs.');
    });
    back();
    expect(now).toBe(60);
  });
});

it('a final graph refuses operations, collections and Savers, and keeps running', () => {
  expectLinesOfTF('finalize', folder, ({ emit, err }) =>
    newGraph((graph) => {
      const v = tf1.get_variable('v', { initializer: 1 });
      graph.finalize();
      err(() => add(v, 2));
      err(() => graph.add_to_collection('x', 1));
      err(() => graph.add_to_collections(['x', 'y'], 1));
      err(() => graph.clear_collection('x'));
      err(() => tf1.get_variable('w', { initializer: 1 }));
      err(() => new T.Saver());
      err(() => v.assign(1));
      err(() => void graph.get_collection_ref('zz').push(1));
      err(() => tf1.set_random_seed(3));
      emit(graph.finalized);
      err(() => graph.unique_name('u'));
    }),
  );
});

it('a coordinator remembers that it was asked to stop, and why', () => {
  expectLinesOfTF('coordinator', folder, ({ emit, err }) => {
    const coordinator = new T.Coordinator();
    emit(coordinator.should_stop(), coordinator.joined);
    coordinator.request_stop();
    emit(coordinator.should_stop());
    coordinator.join();
    emit(coordinator.joined);
    coordinator.clear_stop();
    emit(coordinator.should_stop(), coordinator.joined);
    coordinator.stop_on_exception().use(() => {
      throw new OutOfRangeError('x');
    });
    emit(coordinator.should_stop());
    coordinator.join();
    coordinator.clear_stop();
    coordinator.stop_on_exception().use(() => {
      throw new ValueError('x');
    });
    err(() => coordinator.join());
    err(() => coordinator.raise_requested_exception());
  });
});

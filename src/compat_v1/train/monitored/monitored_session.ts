/** `tf.compat.v1.train.MonitoredSession` and `SingularMonitoredSession`: sessions with hooks that begin with values. */
import { ContextManager } from '../../../context';
import { OutOfRangeError, RuntimeError, StopIteration, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import type { Graph } from '../../../runtime/graph/graph';
import { get_default_graph } from '../../../runtime/graph/init_scope';
import type { PathLike } from '../../../saving/storage/paths';
import type { Fetched } from '../../fetches';
import { bindRun, type RunArguments, type Session } from '../../session';
import { Coordinator } from '../coordinator';
import type { SessionRunHook } from '../hooks/session_run_hook';
import type { Scaffold } from './scaffold';
import { ChiefSessionCreator, type SessionCreator } from './session_creators';
import {
  CoordinatedSession,
  HookedSession,
  RecoverableSession,
  type RunRequest,
  type StoppableSession,
} from './wrapped_sessions';

/** What a step function is given: the session without hooks, and how to run with them. */
export class StepContext {
  constructor(
    readonly session: Session,
    private readonly runRequest: (request: RunRequest) => unknown,
  ) {}

  /** As `run` of the monitored session. */
  run_with_hooks<const F>(...args: RunArguments<F>): Fetched<F> {
    return this.runRequest(requestOf(args)) as Fetched<F>;
  }
  /** Ends the training. @throws {@link StopIteration}, which `.use(fn)` of the session takes for a clean end */
  request_stop(): never {
    throw new StopIteration('step_fn has requested the iterations to stop.');
  }
}

function requestOf(args: readonly unknown[]): RunRequest {
  const { fetches, feed_dict = null, options = null, run_metadata = null } = bindRun(args);
  return { fetches, feed_dict, options, run_metadata };
}

/** Errors that say there is nothing more to do. */
function isCleanEnd(error: unknown): boolean {
  return error instanceof OutOfRangeError || error instanceof StopIteration;
}

/**
 * What both have. `.use(fn)` is Python's `with`: hooks' `end` is called unless an error goes through, and running out of
 * data ends the block without one. `using` cannot see errors of the block but those of its own `run`, and ends none.
 */
abstract class BaseMonitoredSession extends ContextManager<BaseMonitoredSession> {
  private readonly hooks: readonly SessionRunHook[];
  private readonly ownGraph: Graph;
  private readonly wasFinal: boolean;
  private inner: StoppableSession | null;
  private session: Session | null = null;
  /** The last run threw, and nothing has run since. */
  private failed = false;

  constructor(creator: SessionCreator | null, hooks: Iterable<SessionRunHook> | null, recovers: boolean) {
    super();
    this.ownGraph = get_default_graph();
    this.wasFinal = this.ownGraph.finalized;
    this.hooks = [...(hooks ?? [])];
    for (const hook of this.hooks) hook.begin();
    const sessions = creator ?? new ChiefSessionCreator();
    const create = (): StoppableSession => this.coordinated(sessions.create_session());
    this.inner = recovers ? new RecoverableSession(create) : create();
  }
  private coordinated(session: Session): StoppableSession {
    this.session = session;
    const coordinator = new Coordinator([]);
    for (const hook of this.hooks) hook.after_create_session(session, coordinator);
    return new CoordinatedSession(new HookedSession(session, this.hooks), coordinator);
  }

  /** Null after {@link close}. */
  get graph(): Graph | null {
    return this.session?.graph ?? null;
  }
  /** As `Session.run`, with what the hooks ask for. @throws {@link RuntimeError} after a hook has asked to stop */
  run<const F>(...args: RunArguments<F>): Fetched<F> {
    const request = requestOf(args);
    return this.watched(() => this.opened().run(request)) as Fetched<F>;
  }
  /**
   * Calls `step_fn` with a {@link StepContext}, whose session runs without hooks.
   * @throws {@link StopIteration} if it has asked to stop, {@link ValueError} if it takes other arguments
   */
  run_step_fn<R>(step_fn: (step_context: StepContext) => R): R {
    if (step_fn.length !== 1)
      throw new ValueError(
        "`step_fn` may either have one `step_context` argument, or `self` and `step_context` arguments if it's an " +
          `instance method. Got ${step_fn.length} arguments instead.`,
      );
    return this.watched(() => this.opened().runStep((run) => step_fn(new StepContext(this.session!, run))));
  }
  private opened(): StoppableSession {
    if (this.inner === null) throw new RuntimeError('Session is already closed.');
    return this.inner;
  }
  private watched<R>(run: () => R): R {
    this.failed = true;
    try {
      const result = run();
      this.failed = false;
      return result;
    } catch (error) {
      this.failed = !isCleanEnd(error);
      throw error;
    }
  }

  /** True if a hook or the coordinator has asked to stop, and after {@link close}. */
  should_stop(): boolean {
    return this.inner === null || this.inner.should_stop();
  }
  /** Calls the hooks' `end` and closes the session. The graph can be changed again, if it could be before. */
  close(): void {
    this.closeWith(false);
  }
  private closeWith(failed: boolean): void {
    try {
      if (!failed) for (const hook of this.hooks) hook.end(this.session!);
    } finally {
      try {
        this.opened().close();
      } finally {
        this.inner = null;
        this.session = null;
        if (!this.wasFinal) this.ownGraph._unsafe_unfinalize();
      }
    }
  }

  protected get target(): this {
    return this;
  }
  protected enter(): () => void {
    return () => this.closeWith(this.failed);
  }
  /** @returns undefined if the data ran out or a step function asked to stop */
  override use<R>(fn: (target: this) => R): R {
    let failed = true;
    try {
      const result = fn(this);
      if (result instanceof Promise)
        throw new RuntimeError('A scope cannot span an `await`: the callback must not return a promise.');
      failed = false;
      return result;
    } catch (error) {
      if (!isCleanEnd(error)) throw error;
      failed = false;
      return undefined as R;
    } finally {
      this.closeWith(failed);
    }
  }

  /** For tests only, in TF too. @internal */
  _is_closed(): boolean {
    return this.session === null;
  }
  /** @internal */
  _tf_sess(): Session | null {
    return this.session;
  }
}

interface MonitoredKeywords {
  session_creator?: SessionCreator | null;
  hooks?: Iterable<SessionRunHook> | null;
  /** Accepted: there are no threads to wait for. */
  stop_grace_period_secs?: number;
}

/** Mirrors `tf.compat.v1.train.MonitoredSession`: makes a new session if one is aborted or becomes unavailable. */
export class MonitoredSession extends BaseMonitoredSession {
  static readonly StepContext = StepContext;

  constructor(
    ...args: Args<
      [],
      [
        session_creator: SessionCreator | null,
        hooks: Iterable<SessionRunHook> | null,
        stop_grace_period_secs: number,
      ],
      MonitoredKeywords
    >
  ) {
    const given = bindArguments<MonitoredKeywords>(
      'MonitoredSession',
      ['session_creator', 'hooks', 'stop_grace_period_secs'],
      args,
    );
    super(given.session_creator ?? null, given.hooks ?? null, true);
  }
}

interface SingularKeywords {
  hooks?: Iterable<SessionRunHook> | null;
  scaffold?: Scaffold | null;
  master?: string;
  config?: unknown;
  checkpoint_dir?: PathLike | null;
  stop_grace_period_secs?: number;
  checkpoint_filename_with_path?: PathLike | null;
}

/** Mirrors `tf.compat.v1.train.SingularMonitoredSession`: gives its session away, and recovers from nothing. */
export class SingularMonitoredSession extends BaseMonitoredSession {
  static readonly StepContext = StepContext;

  constructor(
    ...args: Args<
      [],
      [
        hooks: Iterable<SessionRunHook> | null,
        scaffold: Scaffold | null,
        master: string,
        config: unknown,
        checkpoint_dir: PathLike | null,
        stop_grace_period_secs: number,
        checkpoint_filename_with_path: PathLike | null,
      ],
      SingularKeywords
    >
  ) {
    const {
      hooks = null,
      stop_grace_period_secs: _,
      ...chief
    } = bindArguments<SingularKeywords>(
      'SingularMonitoredSession',
      [
        'hooks',
        'scaffold',
        'master',
        'config',
        'checkpoint_dir',
        'stop_grace_period_secs',
        'checkpoint_filename_with_path',
      ],
      args,
    );
    super(new ChiefSessionCreator(chief), hooks, false);
  }
  /** The session itself: runs no hooks, and can be given to a Saver. */
  raw_session(): Session | null {
    return this._tf_sess();
  }
}

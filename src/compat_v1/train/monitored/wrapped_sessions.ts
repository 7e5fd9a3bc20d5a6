/** What lies between a monitored session and the real one: hooks, then the coordinator, then recovery. */
import { AbortedError, RuntimeError, UnavailableError } from '../../../errors';
import { logger } from '../../../logging';
import { repr } from '../../../python/repr';
import type { FeedDict } from '../../feeds';
import type { Session } from '../../session';
import type { Coordinator } from '../coordinator';
import {
  SessionRunArgs,
  SessionRunContext,
  type SessionRunHook,
  SessionRunValues,
} from '../hooks/session_run_hook';

export interface RunRequest {
  readonly fetches: unknown;
  readonly feed_dict: FeedDict | null;
  readonly options: unknown;
  readonly run_metadata: unknown;
}

export interface StoppableSession {
  run(request: RunRequest): unknown;
  /** Calls `step` with something that runs requests with hooks. */
  runStep<R>(step: (run: (request: RunRequest) => unknown) => R): R;
  should_stop(): boolean;
  close(): void;
}

function isPreemption(error: unknown): error is Error {
  return error instanceof AbortedError || error instanceof UnavailableError;
}
const maybePreempted =
  'This may be due to a preemption in a connected worker or parameter server. The current session will be closed and a ' +
  'new session will be created. This error may also occur due to a gRPC failure caused by high memory or network ' +
  'bandwidth usage in the parameter servers. If this error occurs repeatedly, try increasing the number of parameter ' +
  'servers assigned to the job. Error: ';

/** Runs fetches of the caller and of all hooks together. */
export class HookedSession implements StoppableSession {
  private stops = false;

  constructor(
    private readonly session: Session,
    private readonly hooks: readonly SessionRunHook[],
  ) {}

  should_stop(): boolean {
    return this.stops;
  }
  runStep<R>(step: (run: (request: RunRequest) => unknown) => R): R {
    return step((request) => this.run(request));
  }
  run({ fetches, feed_dict, options, run_metadata }: RunRequest): unknown {
    if (this.stops) throw new RuntimeError('Run called even after should_stop requested.');
    const context = new SessionRunContext(new SessionRunArgs(fetches, feed_dict), this.session);
    const requests = this.hooks.map((hook) => hook.before_run(context) ?? null);
    const feeds = mergedFeeds(requests, feed_dict);
    const asking = requests.map((request) => (request?.fetches ?? null) !== null);
    const [own, ...rest] = this.session.run(
      [fetches, ...requests.filter((_, i) => asking[i]).map((request) => request!.fetches)],
      feeds,
    );
    for (const [i, hook] of this.hooks.entries()) {
      const results = asking[i] ? rest.shift() : null;
      hook.after_run(context, new SessionRunValues(results, options, run_metadata));
    }
    this.stops ||= context.stop_requested;
    return own;
  }
  close(): void {
    this.session.close();
  }
}

function mergedFeeds(requests: readonly (SessionRunArgs | null)[], given: FeedDict | null): FeedDict | null {
  const ofHooks = new Map<unknown, unknown>();
  for (const request of requests) {
    const own = new Map<unknown, unknown>(request?.feed_dict ?? []);
    refuseCommon(ofHooks, own, 'Same tensor is fed by two hooks.');
    for (const [key, value] of own) ofHooks.set(key, value);
  }
  if (ofHooks.size === 0) return given;
  const ofUser = new Map<unknown, unknown>(given ?? []);
  refuseCommon(ofUser, ofHooks, 'Same tensor is fed by a SessionRunHook and user.');
  return new Map([...ofHooks, ...ofUser]);
}

function refuseCommon(
  a: ReadonlyMap<unknown, unknown>,
  b: ReadonlyMap<unknown, unknown>,
  text: string,
): void {
  const both = [...a.keys()].filter((key) => b.has(key));
  if (both.length > 0) throw new RuntimeError(`${text} Conflict(s): ${repr(both)}`);
}

/** Stops when the coordinator is asked to; its error goes before that of a run. */
export class CoordinatedSession implements StoppableSession {
  constructor(
    private readonly inner: StoppableSession,
    private readonly coordinator: Coordinator,
  ) {}

  should_stop(): boolean {
    this.coordinator.raise_requested_exception();
    return this.coordinator.should_stop() || this.inner.should_stop();
  }
  runStep<R>(step: (run: (request: RunRequest) => unknown) => R): R {
    return step((request) => this.run(request));
  }
  run(request: RunRequest): unknown {
    try {
      return this.inner.run(request);
    } catch (error) {
      if (!isPreemption(error)) this.raisePreemption();
      throw error;
    }
  }
  /** A preemption that the coordinator knows of is why the run failed, and can be recovered from. */
  private raisePreemption(): void {
    try {
      this.coordinator.raise_requested_exception();
    } catch (reported) {
      if (isPreemption(reported)) throw reported;
    }
  }
  close(): void {
    this.coordinator.request_stop();
    try {
      this.coordinator.join();
    } finally {
      this.inner.close();
    }
  }
}

/** Makes a new session when the old one was aborted or became unavailable. */
export class RecoverableSession implements StoppableSession {
  private inner: StoppableSession | null;

  constructor(private readonly create: () => StoppableSession) {
    this.inner = this.created();
  }

  private created(): StoppableSession {
    for (;;) {
      try {
        return this.create();
      } catch (error) {
        if (!isPreemption(error)) throw error;
        logger.info(
          'An error was raised while a session was being created. This may be due to a preemption of a connected worker ' +
            'or parameter server. A new session will be created. This error may also occur due to a gRPC failure caused ' +
            'by high memory or network bandwidth usage in the parameter servers. If this error occurs repeatedly, try ' +
            `increasing the number of parameter servers assigned to the job. Error: ${error.message}`,
        );
      }
    }
  }
  should_stop(): boolean {
    if (this.inner === null) return true;
    try {
      return this.inner.should_stop();
    } catch (error) {
      if (!isPreemption(error)) return true;
      logger.info(
        `An error was raised while considering whether the session is complete. ${maybePreempted}${error.message}`,
      );
      this.close();
      this.inner = this.created();
      return false;
    }
  }
  run(request: RunRequest): unknown {
    return this.recovering((inner) => inner.run(request));
  }
  runStep<R>(step: (run: (request: RunRequest) => unknown) => R): R {
    return this.recovering((inner) => inner.runStep(step));
  }
  private recovering<R>(attempt: (inner: StoppableSession) => R): R {
    for (;;) {
      try {
        this.inner ??= this.created();
        return attempt(this.inner);
      } catch (error) {
        if (!isPreemption(error)) throw error;
        logger.info(`An error was raised. ${maybePreempted}${error.message}`);
        this.close();
      }
    }
  }
  close(): void {
    const { inner } = this;
    this.inner = null;
    try {
      inner?.close();
    } catch (error) {
      if (!isPreemption(error)) throw error;
      logger.error(
        'An error occurred when attempting to close the session. This may be due to a preemption in a connected worker ' +
          `or parameter server. Error: ${error.message}`,
      );
    }
  }
}

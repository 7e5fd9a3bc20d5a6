/** What takes part in every run of a monitored session, and what such a hook is told and asks for. */

import { type Args, bindArguments, isPlainObject } from '../../../python/arguments';
import { type Call, positional } from '../../../python/named';
import { namedtuple } from '../../../python/tuple';
import type { FeedDict } from '../../feeds';
import type { Session } from '../../session';
import type { Coordinator } from '../coordinator';

const ArgsTuple = namedtuple('SessionRunArgs', ['fetches', 'feed_dict', 'options']);
const ValuesTuple = namedtuple('SessionRunValues', ['results', 'options', 'run_metadata']);

interface RunArgsKeywords {
  feed_dict?: FeedDict | null;
  options?: unknown;
}
const argsFields: readonly string[] = ArgsTuple._fields;

/** `new SessionRunArgs({fetches: …, feed_dict: …})` rather than a dict of fetches. */
function isAllKeywords(args: readonly unknown[]): boolean {
  const [only] = args;
  return (
    args.length === 1 &&
    isPlainObject(only) &&
    'fetches' in only &&
    Object.keys(only).every((key) => argsFields.includes(key))
  );
}

/** Mirrors `tf.compat.v1.train.SessionRunArgs(fetches, feed_dict=None, options=None)`: what goes into a run. */
export class SessionRunArgs extends ArgsTuple {
  declare readonly _fields: readonly string[];
  declare readonly feed_dict: FeedDict | null;

  constructor(
    ...args:
      | Args<[fetches: unknown], [feed_dict: FeedDict | null, options: unknown], RunArgsKeywords, ['fetches']>
      | [RunArgsKeywords & { fetches: unknown }]
  ) {
    const dicts = isAllKeywords(args) ? [] : ['fetches'];
    const given = bindArguments<RunArgsKeywords & { fetches: unknown }>(
      'SessionRunArgs',
      ['fetches', 'feed_dict', 'options'],
      args,
      { dicts },
    );
    super(given.fetches ?? null, given.feed_dict ?? null, given.options ?? null);
  }
}

/** Mirrors `tf.compat.v1.train.SessionRunValues`: what came of a run; `results` has the structure of the hook's fetches. */
export class SessionRunValues extends ValuesTuple {
  declare readonly _fields: readonly string[];
}

/** Mirrors `tf.compat.v1.train.SessionRunContext`: the run that is going on. */
export class SessionRunContext {
  /** What the caller of `run` asked for. */
  readonly original_args: SessionRunArgs;
  /** The session itself, which runs no hooks. */
  readonly session: Session;
  private stopRequested = false;

  constructor(
    ...args: Call<[original_args: SessionRunArgs, session: Session], readonly ['original_args', 'session']>
  ) {
    const names = ['original_args', 'session'];
    [this.original_args, this.session] = positional<[SessionRunArgs, Session]>(
      'SessionRunContext',
      names,
      2,
      args,
    );
  }

  get stop_requested(): boolean {
    return this.stopRequested;
  }
  /** Makes `should_stop` of the monitored session true after this run. */
  request_stop(): void {
    this.stopRequested = true;
  }
}

/** Mirrors `tf.compat.v1.train.SessionRunHook`: does nothing; subclasses override what they need. */
export class SessionRunHook {
  /** Before the session is made: the only place where a hook may add to the graph. */
  begin(): void {}
  /** After the variables have their values, and again after a recovery. */
  after_create_session(_session: Session, _coord: Coordinator): void {}
  /** @returns what is to be fetched and fed with this run, or null */
  before_run(_run_context: SessionRunContext): SessionRunArgs | null {
    return null;
  }
  after_run(_run_context: SessionRunContext, _run_values: SessionRunValues): void {}
  /** Before the session is closed, unless it ends with an error. */
  end(_session: Session): void {}
}

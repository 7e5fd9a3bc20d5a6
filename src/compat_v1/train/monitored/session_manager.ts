/** `tf.compat.v1.train.SessionManager`: from a graph to a session whose variables have values (saver.md S9.2). */
import { DeadlineExceededError, FailedPreconditionError, RuntimeError, ValueError } from '../../../errors';
import { logger } from '../../../logging';
import { type Args, bindArguments } from '../../../python/arguments';
import { str } from '../../../python/repr';
import type { Graph } from '../../../runtime/graph/graph';
import { get_default_graph } from '../../../runtime/graph/init_scope';
import type { NDArray } from '../../../runtime/ndarray';
import type { Tensor } from '../../../runtime/tensor';
import { clock } from '../../../saving/checkpoint/clock';
import { get_checkpoint_state } from '../../../saving/checkpoint/management';
import type { PathLike } from '../../../saving/storage/paths';
import { get_collection } from '../../collections';
import type { FeedDict } from '../../feeds';
import type { Saver } from '../../saver';
import { Session } from '../../session';
import type { Runnable } from './scaffold';

export interface SessionManagerKeywords {
  local_init_op?: Runnable | null;
  ready_op?: Tensor | null;
  ready_for_local_init_op?: Tensor | null;
  graph?: Graph | null;
  /** Seconds between two looks for a checkpoint or for ready variables. */
  recovery_wait_secs?: number;
  /** Accepted: there is nothing to configure. */
  local_init_run_options?: unknown;
  local_init_feed_dict?: FeedDict | null;
}
export interface RecoverKeywords {
  saver?: Saver | null;
  checkpoint_dir?: PathLike | null;
  checkpoint_filename_with_path?: PathLike | null;
  wait_for_checkpoint?: boolean;
  max_wait_secs?: number;
  config?: unknown;
}
export interface PrepareKeywords extends RecoverKeywords {
  init_op?: Runnable | null;
  init_feed_dict?: FeedDict | null;
  init_fn?: ((session: Session) => void) | null;
}
interface Master {
  master?: string;
}
const recoverParameters = [
  'saver',
  'checkpoint_dir',
  'checkpoint_filename_with_path',
  'wait_for_checkpoint',
  'max_wait_secs',
  'config',
] as const;

/** What is not ready yet; null if all is. */
type NotReady = string | null;

/** Mirrors `tf.compat.v1.train.SessionManager`. */
export class SessionManager {
  private readonly graph: Graph;
  private readonly given: SessionManagerKeywords;
  private readonly waitSeconds: number;

  /** @throws {@link ValueError} for a ready_for_local_init_op without local_init_op */
  constructor(
    ...args: Args<
      [],
      [local_init_op: Runnable | null, ready_op: Tensor | null, ready_for_local_init_op: Tensor | null],
      SessionManagerKeywords
    >
  ) {
    const given = bindArguments<SessionManagerKeywords>(
      'SessionManager',
      [
        'local_init_op',
        'ready_op',
        'ready_for_local_init_op',
        'graph',
        'recovery_wait_secs',
        'local_init_run_options',
        'local_init_feed_dict',
      ],
      args,
    );
    this.given = given;
    this.graph = given.graph ?? get_default_graph();
    this.waitSeconds = given.recovery_wait_secs ?? 30;
    const ready = given.ready_for_local_init_op ?? null;
    if (ready !== null && (given.local_init_op ?? null) === null)
      throw new ValueError(
        'If you pass a ready_for_local_init_op you must also pass a local_init_op , ready_for_local_init_op ' +
          `[${str(ready)}]`,
      );
  }

  /**
   * A session with values from the newest checkpoint of `checkpoint_dir` (or from one file), else from `init_op` and
   * then `init_fn`; `local_init_op` runs always.
   * @throws {@link RuntimeError} if nothing initialises, or variables are left without a value; see `Saver.restore`
   */
  prepare_session(
    ...args: Args<
      [master: string],
      [init_op: Runnable | null, saver: Saver | null],
      PrepareKeywords,
      ['master']
    >
  ): Session {
    const given = bindArguments<PrepareKeywords & Master>(
      'prepare_session',
      ['master', 'init_op', ...recoverParameters, 'init_feed_dict', 'init_fn'],
      args,
    );
    const init_op = given.init_op ?? null;
    const init_fn = given.init_fn ?? null;
    const { session, loaded } = this.restored(given);
    if (!loaded) {
      if (init_op === null && init_fn === null && (this.given.local_init_op ?? null) === null)
        throw new RuntimeError(
          'Model is not initialized and no init_op or init_fn or local_init_op was given',
        );
      if (init_op !== null) session.run(init_op, given.init_feed_dict ?? null);
      init_fn?.(session);
    }
    const shownFn = init_fn === null ? 'None' : str(init_fn);
    const notReadyForLocal = this.initializeLocal(session);
    if (notReadyForLocal !== null)
      throw new RuntimeError(
        `Init operations did not make model ready for local_init.  Init op: ${nameOf(init_op)}, init fn: ${shownFn}, ` +
          `error: ${notReadyForLocal}`,
      );
    const notReady = notReadyIn(session, this.given.ready_op ?? null, 'Model not ready');
    if (notReady !== null)
      throw new RuntimeError(
        `Init operations did not make model ready.  Init op: ${nameOf(init_op)}, init fn: ${shownFn}, local_init_op: ` +
          `${str(this.given.local_init_op ?? null)}, error: ${notReady}`,
      );
    return session;
  }

  /** A session, and whether a checkpoint gave all its variables their values. */
  recover_session(
    ...args: Args<
      [master: string],
      [saver: Saver | null, checkpoint_dir: PathLike | null],
      RecoverKeywords,
      ['master']
    >
  ): [session: Session, initialized: boolean] {
    const given = bindArguments<RecoverKeywords & Master>(
      'recover_session',
      ['master', ...recoverParameters],
      args,
    );
    const { session, loaded } = this.restored(given);
    const notReadyForLocal = this.initializeLocal(session);
    if (!loaded) return [session, false];
    const file = str(given.checkpoint_dir ?? given.checkpoint_filename_with_path);
    if (notReadyForLocal !== null) {
      logger.info(
        `Restoring model from ${file} did not make model ready for local init: ${notReadyForLocal}`,
      );
      return [session, false];
    }
    const notReady = notReadyIn(session, this.given.ready_op ?? null, 'Model not ready');
    if (notReady !== null) {
      logger.info(`Restoring model from ${file} did not make model ready: ${notReady}`);
      return [session, false];
    }
    logger.info(`Restored model from ${file}`);
    return [session, true];
  }

  /** Waits until somebody else has initialised the variables. @throws {@link DeadlineExceededError} if nobody does */
  wait_for_session(_master: string, config: unknown = null, max_wait_secs: number | null = null): Session {
    const most = max_wait_secs ?? Number.POSITIVE_INFINITY;
    const end = clock().now() + most;
    for (;;) {
      const session = new Session({ graph: this.graph, config });
      const notReadyForLocal = this.initializeLocal(session);
      const notReady =
        notReadyForLocal === null
          ? notReadyIn(session, this.given.ready_op ?? null, 'Model not ready')
          : null;
      if (notReadyForLocal === null && notReady === null) return session;
      session.close();
      if (Math.max(0, end - clock().now()) < this.waitSeconds)
        throw new DeadlineExceededError(`Session was not ready after waiting ${Math.trunc(most)} secs.`);
      logger.info(
        `Waiting for model to be ready.  Ready_for_local_init_op:  ${str(notReadyForLocal)}, ready: ${str(notReady)}`,
      );
      clock().sleep(this.waitSeconds);
    }
  }

  private restored(given: RecoverKeywords): { session: Session; loaded: boolean } {
    const session = new Session({ graph: this.graph, config: given.config });
    const saver = given.saver ?? null;
    const directory = given.checkpoint_dir || null;
    const file = given.checkpoint_filename_with_path || null;
    if (directory !== null && file !== null)
      throw new ValueError('Can not provide both checkpoint_dir and checkpoint_filename_with_path.');
    if (saver === null || (directory === null && file === null)) return { session, loaded: false };
    if (file !== null) {
      restore(session, saver, file);
      return { session, loaded: true };
    }
    let waited = 0;
    let state = get_checkpoint_state(directory!);
    while (!state?.model_checkpoint_path) {
      if (!given.wait_for_checkpoint || waited >= (given.max_wait_secs ?? 7200))
        return { session, loaded: false };
      logger.info('Waiting for checkpoint to be available.');
      clock().sleep(this.waitSeconds);
      waited += this.waitSeconds;
      state = get_checkpoint_state(directory!);
    }
    restore(session, saver, state.model_checkpoint_path);
    saver.recover_last_checkpoints(state.all_model_checkpoint_paths);
    return { session, loaded: true };
  }

  private initializeLocal(session: Session): NotReady {
    const { local_init_op = null, ready_for_local_init_op = null, local_init_feed_dict = null } = this.given;
    if (local_init_op === null) return null;
    const notReady = notReadyIn(session, ready_for_local_init_op, 'Model not ready for local init');
    if (notReady !== null) return notReady;
    logger.info('Running local_init_op.');
    session.run(local_init_op, local_init_feed_dict);
    logger.info('Done running local_init_op.');
    return null;
  }
}

function restore(session: Session, saver: Saver, path: PathLike): void {
  const initializers = get_collection('saved_model_initializers');
  if (initializers.length > 0) session.run(initializers);
  saver.restore(session, path);
}

function notReadyIn(session: Session, op: Tensor | null, what: string): NotReady {
  if (op === null) return null;
  try {
    const names = session.run(op) as NDArray | null;
    if (names === null || names.dtype.name === 'int32' || names.size === 0) return null;
    const decoder = new TextDecoder();
    return `Variables not initialized: ${(names.data as Uint8Array[]).map((name) => decoder.decode(name)).join(', ')}`;
  } catch (error) {
    if (!(error instanceof FailedPreconditionError)) throw error;
    if (error.message.includes('uninitialized')) return error.message;
    logger.warning(`${what} : error [${error.message}]`);
    throw error;
  }
}

function nameOf(op: Runnable | null): string {
  return op === null ? 'None' : op.name;
}

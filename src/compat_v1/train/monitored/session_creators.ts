/** Who makes the session of a monitored one: the chief initialises or restores it, workers wait for the chief. */
import { NotImplementedError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { str } from '../../../python/repr';
import { get_default_graph } from '../../../runtime/graph/init_scope';
import type { PathLike } from '../../../saving/storage/paths';
import type { Saver } from '../../saver';
import type { Session } from '../../session';
import { Scaffold } from './scaffold';
import { SessionManager } from './session_manager';

/** Mirrors `tf.compat.v1.train.SessionCreator`. */
export abstract class SessionCreator {
  create_session(): Session {
    throw new NotImplementedError(`create_session is not implemented for ${str(this)}.`);
  }
}

function managerOf(scaffold: Scaffold): SessionManager {
  const { local_init_op, local_init_feed_dict, ready_op, ready_for_local_init_op } = scaffold;
  const graph = get_default_graph();
  return new SessionManager({
    local_init_op,
    local_init_feed_dict,
    ready_op,
    ready_for_local_init_op,
    graph,
  });
}

export interface ChiefSessionCreatorKeywords {
  scaffold?: Scaffold | null;
  master?: string;
  config?: unknown;
  checkpoint_dir?: PathLike | null;
  checkpoint_filename_with_path?: PathLike | null;
}

/** Mirrors `tf.compat.v1.train.ChiefSessionCreator`. */
export class ChiefSessionCreator extends SessionCreator {
  private readonly given: ChiefSessionCreatorKeywords;
  private readonly scaffold: Scaffold;
  private manager: SessionManager | null = null;

  constructor(
    ...args: Args<
      [],
      [
        scaffold: Scaffold | null,
        master: string,
        config: unknown,
        checkpoint_dir: PathLike | null,
        checkpoint_filename_with_path: PathLike | null,
      ],
      ChiefSessionCreatorKeywords
    >
  ) {
    super();
    this.given = bindArguments<ChiefSessionCreatorKeywords>(
      'ChiefSessionCreator',
      ['scaffold', 'master', 'config', 'checkpoint_dir', 'checkpoint_filename_with_path'],
      args,
    );
    this.scaffold = this.given.scaffold ?? new Scaffold();
  }
  /** Finalizes the scaffold and with it the graph. @throws see {@link SessionManager.prepare_session} */
  override create_session(): Session {
    const { master = '', config, checkpoint_dir = null, checkpoint_filename_with_path = null } = this.given;
    const { init_op, init_feed_dict, init_fn, saver } = this.scaffold.finalize();
    this.manager ??= managerOf(this.scaffold);
    return this.manager.prepare_session(master, {
      saver: saver as Saver,
      checkpoint_dir,
      checkpoint_filename_with_path,
      config,
      init_op,
      init_feed_dict,
      init_fn,
    });
  }
}

export interface WorkerSessionCreatorKeywords {
  scaffold?: Scaffold | null;
  master?: string;
  config?: unknown;
  max_wait_secs?: number | null;
}

/** Mirrors `tf.compat.v1.train.WorkerSessionCreator`. */
export class WorkerSessionCreator extends SessionCreator {
  private readonly given: WorkerSessionCreatorKeywords;
  private readonly scaffold: Scaffold;
  private manager: SessionManager | null = null;

  constructor(
    ...args: Args<
      [],
      [scaffold: Scaffold | null, master: string, config: unknown, max_wait_secs: number | null],
      WorkerSessionCreatorKeywords
    >
  ) {
    super();
    this.given = bindArguments<WorkerSessionCreatorKeywords>(
      'WorkerSessionCreator',
      ['scaffold', 'master', 'config', 'max_wait_secs'],
      args,
    );
    this.scaffold = this.given.scaffold ?? new Scaffold();
  }
  /** @throws see {@link SessionManager.wait_for_session} */
  override create_session(): Session {
    const { master = '', config, max_wait_secs = 30 * 60 } = this.given;
    this.scaffold.finalize();
    this.manager ??= managerOf(this.scaffold);
    return this.manager.wait_for_session(master, config, max_wait_secs);
  }
}

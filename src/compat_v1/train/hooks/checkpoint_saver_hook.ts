/** `tf.compat.v1.train.CheckpointSaverHook`: checkpoints at the beginning, every so often, and at the end (saver.md S9.3). */
import { RuntimeError, ValueError } from '../../../errors';
import { logger } from '../../../logging';
import { type Args, bindArguments } from '../../../python/arguments';
import { str } from '../../../python/repr';
import { GraphKeys } from '../../../runtime/graph/collections';
import type { Tensor } from '../../../runtime/tensor';
import { join, type PathLike, pathText } from '../../../saving/storage/paths';
import { get_collection } from '../../collections';
import type { Saver } from '../../saver';
import type { Session } from '../../session';
import type { FileWriter } from '../../summary';
import { SessionLog } from '../../summary_message';
import { FileWriterCache } from '../../summary_writer_cache';
import { type Scaffold, severalSavers } from '../monitored/scaffold';
import { requireGlobalStepRead, stepIn, stepOf } from './global_step_read';
import {
  SessionRunArgs,
  type SessionRunContext,
  SessionRunHook,
  type SessionRunValues,
} from './session_run_hook';
import { SecondOrStepTimer } from './timers';

/** Mirrors `tf.compat.v1.train.CheckpointSaverListener`: is told of every checkpoint; does nothing unless overridden. */
export class CheckpointSaverListener {
  begin(): void {}
  before_save(_session: Session, _global_step_value: number): void {}
  /** @returns true to stop the training */
  // biome-ignore lint/suspicious/noConfusingVoidType: overriding methods that return nothing have this type
  after_save(_session: Session, _global_step_value: number): boolean | void {}
  end(_session: Session, _global_step_value: number): void {}
}

export interface CheckpointSaverHookKeywords {
  save_secs?: number | null;
  save_steps?: number | null;
  saver?: Saver | null;
  checkpoint_basename?: string;
  /** Whose saver is used. */
  scaffold?: Scaffold | null;
  listeners?: readonly CheckpointSaverListener[] | null;
  /** Accepted: `graph.pbtxt` is not written. */
  save_graph_def?: boolean;
}

/** Mirrors `tf.compat.v1.train.CheckpointSaverHook`: writes `<checkpoint_dir>/model.ckpt-<global_step>`. */
export class CheckpointSaverHook extends SessionRunHook {
  private readonly directory: string;
  private readonly savePath: string;
  private readonly timer: SecondOrStepTimer;
  private readonly listeners: readonly CheckpointSaverListener[];
  private readonly scaffold: Scaffold | null;
  private readonly savesGraph: boolean;
  private saver: Saver | null;
  private writer: FileWriter | null = null;
  private globalStep: Tensor | null = null;

  /** @throws {@link ValueError} for saver and scaffold, or for none or both of seconds and steps */
  constructor(
    ...args: Args<
      [checkpoint_dir: PathLike],
      [
        save_secs: number | null,
        save_steps: number | null,
        saver: Saver | null,
        checkpoint_basename: string,
        scaffold: Scaffold | null,
        listeners: readonly CheckpointSaverListener[] | null,
        save_graph_def: boolean,
      ],
      CheckpointSaverHookKeywords,
      ['checkpoint_dir']
    >
  ) {
    super();
    logger.info('Create CheckpointSaverHook.');
    const given = bindArguments<CheckpointSaverHookKeywords & { checkpoint_dir: PathLike }>(
      'CheckpointSaverHook',
      [
        'checkpoint_dir',
        'save_secs',
        'save_steps',
        'saver',
        'checkpoint_basename',
        'scaffold',
        'listeners',
        'save_graph_def',
      ],
      args,
      { required: 1 },
    );
    this.saver = given.saver ?? null;
    this.scaffold = given.scaffold ?? null;
    if (this.saver !== null && this.scaffold !== null)
      throw new ValueError('You cannot provide both saver and scaffold.');
    this.directory = pathText(given.checkpoint_dir!);
    this.savePath = join(this.directory, given.checkpoint_basename ?? 'model.ckpt');
    this.timer = new SecondOrStepTimer(given.save_secs ?? null, given.save_steps ?? null);
    this.listeners = given.listeners ?? [];
    this.savesGraph = given.save_graph_def ?? true;
  }

  override begin(): void {
    this.writer = FileWriterCache.get(this.directory);
    this.globalStep = requireGlobalStepRead('CheckpointSaverHook');
    for (const listener of this.listeners) listener.begin();
  }
  override after_create_session(session: Session): void {
    const step = stepIn(session, this.globalStep!);
    this.save(session, step);
    this.timer.update_last_triggered_step(step);
  }
  override before_run(): SessionRunArgs {
    return new SessionRunArgs(this.globalStep);
  }
  override after_run(run_context: SessionRunContext, run_values: SessionRunValues): void {
    // TF looks a million steps ahead, so that any number of steps in one run is noticed; then it asks for the real one.
    if (!this.timer.should_trigger_for_step(stepOf(run_values.results) + 1_000_000)) return;
    const step = stepIn(run_context.session, this.globalStep!);
    if (!this.timer.should_trigger_for_step(step)) return;
    this.timer.update_last_triggered_step(step);
    if (this.save(run_context.session, step)) run_context.request_stop();
  }
  override end(session: Session): void {
    const last = stepIn(session, this.globalStep!);
    if (last !== this.timer.last_triggered_step()) this.save(session, last);
    for (const listener of this.listeners) listener.end(session, last);
  }

  /** @returns whether a listener wants to stop */
  private save(session: Session, step: number): boolean {
    logger.info(`Calling checkpoint listeners before saving checkpoint ${step}...`);
    for (const listener of this.listeners) listener.before_save(session, step);
    logger.info(`Saving checkpoints for ${step} into ${this.savePath}.`);
    this.chosenSaver().save(session, this.savePath, step, { write_meta_graph: this.savesGraph });
    this.writer!.add_session_log(
      new SessionLog({ status: SessionLog.CHECKPOINT, checkpoint_path: this.savePath }),
      step,
    );
    logger.info(`Calling checkpoint listeners after saving checkpoint ${step}...`);
    let stops = false;
    for (const listener of this.listeners) {
      if (!listener.after_save(session, step)) continue;
      logger.info(`A CheckpointSaverListener requested that training be stopped. listener: ${str(listener)}`);
      stops = true;
    }
    return stops;
  }

  private chosenSaver(): Saver {
    if (this.saver !== null) return this.saver;
    if (this.scaffold !== null) return this.scaffold.saver as Saver;
    const [saver, ...others] = get_collection(GraphKeys.SAVERS) as Saver[];
    if (saver === undefined)
      throw new RuntimeError(
        `No items in collection ${GraphKeys.SAVERS}. Please add a saver to the collection or provide a saver or scaffold.`,
      );
    if (others.length > 0) throw severalSavers();
    this.saver = saver;
    return saver;
  }
}

/** `tf.compat.v1.train.MonitoredTrainingSession`: a monitored session with the hooks that training usually has. */
import { type Args, bindArguments } from '../../../python/arguments';
import type { PathLike } from '../../../saving/storage/paths';
import { CheckpointSaverHook } from '../hooks/checkpoint_saver_hook';
import type { SessionRunHook } from '../hooks/session_run_hook';
import { StepCounterHook } from '../hooks/step_counter_hook';
import { SummarySaverHook } from '../hooks/summary_saver_hook';
import { MonitoredSession } from './monitored_session';
import { Scaffold } from './scaffold';
import { ChiefSessionCreator, WorkerSessionCreator } from './session_creators';

export interface MonitoredTrainingSessionKeywords {
  master?: string;
  /** False: waits for the chief to initialise the variables. */
  is_chief?: boolean;
  /** Where checkpoints are restored from and written to. */
  checkpoint_dir?: PathLike | null;
  scaffold?: Scaffold | null;
  hooks?: Iterable<SessionRunHook> | null;
  chief_only_hooks?: Iterable<SessionRunHook> | null;
  /** 600 if neither this nor the steps are given; null or 0: none by time. */
  save_checkpoint_secs?: number | null;
  /** 100 if neither this nor the seconds are given. */
  save_summaries_steps?: number | null;
  save_summaries_secs?: number | null;
  config?: unknown;
  stop_grace_period_secs?: number;
  log_step_count_steps?: number | null;
  max_wait_secs?: number;
  save_checkpoint_steps?: number | null;
  /** Where summaries go; null: to checkpoint_dir. */
  summary_dir?: PathLike | null;
  save_graph_def?: boolean;
}

/** How often: by seconds or steps; where neither is given, the standard. */
interface Often {
  readonly secs: number | null;
  readonly steps: number | null;
}
function oftenOf(secs: number | null | undefined, steps: number | null | undefined, standard: Often): Often {
  if (secs === undefined && steps === undefined) return standard;
  return { secs: secs ?? null, steps: steps ?? null };
}
function happens({ secs, steps }: Often): boolean {
  return (secs ?? 0) > 0 || (steps ?? 0) > 0;
}

/**
 * Mirrors `tf.compat.v1.train.MonitoredTrainingSession`: restores the newest checkpoint of `checkpoint_dir`, or initialises,
 * then saves `model.ckpt-<step>` there every 600 seconds, and summaries every 100 steps.
 */
export function MonitoredTrainingSession(
  ...args: Args<
    [],
    [
      master: string,
      is_chief: boolean,
      checkpoint_dir: PathLike | null,
      scaffold: Scaffold | null,
      hooks: Iterable<SessionRunHook> | null,
      chief_only_hooks: Iterable<SessionRunHook> | null,
      save_checkpoint_secs: number | null,
    ],
    MonitoredTrainingSessionKeywords
  >
): MonitoredSession {
  const given = bindArguments<MonitoredTrainingSessionKeywords>(
    'MonitoredTrainingSession',
    [
      'master',
      'is_chief',
      'checkpoint_dir',
      'scaffold',
      'hooks',
      'chief_only_hooks',
      'save_checkpoint_secs',
      'save_summaries_steps',
      'save_summaries_secs',
      'config',
      'stop_grace_period_secs',
      'log_step_count_steps',
      'max_wait_secs',
      'save_checkpoint_steps',
      'summary_dir',
      'save_graph_def',
    ],
    args,
  );
  const { master = '', config, max_wait_secs = 7200 } = given;
  const scaffold = given.scaffold ?? new Scaffold();
  if (!(given.is_chief ?? true)) {
    const worker = new WorkerSessionCreator({ scaffold, master, config, max_wait_secs });
    return new MonitoredSession(worker, given.hooks ?? []);
  }
  const checkpoint_dir = given.checkpoint_dir ?? null;
  const chief = new ChiefSessionCreator({ scaffold, checkpoint_dir, master, config });
  const all = [...(given.chief_only_hooks ?? []), ...standardHooks(given, scaffold), ...(given.hooks ?? [])];
  return new MonitoredSession(chief, all);
}

function standardHooks(given: MonitoredTrainingSessionKeywords, scaffold: Scaffold): SessionRunHook[] {
  const hooks: SessionRunHook[] = [];
  const checkpointDir = given.checkpoint_dir || null;
  const output_dir = given.summary_dir || checkpointDir;
  const counted = given.log_step_count_steps === undefined ? 100 : (given.log_step_count_steps ?? 0);
  const summaries = oftenOf(given.save_summaries_secs, given.save_summaries_steps, {
    secs: null,
    steps: 100,
  });
  const checkpoints = oftenOf(given.save_checkpoint_secs, given.save_checkpoint_steps, {
    secs: 600,
    steps: null,
  });
  if (output_dir !== null && counted > 0)
    hooks.push(new StepCounterHook({ output_dir, every_n_steps: counted }));
  if (output_dir !== null && happens(summaries))
    hooks.push(
      new SummarySaverHook({ scaffold, save_steps: summaries.steps, save_secs: summaries.secs, output_dir }),
    );
  if (checkpointDir !== null && happens(checkpoints))
    hooks.push(
      new CheckpointSaverHook(checkpointDir, {
        save_steps: checkpoints.steps,
        save_secs: checkpoints.secs,
        scaffold,
        save_graph_def: given.save_graph_def ?? true,
      }),
    );
  return hooks;
}

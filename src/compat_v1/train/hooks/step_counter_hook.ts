/** `tf.compat.v1.train.StepCounterHook`: steps per second, in the log and in summaries. */
import { ValueError } from '../../../errors';
import { logger, WARN } from '../../../logging';
import { type Args, bindArguments } from '../../../python/arguments';
import { format } from '../../../python/format';
import type { Tensor } from '../../../runtime/tensor';
import type { PathLike } from '../../../saving/storage/paths';
import { get_global_step } from '../../global_step';
import { log_first_n } from '../../logging';
import type { FileWriter } from '../../summary';
import { scalarSummary } from '../../summary_message';
import { FileWriterCache } from '../../summary_writer_cache';
import { requireGlobalStepRead, stepIn, stepOf } from './global_step_read';
import {
  SessionRunArgs,
  type SessionRunContext,
  SessionRunHook,
  type SessionRunValues,
} from './session_run_hook';
import { SecondOrStepTimer } from './timers';

export interface StepCounterHookKeywords {
  every_n_steps?: number | null;
  every_n_secs?: number | null;
  output_dir?: PathLike | null;
  summary_writer?: FileWriter | null;
}

/** Mirrors `tf.compat.v1.train.StepCounterHook(every_n_steps=100, every_n_secs=None, output_dir=None, summary_writer=None)`. */
export class StepCounterHook extends SessionRunHook {
  private readonly timer: SecondOrStepTimer;
  private readonly outputDir: PathLike | null;
  private writer: FileWriter | null;
  private globalStep: Tensor | null = null;
  private tag = '';
  private lastStep: number | null = null;

  /** @throws {@link ValueError} for none or both */
  constructor(
    ...args: Args<
      [],
      [
        every_n_steps: number | null,
        every_n_secs: number | null,
        output_dir: PathLike | null,
        summary_writer: FileWriter | null,
      ],
      StepCounterHookKeywords
    >
  ) {
    super();
    const given = bindArguments<StepCounterHookKeywords>(
      'StepCounterHook',
      ['every_n_steps', 'every_n_secs', 'output_dir', 'summary_writer'],
      args,
    );
    const steps = given.every_n_steps === undefined ? 100 : given.every_n_steps;
    const seconds = given.every_n_secs ?? null;
    if ((steps === null) === (seconds === null))
      throw new ValueError('exactly one of every_n_steps and every_n_secs should be provided.');
    this.timer = new SecondOrStepTimer(seconds, steps);
    this.writer = given.summary_writer ?? null;
    this.outputDir = given.output_dir ?? null;
  }

  override begin(): void {
    if (this.writer === null && this.outputDir) this.writer = FileWriterCache.get(this.outputDir);
    this.globalStep = requireGlobalStepRead('StepCounterHook');
    this.tag = `${get_global_step()!.op!.name}/sec`;
  }
  override before_run(): SessionRunArgs {
    return new SessionRunArgs(this.globalStep);
  }
  override after_run(run_context: SessionRunContext, run_values: SessionRunValues): void {
    const before = stepOf(run_values.results);
    if (this.timer.should_trigger_for_step(before + 1)) {
      const step = stepIn(run_context.session, this.globalStep!);
      if (this.timer.should_trigger_for_step(step)) {
        const [seconds, steps] = this.timer.update_last_triggered_step(step);
        if (seconds !== null) this.record(steps! / seconds, step);
      }
    }
    if (before === this.lastStep)
      log_first_n(
        WARN,
        'It seems that global step (tf.train.get_global_step) has not been increased. Current value (could be stable): ' +
          '%s vs previous value: %s. You could increase the global step by passing tf.train.get_global_step() to ' +
          'Optimizer.apply_gradients or Optimizer.minimize.',
        5,
        before,
        this.lastStep,
      );
    this.lastStep = before;
  }

  private record(stepsPerSecond: number, step: number): void {
    this.writer?.add_summary(scalarSummary(this.tag, stepsPerSecond), step);
    logger.info(`${this.tag}: ${format(stepsPerSecond, 'g')}`);
  }
}

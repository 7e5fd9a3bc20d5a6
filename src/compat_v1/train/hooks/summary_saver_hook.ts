/** `tf.compat.v1.train.SummarySaverHook`: summaries into an event file, every so often. */
import { ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import type { NDArray } from '../../../runtime/ndarray';
import type { Tensor } from '../../../runtime/tensor';
import type { PathLike } from '../../../saving/storage/paths';
import type { FileWriter } from '../../summary';
import { SessionLog } from '../../summary_message';
import { FileWriterCache } from '../../summary_writer_cache';
import type { Scaffold } from '../monitored/scaffold';
import { requireGlobalStepRead, stepIn, stepOf } from './global_step_read';
import {
  SessionRunArgs,
  type SessionRunContext,
  SessionRunHook,
  type SessionRunValues,
} from './session_run_hook';
import { SecondOrStepTimer } from './timers';

type SummaryOp = Tensor | readonly Tensor[];
export interface SummarySaverHookKeywords {
  save_steps?: number | null;
  save_secs?: number | null;
  output_dir?: PathLike | null;
  summary_writer?: FileWriter | null;
  scaffold?: Scaffold | null;
  summary_op?: SummaryOp | null;
}

/** Mirrors `tf.compat.v1.train.SummarySaverHook`. */
export class SummarySaverHook extends SessionRunHook {
  private readonly timer: SecondOrStepTimer;
  private readonly outputDir: PathLike | null;
  private readonly scaffold: Scaffold | null;
  private readonly summaryOp: SummaryOp | null;
  private writer: FileWriter | null;
  private globalStep: Tensor | null = null;
  private nextStep: number | null = null;
  private requested = false;

  /** @throws {@link ValueError} for none or both of scaffold and summary_op, or of steps and seconds */
  constructor(
    ...args: Args<
      [],
      [
        save_steps: number | null,
        save_secs: number | null,
        output_dir: PathLike | null,
        summary_writer: FileWriter | null,
        scaffold: Scaffold | null,
        summary_op: SummaryOp | null,
      ],
      SummarySaverHookKeywords
    >
  ) {
    super();
    const given = bindArguments<SummarySaverHookKeywords>(
      'SummarySaverHook',
      ['save_steps', 'save_secs', 'output_dir', 'summary_writer', 'scaffold', 'summary_op'],
      args,
    );
    this.scaffold = given.scaffold ?? null;
    this.summaryOp = given.summary_op ?? null;
    if ((this.scaffold === null) === (this.summaryOp === null))
      throw new ValueError('Exactly one of scaffold or summary_op must be provided.');
    this.writer = given.summary_writer ?? null;
    this.outputDir = given.output_dir ?? null;
    this.timer = new SecondOrStepTimer(given.save_secs ?? null, given.save_steps ?? null);
  }

  override begin(): void {
    if (this.writer === null && this.outputDir) this.writer = FileWriterCache.get(this.outputDir);
    this.nextStep = null;
    this.globalStep = requireGlobalStepRead('SummarySaverHook');
  }
  override before_run(): SessionRunArgs {
    this.requested = this.nextStep === null || this.timer.should_trigger_for_step(this.nextStep);
    return new SessionRunArgs([this.globalStep, this.requested ? this.summaries() : []]);
  }
  override after_run(run_context: SessionRunContext, run_values: SessionRunValues): void {
    if (this.writer === null) return;
    const [before, summaries] = run_values.results as [NDArray, NDArray[]];
    const isFirst = this.nextStep === null;
    const step =
      isFirst || this.requested ? stepIn(run_context.session, this.globalStep!) : stepOf(before) + 1;
    if (isFirst) this.writer.add_session_log(new SessionLog({ status: SessionLog.START }), step);
    if (this.requested) {
      this.timer.update_last_triggered_step(step);
      for (const summary of summaries) this.writer.add_summary(summary, step);
    }
    this.nextStep = step + 1;
  }
  override end(): void {
    this.writer?.flush();
  }

  private summaries(): readonly Tensor[] {
    const op = this.summaryOp ?? (this.scaffold!.summary_op as SummaryOp | null);
    if (op === null) return [];
    return Array.isArray(op) ? op : [op as Tensor];
  }
}

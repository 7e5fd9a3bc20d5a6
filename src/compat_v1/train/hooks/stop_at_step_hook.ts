/** `tf.compat.v1.train.StopAtStepHook`: training ends at a step, or after so many more. */
import { ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import type { Tensor } from '../../../runtime/tensor';
import type { Session } from '../../session';
import { requireGlobalStepRead, stepIn, stepOf } from './global_step_read';
import {
  SessionRunArgs,
  type SessionRunContext,
  SessionRunHook,
  type SessionRunValues,
} from './session_run_hook';

interface StopKeywords {
  num_steps?: number | null;
  last_step?: number | null;
}

/** Mirrors `tf.compat.v1.train.StopAtStepHook(num_steps=None, last_step=None)`. */
export class StopAtStepHook extends SessionRunHook {
  private readonly steps: number | null;
  private last: number | null;
  private globalStep: Tensor | null = null;

  /** @throws {@link ValueError} for none or both */
  constructor(...args: Args<[], [num_steps: number | null, last_step: number | null], StopKeywords>) {
    super();
    const given = bindArguments<StopKeywords>('StopAtStepHook', ['num_steps', 'last_step'], args);
    this.steps = given.num_steps ?? null;
    this.last = given.last_step ?? null;
    if (this.steps === null && this.last === null)
      throw new ValueError('One of num_steps or last_step must be specified.');
    if (this.steps !== null && this.last !== null)
      throw new ValueError('Only one of num_steps or last_step can be specified.');
  }

  override begin(): void {
    this.globalStep = requireGlobalStepRead('StopAtStepHook');
  }
  override after_create_session(session: Session): void {
    this.last ??= stepIn(session, this.globalStep!) + this.steps!;
  }
  override before_run(): SessionRunArgs {
    return new SessionRunArgs(this.globalStep);
  }
  override after_run(run_context: SessionRunContext, run_values: SessionRunValues): void {
    // What was fetched may be the step before this run; only when it is near enough is it worth another look.
    if (stepOf(run_values.results) + 1 < this.last!) return;
    if (stepIn(run_context.session, this.globalStep!) >= this.last!) run_context.request_stop();
  }
}

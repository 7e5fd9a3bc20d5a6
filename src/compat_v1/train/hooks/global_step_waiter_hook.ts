/** `tf.compat.v1.train.GlobalStepWaiterHook`: a worker that begins when others have come far enough. */

import { logger } from '../../../logging';
import { type Call, positional } from '../../../python/named';
import type { Tensor } from '../../../runtime/tensor';
import { clock } from '../../../saving/checkpoint/clock';
import { requireGlobalStepRead, stepIn } from './global_step_read';
import { type SessionRunContext, SessionRunHook } from './session_run_hook';

/** Mirrors `tf.compat.v1.train.GlobalStepWaiterHook(wait_until_step)`: the first run waits for a step. */
export class GlobalStepWaiterHook extends SessionRunHook {
  private started = false;
  private globalStep: Tensor | null = null;
  private readonly wait_until_step: number;

  constructor(...args: Call<[wait_until_step: number], readonly ['wait_until_step']>) {
    super();
    [this.wait_until_step] = positional<[number]>('GlobalStepWaiterHook', ['wait_until_step'], 1, args);
  }
  override begin(): void {
    this.started = false;
    this.globalStep = requireGlobalStepRead('_GlobalStepWaiterHook');
  }
  override before_run(run_context: SessionRunContext): null {
    const wanted = this.wait_until_step;
    if (this.started) return null;
    this.started = true;
    if (wanted <= 0) return null;
    logger.info(`Waiting for global step ${wanted} before starting training.`);
    let logged = 0;
    for (;;) {
      const step = stepIn(run_context.session, this.globalStep!);
      if (step >= wanted) return null;
      if (step - logged > 1000) {
        logger.info(`Waiting for global step ${wanted} before starting training. Current step is ${step}.`);
        logged = step;
      }
      clock().sleep(0.5);
    }
  }
}

/** `tf.compat.v1.train.NanTensorHook`: stops when the loss is no number any more. */
import { RuntimeError } from '../../../errors';
import { logger } from '../../../logging';
import { type Args, bindArguments } from '../../../python/arguments';
import type { NDArray } from '../../../runtime/ndarray';
import type { Tensor } from '../../../runtime/tensor';
import {
  SessionRunArgs,
  type SessionRunContext,
  SessionRunHook,
  type SessionRunValues,
} from './session_run_hook';

/** Mirrors `tf.compat.v1.train.NanLossDuringTrainingError`. */
export class NanLossDuringTrainingError extends RuntimeError {
  constructor() {
    super('NaN loss during training.');
  }
}

interface NanKeywords {
  fail_on_nan_loss?: boolean;
}

/** Mirrors `tf.compat.v1.train.NanTensorHook(loss_tensor, fail_on_nan_loss=True)`. */
export class NanTensorHook extends SessionRunHook {
  private readonly loss: Tensor;
  private readonly fails: boolean;

  /** @param args `fail_on_nan_loss`: throw {@link NanLossDuringTrainingError} rather than ask for a stop */
  constructor(
    ...args: Args<[loss_tensor: Tensor], [fail_on_nan_loss: boolean], NanKeywords, ['loss_tensor']>
  ) {
    super();
    const given = bindArguments<NanKeywords & { loss_tensor: Tensor }>(
      'NanTensorHook',
      ['loss_tensor', 'fail_on_nan_loss'],
      args,
      { required: 1 },
    );
    this.loss = given.loss_tensor!;
    this.fails = given.fail_on_nan_loss ?? true;
  }

  override before_run(): SessionRunArgs {
    return new SessionRunArgs(this.loss);
  }
  override after_run(run_context: SessionRunContext, run_values: SessionRunValues): void {
    if (!Number.isNaN(Number((run_values.results as NDArray).item()))) return;
    const text = 'Model diverged with loss = NaN.';
    if (this.fails) {
      logger.error(text);
      throw new NanLossDuringTrainingError();
    }
    logger.warning(text);
    run_context.request_stop();
  }
}

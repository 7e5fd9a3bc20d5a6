/** `tf.compat.v1.train.FinalOpsHook`: values at the end of a session. */

import { OutOfRangeError, StopIteration } from '../../../errors';
import { logger } from '../../../logging';
import { type Call, positional } from '../../../python/named';
import type { FeedDict } from '../../feeds';
import type { Session } from '../../session';
import { SessionRunHook } from './session_run_hook';

type FinalOpsArguments = [final_ops: unknown, final_ops_feed_dict?: FeedDict | null];
const finalOpsNames = ['final_ops', 'final_ops_feed_dict'] as const;

/** Mirrors `tf.compat.v1.train.FinalOpsHook(final_ops, final_ops_feed_dict=None)`: runs `final_ops` when the session ends. */
export class FinalOpsHook extends SessionRunHook {
  private values: unknown = null;
  private readonly finalOps: unknown;
  private readonly feeds: FeedDict | null;

  constructor(...args: Call<FinalOpsArguments, typeof finalOpsNames>) {
    super();
    const [finalOps, feeds = null] = positional<FinalOpsArguments>('FinalOpsHook', finalOpsNames, 1, args, [
      'final_ops',
    ]);
    this.finalOps = finalOps;
    this.feeds = feeds;
  }
  /** Their values; null before the end. */
  get final_ops_values(): unknown {
    return this.values;
  }
  override end(session: Session): void {
    if (this.finalOps === null) return;
    try {
      this.values = session.run(this.finalOps, this.feeds);
    } catch (error) {
      if (error instanceof OutOfRangeError || error instanceof StopIteration)
        logger.warning(
          'An OutOfRangeError or StopIteration exception is raised by the code in FinalOpsHook. This typically means ' +
            'the Ops running by the FinalOpsHook have a dependency back to some input source, which should not happen. ' +
            'For example, for metrics in tf.estimator.Estimator, all metrics functions return two Ops: `value_op` and  ' +
            '`update_op`. Estimator.evaluate calls the `update_op` for each batch of the data in input source and, once ' +
            'it is exhausted, it call the `value_op` to get the metric values. The `value_op` here should have ' +
            'dependency back to variables reading only, rather than reading another batch from input. Otherwise, the ' +
            '`value_op`, executed by `FinalOpsHook`, triggers another data reading, which ends ' +
            'OutOfRangeError/StopIteration. Please fix that.',
        );
      throw error;
    }
  }
}

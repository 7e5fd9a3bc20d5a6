/** `tf.compat.v1.train.FeedFnHook`: feeds from a function. */
import type { FeedDict } from '../../feeds';
import { SessionRunArgs, SessionRunHook } from './session_run_hook';

/** Mirrors `tf.compat.v1.train.FeedFnHook(feed_fn)`: every run is fed what the function gives. */
export class FeedFnHook extends SessionRunHook {
  constructor(readonly feed_fn: () => FeedDict) {
    super();
  }
  override before_run(): SessionRunArgs {
    return new SessionRunArgs(null, this.feed_fn());
  }
}

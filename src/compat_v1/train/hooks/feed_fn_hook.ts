/** `tf.compat.v1.train.FeedFnHook`: feeds from a function. */
import { type Call, positional } from '../../../python/named';
import type { FeedDict } from '../../feeds';
import { SessionRunArgs, SessionRunHook } from './session_run_hook';

/** Mirrors `tf.compat.v1.train.FeedFnHook(feed_fn)`: every run is fed what the function gives. */
export class FeedFnHook extends SessionRunHook {
  readonly feed_fn: () => FeedDict;

  constructor(...args: Call<[feed_fn: () => FeedDict], readonly ['feed_fn']>) {
    super();
    [this.feed_fn] = positional<[() => FeedDict]>('FeedFnHook', ['feed_fn'], 1, args);
  }
  override before_run(): SessionRunArgs {
    return new SessionRunArgs(null, this.feed_fn());
  }
}

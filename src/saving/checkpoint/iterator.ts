/** Waiting for checkpoints that another process writes (manager.md M7.7). */
import { CancelledError } from '../../errors';
import { logger } from '../../logging';
import { type Args, bindArguments } from '../../python/arguments';
import { type PathLike, pathText } from '../storage/paths';
import { clock } from './clock';
import { runHere, runHereAsync } from './run';
import { findLatest } from './state';

interface IteratorArguments {
  readonly checkpoint_dir: PathLike;
  readonly min_interval_secs: number;
  /** Seconds to wait for a new checkpoint; null: for ever. */
  readonly timeout: number | null;
  /** Asked after a time-out and after each checkpoint; true ends the iteration. */
  readonly timeout_fn: (() => boolean) | null;
}
type IteratorArgs = Args<
  [checkpoint_dir: PathLike],
  [min_interval_secs: number, timeout: number | null, timeout_fn: (() => boolean) | null],
  Partial<Omit<IteratorArguments, 'checkpoint_dir'>>,
  ['checkpoint_dir']
>;

/** Seconds between two looks at the state file, as in TF. */
const POLL_SECONDS = 1;

type Settings = Omit<IteratorArguments, 'checkpoint_dir'> & { readonly directory: string };

function bind(name: string, args: readonly unknown[]): Settings {
  const parameters = ['checkpoint_dir', 'min_interval_secs', 'timeout', 'timeout_fn'] as const;
  const given = bindArguments<IteratorArguments>(name, parameters, args, { required: 1 });
  return {
    directory: pathText(given.checkpoint_dir!),
    min_interval_secs: given.min_interval_secs ?? 0,
    timeout: given.timeout ?? null,
    timeout_fn: given.timeout_fn ?? null,
  };
}

/** What a waiting loop wants next from its driver: a look at the state file, or some seconds of sleep. */
type Wish = 'look' | number;

function* waitForNew(settings: Settings, last: string | null): Generator<Wish, string | null, string | null> {
  logger.info(`Waiting for new checkpoint at ${settings.directory}`);
  const stop = settings.timeout === null ? Number.POSITIVE_INFINITY : clock().now() + settings.timeout;
  for (;;) {
    const path = yield 'look';
    if (path !== null && path !== last) {
      logger.info(`Found new checkpoint at ${path}`);
      return path;
    }
    if (clock().now() + POLL_SECONDS > stop) return null;
    yield POLL_SECONDS;
  }
}

/** The whole iteration: paths to give to the user are boxed. */
function* iterate(settings: Settings): Generator<Wish | { path: string }, void, string | null> {
  let last: string | null = null;
  for (;;) {
    const found: string | null = yield* waitForNew(settings, last);
    if (found !== null) {
      const start = clock().now();
      last = found;
      yield { path: found };
      const rest = start + settings.min_interval_secs - clock().now();
      if (rest > 0) yield rest;
    } else if (settings.timeout_fn === null) {
      logger.info('Timed-out waiting for a checkpoint (without timeout_fn).');
      return;
    }
    if (settings.timeout_fn?.()) {
      logger.info('Done. No new checkpoints will be generated.');
      return;
    }
  }
}

/**
 * Mirrors `tf.train.checkpoints_iterator(checkpoint_dir, min_interval_secs=0, timeout=None,
 * timeout_fn=None)`: blocks until a checkpoint appears that was not given before.
 */
export function checkpoints_iterator(...args: IteratorArgs): Generator<string, void, undefined> {
  return found(bind('checkpoints_iterator', args));
}

function* found(settings: ReturnType<typeof bind>): Generator<string, void, undefined> {
  const wishes = iterate(settings);
  for (let wish = wishes.next(); !wish.done; ) {
    let answer: string | null = null;
    if (wish.value === 'look') answer = runHere(settings.directory, findLatest(settings.directory, null));
    else if (typeof wish.value === 'number') clock().sleep(wish.value);
    else yield wish.value.path;
    wish = wishes.next(answer);
  }
}

/** Ours: the same without blocking; `signal` ends it with a {@link CancelledError}. */
export async function* checkpointsIteratorAsync(
  checkpoint_dir: PathLike,
  options: Partial<Omit<IteratorArguments, 'checkpoint_dir'>> & { readonly signal?: AbortSignal } = {},
): AsyncGenerator<string, void, undefined> {
  const { signal, ...keywords } = options;
  const settings = bind('checkpointsIteratorAsync', [checkpoint_dir, keywords]);
  const wishes = iterate(settings);
  for (let wish = wishes.next(); !wish.done; ) {
    if (signal?.aborted) throw new CancelledError('Operation was cancelled', { cause: signal.reason });
    let answer: string | null = null;
    if (wish.value === 'look')
      answer = await runHereAsync(settings.directory, findLatest(settings.directory, null));
    else if (typeof wish.value === 'number')
      await clock()
        .wait(wish.value, signal)
        .catch(() => undefined);
    else yield wish.value.path;
    wish = wishes.next(answer);
  }
}

/**
 * The two drivers that carry out a piece of work (`Io`) over a storage: at once, or awaiting each answer.
 * What a storage throws is thrown into the work, so that its `catch` and `finally` run in either form.
 */

import { CancelledError } from '../../errors';
import type { AsyncStorage, Io, Storage, StorageCall } from './storage';

export interface AsyncOptions {
  /** Stops the work with a CancelledError before its next cancellable storage call. */
  readonly signal?: AbortSignal;
  /** Told after every read and write how many bytes have gone through so far. */
  readonly progress?: (bytesDone: number) => void;
}

/**
 * The calls before which work may be cancelled. Closing must happen in any case, and a commit (rename,
 * remove, syncDirectory) once begun is carried through: half of it would lose the old checkpoint.
 */
const CANCELLABLE: ReadonlySet<StorageCall['method']> = new Set<StorageCall['method']>([
  'openRead',
  'read',
  'createExclusive',
  'openAppend',
  'write',
  'sync',
  'stat',
  'list',
  'makeDirectory',
]);

/** Runs `io` on a synchronous storage. @throws what the work throws. */
export function runSync<T>(io: Io<T>, storage: Storage): T {
  let step = io.next();
  while (!step.done) {
    let answer: unknown;
    try {
      answer = perform(storage, step.value);
    } catch (error) {
      step = io.throw(error);
      continue;
    }
    step = io.next(answer);
  }
  return step.value;
}

/**
 * Runs `io` on an asynchronous storage. @throws CancelledError when `signal` aborts, else what the work
 * throws.
 */
export async function runAsync<T>(io: Io<T>, storage: AsyncStorage, options: AsyncOptions = {}): Promise<T> {
  const { signal, progress } = options;
  let bytesDone = 0;
  let cancelled = false;
  let step = io.next();
  while (!step.done) {
    const request = step.value;
    let answer: unknown;
    try {
      // Only once: the cleaning up that follows has to reach the storage.
      if (signal?.aborted && !cancelled && CANCELLABLE.has(request.method)) {
        cancelled = true;
        throw new CancelledError('Operation was cancelled', { cause: signal.reason });
      }
      answer = await perform(storage, request);
      if (progress !== undefined) {
        const bytes = bytesMoved(request, answer);
        if (bytes > 0) progress((bytesDone += bytes));
      }
    } catch (error) {
      step = io.throw(error);
      continue;
    }
    step = io.next(answer);
  }
  return step.value;
}

function perform(storage: Storage | AsyncStorage, request: StorageCall): unknown {
  const method = storage[request.method] as (...args: readonly unknown[]) => unknown;
  return method.apply(storage, request.args);
}

function bytesMoved(request: StorageCall, answer: unknown): number {
  if (request.method === 'read') return answer as number;
  if (request.method === 'write') return request.args[1].reduce((sum, chunk) => sum + chunk.length, 0);
  return 0;
}

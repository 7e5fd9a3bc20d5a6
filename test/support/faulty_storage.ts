/**
 * A storage in front of another that fails, or "kills the process", at the N-th call that changes something.
 * Raise N until the work ends without the fault having struck: then every place has been tried.
 */

import type { Storage } from '../../src/saving/storage/storage';

/** What happens at the chosen call. `kill-half` carries out half of a write first. */
export type Fault = 'kill-before' | 'kill-after' | 'kill-half' | 'error';

/** The end of the simulated process: from now on every call throws it. Not an OpError, nobody may handle it. */
export class Killed extends Error {}

const MUTATING: ReadonlySet<keyof Storage> = new Set<keyof Storage>([
  'createExclusive',
  'openAppend',
  'write',
  'sync',
  'closeWrite',
  'rename',
  'syncDirectory',
  'remove',
  'removeDirectory',
  'makeDirectory',
]);

export interface FaultyStorage {
  readonly storage: Storage;
  /** `method path` of each mutating call that was begun. */
  readonly calls: string[];
  /** Whether the fault has struck. */
  readonly struck: () => boolean;
}

/** `at` counts mutating calls from 1; `error` makes the error for `error` faults. */
export function faultyStorage(
  inner: Storage,
  at = 0,
  fault: Fault = 'kill-before',
  error: () => Error = () => new Error('fault'),
): FaultyStorage {
  const calls: string[] = [];
  let dead = false;
  let struck = false;
  const perform = (method: keyof Storage, args: unknown[]): unknown => {
    if (dead) throw new Killed(method);
    const run = (): unknown => (inner[method] as (...a: unknown[]) => unknown).apply(inner, args);
    if (!MUTATING.has(method)) return run();
    const subject = args[0] as string | { path: string };
    calls.push(`${method} ${typeof subject === 'string' ? subject : subject.path}`);
    if (calls.length !== at) return run();
    struck = true;
    if (fault === 'error') throw error();
    dead = true;
    if (fault === 'kill-after') run();
    if (fault === 'kill-half' && method === 'write') {
      const chunks = args[1] as Uint8Array[];
      for (const chunk of chunks)
        inner.write(args[0] as { path: string }, [chunk.subarray(0, chunk.length >> 1)]);
    }
    throw new Killed(method);
  };
  const storage = new Proxy(inner, {
    get:
      (_target, method) =>
      (...args: unknown[]) =>
        perform(method as keyof Storage, args),
  });
  return { storage, calls, struck: () => struck };
}

/**
 * Who is writing: a mark in the name of every temporary file, from which another process can tell whether the
 * file is still being written or was left behind by a crash.
 */

import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';

/** What can be known about the writer of a file: `self` is this very thread. */
export type WriterState = 'self' | 'alive' | 'dead' | 'unknown';

const MARK = /^([0-9a-f]{8})\.(\d+)\.(\d+)$/;

let own: string | undefined;

/** `<host>.<process>.<thread>`, the same for all that this thread writes. */
export function writerMark(): string {
  own ??= `${hash(hostname())}.${process.pid}.${threadId}`;
  return own;
}

/** Says of the writer with this mark whether it still runs; `unknown` if it runs elsewhere or is not ours. */
export function writerState(mark: string): WriterState {
  if (mark === writerMark()) return 'self';
  const [, host, pid] = MARK.exec(mark) ?? [];
  if (host === undefined || host !== MARK.exec(writerMark())?.[1]) return 'unknown';
  if (Number(pid) === process.pid) return 'unknown';
  try {
    process.kill(Number(pid), 0);
    return 'alive';
  } catch (error) {
    return (error as { code?: unknown }).code === 'ESRCH' ? 'dead' : 'alive';
  }
}

/** Eight hexadecimal digits (FNV-1a): enough to tell machines apart that share a disk. */
function hash(text: string): string {
  let result = 0x811c9dc5;
  for (const char of text) result = Math.imul(result ^ char.codePointAt(0)!, 0x01000193);
  return (result >>> 0).toString(16).padStart(8, '0');
}

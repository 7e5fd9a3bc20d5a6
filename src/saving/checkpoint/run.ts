/** Carries out work on the storage that serves its path. */
import { type AsyncOptions, runAsync, runSync } from '../storage/drivers';
import { asyncStorageFor, syncStorageFor } from '../storage/registry';
import type { Io } from '../storage/storage';

export function runHere<T>(path: string, io: Io<T>): T {
  return runSync(io, syncStorageFor(path));
}

export async function runHereAsync<T>(path: string, io: Io<T>, options: AsyncOptions = {}): Promise<T> {
  return runAsync(io, asyncStorageFor(path), options);
}

/** Carries out work on the storage that serves its path. */
import { type AsyncOptions, runAsync, runSync } from '../storage/drivers';
import { asyncStorageFor, syncStorageFor } from '../storage/registry';
import type { Io } from '../storage/storage';
import type { AsyncControls } from './options';

export function runHere<T>(path: string, io: Io<T>): T {
  return runSync(io, syncStorageFor(path));
}

export async function runHereAsync<T>(path: string, io: Io<T>, options: AsyncOptions = {}): Promise<T> {
  return runAsync(io, asyncStorageFor(path), options);
}

/** With the controls that users give. `total` tells the bytes of the tensors as soon as they are known. */
export async function runControlled<T>(
  path: string,
  io: Io<T>,
  { signal, progress }: AsyncControls,
  total: () => number,
): Promise<T> {
  return runHereAsync(path, io, {
    ...(signal === undefined ? {} : { signal }),
    // Index and state file are no tensors: what is done can be more than was counted.
    ...(progress === undefined
      ? {}
      : {
          progress: (bytesDone: number) => progress({ bytesDone, bytesTotal: Math.max(total(), bytesDone) }),
        }),
  });
}

/** Which storage serves a path: the local disk, unless a `scheme://` says otherwise. */

import { InvalidArgumentError, UnimplementedError } from '../../errors';
import { asyncForm } from './async_form';
import { LocalDisk, type LocalDiskOptions } from './local_disk';
import { AsyncLocalDisk } from './local_disk_async';
import { MemoryStorage } from './memory';
import { type PathLike, pathText, schemePrefix } from './paths';
import type { AsyncStorage, Storage, StorageBackend } from './storage';

/** A backend for the local file system. */
export function localDisk(options: LocalDiskOptions = {}): StorageBackend {
  return { sync: new LocalDisk(options), async: new AsyncLocalDisk(options) };
}

/** A backend with files of its own in memory. */
export function memory(): StorageBackend {
  return both(new MemoryStorage());
}

/** A backend of both forms from a synchronous storage. */
export function both(storage: Storage): StorageBackend {
  return { sync: storage, async: asyncForm(storage) };
}

const backends = new Map<string, StorageBackend>([
  ['', localDisk()],
  ['file', localDisk()],
  ['ram', memory()],
]);

/**
 * Serves all paths `<scheme>://…` from `backend` from now on; the scheme '' stands for paths without one.
 * Returns what served them before, if anything, so that it can be put back.
 */
export function registerBackend(scheme: string, backend: StorageBackend): StorageBackend | undefined {
  if (!/^([a-z][a-z0-9+.-]*)?$/.test(scheme)) {
    throw new InvalidArgumentError(`not a scheme in lower case: '${scheme}'`, { fields: { actual: scheme } });
  }
  const before = backends.get(scheme);
  backends.set(scheme, backend);
  return before;
}

/** The schemes that are served; '' is that of paths without one. */
export function schemes(): string[] {
  return [...backends.keys()];
}

/** The backend that serves `path`. @throws UnimplementedError, in TF's words, for an unknown scheme. */
export function backendFor(path: PathLike): StorageBackend {
  const text = pathText(path);
  const scheme = schemePrefix(text).slice(0, -'://'.length).toLowerCase();
  const backend = backends.get(scheme);
  if (backend === undefined) {
    throw new UnimplementedError(`File system scheme '${scheme}' not implemented (file: '${text}')`, {
      fields: { file: text, expected: [...backends.keys()], actual: scheme },
    });
  }
  return backend;
}

/** The synchronous storage for `path`. @throws UnimplementedError where there is only an asynchronous one. */
export function syncStorageFor(path: PathLike): Storage {
  const { sync } = backendFor(path);
  if (sync === null) {
    const text = pathText(path);
    const message = `${text}; this storage is asynchronous only, use the async form of the call`;
    throw new UnimplementedError(message, { fields: { file: text } });
  }
  return sync;
}

/** The asynchronous storage for `path`. */
export function asyncStorageFor(path: PathLike): AsyncStorage {
  return backendFor(path).async;
}

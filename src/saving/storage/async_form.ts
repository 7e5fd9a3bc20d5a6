/** The asynchronous form of a storage that answers at once. */

import type { AsyncStorage, Storage } from './storage';

/** Wraps every method of `storage` in a promise. */
export function asyncForm(storage: Storage): AsyncStorage {
  return {
    openRead: async (path) => storage.openRead(path),
    read: async (file, offset, into) => storage.read(file, offset, into),
    closeRead: async (file) => storage.closeRead(file),
    createExclusive: async (path) => storage.createExclusive(path),
    write: async (file, chunks) => storage.write(file, chunks),
    sync: async (file) => storage.sync(file),
    closeWrite: async (file) => storage.closeWrite(file),
    openAppend: async (path) => storage.openAppend(path),
    rename: async (from, to) => storage.rename(from, to),
    syncDirectory: async (path) => storage.syncDirectory(path),
    remove: async (path) => storage.remove(path),
    removeDirectory: async (path) => storage.removeDirectory(path),
    stat: async (path) => storage.stat(path),
    list: async (path) => storage.list(path),
    makeDirectory: async (path, options) => storage.makeDirectory(path, options),
    realPath: async (path) => storage.realPath(path),
  };
}

/** The local file system, in the asynchronous form: the same calls and errors as local_disk.ts, awaited. */

import type { Stats } from 'node:fs';
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rmdir,
  stat,
  unlink,
} from 'node:fs/promises';
import { asOpError } from './errno';
import {
  APPEND_FLAGS,
  advance,
  CREATE_FLAGS,
  cannotSync,
  checkReadable,
  DIRECTORY_FLAGS,
  FILE_MODE,
  fileStat,
  type LocalDiskOptions,
  localPath,
  MAX_TRANSFER,
  meansAbsent,
  nextPieces,
  nothingWritten,
  READ_FLAGS,
} from './local_disk';
import type { AsyncStorage, FileStat, ReadFile, WriteFile } from './storage';

interface OpenFile extends ReadFile, WriteFile {
  readonly handle: FileHandle;
}

async function systemCall<T>(path: string, operation: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EINTR') throw asOpError(error, path);
    }
  }
}

/** Local disk through `node:fs/promises`. */
export class AsyncLocalDisk implements AsyncStorage {
  private readonly durable: boolean;

  constructor(options: LocalDiskOptions = {}) {
    this.durable = options.durable ?? true;
  }

  async openRead(path: string): Promise<ReadFile> {
    const handle = await systemCall(path, () => open(localPath(path), READ_FLAGS));
    try {
      const stats: Stats = await systemCall(path, () => handle.stat());
      checkReadable(path, stats);
      const file: OpenFile = { path, size: stats.size, handle };
      return file;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async read(file: ReadFile, offset: number, into: Uint8Array): Promise<number> {
    const { handle, path } = file as OpenFile;
    let done = 0;
    while (done < into.length) {
      const length = Math.min(into.length - done, MAX_TRANSFER);
      const { bytesRead } = await systemCall(path, () => handle.read(into, done, length, offset + done));
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }

  async closeRead(file: ReadFile): Promise<void> {
    await systemCall(file.path, () => (file as OpenFile).handle.close());
  }

  createExclusive(path: string): Promise<WriteFile> {
    return this.openWrite(path, CREATE_FLAGS);
  }

  openAppend(path: string): Promise<WriteFile> {
    return this.openWrite(path, APPEND_FLAGS);
  }

  private async openWrite(path: string, flags: number): Promise<WriteFile> {
    const handle = await systemCall(path, () => open(localPath(path), flags, FILE_MODE));
    const file: OpenFile = { path, size: 0, handle };
    return file;
  }

  async write(file: WriteFile, chunks: readonly Uint8Array[]): Promise<void> {
    const { handle, path } = file as OpenFile;
    let index = 0;
    let offset = 0;
    for (;;) {
      const pieces = nextPieces(chunks, index, offset);
      if (pieces.length === 0) return;
      const { bytesWritten } = await systemCall(path, () => handle.writev(pieces));
      if (bytesWritten === 0) throw nothingWritten(path);
      [index, offset] = advance(chunks, index, offset, bytesWritten);
    }
  }

  async sync(file: WriteFile): Promise<void> {
    if (!this.durable) return;
    // Not through systemCall: a sync that failed for any reason must not be tried again.
    try {
      await (file as OpenFile).handle.sync();
    } catch (error) {
      throw asOpError(error, file.path);
    }
  }

  async closeWrite(file: WriteFile): Promise<void> {
    try {
      await (file as OpenFile).handle.close();
    } catch (error) {
      throw asOpError(error, file.path);
    }
  }

  async rename(from: string, to: string): Promise<void> {
    await systemCall(from, () => rename(localPath(from), localPath(to)));
  }

  async syncDirectory(path: string): Promise<void> {
    if (!this.durable) return;
    const handle = await systemCall(path, () => open(localPath(path) || '.', DIRECTORY_FLAGS));
    try {
      await handle.sync();
    } catch (error) {
      if (!cannotSync(error)) throw asOpError(error, path);
    } finally {
      await handle.close();
    }
  }

  async remove(path: string): Promise<void> {
    await systemCall(path, () => unlink(localPath(path)));
  }

  async removeDirectory(path: string): Promise<void> {
    await systemCall(path, () => rmdir(localPath(path)));
  }

  async stat(path: string): Promise<FileStat | null> {
    return systemCall(path, async () => {
      try {
        return fileStat(await stat(localPath(path)));
      } catch (error) {
        if (meansAbsent(error)) return null;
        throw error;
      }
    });
  }

  async list(path: string): Promise<string[]> {
    return (await systemCall(path, () => readdir(localPath(path) || '.'))).sort();
  }

  async makeDirectory(path: string, options: { readonly recursive: boolean }): Promise<void> {
    await systemCall(path, () => mkdir(localPath(path), options));
  }

  async realPath(path: string): Promise<string> {
    return systemCall(path, () => realpath(localPath(path) || '.'));
  }
}

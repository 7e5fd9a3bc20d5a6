/**
 * The local file system, in the synchronous form. Every system call may do less than it was asked for or be
 * interrupted; a new file never follows a link or replaces another.
 */

import * as fs from 'node:fs';
import { UnknownError } from '../../errors';
import { asOpError, errnoError } from './errno';
import type { FileStat, ReadFile, Storage, WriteFile } from './storage';

export interface LocalDiskOptions {
  /**
   * False skips every fsync: what a crash of the machine leaves is then undefined. For comparing with
   * TensorFlow, which never syncs. Default true.
   */
  readonly durable?: boolean;
}

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_APPEND, O_NOFOLLOW, O_DIRECTORY, O_NONBLOCK } = fs.constants;
/** Non-blocking, so that a named pipe in the place of a file is an error instead of a hang. */
export const READ_FLAGS = O_RDONLY | (O_NONBLOCK ?? 0);
export const CREATE_FLAGS = O_WRONLY | O_CREAT | O_EXCL | (O_NOFOLLOW ?? 0);
export const APPEND_FLAGS = O_WRONLY | O_CREAT | O_APPEND;
export const DIRECTORY_FLAGS = O_RDONLY | (O_DIRECTORY ?? 0);
export const FILE_MODE = 0o666;

/** One system call moves at most 2^31 - 1 bytes and takes at most 1024 pieces. */
export const MAX_TRANSFER = 2 ** 30;
const MAX_PIECES = 1024;

/** `file:///a/b` is `/a/b`, as in TensorFlow. */
export function localPath(path: string): string {
  if (!path.startsWith('file://')) return path;
  const slash = path.indexOf('/', 'file://'.length);
  return slash < 0 ? '/' : path.slice(slash);
}

/** Runs one system call again as long as a signal interrupts it; what it throws becomes an OpError. */
export function systemCall<T>(path: string, operation: () => T): T {
  for (;;) {
    try {
      return operation();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EINTR') throw asOpError(error, path);
    }
  }
}

/** The next pieces that one vectored write may take: no empty ones, no more than the kernel accepts. */
export function nextPieces(chunks: readonly Uint8Array[], index: number, offset: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let room = MAX_TRANSFER;
  let from = offset;
  for (let i = index; i < chunks.length && pieces.length < MAX_PIECES && room > 0; i++) {
    const chunk = chunks[i]!;
    const to = Math.min(chunk.length, from + room);
    if (to > from) pieces.push(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to));
    room -= to - from;
    from = 0;
  }
  return pieces;
}

/** Where in `chunks` writing stands after `written` more bytes. */
export function advance(
  chunks: readonly Uint8Array[],
  index: number,
  offset: number,
  written: number,
): readonly [index: number, offset: number] {
  let i = index;
  let at = offset + written;
  while (i < chunks.length && at >= chunks[i]!.length) at -= chunks[i++]!.length;
  return [i, at];
}

export function nothingWritten(path: string): UnknownError {
  return new UnknownError(`${path}; write made no progress`, { fields: { file: path } });
}

/** Refuses a directory as TF does: opening one succeeds, reading it would not. */
export function checkReadable(path: string, stats: fs.Stats): void {
  if (stats.isDirectory()) throw errnoError('EISDIR', path);
}

export function fileStat(stats: fs.Stats): FileStat {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
  return { kind, size: stats.size, mtime: stats.mtimeMs / 1000 };
}

/** Nothing can be at a path that runs through a file or a loop of links. */
export function meansAbsent(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
}

/** Some file systems cannot sync a directory; their renames are as durable as they get. */
export function cannotSync(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'EINVAL' || code === 'ENOTSUP' || code === 'ENOSYS';
}

interface OpenFile extends ReadFile, WriteFile {
  readonly fd: number;
}

/** Local disk through `node:fs`'s synchronous calls. Paths are POSIX paths or `file://` URLs. */
export class LocalDisk implements Storage {
  private readonly durable: boolean;

  constructor(options: LocalDiskOptions = {}) {
    this.durable = options.durable ?? true;
  }

  openRead(path: string): ReadFile {
    const fd = systemCall(path, () => fs.openSync(localPath(path), READ_FLAGS));
    try {
      const stats = systemCall(path, () => fs.fstatSync(fd));
      checkReadable(path, stats);
      const file: OpenFile = { path, size: stats.size, fd };
      return file;
    } catch (error) {
      fs.closeSync(fd);
      throw error;
    }
  }

  read(file: ReadFile, offset: number, into: Uint8Array): number {
    const { fd, path } = file as OpenFile;
    let done = 0;
    while (done < into.length) {
      const length = Math.min(into.length - done, MAX_TRANSFER);
      const count = systemCall(path, () => fs.readSync(fd, into, done, length, offset + done));
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  closeRead(file: ReadFile): void {
    systemCall(file.path, () => fs.closeSync((file as OpenFile).fd));
  }

  createExclusive(path: string): WriteFile {
    return this.openWrite(path, CREATE_FLAGS);
  }

  openAppend(path: string): WriteFile {
    return this.openWrite(path, APPEND_FLAGS);
  }

  private openWrite(path: string, flags: number): WriteFile {
    const fd = systemCall(path, () => fs.openSync(localPath(path), flags, FILE_MODE));
    const file: OpenFile = { path, size: 0, fd };
    return file;
  }

  write(file: WriteFile, chunks: readonly Uint8Array[]): void {
    const { fd, path } = file as OpenFile;
    let index = 0;
    let offset = 0;
    for (;;) {
      const pieces = nextPieces(chunks, index, offset);
      if (pieces.length === 0) return;
      const written = systemCall(path, () => fs.writevSync(fd, pieces));
      if (written === 0) throw nothingWritten(path);
      [index, offset] = advance(chunks, index, offset, written);
    }
  }

  sync(file: WriteFile): void {
    if (!this.durable) return;
    // Not through systemCall: a sync that failed for any reason must not be tried again.
    try {
      fs.fsyncSync((file as OpenFile).fd);
    } catch (error) {
      throw asOpError(error, file.path);
    }
  }

  closeWrite(file: WriteFile): void {
    // Never twice: after an error the number may already belong to another file.
    try {
      fs.closeSync((file as OpenFile).fd);
    } catch (error) {
      throw asOpError(error, file.path);
    }
  }

  rename(from: string, to: string): void {
    systemCall(from, () => fs.renameSync(localPath(from), localPath(to)));
  }

  syncDirectory(path: string): void {
    if (!this.durable) return;
    const fd = systemCall(path, () => fs.openSync(localPath(path) || '.', DIRECTORY_FLAGS));
    try {
      fs.fsyncSync(fd);
    } catch (error) {
      if (!cannotSync(error)) throw asOpError(error, path);
    } finally {
      fs.closeSync(fd);
    }
  }

  remove(path: string): void {
    systemCall(path, () => fs.unlinkSync(localPath(path)));
  }

  removeDirectory(path: string): void {
    systemCall(path, () => fs.rmdirSync(localPath(path)));
  }

  stat(path: string): FileStat | null {
    return systemCall(path, () => {
      try {
        return fileStat(fs.statSync(localPath(path)));
      } catch (error) {
        if (meansAbsent(error)) return null;
        throw error;
      }
    });
  }

  list(path: string): string[] {
    return systemCall(path, () => fs.readdirSync(localPath(path) || '.')).sort();
  }

  makeDirectory(path: string, options: { readonly recursive: boolean }): void {
    systemCall(path, () => fs.mkdirSync(localPath(path), options));
  }

  realPath(path: string): string {
    return systemCall(path, () => fs.realpathSync(localPath(path) || '.'));
  }
}

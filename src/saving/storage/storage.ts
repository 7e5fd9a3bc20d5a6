/**
 * The one seam to the outside. Everything that reads or writes files is written once, as a generator that
 * yields storage calls; `runSync` and `runAsync` (drivers.ts) carry them out. Faults are injected here.
 */

/** An open file for reading. `size` is the real size when it was opened; `path` is for error texts. */
export interface ReadFile {
  readonly path: string;
  readonly size: number;
}

/** A new file being written from its start. */
export interface WriteFile {
  readonly path: string;
}

export interface FileStat {
  readonly kind: 'file' | 'directory' | 'other';
  readonly size: number;
  /** Modification time in seconds since the epoch, with fraction. */
  readonly mtime: number;
}

/**
 * What a place that holds checkpoints can do. Every method throws an `OpError` of the fitting class
 * (`NotFoundError` `<path>; No such file or directory`, `PermissionDeniedError`, …) with `fields.file`.
 */
export interface Storage {
  openRead(path: string): ReadFile;
  /** Fills `into` from `offset`; returns how many bytes there were (fewer only at the end of the file). */
  read(file: ReadFile, offset: number, into: Uint8Array): number;
  closeRead(file: ReadFile): void;
  /** Creates a file that must not exist yet; never follows a link. */
  createExclusive(path: string): WriteFile;
  /** Appends all of `chunks`, in order. */
  write(file: WriteFile, chunks: readonly Uint8Array[]): void;
  /** Flushes content to the medium. A failed sync is final: the file must be given up. */
  sync(file: WriteFile): void;
  closeWrite(file: WriteFile): void;
  /** Opens for appending, creating the file if needed. */
  openAppend(path: string): WriteFile;
  /** Replaces `to` if it exists, atomically. */
  rename(from: string, to: string): void;
  /** Makes renames and removals in this directory durable. */
  syncDirectory(path: string): void;
  /** Removes a file (a link itself, never its target). */
  remove(path: string): void;
  removeDirectory(path: string): void;
  /** Null when nothing is there. */
  stat(path: string): FileStat | null;
  /** Names in a directory, sorted. */
  list(path: string): string[];
  makeDirectory(path: string, options: { readonly recursive: boolean }): void;
  /** The path with all links resolved; used to keep deletion inside a directory. */
  realPath(path: string): string;
}

/** The same operations, each giving a promise. */
export type AsyncStorage = {
  readonly [M in keyof Storage]: (...args: Parameters<Storage[M]>) => Promise<ReturnType<Storage[M]>>;
};

/** A kind of place: local disk and memory serve both forms, HTTP and S3 only the second. */
export interface StorageBackend {
  readonly sync: Storage | null;
  readonly async: AsyncStorage;
}

/** One request to a storage. */
export type StorageCall = {
  [M in keyof Storage]: { readonly method: M; readonly args: Parameters<Storage[M]> };
}[keyof Storage];

/** A piece of work over a storage, carried out by a driver. */
export type Io<T> = Generator<StorageCall, T, unknown>;

/** Yields one request and gives its answer: `const stat = yield* call('stat', path)`. */
export function* call<M extends keyof Storage>(
  method: M,
  ...args: Parameters<Storage[M]>
): Io<ReturnType<Storage[M]>> {
  return (yield { method, args } as unknown as StorageCall) as ReturnType<Storage[M]>;
}

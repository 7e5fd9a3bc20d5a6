/**
 * Files under a temporary name, `<final name>.tempstate<mark>.<random>`, until they are complete; and telling
 * those that are being written from those that a crash left behind (format.md F2.3, F2.5).
 */

import { AlreadyExistsError, FailedPreconditionError, OpError } from '../../errors';
import { basename, join } from './paths';
import { call, type Io, type WriteFile } from './storage';
import { writerMark, writerState } from './writer_mark';

const INFIX = '.tempstate';
/** Stands in the name of an index whose commit has begun. */
const COMMITTING = '-commit-';
const SUFFIX = /^(-commit-)?([0-9a-f]{8}\.\d+\.\d+)\.[0-9a-f]+$/;
const NAME_ATTEMPTS = 10;
/**
 * From when on the files of a writer that cannot be asked (another machine, TensorFlow) count as left behind.
 */
const STALE_SECONDS = 86400;
const STALE_COMMIT_SECONDS = 60;

/** Names that this thread is using now; others with its mark are what a failed cleaning up left. */
const live = new Set<string>();

/** Runs `io` for its effect only: for cleaning up, where the error that made it necessary matters more. */
export function* quietly(io: Io<unknown>): Io<void> {
  try {
    yield* io;
  } catch {
    // What is left behind has a temporary name and is swept by a later save.
  }
}

function temporaryName(path: string, infix: string): string {
  return `${path}${infix}${writerMark()}.${Math.floor(Math.random() * 2 ** 48).toString(16)}`;
}

/** A file being written that is to be called `finalPath` when it is complete. */
export class PendingFile {
  readonly finalPath: string;
  private path: string;
  private file: WriteFile | null;
  /** False from the first failure on: what a failed write or sync left is never committed. */
  private sound = true;

  /** Use `openTemporary`. */
  constructor(finalPath: string, file: WriteFile) {
    this.finalPath = finalPath;
    this.path = file.path;
    this.file = file;
    live.add(basename(file.path));
  }

  /** Where the bytes are now. */
  get temporaryPath(): string {
    return this.path;
  }

  /** Appends `chunks`, in order. */
  *write(chunks: readonly Uint8Array[]): Io<void> {
    const file = this.openFile();
    this.sound = false;
    yield* call('write', file, chunks);
    this.sound = true;
  }

  /** Flushes to the medium and closes; again does nothing. @throws what failed, also at every later call. */
  *finish(): Io<void> {
    if (this.sound && this.file === null) return;
    const file = this.openFile();
    this.sound = false;
    yield* call('sync', file);
    this.file = null;
    yield* call('closeWrite', file);
    this.sound = true;
  }

  /** Renames the finished file to its final name, or to one that says that its commit has begun. */
  *rename(to: 'final' | 'committing'): Io<void> {
    if (!this.sound || this.file !== null) throw this.unusable();
    const path = to === 'final' ? this.finalPath : temporaryName(this.finalPath, INFIX + COMMITTING);
    yield* renameTo(this.path, path);
    live.delete(basename(this.path));
    if (to === 'final') live.delete(basename(path));
    this.path = path;
  }

  /** Closes and removes the file, whatever state it is in. Never fails. */
  *discard(): Io<void> {
    live.delete(basename(this.path));
    const { file } = this;
    this.file = null;
    this.sound = false;
    if (file !== null) yield* quietly(call('closeWrite', file));
    yield* quietly(call('remove', this.path));
  }

  private openFile(): WriteFile {
    if (!this.sound || this.file === null) throw this.unusable();
    return this.file;
  }

  private unusable(): FailedPreconditionError {
    const state = this.sound ? (this.file === null ? 'closed' : 'not finished') : 'given up after an error';
    return new FailedPreconditionError(`${this.finalPath}; the file is ${state}`, {
      fields: { file: this.finalPath, temporary: this.path },
    });
  }
}

/** Creates a new file that will become `finalPath`. Whoever opens it commits or discards it. */
export function* openTemporary(finalPath: string): Io<PendingFile> {
  for (let attempt = 1; ; attempt++) {
    try {
      return new PendingFile(finalPath, yield* call('createExclusive', temporaryName(finalPath, INFIX)));
    } catch (error) {
      if (!(error instanceof AlreadyExistsError) || attempt === NAME_ATTEMPTS) throw error;
    }
  }
}

/** Moves what is called `path` out of the way; gives its temporary name. */
export function* moveAside(path: string): Io<string> {
  const aside = temporaryName(path, INFIX);
  yield* renameTo(path, aside);
  return aside;
}

/**
 * Renames to a name that is in use from now on, unless the renaming fails: then it may or may not be there.
 */
function* renameTo(from: string, to: string): Io<void> {
  live.add(basename(to));
  try {
    yield* call('rename', from, to);
  } catch (error) {
    live.delete(basename(to));
    throw error;
  }
}

/** Nobody here uses the temporary name `path` any more. */
export function forget(path: string): void {
  live.delete(basename(path));
}

/** A file under a temporary name, found in a directory. */
export interface TemporaryFile {
  readonly path: string;
  /** Whether its writer has begun to commit it. */
  readonly committing: boolean;
  /** Whether its writer may still be at work on it. */
  readonly inUse: boolean;
}

/** The temporary files in `directory` of those final names that `matches` takes. */
export function* temporaryFiles(directory: string, matches: (name: string) => boolean): Io<TemporaryFile[]> {
  const found: TemporaryFile[] = [];
  for (const name of yield* listOrNothing(directory)) {
    const at = name.indexOf(INFIX);
    if (at < 0 || !matches(name.slice(0, at))) continue;
    const [, commit, mark] = SUFFIX.exec(name.slice(at + INFIX.length)) ?? [];
    const path = join(directory, name);
    const committing = commit !== undefined;
    found.push({ path, committing, inUse: yield* isInUse(path, name, mark, committing) });
  }
  return found;
}

/** A directory that may be written but not listed hides its leftovers; that is no reason not to save. */
function* listOrNothing(directory: string): Io<string[]> {
  try {
    return yield* call('list', directory);
  } catch (error) {
    if (error instanceof OpError) return [];
    throw error;
  }
}

function* isInUse(path: string, name: string, mark: string | undefined, committing: boolean): Io<boolean> {
  const state = mark === undefined ? 'unknown' : writerState(mark);
  if (state === 'self') return live.has(name);
  if (state !== 'unknown') return state === 'alive';
  const stat = yield* call('stat', path);
  const age = stat === null ? Number.POSITIVE_INFINITY : Date.now() / 1000 - stat.mtime;
  return age < (committing ? STALE_COMMIT_SECONDS : STALE_SECONDS);
}

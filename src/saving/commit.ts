/**
 * How a checkpoint comes to be, atomically and durably (format.md F2.3 to F2.5, RELIABILITY.md).
 *
 *     write data and index under temporary names, sync, close
 *     move the old index aside, sync the directory          nothing is at this prefix
 *     move the old data aside, rename the new into place,
 *     sync the directory                                    still nothing: there is no index
 *     rename the new index into place, sync the directory   the new checkpoint
 *     remove what was moved aside
 *
 * A crash between any two steps leaves the old checkpoint, none, or the new one, and files named
 * `*.tempstate*` that the next save of the prefix sweeps. An error instead of a crash puts the old checkpoint
 * back.
 */

import { AbortedError, AlreadyExistsError, FailedPreconditionError } from '../errors';
import { basename, dirname } from './storage/paths';
import { call, type Io } from './storage/storage';
import { forget, moveAside, openTemporary, PendingFile, quietly, temporaryFiles } from './storage/temporary';

export { openTemporary, PendingFile } from './storage/temporary';

/** A file that is complete under one name and to have another: a PendingFile, or a shard of a part bundle. */
export interface Arrival {
  readonly temporaryPath: string;
  readonly finalPath: string;
}

/** How long a save waits for one in another process that is being committed to the same prefix. */
const PATIENCE_MILLISECONDS = 10000;
const DATA_NAME = /^\.data-\d{5}-of-\d{5}$/;

/** Indexes whose commit runs in this process. */
const committing = new Set<string>();

/**
 * Puts a bundle in the place of whatever is at its prefix. PendingFiles are finished here if they are not
 * yet; other arrivals have been synced by their writer. All files lie in one directory but for arrivals'
 * temporary names.
 * @throws AbortedError if another save of the prefix is being committed; what the storage throws. The old
 * checkpoint is then as it was, and the pending files are removed.
 */
export function* commitBundle(bundle: { index: PendingFile; data: readonly Arrival[] }): Io<void> {
  const { index, data } = bundle;
  const { finalPath } = index;
  const changes = new Changes(dirname(finalPath));
  if (committing.has(finalPath)) {
    yield* discardAll([index, ...data]);
    throw beingCommitted(finalPath);
  }
  committing.add(finalPath);
  try {
    for (const file of [...data, index]) if (file instanceof PendingFile) yield* file.finish();
    yield* index.rename('committing');
    yield* awaitTurn(index);
    yield* replace(index, data, changes);
  } catch (error) {
    yield* changes.undo();
    yield* discardAll([index, ...data]);
    throw error;
  } finally {
    committing.delete(finalPath);
    for (const file of [index, ...data]) forget(file.temporaryPath);
    changes.forget();
  }
  yield* changes.removeAsides();
}

function* replace(index: PendingFile, data: readonly Arrival[], changes: Changes): Io<void> {
  if (yield* changes.moveAside(index.finalPath)) {
    // Before the data moves: after a power failure the renames since the last sync may have happened in any
    // order.
    yield* changes.syncDirectory();
    for (const { finalPath } of data) yield* changes.moveAside(finalPath);
  }
  for (const file of data) yield* changes.rename(file.temporaryPath, file.finalPath);
  yield* changes.syncDirectory();
  yield* changes.rename(index.temporaryPath, index.finalPath);
  yield* changes.syncDirectory();
}

/**
 * Sweeps what crashes left at this prefix, and sees to it that no two processes commit to it at once. Each
 * has announced itself by the name of its index before it looks at the others', so of two at least one sees
 * the other: the one whose name sorts first waits until the other is gone, the other gives up.
 */
function* awaitTurn(index: PendingFile): Io<void> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    let waiting = false;
    for (const { path, inUse, ...other } of yield* temporaryFilesOf(index.finalPath)) {
      if (!inUse) yield* quietly(call('remove', path));
      else if (other.committing && basename(path) !== basename(index.temporaryPath)) {
        if (basename(path) < basename(index.temporaryPath)) throw beingCommitted(index.finalPath);
        waiting = true;
      }
    }
    if (!waiting) return;
    if (Date.now() > deadline) throw beingCommitted(index.finalPath);
  }
}

function temporaryFilesOf(indexPath: string): ReturnType<typeof temporaryFiles> {
  const indexName = basename(indexPath);
  const prefix = indexName.replace(/\.index$/, '');
  return temporaryFiles(
    dirname(indexPath),
    (name) => name === indexName || (name.startsWith(prefix) && DATA_NAME.test(name.slice(prefix.length))),
  );
}

function beingCommitted(path: string): AbortedError {
  return new AbortedError(`${path}; another save of this checkpoint is being committed`, {
    fields: { file: path },
  });
}

function* discardAll(files: readonly Arrival[]): Io<void> {
  for (const file of files) if (file instanceof PendingFile) yield* file.discard();
}

/** Renames that can be undone. */
class Changes {
  private readonly directory: string;
  private readonly done: { readonly from: string; readonly to: string }[] = [];
  private readonly asides: string[] = [];

  constructor(directory: string) {
    this.directory = directory;
  }

  *rename(from: string, to: string): Io<void> {
    yield* call('rename', from, to);
    this.done.push({ from, to });
  }

  /** Whether there was something to move. */
  *moveAside(path: string): Io<boolean> {
    const stat = yield* call('stat', path);
    if (stat === null) return false;
    if (stat.kind === 'directory') {
      throw new FailedPreconditionError(`${path}; Is a directory`, { fields: { file: path } });
    }
    const aside = yield* moveAside(path);
    this.asides.push(aside);
    this.done.push({ from: path, to: aside });
    return true;
  }

  *syncDirectory(): Io<void> {
    yield* call('syncDirectory', this.directory);
  }

  /**
   * The last first, and no further once one fails: the old index comes back only over the old data.
   */
  *undo(): Io<void> {
    if (this.done.length === 0) return;
    try {
      for (const { from, to } of [...this.done].reverse()) yield* call('rename', to, from);
    } catch {
      return;
    }
    yield* quietly(this.syncDirectory());
  }

  *removeAsides(): Io<void> {
    for (const aside of this.asides) yield* quietly(call('remove', aside));
  }

  forget(): void {
    for (const aside of this.asides) forget(aside);
  }
}

/**
 * Replaces the file at `path` by one holding `bytes`: readers see the old content or the new, also after a
 * crash. For single files such as the `checkpoint` state file.
 */
export function* writeFileAtomically(path: string, bytes: Uint8Array): Io<void> {
  const name = basename(path);
  for (const leftover of yield* temporaryFiles(dirname(path), (candidate) => candidate === name)) {
    if (!leftover.inUse) yield* quietly(call('remove', leftover.path));
  }
  const file = yield* openTemporary(path);
  try {
    yield* file.write([bytes]);
    yield* file.finish();
    yield* file.rename('final');
  } catch (error) {
    yield* file.discard();
    throw error;
  }
  yield* call('syncDirectory', dirname(path));
}

/** Creates `path` and what is missing above it, durably. What is there already is left alone. */
export function* makeDirectories(path: string): Io<void> {
  const missing: string[] = [];
  for (let at = path.replace(/(?<=[^/:])\/+$/, ''); at !== '' && at !== dirname(at); at = dirname(at)) {
    if ((yield* call('stat', at)) !== null) break;
    missing.unshift(at);
  }
  for (const directory of missing) {
    try {
      yield* call('makeDirectory', directory, { recursive: false });
    } catch (error) {
      // Another process may have been faster.
      if (!(error instanceof AlreadyExistsError)) throw error;
    }
    yield* call('syncDirectory', dirname(directory));
  }
}

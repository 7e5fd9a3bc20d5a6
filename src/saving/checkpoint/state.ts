/**
 * The `checkpoint` state file: which checkpoints a directory has (manager.md M7, format.md F10). Each piece
 * of work is written once, as a generator over a storage; `management.ts` has TF's functions.
 */
import { NotFoundError, OpError, RuntimeError, ValueError } from '../../errors';
import { logger } from '../../logging';
import {
  CheckpointState,
  formatCheckpointState,
  ParseError,
  parseCheckpointState,
} from '../checkpoint_state';
import { writeFileAtomically } from '../commit';
import { matchingFiles } from '../storage/matching_files';
import { basename, dirname, isAbsolute, join, schemePrefix } from '../storage/paths';
import { call, type Io } from '../storage/storage';
import { relativePath } from './relative_path';

export interface StateFields {
  readonly model_checkpoint_path: string;
  /** Oldest first. */
  readonly all_model_checkpoint_paths?: readonly string[] | null;
  /** Seconds since the epoch, one for each path. */
  readonly all_model_checkpoint_timestamps?: readonly number[] | null;
  readonly last_preserved_timestamp?: number | null;
}

/** Paths are absolute, or relative to `directory` (M7.3). */
export function makeState(directory: string, fields: StateFields): CheckpointState {
  const newest = fields.model_checkpoint_path;
  const paths = [...(fields.all_model_checkpoint_paths ?? [])];
  const timestamps = [...(fields.all_model_checkpoint_timestamps ?? [])];
  if (paths.at(-1) !== newest) {
    logger.info(`${newest} is not in all_model_checkpoint_paths. Manually adding it.`);
    paths.push(newest);
  }
  if (timestamps.length > 0 && timestamps.length !== paths.length) {
    throw new ValueError(
      `Checkpoint timestamps, if provided, must match checkpoint paths (got paths [${paths
        .map((path) => `'${path}'`)
        .join(', ')}] and timestamps [${timestamps.join(', ')}])`,
      { fields: { expected: paths.length, actual: timestamps.length } },
    );
  }
  const place = (path: string): string =>
    isAbsolute(directory) || isAbsolute(path) ? path : relativePath(path, directory);
  return new CheckpointState({
    model_checkpoint_path: place(newest),
    all_model_checkpoint_paths: paths.map(place),
    all_model_checkpoint_timestamps: timestamps,
    last_preserved_timestamp: fields.last_preserved_timestamp ?? 0,
  });
}

export function stateFile(directory: string, latestFilename: string | null): string {
  return join(directory, latestFilename ?? 'checkpoint');
}

export interface WriteStateOptions {
  readonly latestFilename?: string | null;
  /** Turn absolute paths into ones relative to the directory. */
  readonly relative: boolean;
}

/** Replaces the state file, atomically. */
export function* writeState(directory: string, fields: StateFields, options: WriteStateOptions): Io<void> {
  const file = stateFile(directory, options.latestFilename ?? null);
  const relate = (path: string): string =>
    options.relative && isAbsolute(path) ? relativePath(path, directory) : path;
  const state = makeState(directory, {
    ...fields,
    model_checkpoint_path: relate(fields.model_checkpoint_path),
    all_model_checkpoint_paths: (fields.all_model_checkpoint_paths ?? []).map(relate),
  });
  if (file === state.model_checkpoint_path) {
    throw new RuntimeError(
      `Save path '${fields.model_checkpoint_path}' conflicts with path used for checkpoint state.  ` +
        'Please use a ' +
        'different save path.',
      { fields: { file } },
    );
  }
  yield* writeFileAtomically(file, new TextEncoder().encode(formatCheckpointState(state)));
}

/**
 * What the state file says, with paths joined to the directory; null if there is none that can be read
 * (M7.1).
 */
export function* readState(directory: string, latestFilename: string | null): Io<CheckpointState | null> {
  const file = stateFile(directory, latestFilename);
  let state: CheckpointState;
  try {
    if ((yield* call('stat', file)) === null) return null;
    state = parseCheckpointState(yield* readWholeFile(file), file);
  } catch (error) {
    if (!(error instanceof OpError || error instanceof ParseError)) throw error;
    logger.warning(`${error.name}: ${error.message}`);
    logger.warning(`${file}: Checkpoint ignored`);
    return null;
  }
  if (state.model_checkpoint_path === '') {
    throw new ValueError(`Invalid checkpoint state loaded from ${directory}`, { fields: { file } });
  }
  return new CheckpointState({
    ...state,
    model_checkpoint_path: placeIn(directory, state.model_checkpoint_path),
    all_model_checkpoint_paths: state.all_model_checkpoint_paths.map((path) => placeIn(directory, path)),
  });
}

/**
 * To Python's `os.path`, and so to TF, a URL is a relative path; in a directory that is one itself it stands
 * alone.
 */
function placeIn(directory: string, path: string): string {
  const alone = path.startsWith('/') || schemePrefix(directory) !== '';
  return alone ? join(directory, path) : join(directory, '') + path;
}

function* readWholeFile(path: string): Io<Uint8Array> {
  const file = yield* call('openRead', path);
  try {
    const bytes = new Uint8Array(file.size);
    const length = yield* call('read', file, 0, bytes);
    return bytes.subarray(0, length);
  } finally {
    yield* call('closeRead', file);
  }
}

/** Newest checkpoint if its files are there (M7.2). */
export function* findLatest(directory: string, latestFilename: string | null): Io<string | null> {
  const path = (yield* readState(directory, latestFilename))?.model_checkpoint_path;
  if (path === undefined) return null;
  if (yield* checkpointExists(path)) return path;
  logger.error(`Couldn't match files for checkpoint ${path}`);
  return null;
}

/** Whether `<prefix>.index`, or a V1 file or pattern `prefix`, is there (format.md F1.2). */
export function* checkpointExists(prefix: string): Io<boolean> {
  if ((yield* matchingFiles(`${prefix}.index`)).length > 0) return true;
  return (yield* matchingFiles(prefix)).length > 0;
}

/** Modification times in seconds; a checkpoint that is not there has none (M7.6). */
export function* modificationTimes(prefixes: readonly string[]): Io<number[]> {
  const times: number[] = [];
  for (const prefix of prefixes) {
    const [v2] = yield* matchingFiles(`${prefix}.index`);
    const file = v2 ?? (yield* matchingFiles(prefix))[0];
    const stat = file === undefined ? null : yield* call('stat', file);
    if (stat !== null) times.push(stat.mtime);
  }
  return times;
}

/**
 * Index first, so that no reader finds an index without data; names are compared exactly, never as patterns.
 */
export function* removeV2Files(prefix: string): Io<void> {
  yield* removeIfThere(`${prefix}.index`);
  const directory = dirname(prefix);
  if ((yield* call('stat', directory || '.'))?.kind !== 'directory') return;
  const start = `${basename(prefix)}.data-`;
  for (const name of yield* call('list', directory || '.')) {
    if (!name.startsWith(start) || !/^\d{5}-of-\d{5}$/.test(name.slice(start.length))) continue;
    yield* removeIfThere(join(directory, name));
  }
}

export function* removeIfThere(path: string): Io<void> {
  if ((yield* call('stat', path)) === null) return;
  try {
    yield* call('remove', path);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    logger.warning(
      `Hit NotFoundError when deleting '${path}', possibly because another process/thread is also ` +
        'deleting/moving the same file',
    );
  }
}

/** TF's functions around the `checkpoint` state file (manager.md M7). */

import { warnDeprecated } from '../../logging';
import { type Args, bindArguments } from '../../python/arguments';
import { named } from '../../python/named';
import type { CheckpointState } from '../checkpoint_state';
import { matchingFiles } from '../storage/matching_files';
import { type PathLike, pathText } from '../storage/paths';
import { runHere } from './run';
import {
  checkpointExists,
  findLatest,
  makeState,
  modificationTimes,
  readState,
  removeIfThere,
  removeV2Files,
  type StateFields,
  writeState,
} from './state';

interface DirectoryArguments {
  readonly checkpoint_dir: PathLike;
  readonly latest_filename: string | null;
}
type LatestArgs = Args<[], [checkpoint_dir: PathLike, latest_filename: string | null], DirectoryKeywords>;
type DirectoryKeywords = { readonly checkpoint_dir?: PathLike; readonly latest_filename?: string | null };

function bindDirectory(name: string, args: readonly unknown[]): { directory: string; latest: string | null } {
  const given = bindArguments<DirectoryArguments>(name, ['checkpoint_dir', 'latest_filename'], args, {
    required: 1,
  });
  return { directory: pathText(given.checkpoint_dir!), latest: given.latest_filename ?? null };
}

/** Mirrors `tf.train.latest_checkpoint(checkpoint_dir, latest_filename=None)`: a prefix or null (M7.2). */
export function latest_checkpoint(...args: LatestArgs): string | null {
  const { directory, latest } = bindDirectory('latest_checkpoint', args);
  return runHere(directory, findLatest(directory, latest));
}

/**
 * Mirrors `tf.train.get_checkpoint_state(checkpoint_dir, latest_filename=None)` (M7.1).
 * @throws {@link ValueError} if the file names no checkpoint.
 */
export function get_checkpoint_state(...args: LatestArgs): CheckpointState | null {
  const { directory, latest } = bindDirectory('get_checkpoint_state', args);
  return runHere(directory, readState(directory, latest));
}

interface StateKeywords {
  readonly all_model_checkpoint_paths?: readonly string[] | null;
  readonly all_model_checkpoint_timestamps?: readonly number[] | null;
  readonly last_preserved_timestamp?: number | null;
}

type GenerateArgs = Args<
  [save_dir: PathLike, model_checkpoint_path: string],
  [
    all_model_checkpoint_paths: readonly string[] | null,
    all_model_checkpoint_timestamps: readonly number[] | null,
    last_preserved_timestamp: number | null,
  ],
  StateKeywords,
  ['save_dir', 'model_checkpoint_path']
>;

interface GenerateArguments extends StateFields {
  readonly save_dir: PathLike;
}

/** Mirrors `tf.compat.v1.train.generate_checkpoint_state_proto` (M7.3). */
export function generate_checkpoint_state_proto(...args: GenerateArgs): CheckpointState {
  const given = bindArguments<GenerateArguments>(
    'generate_checkpoint_state_proto',
    [
      'save_dir',
      'model_checkpoint_path',
      'all_model_checkpoint_paths',
      'all_model_checkpoint_timestamps',
      'last_preserved_timestamp',
    ],
    args,
    { required: 2 },
  );
  return makeState(pathText(given.save_dir!), given as StateFields);
}

type UpdateArgs = Args<
  [save_dir: PathLike, model_checkpoint_path: string],
  [
    all_model_checkpoint_paths: readonly string[] | null,
    latest_filename: string | null,
    all_model_checkpoint_timestamps: readonly number[] | null,
    last_preserved_timestamp: number | null,
  ],
  StateKeywords & { readonly latest_filename?: string | null },
  ['save_dir', 'model_checkpoint_path']
>;

interface UpdateArguments extends GenerateArguments {
  readonly latest_filename: string | null;
}

/** Mirrors `tf.compat.v1.train.update_checkpoint_state`. @throws {@link RuntimeError} M7.4. */
export function update_checkpoint_state(...args: UpdateArgs): void {
  deprecated(
    'update_checkpoint_state',
    'Use `tf.train.CheckpointManager` to manage checkpoints rather than manually editing the ' +
      'Checkpoint proto.',
  );
  const given = bindArguments<UpdateArguments>(
    'update_checkpoint_state',
    [
      'save_dir',
      'model_checkpoint_path',
      'all_model_checkpoint_paths',
      'latest_filename',
      'all_model_checkpoint_timestamps',
      'last_preserved_timestamp',
    ],
    args,
    { required: 2 },
  );
  const latestFilename = given.latest_filename ?? null;
  const directory = pathText(given.save_dir!);
  runHere(directory, writeState(directory, given as StateFields, { latestFilename, relative: false }));
}

/** Mirrors `tf.compat.v1.train.checkpoint_exists(checkpoint_prefix)` (format.md F1.2). */
export const checkpoint_exists = named(
  'checkpoint_exists',
  ['checkpoint_prefix'],
  [],
  (checkpoint_prefix: PathLike): boolean => {
    deprecated('checkpoint_exists', 'Use standard file APIs to check for files with this prefix.');
    const prefix = pathText(checkpoint_prefix);
    return runHere(prefix, checkpointExists(prefix));
  },
);

/** Mirrors `tf.compat.v1.train.get_checkpoint_mtimes(checkpoint_prefixes)`, in seconds (M7.6). */
export const get_checkpoint_mtimes = named(
  'get_checkpoint_mtimes',
  ['checkpoint_prefixes'],
  [],
  (checkpoint_prefixes: readonly PathLike[]): number[] => {
    deprecated('get_checkpoint_mtimes', 'Use standard file utilities to get mtimes.');
    return checkpoint_prefixes.flatMap((path) => {
      const prefix = pathText(path);
      return runHere(prefix, modificationTimes([prefix]));
    });
  },
);

/** `SaverDef.CheckpointFormatVersion`. */
const V1 = 1;
const V2 = 2;

interface RemoveArguments {
  readonly checkpoint_prefix: PathLike;
  readonly checkpoint_format_version: number;
  readonly meta_graph_suffix: string;
}

/** Mirrors `tf.compat.v1.train.remove_checkpoint` (M7.5); V1 is format version 1, V2 is 2. */
export function remove_checkpoint(
  ...args: Args<
    [checkpoint_prefix: PathLike],
    [checkpoint_format_version: number, meta_graph_suffix: string],
    { readonly checkpoint_format_version?: number; readonly meta_graph_suffix?: string },
    ['checkpoint_prefix']
  >
): void {
  deprecated('remove_checkpoint', 'Use standard file APIs to delete files with this prefix.');
  const given = bindArguments<RemoveArguments>(
    'remove_checkpoint',
    ['checkpoint_prefix', 'checkpoint_format_version', 'meta_graph_suffix'],
    args,
    { required: 1 },
  );
  const prefix = pathText(given.checkpoint_prefix!);
  const suffix = given.meta_graph_suffix ?? 'meta';
  runHere(prefix, remove(prefix, given.checkpoint_format_version ?? V2, suffix));
}

function* remove(prefix: string, version: number, suffix: string) {
  yield* removeIfThere(`${prefix.replace(/-[\d?]+-of-\d+$/, '')}.${suffix}`);
  if (version !== V1) yield* removeV2Files(prefix);
  else for (const file of yield* matchingFiles(prefix)) yield* removeIfThere(file);
}

function deprecated(name: string, instructions: string): void {
  const module = 'tensorflow.python.checkpoint.checkpoint_management';
  warnDeprecated(`${name} (from ${module})`, 'flowpoint', instructions);
}

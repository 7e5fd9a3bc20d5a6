/** Savers that users register for objects of their choice (object_graph.md O6.8, restore.md R9.3). */
import { LookupError, TypeError, ValueError } from '../errors';
import { describe } from './describe';
import type { Trackable } from './trackable';

/** Object name → object, as both functions of a saver get them. */
export type SaverTrackables = ReadonlyMap<string, Trackable>;

export interface CheckpointSaver {
  /** `package.name`, as it stands in the graph. */
  readonly name: string;
  readonly predicate: (object: object) => boolean;
  /** Writes the objects under `filePrefix`; returns the prefixes it has written. */
  readonly save_fn: (trackables: SaverTrackables, filePrefix: string) => string | readonly string[] | null;
  readonly restore_fn: (trackables: SaverTrackables, prefix: string) => void;
  readonly strict_predicate_restore: boolean;
}

export interface RegisterSaverArguments extends Omit<CheckpointSaver, 'name' | 'strict_predicate_restore'> {
  readonly package?: string;
  readonly name: string;
  readonly strict_predicate_restore?: boolean;
}

const savers = new Map<string, CheckpointSaver>();
const validName = /^[A-Za-z0-9_.-]+$/;

/**
 * Mirrors `tf.__internal__`'s `register_checkpoint_saver`; later registrations are asked first.
 * @throws {@link ValueError} for a name that is taken or invalid, {@link TypeError} for what is no function.
 */
export function register_checkpoint_saver(saver: RegisterSaverArguments): void {
  for (const role of ['save_fn', 'restore_fn', 'predicate'] as const) {
    if (typeof saver[role] !== 'function')
      throw new TypeError(`The ${role} must be callable, got: ${typeof saver[role]}`);
  }
  const { package: package_ = 'Custom', strict_predicate_restore = true } = saver;
  const name = `${package_}.${saver.name}`;
  if (!validName.test(name)) {
    throw new ValueError(
      'Invalid registered checkpoint saver. Please check that the package and name follow the regex ' +
        `'${validName.source}': (package='${package_}', name='${saver.name}')`,
    );
  }
  if (savers.has(name))
    throw new ValueError(`The name '${name}' has already been registered to a checkpoint saver.`);
  savers.set(name, { ...saver, name, strict_predicate_restore });
}

/** Forgets a saver. @internal */
export function unregisterCheckpointSaver(name: string): void {
  savers.delete(name);
}

/** The newest saver that wants this object. */
export function registeredSaverFor(trackable: Trackable): CheckpointSaver | undefined {
  if (savers.size === 0) return undefined;
  return [...savers.values()].reverse().find((saver) => saver.predicate(trackable.handle));
}

/** @throws {@link LookupError} for a name that nobody has registered. */
export function checkpointSaver(name: string): CheckpointSaver {
  const saver = savers.get(name);
  if (saver === undefined)
    throw new LookupError(`The checkpoint saver registry does not have name '${name}' registered.`);
  return saver;
}

/**
 * The saver recorded in a file, or null if it does not want this object and allows to skip it (R9.3).
 * @throws {@link ValueError} if nobody has registered it, or it is strict and refuses the object.
 */
export function saverToRestore(trackable: Trackable, name: string): CheckpointSaver | null {
  const saver = savers.get(name);
  if (saver === undefined) {
    throw new ValueError(
      `Error when restoring object ${describe(trackable)} from checkpoint. This object was saved using a registered ` +
        `saver named '${name}', but this saver cannot be found in the current context.`,
    );
  }
  if (saver.predicate(trackable.handle)) return saver;
  if (!saver.strict_predicate_restore) return null;
  throw new ValueError(
    `Object ${describe(trackable)} was saved with the registered saver named '${name}'. However, this saver cannot ` +
      'be used to restore the object because the predicate does not pass.',
  );
}

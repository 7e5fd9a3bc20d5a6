/**
 * `tf.compat.v1.train.Saver`: variables under their names (saver.md S1-S4). Eagerly the list is looked at in every call; in a
 * graph it is fixed when the Saver is built, and values lie in the session that is given.
 */
import { currentContext } from '../context';
import type { HostTensor } from '../dtypes';
import {
  FailedPreconditionError,
  InvalidArgumentError,
  NotFoundError,
  RuntimeError,
  TypeError,
  ValueError,
} from '../errors';
import { logger } from '../logging';
import { bindArguments } from '../python/arguments';
import { repr } from '../python/repr';
import { GraphKeys } from '../runtime/graph/collections';
import type { Graph } from '../runtime/graph/graph';
import { runHere } from '../saving/checkpoint/run';
import { checkpointExists, writeState } from '../saving/checkpoint/state';
import { basename, dirname, pathText } from '../saving/storage/paths';
import { explained, MISMATCH, MISSING_NAME } from '../tracking/explained_error';
import { type GlobalStepLike, stepNumber } from './global_step';
import { LastCheckpoints, notAList, type TimedCheckpoint } from './last_checkpoints';
import { itemsOf, readItems, type SaveItem, type VarList } from './saveables';
import {
  isSaverKeywords,
  type RestoreArguments,
  type RestoreKeywords,
  type SaveArguments,
  type SaveKeywords,
  type SaverArguments,
  type SaverKeywords,
  saverParameters,
} from './saver_arguments';
import { checkSaverDef, rememberSaver, SaverDef, savedBy } from './saver_def';
import { isDirectory, readItemsFrom, writeItems, writeSharded, writeShardedV1 } from './saver_files';
import { assignItems, checkNames, objectKeys } from './saver_restore';
import { isSession, type Session } from './session';

const eagerWarning =
  'Saver is deprecated, please switch to tf.train.Checkpoint or tf.keras.Model.save_weights for training ' +
  'checkpoints. When executing eagerly variables do not necessarily have unique names, and so the variable.name-based ' +
  'lookups Saver performs are error-prone.';

/** Mirrors `tf.compat.v1.train.Saver`. */
export class Saver {
  /** Null until it is built. */
  saver_def: SaverDef | null = null;
  private readonly given: SaverKeywords;
  /** The graph it was made in; null for an eager one. */
  private readonly graph: Graph | null;
  private readonly last: LastCheckpoints;
  private readonly version: number;
  /** What is saved, in a graph from the building on. */
  private built: readonly SaveItem[] | null = null;
  /** An object-based file has been read. */
  private readsObjects = false;

  /** @throws S1.2-S1.4, S2.2, S2.3 */
  constructor(...args: SaverArguments) {
    const dicts = args.length === 1 && isSaverKeywords(args[0]) ? [] : ['var_list'];
    const given = bindArguments<SaverKeywords>('Saver', saverParameters, args, { dicts });
    const { var_list = null, max_to_keep = 5, keep_checkpoint_every_n_hours = 10000 } = given;
    if (given.defer_build && var_list !== null)
      throw new ValueError(
        'If `var_list` is provided then build cannot be deferred. Either set defer_build=False or var_list=None.',
      );
    this.graph = (currentContext().builder ?? null) as Graph | null;
    this.given = given;
    if (given.saver_def) checkSaverDef(given.saver_def, this.graph !== null);
    this.version = given.saver_def?.version ?? given.write_version ?? SaverDef.V2;
    if (this.graph === null) {
      logger.warning(eagerWarning);
      if (var_list === null)
        throw new RuntimeError(
          'When eager execution is enabled, `var_list` must specify a list or dict of variables to save',
        );
    } else if (!given.defer_build) this.build();
    const limits = given.saver_def ?? { max_to_keep, keep_checkpoint_every_n_hours };
    this.last = new LastCheckpoints(limits.max_to_keep ?? 0, limits.keep_checkpoint_every_n_hours);
  }

  /** Fixes what is saved. @throws {@link RuntimeError} eagerly, {@link ValueError} S1.4 */
  build(): void {
    const { graph, given } = this;
    if (graph === null) throw new RuntimeError('Use save/restore instead of build in eager mode.');
    if (this.built !== null || this.saver_def !== null) return;
    if (given.saver_def) {
      this.saver_def = given.saver_def;
      if (given.name) this.saver_def.prependScope(given.name);
      return;
    }
    graph.checkNotFinal();
    const list = given.var_list ?? [
      ...graph.get_collection(GraphKeys.GLOBAL_VARIABLES),
      ...graph.get_collection(GraphKeys.SAVEABLE_OBJECTS),
    ];
    this.built = this.items(list);
    if (this.built.length === 0) return;
    const scope = graph.unique_name(given.name ?? 'save');
    this.saver_def = new SaverDef({
      filename_tensor_name: `${scope}/Const:0`,
      save_tensor_name: `${scope}/control_dependency:0`,
      restore_op_name: `${scope}/restore_all`,
      max_to_keep: given.max_to_keep ?? 5,
      sharded: given.sharded ?? false,
      keep_checkpoint_every_n_hours: given.keep_checkpoint_every_n_hours ?? 10000,
      version: this.version,
    });
    rememberSaver(graph, this.saver_def, this.built);
  }

  /** A Saver of the variables that another one, whose definition this is, was made for in the same graph. */
  static from_proto(saver_def: SaverDef | null, import_scope: string | null = null): Saver {
    return new Saver({ saver_def, name: import_scope });
  }

  private items(list: VarList): readonly SaveItem[] {
    const items = itemsOf(list);
    if (items.length === 0 && !this.given.allow_empty) throw new ValueError('No variables to save');
    return items;
  }
  /** What is saved and restored by this call. */
  private current(): readonly SaveItem[] {
    if (this.graph === null) return this.items(this.given.var_list!);
    if (this.given.saver_def) this.built = savedBy(this.graph, this.given.saver_def);
    if (this.built === null)
      throw new RuntimeError('`build()` should be called before save if defer_build==True');
    return this.built;
  }

  /**
   * Writes the variables to `<save_path>` or `<save_path>-<global_step>` and records it in the state file. TF's `.meta` file
   * is not written.
   * @param args `sess` is null eagerly; see {@link SaveKeywords}
   * @returns the path that was written; null if there is nothing to save
   * @throws S3.2-S3.5
   */
  save(...args: SaveArguments): string | null {
    const names = [
      'sess',
      'save_path',
      'global_step',
      'latest_filename',
      'meta_graph_suffix',
      'write_meta_graph',
      'write_state',
      'strip_default_attrs',
      'save_debug_info',
    ] as const;
    const given = bindArguments<SaveKeywords>('save', names, args, { required: 2 });
    const items = this.current();
    const latestFilename = given.latest_filename ?? 'checkpoint';
    if (this.version !== SaverDef.V2) warnV1();
    if (dirname(latestFilename) !== '')
      throw new ValueError("'latest_filename' must not contain path components");
    const session = given.sess ?? null;
    const path = pathText(given.save_path!);
    if (path === '') throw new ValueError('no path specified');
    const file = this.numbered(path, given.global_step ?? null, session);
    if (file === path && basename(path) === latestFilename && !this.given.sharded)
      throw new ValueError(`'latest_filename' collides with 'save_path': '${latestFilename}' and '${path}'`, {
        fields: { file: path },
      });
    if (this.graph !== null && !isSession(session))
      throw new TypeError(`'sess' must be a Session; ${repr(session)}`);
    if (items.length === 0) return null;
    const values = readItems(items, session);
    const written = this.write(file, path, items, values);
    if (given.write_state ?? true) {
      this.last.record(written);
      this.writeState(dirname(path), written, latestFilename);
      this.last.deleteOne(this.version, given.meta_graph_suffix ?? 'meta');
    }
    return written;
  }

  private numbered(path: string, step: GlobalStepLike | null, session: Session | null): string {
    if (step === null) return path;
    const number = stepNumber(session, step, this.graph);
    return `${path}-${this.given.pad_step_number ? padded(number) : number}`;
  }

  private write(
    file: string,
    path: string,
    items: readonly SaveItem[],
    values: readonly HostTensor[],
  ): string {
    const isV1 = this.version !== SaverDef.V2;
    const sharded = (this.given.saver_def ?? this.given).sharded ?? false;
    try {
      // V2 shards are merged; V1 leaves them as they are.
      if (sharded && isV1) return runHere(file, writeShardedV1(file, items, values));
      runHere(
        file,
        sharded ? writeSharded(file, items, values) : writeItems(file, isV1 ? 'v1' : 'v2', items, values),
      );
      return file;
    } catch (error) {
      if (!(error instanceof FailedPreconditionError || error instanceof NotFoundError)) throw error;
      if (runHere(file, isDirectory(dirname(path)))) throw error;
      throw new ValueError(`Parent directory of ${path} doesn't exist, can't save.`, {
        fields: { file: path },
        cause: error,
      });
    }
  }

  private writeState(directory: string, path: string, latestFilename: string): void {
    const fields = { model_checkpoint_path: path, all_model_checkpoint_paths: this.last.paths };
    const relative = this.given.save_relative_paths ?? false;
    runHere(directory, writeState(directory, fields, { latestFilename, relative }));
  }

  /**
   * Gives the variables the values they have in a checkpoint, all or none.
   * @throws S4.1-S4.6
   */
  restore(...args: RestoreArguments): void {
    const given = bindArguments<RestoreKeywords>('restore', ['sess', 'save_path'], args, { required: 2 });
    const items = this.current();
    if (items.length === 0) return;
    if ((given.save_path ?? null) === null) throw new ValueError("Can't load save_path when it is None.");
    const path = pathText(given.save_path!);
    if (!runHere(path, checkpointExists(path.replace(/\.index$/, ''))))
      throw new ValueError(`The passed save_path is not a valid checkpoint: ${path}`, {
        fields: { file: path },
      });
    logger.info(`Restoring parameters from ${path}`);
    const session = given.sess ?? null;
    if (this.graph !== null && !isSession(session))
      throw new TypeError(`'sess' must be a Session; ${repr(session)}`);
    assignItems(items, this.read(path, items), session);
  }

  private read(path: string, items: readonly SaveItem[]): HostTensor[] {
    const reshape = this.given.reshape ?? false;
    try {
      return explainingMismatch(() => runHere(path, readItemsFrom(path, items, reshape)));
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      const keys = objectKeys(path);
      if (keys === null) throw explained(error, MISSING_NAME);
      logger.warning(
        'Restoring an object-based checkpoint using a name-based saver. This may be somewhat fragile, and will ' +
          're-build the Saver. Instead, consider loading object-based checkpoints using tf.train.Checkpoint().',
      );
      checkNames(path, items, keys);
      // TF makes another Saver for that, once, and it tells what it does as any does.
      if (this.graph === null && !this.readsObjects) logger.warning(eagerWarning);
      this.readsObjects = true;
      logger.info(`Restoring parameters from ${path}`);
      return explainingMismatch(() =>
        runHere(
          path,
          readItemsFrom(path, items, reshape, (name) => keys.get(name)!),
        ),
      );
    }
  }

  /** Paths of the checkpoints that were not deleted, oldest first. */
  get last_checkpoints(): string[] {
    return this.last.paths;
  }
  /** DEPRECATED: they are never deleted. Use `set_last_checkpoints_with_time`. */
  set_last_checkpoints(last_checkpoints: readonly string[]): void {
    this.last.set(timeless(last_checkpoints));
  }
  set_last_checkpoints_with_time(last_checkpoints_with_time: readonly TimedCheckpoint[]): void {
    this.last.set(last_checkpoints_with_time);
  }
  recover_last_checkpoints(checkpoint_paths: readonly string[]): void {
    this.last.recover(checkpoint_paths);
  }
  as_saver_def(): SaverDef | null {
    return this.saver_def;
  }
  /** @param export_scope only names in this scope are given, without it; null if there are none */
  to_proto(export_scope: string | null = null): SaverDef | null {
    return export_scope === null ? this.saver_def : (this.saver_def?.inScope(export_scope) ?? null);
  }
}

function timeless(paths: readonly string[]): TimedCheckpoint[] {
  if (!Array.isArray(paths)) throw notAList();
  return paths.map((path) => [path, Number.POSITIVE_INFINITY]);
}

/** A dtype that differs comes from another graph (S4.2). */
function explainingMismatch<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw explained(error, MISMATCH);
  }
}

function padded(step: bigint): string {
  const digits = (step < 0n ? -step : step).toString();
  return step < 0n ? `-${digits.padStart(7, '0')}` : digits.padStart(8, '0');
}

function warnV1(): void {
  const stars = '*******************************************************';
  logger.warning(stars);
  logger.warning("TensorFlow's V1 checkpoint format has been deprecated.");
  logger.warning('Consider switching to the more efficient V2 format:');
  logger.warning('   `tf.train.Saver(write_version=tf.train.SaverDef.V2)`');
  logger.warning('now on by default.');
  logger.warning(stars);
}

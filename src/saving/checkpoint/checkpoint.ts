/**
 * `tf.train.Checkpoint`: saves and restores everything reachable from it (object_graph.md O2.5-O2.7, O7, O8).
 *
 * State of its own lies under one symbol: what users assign are attributes and edges, and nothing else is.
 */
import { currentContext } from '../../context';
import { int64 } from '../../dtypes';
import { AttributeError, NotFoundError, NotImplementedError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { repr } from '../../python/repr';
import { compareText } from '../../python/text_order';
import { requireSession } from '../../runtime/graph/default_session';
import type { Tensor } from '../../runtime/tensor';
import { Variable } from '../../runtime/variable';
import { AutoTrackableBase } from '../../tracking/auto_trackable';
import { fulfilDeferred } from '../../tracking/deferred';
import { ObjectGraphView, type TrackableReference } from '../../tracking/graph_view';
import { asTrackable, type RAW, type Trackable } from '../../tracking/trackable';
import { dirname, join, type PathLike, pathText } from '../storage/paths';
import { call, type Io } from '../storage/storage';
import { notTrackable, splitArguments, strong, trackableRoot } from './checkpoint_arguments';
import { detach, planSave, type SavePlan, writePlan } from './graph_save';
import { type LoadStatus, NameBasedSaverStatus, type ReadHooks, readCheckpoint } from './load';
import { type AsyncControls, CheckpointOptions, type WriteCallback } from './options';
import { finishPendingWrites, PendingWrite, pendingWritesDone } from './pending_write';
import { runControlled, runHere, runHereAsync } from './run';
import { writeState } from './state';

interface CheckpointInternals {
  readonly root: Trackable | WeakRef<Trackable> | null;
  /** Edges of the root in this checkpoint's view only; null without a root. */
  readonly attached: TrackableReference[] | null;
  readonly view: ObjectGraphView;
  saveCounter: Variable | null;
  /** In a graph: adds one to the counter. */
  countSave: Tensor | null;
}

const INTERNALS: unique symbol = Symbol('flowpoint.checkpoint');

/** What may stand as the root: a Trackable, a tracked container, or a weak reference to one. */
export type RootLike = { readonly [RAW]: Trackable } | WeakRef<{ readonly [RAW]: Trackable } & object>;

type SaveArgs = Args<
  [file_prefix: PathLike],
  [options: CheckpointOptions | null],
  { readonly options?: CheckpointOptions | null },
  ['file_prefix']
>;
type ReadArgs = Args<
  [save_path: PathLike | null],
  [options: CheckpointOptions | null],
  { readonly options?: CheckpointOptions | null },
  ['save_path']
>;

/** What the asynchronous forms take: TF's options and a signal and progress callback. */
export interface AsyncOptions extends AsyncControls {
  readonly options?: CheckpointOptions | null;
}

/** Mirrors `tf.train.Checkpoint`. */
class Checkpoint extends AutoTrackableBase {
  readonly [INTERNALS]!: CheckpointInternals;

  /**
   * `new Checkpoint({step, net})`, `new Checkpoint(model)` or `new Checkpoint(model, {step})`.
   * @throws {@link ValueError} for what cannot be tracked (O2.7), or a name that the root has otherwise
   * (O2.6).
   */
  constructor(...args: readonly unknown[]) {
    super();
    const { root: given, kwargs } = splitArguments(args);
    const root = given === null ? null : trackableRoot(given);
    const attached: TrackableReference[] | null = root === null ? null : [];
    for (const name of Object.keys(kwargs).sort(compareText)) {
      if (name === 'save_counter')
        throw new AttributeError("property 'save_counter' of 'Checkpoint' object has no setter");
      Reflect.set(this, name, kwargs[name], this);
      const child = asTrackable(strong(Reflect.get(this, name, this)));
      if (child === null) throw notTrackable(name, kwargs[name]);
      if (root === null || attached === null) continue;
      const present = root._lookup_dependency(name);
      if (present === undefined) attached.push({ name, ref: child });
      else if (present !== child) {
        throw new ValueError(
          `Cannot create a Checkpoint with keyword argument ${name} if root.${name} already exists.`,
          { fields: { object_path: name } },
        );
      }
    }
    const self = asTrackable(this)!;
    const held = given instanceof WeakRef && root !== null ? new WeakRef(root) : root;
    const internals: CheckpointInternals = {
      root: held,
      attached,
      view: new ObjectGraphView(held ?? self, attached),
      saveCounter: (root?._lookup_dependency('save_counter') as Variable | undefined) ?? null,
      countSave: null,
    };
    Object.defineProperty(self, INTERNALS, { value: internals });
  }

  /** All that would be saved, as a graph. @internal */
  get _view(): ObjectGraphView {
    return this[INTERNALS].view;
  }

  /** An int64 variable that counts saves, made when first asked for (O7.2). */
  get save_counter(): Variable {
    const internals = this[INTERNALS];
    internals.saveCounter ??= this.createSaveCounter(internals);
    return internals.saveCounter;
  }

  private createSaveCounter({ root, attached }: CheckpointInternals): Variable {
    const self = asTrackable(this)!;
    const name = 'save_counter';
    const counter = new Variable({ initial_value: 0n, dtype: int64, name, trainable: false });
    self._track_trackable(counter, name);
    // The root knows nothing of the counter, yet its restore may wait for one (R2.7).
    attached?.push({ name, ref: counter });
    const owner = root instanceof WeakRef ? root.deref() : root;
    if (owner !== null && owner !== undefined) fulfilDeferred(owner, name, counter);
    return counter;
  }

  /**
   * Writes everything reachable to `<file_prefix>.index` and its data files, all or nothing, and returns the
   * prefix (O8.1). Neither numbers nor records the checkpoint.
   */
  write(...args: SaveArgs): string {
    const { path, options } = bindPath('write', 'file_prefix', args);
    return this._write(path, options);
  }

  /** @internal */
  _write(prefix: string, options: CheckpointOptions): string {
    finishPendingWrites();
    const plan = planSave(this[INTERNALS].view, prefix, options, !options.enable_async);
    const callbacks = options.experimental_write_callbacks ?? [];
    if (options.enable_async) {
      new PendingWrite(detach(plan), callbacks);
      return prefix;
    }
    runHere(prefix, writePlan(plan));
    for (const callback of callbacks) callback(prefix);
    return prefix;
  }

  /**
   * Increments `save_counter`, writes to `<file_prefix>-<counter>`, and records it in the `checkpoint` file
   * of that directory (O7.4, O8.1). Returns the numbered prefix.
   */
  save(...args: SaveArgs): string {
    const { path, options } = bindPath('save', 'file_prefix', args);
    finishPendingWrites();
    return this._write(
      this.nextPrefix(path),
      options.withCallback((saved) => runHere(saved, recordSave(saved))),
    );
  }

  private nextPrefix(prefix: string): string {
    return `${prefix}-${this._countSave()}`;
  }
  /** Adds one to the counter, in a graph to that of the session. @internal */
  _countSave(): bigint {
    const { builder } = currentContext();
    if (builder) return this.countInSession(builder.building_function);
    const { save_counter } = this;
    save_counter.assign_add(1n);
    return save_counter.numpy().item() as bigint;
  }
  /** In a graph the counter is one of the session's variables; a new one is initialised first. */
  private countInSession(inFunction: boolean): bigint {
    if (inFunction)
      throw new NotImplementedError(
        'Calling tf.train.Checkpoint.save() from a function is not supported, as save() modifies saving metadata in ' +
          'ways not supported by TensorFlow Operations. Consider using tf.train.Checkpoint.write(), a lower-level API ' +
          'which does not update metadata. tf.train.latest_checkpoint and related APIs will not see this checkpoint.',
      );
    const session = requireSession(null, 'save a checkpoint');
    const internals = this[INTERNALS];
    const isNew = internals.saveCounter === null;
    const { save_counter } = this;
    if (isNew) session._evaluate([save_counter.initializer!]);
    internals.countSave ??= save_counter.assign_add(1n)._as_graph_element() as Tensor;
    return session._evaluate([internals.countSave])[0]!.numpy().item() as bigint;
  }

  /**
   * Restores what this object depends on already, and the rest as it is added (O8.2). `null`: nothing is
   * restored.
   * @throws {@link NotFoundError} if there is no such checkpoint; see restore.md R5 for what does not fit.
   */
  read(...args: ReadArgs): LoadStatus {
    const { path, options } = bindOptionalPath('read', args);
    finishPendingWrites();
    return runHere(path ?? '', readCheckpoint(this[INTERNALS].view, path, options, atOnce));
  }

  /**
   * As `read`, for what `save` wrote: also takes a SavedModel directory, and makes the `save_counter` (O8.2).
   * @throws {@link NotFoundError} with a hint (O8.3).
   */
  restore(...args: ReadArgs): LoadStatus {
    const { path, options } = bindOptionalPath('restore', args);
    finishPendingWrites();
    return this.withCounter(runHere(path ?? '', this.restoring(path, options, atOnce)));
  }

  private *restoring(path: string | null, options: CheckpointOptions, hooks: ReadHooks): Io<LoadStatus> {
    try {
      const prefix = path === null ? null : yield* savedModelVariables(path);
      return yield* readCheckpoint(this[INTERNALS].view, prefix, options, hooks);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      throw new NotFoundError(
        `Error when restoring from checkpoint or SavedModel at ${path}: ${error.message}\nPlease ` +
          'double-check that ' +
          "the path is correct. You may be missing the checkpoint suffix (e.g. the '-1' in 'path/to/ckpt-1').",
        { fields: error.fields, cause: error },
      );
    }
  }

  private withCounter(status: LoadStatus): LoadStatus {
    const counter = this.save_counter;
    if (status instanceof NameBasedSaverStatus) status.add_to_optionally_restored(counter);
    return status;
  }

  /**
   * Ends every asynchronous save that is in progress, without giving the event loop a turn.
   * @throws what such a save failed with.
   */
  sync(): void {
    finishPendingWrites();
  }

  /** Ours: as `sync`, without blocking. */
  syncAsync(): Promise<void> {
    return pendingWritesDone();
  }

  /** Ours: as `write`; the values are those at the time of the call. */
  async writeAsync(file_prefix: PathLike, controls: AsyncOptions = {}): Promise<string> {
    const options = optionsOf(controls.options);
    const plan = detach(planSave(this[INTERNALS].view, pathText(file_prefix), options, false));
    return writeInTurn(plan, controls, options.experimental_write_callbacks ?? []);
  }

  /** Ours: as `save`; the values and the number are those at the time of the call. */
  async saveAsync(file_prefix: PathLike, controls: AsyncOptions = {}): Promise<string> {
    const options = optionsOf(controls.options);
    const prefix = this.nextPrefix(pathText(file_prefix));
    return this.writeAsync(prefix, {
      ...controls,
      options: options.withCallback((saved) => runHereAsync(saved, recordSave(saved))),
    });
  }

  /** Ours: as `read`. Variables change in one turn of the event loop, when all has been read. */
  async readAsync(save_path: PathLike | null, controls: AsyncOptions = {}): Promise<LoadStatus> {
    const path = save_path === null ? null : pathText(save_path);
    await pendingWritesDone();
    const options = optionsOf(controls.options);
    return runRead(path, (hooks) => readCheckpoint(this[INTERNALS].view, path, options, hooks), controls);
  }

  /** Ours: as `restore`. Variables change in one turn of the event loop, when all has been read. */
  async restoreAsync(save_path: PathLike | null, controls: AsyncOptions = {}): Promise<LoadStatus> {
    const path = save_path === null ? null : pathText(save_path);
    await pendingWritesDone();
    const options = optionsOf(controls.options);
    return this.withCounter(await runRead(path, (hooks) => this.restoring(path, options, hooks), controls));
  }
}

const atOnce: ReadHooks = { keepOpen: true };

interface PathAndOptions<P> {
  readonly path: P;
  readonly options: CheckpointOptions;
}

function bindPath(method: string, parameter: string, args: readonly unknown[]): PathAndOptions<string> {
  const given = bindArguments<Record<string, unknown>>(method, [parameter, 'options'], args, { required: 1 });
  return { path: pathText(given[parameter] as PathLike), options: optionsOf(given.options) };
}

function bindOptionalPath(method: string, args: readonly unknown[]): PathAndOptions<string | null> {
  const given = bindArguments<Record<string, unknown>>(method, ['save_path', 'options'], args, {
    required: 1,
  });
  const path = given.save_path === null ? null : pathText(given.save_path as PathLike);
  return { path, options: optionsOf(given.options) };
}

function optionsOf(given: unknown): CheckpointOptions {
  if (given === undefined || given === null) return new CheckpointOptions();
  if (given instanceof CheckpointOptions) return given;
  throw new TypeError(`options must be a CheckpointOptions, got ${repr(given)}`, {
    fields: { key: 'options', actual: given },
  });
}

/** save()'s own record: the newest path only, relative, without times (O8.1). */
function recordSave(path: string): Io<void> {
  const fields = { model_checkpoint_path: path, all_model_checkpoint_paths: [path] };
  return writeState(dirname(path), fields, { relative: true });
}

/** A SavedModel directory stands for the checkpoint inside it. */
function* savedModelVariables(path: string): Io<string> {
  if ((yield* call('stat', path))?.kind !== 'directory') return path;
  for (const name of ['saved_model.pb', 'saved_model.pbtxt']) {
    if ((yield* call('stat', join(path, name))) !== null) return join(path, 'variables/variables');
  }
  return path;
}

async function writeInTurn(
  plan: SavePlan,
  controls: AsyncControls,
  callbacks: readonly WriteCallback[],
): Promise<string> {
  await pendingWritesDone();
  await runControlled(plan.prefix, writePlan(plan), controls, () => plan.bytes);
  for (const callback of callbacks) await callback(plan.prefix);
  return plan.prefix;
}

async function runRead(
  path: string | null,
  read: (hooks: ReadHooks) => Io<LoadStatus>,
  controls: AsyncControls,
): Promise<LoadStatus> {
  let bytesTotal = 0;
  const total = (bytes: number): void => {
    bytesTotal = bytes;
  };
  const io = read({ keepOpen: false, total });
  return runControlled(path ?? '', io, controls, () => bytesTotal);
}

/** The class as users see it: `new Checkpoint({step, net})` has `step` and `net`, typed. */
export interface CheckpointConstructor {
  new <R extends RootLike>(root: R): CheckpointBase & { readonly root: R };
  new <R extends RootLike, A extends object>(root: R, kwargs: A): CheckpointBase & A & { readonly root: R };
  new <A extends object = object>(kwargs?: A): CheckpointBase & A;
  new <A extends object>(root: null, kwargs?: A): CheckpointBase & A;
  readonly prototype: CheckpointBase;
}

type CheckpointBase = Checkpoint;
/** Any checkpoint, whatever its attributes. */
export type AnyCheckpoint = Checkpoint;
type TypedCheckpoint<A extends object = object> = Checkpoint & A;
const TypedCheckpoint = Checkpoint as unknown as CheckpointConstructor;

export { Checkpoint as CheckpointBase, TypedCheckpoint as Checkpoint };

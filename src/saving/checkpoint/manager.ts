/**
 * `tf.train.CheckpointManager`: numbers, keeps and removes the checkpoints of one directory (manager.md
 * M1-M5).
 */
import { InvalidArgumentError, ValueError } from '../../errors';
import { logger } from '../../logging';
import { type Args, bindArguments } from '../../python/arguments';
import { BaseVariable } from '../../runtime/base_variable';
import { requireSession } from '../../runtime/graph/default_session';
import { Tensor } from '../../runtime/tensor';
import { dirname, join, type PathLike, pathText } from '../storage/paths';
import { call, type Io } from '../storage/storage';
import type { AnyCheckpoint } from './checkpoint';
import { clock } from './clock';
import { type AsyncControls, CheckpointOptions, type WriteCallback } from './options';
import { runHere, runHereAsync } from './run';
import { readState, removeV2Files, writeState } from './state';

/** A step: a whole number, or a scalar variable or tensor that holds one. */
export type StepLike = number | bigint | { numpy(): { item(): unknown } };

export interface CheckpointManagerKeywords {
  readonly max_to_keep?: number | null;
  readonly keep_checkpoint_every_n_hours?: number | null;
  readonly checkpoint_name?: string;
  readonly step_counter?: StepLike | null;
  readonly checkpoint_interval?: number | null;
  readonly init_fn?: (() => unknown) | null;
  /** Of TF 2.21: the step of the newest checkpoint, if known (M1.6). */
  readonly last_checkpoint_step?: number | null;
}

interface ManagerArguments extends CheckpointManagerKeywords {
  readonly checkpoint: AnyCheckpoint;
  readonly directory: PathLike;
}

interface SaveArguments {
  readonly checkpoint_number: StepLike | null;
  readonly check_interval: boolean;
  readonly options: CheckpointOptions | null;
}
type SaveArgs = Args<
  [],
  [checkpoint_number: StepLike | null, check_interval: boolean, options: CheckpointOptions | null],
  Partial<SaveArguments>
>;

const parameters = [
  'checkpoint',
  'directory',
  'max_to_keep',
  'keep_checkpoint_every_n_hours',
  'checkpoint_name',
  'step_counter',
  'checkpoint_interval',
  'init_fn',
  'last_checkpoint_step',
] as const;

const HOUR = 3600;

/** Mirrors `tf.train.CheckpointManager`. One at a time should be active in a directory (M5.5). */
export class CheckpointManager {
  readonly checkpoint: AnyCheckpoint;
  readonly directory: string;
  readonly checkpoint_interval: number | null;
  private readonly maxToKeep: number | null;
  private readonly keepEveryHours: number | null;
  private readonly prefix: string;
  private readonly stepCounter: StepLike | null;
  private readonly initFn: (() => unknown) | null;
  private lastStep: number | null;
  private latest: string | null = null;
  private lastPreserved: number;
  /** Path → time of writing, oldest first. */
  private readonly active = new Map<string, number>();

  /**
   * Reads the state file of the directory; writes and removes nothing.
   * @throws {@link ValueError} for `max_to_keep` below 1, or an interval without a step counter (M1.1, M1.2).
   */
  constructor(
    ...args: Args<
      [checkpoint: AnyCheckpoint, directory: PathLike],
      [
        max_to_keep: number | null,
        keep_checkpoint_every_n_hours: number | null,
        checkpoint_name: string,
        step_counter: StepLike | null,
        checkpoint_interval: number | null,
        init_fn: (() => unknown) | null,
        last_checkpoint_step: number | null,
      ],
      CheckpointManagerKeywords,
      ['checkpoint', 'directory']
    >
  ) {
    const given = bindArguments<ManagerArguments>('CheckpointManager', parameters, args, { required: 3 });
    const maxToKeep = given.max_to_keep ?? null;
    if (maxToKeep !== null && !(maxToKeep > 0)) {
      throw new ValueError(`Expected a positive integer or \`None\` for \`max_to_keep\`, got ${maxToKeep}.`);
    }
    this.checkpoint = given.checkpoint!;
    this.directory = pathText(given.directory!);
    this.maxToKeep = maxToKeep;
    this.keepEveryHours = given.keep_checkpoint_every_n_hours ?? null;
    this.prefix = join(this.directory, given.checkpoint_name ?? 'ckpt');
    this.checkpoint_interval = given.checkpoint_interval ?? null;
    this.stepCounter = given.step_counter ?? null;
    this.initFn = given.init_fn ?? null;
    this.lastStep = given.last_checkpoint_step ?? null;
    if (this.checkpoint_interval !== null && this.stepCounter === null) {
      throw new ValueError('`step_counter` should be passed if `checkpoint_interval` is not None.');
    }
    this.lastPreserved = this.recover();
  }

  /** M1.3-M1.5. */
  private recover(): number {
    const now = clock().now();
    const state = runHere(this.directory, readState(this.directory, null));
    // A second back, so that a manager made again at once adopts what this one writes.
    if (state === null) return now - 1;
    this.latest = state.model_checkpoint_path;
    let preserved = state.last_preserved_timestamp;
    if (now < preserved) {
      const behind = (preserved - now).toFixed(6);
      logger.warning(
        `time.time() returned a value ${behind} seconds behind the last preserved checkpoint timestamp.`,
      );
      preserved = now;
    }
    const times = state.all_model_checkpoint_timestamps;
    for (const [i, path] of state.all_model_checkpoint_paths.entries()) {
      if (times.length > 0 && i >= times.length) break;
      const time = Math.min(times[i] ?? preserved, now);
      if (time > preserved) this.active.set(path, time);
    }
    return preserved;
  }

  /** Prefix of the newest checkpoint as this manager knows it; never read again from the file (M5.1). */
  get latest_checkpoint(): string | null {
    return this.latest;
  }

  /** Prefixes of the checkpoints that may still be removed, oldest first; preserved ones are not listed. */
  get checkpoints(): string[] {
    return [...this.active.keys()];
  }

  /**
   * Writes a checkpoint and removes what is too many (M2). Returns its prefix, or null if the interval has
   * not passed.
   */
  save(...args: SaveArgs): string | null {
    const plan = this.plan(args, (path) => runHere(this.directory, this.record(path)));
    return plan === null ? null : this.checkpoint._write(plan.prefix, plan.options);
  }

  /** Ours: the same without blocking; the values are those at the time of the call. */
  async saveAsync(keywords: Partial<SaveArguments> & AsyncControls = {}): Promise<string | null> {
    const { signal, progress, ...given } = keywords;
    const plan = this.plan([given], (path) => runHereAsync(this.directory, this.record(path)));
    return plan === null
      ? null
      : this.checkpoint.writeAsync(plan.prefix, { signal, progress, options: plan.options });
  }

  private plan(
    args: readonly unknown[],
    record: WriteCallback,
  ): { prefix: string; options: CheckpointOptions } | null {
    const given = bindArguments<SaveArguments>(
      'save',
      ['checkpoint_number', 'check_interval', 'options'],
      args,
    );
    if (!this.intervalAllows(given.check_interval ?? true)) return null;
    const count = this.checkpoint._countSave();
    const number = given.checkpoint_number ?? count;
    const options = given.options ?? new CheckpointOptions();
    return {
      prefix: `${this.prefix}-${wholeNumber(number)}`,
      options: options.withCallback(record),
    };
  }

  /** M2.2. */
  private intervalAllows(checkInterval: boolean): boolean {
    if (this.checkpoint_interval === null) return true;
    const step = Number(wholeNumber(this.stepCounter!));
    if (this.lastStep !== null) {
      if (step === this.lastStep) return false;
      if (checkInterval && step < this.lastStep + this.checkpoint_interval) return false;
    }
    this.lastStep = step;
    return true;
  }

  /**
   * M2.5: the state is written before removing too, so that a crash while removing leads to the new
   * checkpoint.
   */
  private *record(path: string): Io<void> {
    const time = clock().now();
    this.active.delete(path);
    this.active.set(path, time);
    this.latest = path;
    yield* this.writeState();
    if (yield* this.sweep()) yield* this.writeState();
  }

  private writeState(): Io<void> {
    return writeState(
      this.directory,
      {
        model_checkpoint_path: this.latest!,
        all_model_checkpoint_paths: [...this.active.keys()],
        all_model_checkpoint_timestamps: [...this.active.values()],
        last_preserved_timestamp: this.lastPreserved,
      },
      { relative: true },
    );
  }

  /** M3. Returns whether anything changed. */
  private *sweep(): Io<boolean> {
    let changed = false;
    if (this.maxToKeep === null) return changed;
    while (this.active.size > this.maxToKeep) {
      const [path, time] = this.active.entries().next().value!;
      this.active.delete(path);
      changed = true;
      if (this.keepEveryHours && time - this.keepEveryHours * HOUR >= this.lastPreserved) {
        this.lastPreserved = time;
      } else if (yield* this.isInside(path)) {
        yield* removeV2Files(path);
      } else {
        logger.warning(
          `Checkpoint ${path} is listed in the state file of ${this.directory} but lies outside of it: ` +
            'not removed.',
        );
      }
    }
    return changed;
  }

  /** The list may come from a file that anybody wrote: nothing outside of the directory is ever removed. */
  private *isInside(path: string): Io<boolean> {
    const folder = dirname(path) || '.';
    if ((yield* call('stat', folder)) === null) return true;
    const home = yield* call('realPath', this.directory || '.');
    const real = yield* call('realPath', folder);
    return real === home || real.startsWith(home.endsWith('/') ? home : `${home}/`);
  }

  /**
   * Restores the newest checkpoint, or calls `init_fn` if there is none (M5.3). Returns the restored prefix
   * or null.
   */
  restore_or_initialize(): string | null {
    if (this.latest !== null) {
      this.checkpoint.restore(this.latest);
      if (this.checkpoint_interval !== null) this.lastStep = Number(wholeNumber(this.stepCounter!));
      return this.latest;
    }
    if (this.initFn !== null) {
      this.initFn();
      logger.info('Customized initialization is done through the passed `init_fn`.');
    }
    return null;
  }

  /** Waits for an asynchronous save (M5.4). */
  sync(): void {
    this.checkpoint.sync();
  }
}

/** Of a graph's variable or tensor: in the default session. */
function valueNow(step: Exclude<StepLike, number | bigint>): unknown {
  const element = step instanceof BaseVariable ? step._as_graph_element() : step;
  if (!(element instanceof Tensor) || element.source === null) return step.numpy().item();
  return requireSession(null, 'evaluate a step')._evaluate([element])[0]!.numpy().item();
}

function wholeNumber(step: StepLike): bigint {
  const value: unknown = typeof step === 'object' ? valueNow(step) : step;
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  throw new InvalidArgumentError(`Expected a whole number of steps, got ${String(value)}.`, {
    fields: { actual: value },
  });
}

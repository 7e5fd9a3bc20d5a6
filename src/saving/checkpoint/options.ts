/** What a caller may say about one save or restore (manager.md M6). */
import { AssertionError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { ShardingCallback } from './sharding';

/** Called with the path after the files are in place; may take no parameter. */
export type WriteCallback = (save_path: string) => unknown;

export interface CheckpointOptionsKeywords {
  readonly experimental_io_device?: string | null;
  readonly experimental_enable_async_checkpoint?: boolean;
  readonly experimental_write_callbacks?: readonly WriteCallback[] | null;
  readonly enable_async?: boolean;
  readonly experimental_skip_slot_variables?: boolean;
  readonly experimental_sharding_callback?: ShardingCallback | null;
  /** Ours: false writes object graphs as TF before 2.8 did, without `has_checkpoint_values` (O10.2). */
  readonly hasCheckpointValues?: boolean;
}

const parameters = [
  'experimental_io_device',
  'experimental_enable_async_checkpoint',
  'experimental_write_callbacks',
  'enable_async',
  'experimental_skip_slot_variables',
  'experimental_sharding_callback',
  'hasCheckpointValues',
] as const;

/** Mirrors `tf.train.CheckpointOptions`. */
export class CheckpointOptions {
  /** Has no effect here: there is one device. */
  readonly experimental_io_device: string | null;
  readonly enable_async: boolean;
  readonly experimental_enable_async_checkpoint: boolean;
  readonly experimental_write_callbacks: readonly WriteCallback[] | null;
  readonly experimental_skip_slot_variables: boolean;
  readonly experimental_sharding_callback: ShardingCallback | null;
  readonly hasCheckpointValues: boolean;

  /**
   * @throws {@link AssertionError} for a callback of more than one parameter (M6.2).
   * @throws {@link ValueError} for a sharding callback of another type (M6.4).
   */
  constructor(
    ...args: Args<
      [],
      [
        experimental_io_device: string | null,
        experimental_enable_async_checkpoint: boolean,
        experimental_write_callbacks: readonly WriteCallback[] | null,
        enable_async: boolean,
        experimental_skip_slot_variables: boolean,
        experimental_sharding_callback: ShardingCallback | null,
      ],
      CheckpointOptionsKeywords
    >
  ) {
    const given = bindArguments<CheckpointOptionsKeywords>('CheckpointOptions', parameters, args);
    const callbacks = given.experimental_write_callbacks ?? null;
    for (const callback of callbacks ?? []) {
      if (callback.length > 1) {
        throw new AssertionError('A write callback takes no parameter or one, the path.', {
          fields: { expected: '0 or 1 parameters', actual: callback.length },
        });
      }
    }
    const sharding = given.experimental_sharding_callback ?? null;
    if (sharding !== null && !((sharding as unknown) instanceof ShardingCallback)) {
      throw new ValueError(
        'The experimental_sharding_callback checkpoint optionmust be of type ShardingCallback. The option ' +
          `providedwas of type <class '${(Object(sharding) as object).constructor.name}'>.`,
      );
    }
    this.experimental_io_device = given.experimental_io_device ?? null;
    this.enable_async = Boolean(given.experimental_enable_async_checkpoint || given.enable_async);
    this.experimental_enable_async_checkpoint = this.enable_async;
    this.experimental_write_callbacks = callbacks;
    this.experimental_skip_slot_variables = given.experimental_skip_slot_variables ?? false;
    this.experimental_sharding_callback = sharding;
    this.hasCheckpointValues = given.hasCheckpointValues ?? true;
  }

  /** A copy with one more callback at the end: a caller's options are never changed (M6.3). @internal */
  withCallback(callback: WriteCallback): CheckpointOptions {
    return new CheckpointOptions({
      ...this,
      experimental_write_callbacks: [...(this.experimental_write_callbacks ?? []), callback],
    });
  }
}

/** How far a save or restore has come. */
export interface Progress {
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** Ours: what the asynchronous forms take beside TF's arguments. */
export interface AsyncControls {
  /** Gives the work up; files and variables stay as they were. */
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: Progress) => void) | undefined;
}

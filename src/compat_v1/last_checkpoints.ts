/** Which checkpoints a Saver has written and which of them are deleted (saver.md S3.7-S3.9). */
import { AssertionError, NotFoundError } from '../errors';
import { logger } from '../logging';
import { clock } from '../saving/checkpoint/clock';
import { get_checkpoint_mtimes, remove_checkpoint } from '../saving/checkpoint/management';

/** Path, and when it was saved in seconds since the epoch. */
export type TimedCheckpoint = readonly [path: string, time: number];

export function notAList(): AssertionError {
  return new AssertionError('last_checkpoints must be a list.');
}

export class LastCheckpoints {
  private list: TimedCheckpoint[] = [];
  private toDelete: TimedCheckpoint[] = [];
  private nextKept: number;

  constructor(
    private readonly mostKept: number,
    private readonly hours: number,
  ) {
    this.nextKept = clock().now() + hours * 3600;
  }

  get paths(): string[] {
    return this.list.map(([path]) => path);
  }
  set(list: readonly TimedCheckpoint[]): void {
    if (!Array.isArray(list)) throw notAList();
    this.list = [...list];
  }
  /** Those that are there, with their times. */
  recover(paths: readonly string[]): void {
    const found: TimedCheckpoint[] = [];
    for (const path of paths) {
      try {
        const [time] = get_checkpoint_mtimes([path]);
        if (time !== undefined) found.push([path, time]);
      } catch (error) {
        // Another process may be deleting older ones.
        if (!(error instanceof NotFoundError)) throw error;
      }
    }
    this.list = found;
  }

  /** A checkpoint was saved: it is the newest, and the oldest of too many is due. */
  record(path: string): void {
    if (!this.mostKept) return;
    this.list = this.list.filter(([other]) => other !== path);
    this.list.push([path, clock().now()]);
    if (this.list.length > this.mostKept) this.toDelete.push(this.list.shift()!);
  }
  /** Deletes one that is due, or keeps it for good if enough time has passed since the last one kept. */
  deleteOne(version: number, metaSuffix: string): void {
    const due = this.toDelete.shift();
    if (due === undefined) return;
    const [path, time] = due;
    if (time > this.nextKept) {
      this.nextKept += this.hours * 3600;
      return;
    }
    try {
      remove_checkpoint(path, version, metaSuffix);
    } catch (error) {
      logger.warning(`Ignoring: ${(error as Error).message}`);
    }
  }
}

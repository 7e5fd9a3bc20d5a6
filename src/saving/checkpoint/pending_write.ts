/**
 * Saves that are on their way while the program goes on (manager.md M6.5). JavaScript cannot block on its
 * own event loop, so such a save is done in slices, one storage call a turn: whoever has to wait for it runs
 * the rest at once.
 */
import { logger } from '../../logging';
import { backendFor } from '../storage/registry';
import type { Io, Storage } from '../storage/storage';
import { type SavePlan, writePlan } from './graph_save';
import type { WriteCallback } from './options';
import { runHereAsync } from './run';

/** What a process ends with whose save failed unnoticed. */
const FAILED = 74;
const pending = new Set<PendingWrite>();

/** Brings all saves in progress to their end. @throws what one of them failed with. */
export function finishPendingWrites(): void {
  for (const write of pending) write.finish();
}

/** The same without blocking. */
export async function pendingWritesDone(): Promise<void> {
  for (const write of pending) await write.done();
}

const nextTurn: (work: () => void) => void =
  typeof setImmediate === 'function' ? setImmediate : (work) => setTimeout(work, 0);

export class PendingWrite {
  private readonly slices: Generator<void, void, void> | null;
  private readonly ended: Promise<void>;
  private end: () => void = () => {};
  private failure: { readonly error: unknown } | null = null;

  constructor(
    private readonly plan: SavePlan,
    private readonly callbacks: readonly WriteCallback[],
  ) {
    pending.add(this);
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
    const storage = backendFor(plan.prefix).sync;
    this.slices = storage === null ? null : inSlices(this.work(), storage);
    if (this.slices === null) void this.runAsync();
    else nextTurn(() => this.slice());
  }

  private *work(): Io<void> {
    yield* writePlan(this.plan);
    for (const callback of this.callbacks) callback(this.plan.prefix);
  }

  private slice(): void {
    if (!pending.has(this)) return;
    try {
      if (this.slices!.next().done) this.finished();
      else nextTurn(() => this.slice());
    } catch (error) {
      this.failed(error);
    }
  }

  /** Where there is no synchronous storage, nobody can wait but by `done`. */
  private async runAsync(): Promise<void> {
    try {
      await runHereAsync(this.plan.prefix, writePlan(this.plan));
      for (const callback of this.callbacks) await callback(this.plan.prefix);
      this.finished();
    } catch (error) {
      this.failed(error);
    }
  }

  private finished(): void {
    pending.delete(this);
    this.end();
  }

  /** Kept until somebody asks; a program that never asks must not end as if all were well. */
  private failed(error: unknown): void {
    this.failure = { error };
    this.end();
    logger.error(`The asynchronous save to ${this.plan.prefix} failed: ${String(error)}`);
    if (typeof process !== 'undefined') process.exitCode ??= FAILED;
  }

  /** Runs what is left. @throws what the save failed with, once. */
  finish(): void {
    this.rethrow();
    if (this.slices === null) return;
    try {
      while (!this.slices.next().done);
    } finally {
      this.finished();
    }
  }

  async done(): Promise<void> {
    await this.ended;
    this.rethrow();
  }

  private rethrow(): void {
    if (this.failure === null) return;
    pending.delete(this);
    if (typeof process !== 'undefined' && process.exitCode === FAILED) process.exitCode = undefined;
    throw this.failure.error;
  }
}

/** Carries out one storage call between two yields. */
function* inSlices(io: Io<void>, storage: Storage): Generator<void, void, void> {
  let step = io.next();
  while (!step.done) {
    let answer: unknown;
    yield;
    try {
      const method = storage[step.value.method] as (...args: readonly unknown[]) => unknown;
      answer = method.apply(storage, step.value.args);
    } catch (error) {
      step = io.throw(error);
      continue;
    }
    step = io.next(answer);
  }
}

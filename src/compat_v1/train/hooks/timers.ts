/** When a hook acts: every so many seconds or steps. */
import { ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { tuple } from '../../../python/tuple';
import { clock } from '../../../saving/checkpoint/clock';

/** Seconds and steps since the last time; null the first time. */
export type Elapsed = readonly [seconds: number | null, steps: number | null];

export interface HookTimer {
  reset(): void;
  should_trigger_for_step(step: number): boolean;
  update_last_triggered_step(step: number): Elapsed;
  last_triggered_step(): number | null;
}

interface TimerKeywords {
  every_secs?: number | null;
  every_steps?: number | null;
}

/** Mirrors `tf.compat.v1.train.SecondOrStepTimer(every_secs=None, every_steps=None)`: the first step always triggers. */
export class SecondOrStepTimer implements HookTimer {
  private readonly seconds: number | null;
  private readonly steps: number | null;
  private lastStep: number | null = null;
  private lastTime: number | null = null;

  /** @throws {@link ValueError} for none or both */
  constructor(...args: Args<[], [every_secs: number | null, every_steps: number | null], TimerKeywords>) {
    const given = bindArguments<TimerKeywords>('SecondOrStepTimer', ['every_secs', 'every_steps'], args);
    this.seconds = given.every_secs ?? null;
    this.steps = given.every_steps ?? null;
    if (this.seconds === null && this.steps === null)
      throw new ValueError('Either every_secs or every_steps should be provided.');
    if (this.seconds !== null && this.steps !== null)
      throw new ValueError('Can not provide both every_secs and every_steps.');
  }

  reset(): void {
    this.lastStep = null;
    this.lastTime = null;
  }
  /** False for a step that has triggered already. */
  should_trigger_for_step(step: number): boolean {
    if (this.lastStep === null) return true;
    if (this.lastStep === step) return false;
    if (this.seconds !== null && clock().now() >= this.lastTime! + this.seconds) return true;
    return this.steps !== null && step >= this.lastStep + this.steps;
  }
  update_last_triggered_step(step: number): Elapsed {
    const now = clock().now();
    const elapsed: Elapsed =
      this.lastTime === null ? tuple(null, null) : tuple(now - this.lastTime, step - this.lastStep!);
    this.lastTime = now;
    this.lastStep = step;
    return elapsed;
  }
  last_triggered_step(): number | null {
    return this.lastStep;
  }
}

/** For hooks that act at the end only. */
export class NeverTriggerTimer implements HookTimer {
  reset(): void {}
  should_trigger_for_step(_step: number): boolean {
    return false;
  }
  update_last_triggered_step(_step: number): Elapsed {
    return tuple(null, null);
  }
  last_triggered_step(): number | null {
    return null;
  }
}

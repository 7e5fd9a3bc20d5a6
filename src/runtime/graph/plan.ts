/**
 * A graph compiled for some fetches: only what they need (and, in a function, what writes state), in the order of making,
 * with constants folded, as a flat list of steps over numbered slots. plan_compile.ts makes it; this runs it.
 */
import { FlowpointError } from '../../errors';
import type { Tensor } from '../tensor';
import { nodeError } from './node_error';
import type { Operation } from './operation';
import { type Compiled, compile } from './plan_compile';

export class Plan {
  private compiled: Compiled;
  private running = false;

  /**
   * @param targets operations that run although nobody fetches an output of theirs
   * @param feeds tensors whose values `run` is given
   */
  constructor(
    private readonly fetches: readonly Tensor[],
    private readonly targets: readonly Operation[],
    private readonly feeds: readonly Tensor[],
    /** How errors name the function, e.g. `__inference_f_12`; null: a session runs the graph. */
    private readonly title: string | null = null,
  ) {
    this.compiled = compile(fetches, targets, feeds);
  }

  /** @param values of the feeds @returns values of the fetches */
  run(values: readonly Tensor[]): Tensor[] {
    // A step that calls the function it is part of must not write into the buffers of the call outside.
    if (this.running) return new Plan(this.fetches, this.targets, this.feeds, this.title).run(values);
    const { slots, steps, feedSlots, fetchSlots, cleared } = this.compiled;
    for (let i = 0; i < feedSlots.length; i++) slots[feedSlots[i]!] = values[i]!;
    this.running = true;
    let at = 0;
    try {
      for (; at < steps.length; at++) steps[at]!.run(slots);
      const results = new Array<Tensor>(fetchSlots.length);
      for (let i = 0; i < fetchSlots.length; i++) results[i] = slots[fetchSlots[i]!]!;
      return results;
    } catch (error) {
      throw error instanceof FlowpointError ? nodeError(error, steps[at]!.node, this.title) : error;
    } finally {
      this.running = false;
      for (let i = 0; i < cleared.length; i++) slots[cleared[i]!] = null;
    }
  }
}

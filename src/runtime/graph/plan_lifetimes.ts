/**
 * How long the values of a plan live, and which ones get out of it. What gets out, or may share its storage with what does,
 * needs storage of its own in every run; everything else can lie in buffers that the plan keeps.
 */
import type { Tensor } from '../tensor';
import type { Operation } from './operation';

export interface Lifetimes {
  /** Position of the last step that may look at the value's storage; Infinity if it gets out. */
  lastUse(tensor: Tensor): number;
  /** True if a step in `(from, to]` may write a variable. */
  writesBetween(from: number, to: number): boolean;
}

/** True if the op may keep what it is given. */
function retains(op: Operation): boolean {
  return (
    op.record.effect === 'writes' &&
    !/^(Assign|ResourceApply|ResourceSparseApply|ResourceScatter)/.test(op.type)
  );
}

export function lifetimes(operations: readonly Operation[], fetches: readonly Tensor[]): Lifetimes {
  const last = new Map<Tensor, number>();
  for (const fetch of fetches) last.set(fetch, Number.POSITIVE_INFINITY);
  for (let at = operations.length - 1; at >= 0; at--) {
    const op = operations[at]!;
    let until = retains(op) ? Number.POSITIVE_INFINITY : at;
    if (op.record.aliases === true)
      for (const output of op.outputs) until = Math.max(until, last.get(output) ?? at);
    for (const input of op.inputs) last.set(input, Math.max(until, last.get(input) ?? -1));
  }
  const writers = operations.flatMap((op, at) => (op.record.effect === 'writes' ? [at] : []));
  return {
    lastUse: (tensor) => last.get(tensor) ?? -1,
    writesBetween: (from, to) => writers.some((at) => at > from && at <= to),
  };
}

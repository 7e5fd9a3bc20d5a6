/** From a graph to the steps of a plan: pruning, order, constants, and where results are written. */

import { enterContext } from '../../context';
import { FlowpointError } from '../../errors';
import type { KnownSpec } from '../op';
import { Tensor } from '../tensor';
import { fused } from './fused_step';
import { isKnown, type Operation } from './operation';
import { lifetimes } from './plan_lifetimes';
import { Buffers, stepFor } from './plan_steps';
import type { Step } from './step';

/** What a plan runs. */
export interface Compiled {
  /** One for each value; constants and lasting buffers are in it already. */
  readonly slots: (Tensor | null)[];
  readonly steps: readonly Step[];
  readonly feedSlots: readonly number[];
  readonly fetchSlots: readonly number[];
  /** Slots that are emptied after a run, so that nothing is held. */
  readonly cleared: readonly number[];
}

/** True if all that the operation computes was worked out when the graph was built. */
function isKnownOperation({ record, type, outputs }: Operation): boolean {
  return (
    type !== 'Placeholder' && record.effect === undefined && outputs.length > 0 && outputs.every(isKnown)
  );
}

/**
 * The operations that are needed, in an order in which they can run.
 * @param stopsAtKnown true to leave out what only known values depend on
 */
export function needed(
  fetches: readonly Tensor[],
  targets: readonly Operation[],
  feeds: ReadonlySet<Tensor>,
  stopsAtKnown = false,
): Operation[] {
  const found = new Set<Operation>();
  const waiting: Operation[] = [...targets];
  const want = (tensor: Tensor): void => {
    if (!feeds.has(tensor)) waiting.push(tensor.op);
  };
  fetches.forEach(want);
  for (let op = waiting.pop(); op !== undefined; op = waiting.pop()) {
    if (found.has(op)) continue;
    found.add(op);
    // A known value may be there to make something else run first.
    if (stopsAtKnown && isKnownOperation(op) && !op._waits) continue;
    op.inputs.forEach(want);
    // What waits for a placeholder that is fed waits for nothing.
    const isFed = (c: Operation): boolean => c.type === 'Placeholder' && feeds.has(c.outputs[0]!);
    waiting.push(...op.control_inputs.filter((control) => !isFed(control)));
  }
  return [...found].sort((a, b) => a.index - b.index);
}

export function compile(
  fetches: readonly Tensor[],
  targets: readonly Operation[],
  feeds: readonly Tensor[],
): Compiled {
  const fed = new Set(feeds);
  // A constant that is fed changes what was worked out from it.
  const trusts = feeds.every((feed) => feed.op.type === 'Placeholder');
  const operations = needed(fetches, targets, fed, trusts);
  const slots: (Tensor | null)[] = [];
  const slotOf = new Map<Tensor, number>();
  const slot = (tensor: Tensor, value: Tensor | null): void => {
    slotOf.set(tensor, slots.length);
    slots.push(value);
  };
  for (const feed of feeds) slot(feed, null);
  const active: Operation[] = [];
  for (const op of operations) {
    const constants = constantOutputs(op, fed, trusts, (t) => slots[slotOf.get(t)!] ?? null);
    op.outputs.forEach((output, i) => {
      if (!fed.has(output)) slot(output, constants?.[i] ?? null);
    });
    if (constants === null) active.push(op);
  }
  const life = lifetimes(active, fetches);
  const buffers = new Buffers();
  const cleared = new Set(feeds.map((feed) => slotOf.get(feed)!));
  const steps = fused(
    active.map((op, at) => stepFor({ op, at, slots, slotOf, life, buffers, fed })),
    life,
  );
  for (const op of active)
    for (const output of op.outputs) {
      const index = slotOf.get(output)!;
      if (slots[index] === null) cleared.add(index);
    }
  return {
    slots,
    steps,
    feedSlots: feeds.map((feed) => slotOf.get(feed)!),
    fetchSlots: fetches.map((fetch) => slotOf.get(fetch)!),
    cleared: [...cleared],
  };
}

/** The outputs if they are the same in every run, else null. */
function constantOutputs(
  op: Operation,
  fed: ReadonlySet<Tensor>,
  trusts: boolean,
  valueOf: (tensor: Tensor) => Tensor | null,
): readonly Tensor[] | null {
  const { record, attrs, outputs } = op;
  if (record.effect !== undefined || outputs.length === 0 || outputs.some((t) => fed.has(t))) return null;
  if (op.type === 'Const') return [attrs.value as Tensor];
  if (trusts && isKnownOperation(op)) return outputs.map((t) => new Tensor(t.dtype, t.dims, t.data));
  if (op.type === 'Placeholder') return null;
  const inputs = op.inputs.map(valueOf);
  if (inputs.some((input) => input === null)) return null;
  const leave = enterContext({ builder: null, recorder: null });
  try {
    const known = inputs as Tensor[];
    return record.kernel(known, attrs, record.infer(known, attrs) as readonly KnownSpec[]);
  } catch (error) {
    // It fails each time it runs.
    if (error instanceof FlowpointError) return null;
    throw error;
  } finally {
    leave();
  }
}

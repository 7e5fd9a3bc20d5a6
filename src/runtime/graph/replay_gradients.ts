/** Gradients of a branch's outputs with respect to its inputs, by going through it once more under a tape. */
import { enterContext } from '../../context';
import { resource } from '../../dtypes';
import { zeros_like } from '../ops/creation';
import { dense } from '../ops/gradient_sums';
import { handleOf } from '../ops/resource_variables';
import { activeTapes, isTrainable, Tape, TapeGroup } from '../tape';
import { backward } from '../tape_backward';
import type { Tensor } from '../tensor';
import type { FuncGraph } from './func_graph';
import { replay } from './replay';

/**
 * @param inputs in the order of `graph.inputs`
 * @param g gradients of the outputs; null: none comes from there
 * @param sources what gradients are asked for; what is no input, or not connected, has a gradient of zeros
 * @returns null for sources that have no gradients at all
 */
export function replayGradients(
  graph: FuncGraph,
  inputs: readonly Tensor[],
  g: readonly (Tensor | null)[],
  sources: readonly Tensor[],
): (Tensor | null)[] {
  const tape = new Tape(false);
  tape.recording = true;
  const leave = enterContext({ recorder: new TapeGroup([...activeTapes(), tape]) });
  let outputs: Tensor[];
  try {
    for (const source of sources) if (isTrainable(source.dtype)) tape.watch(source);
    outputs = replay(graph, inputs);
  } finally {
    leave();
    tape.recording = false;
  }
  const targets = outputs.flatMap((output, i) => (g[i] && isTrainable(output.dtype) ? [i] : []));
  const found = backward(
    tape.calls,
    targets.map((i) => outputs[i]!),
    targets.map((i) => g[i]!),
    sources,
  );
  return sources.map((source, i) => {
    const gradient = found[i] ?? null;
    if (gradient !== null) return dense(gradient);
    if (source.dtype !== resource) return isTrainable(source.dtype) ? zeros_like(source) : null;
    const owner = source.source === null ? handleOf(source).owner : null;
    return owner === null || !isTrainable(owner.dtype) ? null : zeros_like(owner.value());
  });
}

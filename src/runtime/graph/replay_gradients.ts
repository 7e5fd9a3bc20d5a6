/** Gradients of a branch's outputs with respect to its inputs, by going through it once more under a tape. */
import { enterContext } from '../../context';
import { resource } from '../../dtypes';
import { identity } from '../ops/array';
import { zeros_like } from '../ops/creation';
import { dense } from '../ops/gradient_sums';
import { handleOf } from '../ops/resource_variables';
import { activeTapes, isTrainable, Tape, TapeGroup } from '../tape';
import { backward } from '../tape_backward';
import type { Tensor } from '../tensor';
import type { FuncGraph } from './func_graph';
import { replay } from './replay';

/**
 * @param given in the order of `graph.inputs`
 * @param g gradients of the outputs; null: none comes from there
 * @returns one for each input, zeros where it is not connected; null for what has no gradients at all
 */
export function replayGradients(
  graph: FuncGraph,
  given: readonly Tensor[],
  g: readonly (Tensor | null)[],
): (Tensor | null)[] {
  // Two inputs that are one tensor must not get each other's gradients.
  const inputs = given.map((t, i) => (given.indexOf(t) === i || t.dtype === resource ? t : identity(t)));
  const tape = new Tape(false);
  tape.recording = true;
  const leave = enterContext({ recorder: new TapeGroup([...activeTapes(), tape]) });
  let outputs: Tensor[];
  try {
    for (const source of inputs) if (isTrainable(source.dtype)) tape.watch(source);
    outputs = replay(graph, inputs, true);
  } finally {
    leave();
    tape.recording = false;
  }
  const targets = outputs.flatMap((output, i) => (g[i] && isTrainable(output.dtype) ? [i] : []));
  const found = backward(
    tape.calls,
    targets.map((i) => outputs[i]!),
    targets.map((i) => g[i]!),
    inputs,
  );
  return inputs.map((source, i) => {
    const gradient = found[i] ?? null;
    return gradient === null ? noGradient(source) : dense(gradient);
  });
}

/** The gradient of an input that nothing is connected with. */
export function noGradient(source: Tensor): Tensor | null {
  if (source.dtype !== resource) return isTrainable(source.dtype) ? zeros_like(source) : null;
  const owner = source.source === null ? handleOf(source).owner : null;
  return owner === null || !isTrainable(owner.dtype) ? null : zeros_like(owner.value());
}

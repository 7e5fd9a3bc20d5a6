/** The graph of a branch or a loop's body, and how it runs: by a plan, or through `dispatch` where a tape records. */
import { currentContext, enterContext } from '../../context';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { flatten, pack_sequence_as } from '../nest';
import { Tensor } from '../tensor';
import { type TensorShape, TensorSpec } from '../tensor_shape';
import { BranchGraph } from './func_graph';
import { isKnown, Operation } from './operation';
import { Plan } from './plan';
import { functionTargets } from './replay';

const plans = new WeakMap<BranchGraph, Plan>();

/** Runs a branch on values of its inputs. */
export function runBranch(graph: BranchGraph, inputs: readonly Tensor[]): Tensor[] {
  let plan = plans.get(graph);
  if (plan === undefined) {
    plan = new Plan(graph.outputs, functionTargets(graph), graph.inputs, graph.name);
    plans.set(graph, plan);
  }
  const leave = enterContext({ builder: null, recorder: null });
  try {
    return plan.run(inputs);
  } finally {
    leave();
  }
}

/** A branch as it was traced. */
export interface TracedBranch {
  readonly graph: BranchGraph;
  readonly result: unknown;
  /** The leaves of `result` as tensors of the graph; null for None and operations. */
  readonly leaves: readonly (Tensor | null)[];
}

/** @param specs of the inputs that `fn` is given, in the structure of `like` */
export function tracedBranch(
  name: string,
  fn: (...inputs: unknown[]) => unknown,
  like: readonly unknown[] = [],
  specs: readonly { dtype: Tensor['dtype']; shape: TensorShape }[] = [],
): TracedBranch {
  const graph = new BranchGraph(name, currentContext().builder!);
  return graph.trace(() => {
    const symbols = specs.map(({ dtype, shape }, i) =>
      graph.placeholder(new TensorSpec(shape, dtype), `input_${i}`),
    );
    const result = fn(...(pack_sequence_as([...like], symbols, true) as unknown[]));
    const leaves = flatten(result, true).map((leaf) =>
      leaf === null || leaf === undefined || leaf instanceof Operation
        ? null
        : graph._adopt(toTensor(leaf as TensorLike)),
    );
    graph.outputs = leaves.filter((leaf) => leaf !== null);
    return { graph, result, leaves };
  });
}

export function hasEffect(graph: BranchGraph): boolean {
  return graph._operations.some((op) => op.record.effect !== undefined);
}

/** True if the value of a predicate is not known while the graph is built. */
export function isUndecided(value: unknown): boolean {
  return Boolean(currentContext().builder) && value instanceof Tensor && !isKnown(value);
}

/** For each input of a branch: true if its gradient may come from an output. */
export function connectedInputs(graph: BranchGraph): boolean[] {
  const asks = new Set<Tensor>(graph.outputs);
  for (const op of [...graph._operations].reverse())
    if (op.record.grad !== null && op.outputs.some((t) => asks.has(t)))
      for (const input of op.inputs) asks.add(input);
  return graph.inputs.map((input) => asks.has(input));
}

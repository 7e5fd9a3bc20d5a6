/** `cond` on a predicate that is not known yet: an operation whose branches are graphs of their own. */
import { currentContext } from '../../context';
import { TypeError } from '../../errors';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { assert_same_structure, pack_sequence_as } from '../nest';
import type { Spec } from '../op';
import type { Tensor } from '../tensor';
import { TensorShape } from '../tensor_shape';
import { holdsInGraph, isTrue, requireBool } from '../truth';
import {
  connectedInputs,
  hasEffect,
  isUndecided,
  runBranch,
  type TracedBranch,
  tracedBranch,
} from './branch';
import type { BranchGraph } from './func_graph';
import { replay } from './replay';
import { defineRunOp, type RunAttributes } from './run_op';

interface IfAttributes extends RunAttributes {
  readonly then_branch: BranchGraph;
  readonly else_branch: BranchGraph;
}

/** The branch that is taken, with its inputs. */
function taken(
  inputs: readonly Tensor[],
  { then_branch, else_branch }: IfAttributes,
): [graph: BranchGraph, inputs: readonly Tensor[]] {
  const split = 1 + then_branch.inputs.length;
  return holdsInGraph(inputs[0]!, 'cond')
    ? [then_branch, inputs.slice(1, split)]
    : [else_branch, inputs.slice(split)];
}

/** What both branches have in common. */
function commonSpecs({ then_branch, else_branch }: IfAttributes): Spec[] {
  return then_branch.outputs.map((output, i) => ({
    dtype: output.dtype,
    dims: new TensorShape(output.dims).most_specific_compatible_shape(
      new TensorShape(else_branch.outputs[i]!.dims),
    ).dims,
  }));
}

const ifOp = (type: string, effect: object) =>
  defineRunOp<IfAttributes>({
    type,
    infer: (_inputs, attrs) => commonSpecs(attrs),
    plain: (inputs, attrs) => runBranch(...taken(inputs, attrs)),
    recorded: (inputs, attrs) => replay(...taken(inputs, attrs)),
    reaches: (_inputs, { then_branch, else_branch }) => [
      false,
      ...connectedInputs(then_branch),
      ...connectedInputs(else_branch),
    ],
    ...effect,
  });
const StatelessIf = ifOp('StatelessIf', {});
const If = ifOp('If', { effect: 'writes' });

/** `tf.cond` in a graph. @throws {@link TypeError} if the branches give different structures or dtypes */
export function graphCond(pred: TensorLike, yes: () => unknown, no: () => unknown): unknown {
  const condition = toTensor(pred);
  if (currentContext().builder!.building_function) requireBool(condition.dtype, 'cond');
  if (!isUndecided(condition)) return isTrue(condition) ? yes() : no();
  const one = tracedBranch('cond_true', yes);
  const other = tracedBranch('cond_false', no);
  checkBranches(one, other);
  const attrs: IfAttributes = {
    then_branch: one.graph,
    else_branch: other.graph,
    keeps: { trail: false },
  };
  const op = hasEffect(one.graph) || hasEffect(other.graph) ? If : StatelessIf;
  const inputs = [condition, ...one.graph.capturedTensors, ...other.graph.capturedTensors];
  const results = dispatch(op, inputs, attrs);
  let next = 0;
  const leaves = one.leaves.map((leaf) => (leaf === null ? null : results[next++]!));
  return pack_sequence_as(one.result, leaves, true);
}

function checkBranches(one: TracedBranch, other: TracedBranch): void {
  try {
    assert_same_structure(one.result, other.result);
  } catch (error) {
    throw new TypeError(
      'true_fn and false_fn arguments to tf.cond must have the same number, type, and overall structure of return ' +
        `values.\n\n${(error as Error).message}`,
      { cause: error },
    );
  }
  one.leaves.forEach((leaf, i) => {
    const that = other.leaves[i] ?? null;
    if (leaf?.dtype === that?.dtype) return;
    throw new TypeError(
      `true_fn and false_fn arguments to tf.cond must have the same number, type, and overall structure of return ` +
        `values.\n\ntrue_fn output: ${text(leaf)}\nfalse_fn output: ${text(that)}\n\nError details:\n` +
        `${text(leaf)} and ${text(that)} have different types`,
    );
  });
}
function text(tensor: Tensor | null): string {
  return tensor === null ? 'None' : tensor.__str__();
}

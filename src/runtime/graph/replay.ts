/**
 * A function's operations again, through `dispatch`: eagerly for a tape that records each of them, or into another graph,
 * which is how a function called by a function becomes part of it.
 */
import { currentContext } from '../../context';
import { dispatch } from '../dispatch';
import { handleOf } from '../ops/resource_variables';
import { Tensor } from '../tensor';
import type { FuncGraph } from './func_graph';
import { isKnown, type Operation } from './operation';
import { needed } from './plan_compile';

/** Operations of a function that must run: what outputs need, and what writes state. */
export function functionTargets(graph: FuncGraph): Operation[] {
  return graph._operations.filter((op) => op.record.effect === 'writes');
}

/** The outputs for these inputs (in the order of `graph.inputs`). */
export function replay(graph: FuncGraph, inputs: readonly Tensor[]): Tensor[] {
  const values = new Map<Tensor, Tensor>(graph.inputs.map((input, i) => [input, inputs[i]!]));
  const valueOf = (tensor: Tensor): Tensor => values.get(tensor)!;
  for (const op of needed(graph.outputs, functionTargets(graph), new Set(graph.inputs))) {
    if (op.type === 'Const') values.set(op.outputs[0]!, op.attrs.value as Tensor);
    else {
      const results = replayed(op, op.inputs.map(valueOf));
      op.outputs.forEach((output, i) => {
        values.set(output, results[i]!);
      });
    }
  }
  return graph.outputs.map(valueOf);
}

function replayed(op: Operation, inputs: readonly Tensor[]): readonly Tensor[] {
  const { recorder, builder } = currentContext();
  if (op.type === 'ReadVariableOp' && recorder && inputs[0]!.source === null) {
    const { owner } = handleOf(inputs[0]!);
    // Tapes notice reads of variables by themselves.
    if (owner !== null) return [recorder.read(owner)];
  }
  if (!builder && op.record.effect === undefined && op.outputs.length > 0 && op.outputs.every(isKnown))
    if (inputs.every((input) => input.stamp === 0))
      return op.outputs.map((t) => new Tensor(t.dtype, t.dims, t.data));
  return dispatch(op.record, inputs, op.attrs);
}

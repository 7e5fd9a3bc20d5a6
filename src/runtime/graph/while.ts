/** `while_loop` on values that are not known yet: an operation whose condition and body are graphs of their own. */
import { currentContext } from '../../context';
import { TypeError, ValueError } from '../../errors';
import { typeName } from '../../python/repr';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import type { LoopVariables } from '../loop_invariants';
import { assert_same_structure, flatten, pack_sequence_as } from '../nest';
import type { Spec } from '../op';
import { logical_and } from '../ops/logic';
import type { Tensor } from '../tensor';
import { TensorShape } from '../tensor_shape';
import { holdsInGraph, requireBool } from '../truth';
import { hasEffect, runBranch, tracedBranch } from './branch';
import type { BranchGraph } from './func_graph';
import type { Graph } from './graph';
import { replay } from './replay';
import { defineRunOp, type RunAttributes } from './run_op';

interface WhileAttributes extends RunAttributes {
  readonly cond: BranchGraph;
  readonly body: BranchGraph;
  readonly variables: number;
  /** How many turns there are at most; null: the last input says it. */
  readonly most: number | null;
  readonly specs: readonly Spec[];
}

/** @param turn runs the body */
function loop(
  inputs: readonly Tensor[],
  { cond, body, variables, most }: WhileAttributes,
  turn: (graph: BranchGraph, inputs: readonly Tensor[]) => readonly Tensor[],
): readonly Tensor[] {
  const split = cond.inputs.length;
  const forCond = inputs.slice(variables, split);
  const forBody = inputs.slice(split, split + body.inputs.length - variables);
  const turns = most ?? Number(inputs.at(-1)!.data[0]);
  let values: readonly Tensor[] = inputs.slice(0, variables);
  for (let i = 0; i < turns && holdsInGraph(runBranch(cond, [...values, ...forCond])[0]!, 'while'); i++)
    values = turn(body, [...values, ...forBody]);
  return values;
}

const whileOp = (type: string, effect: object) =>
  defineRunOp<WhileAttributes>({
    type,
    infer: (_inputs, { specs }) => specs,
    plain: (inputs, attrs) => loop(inputs, attrs, runBranch),
    recorded: (inputs, attrs) => loop(inputs, attrs, replay),
    ...effect,
  });
const StatelessWhile = whileOp('StatelessWhile', {});
const While = whileOp('While', { effect: 'writes' });

/**
 * `tf.while_loop` in a graph.
 * @param variables what they begin with, and the shapes that they keep where these are not the same
 * @param most how many turns there are at most
 * @throws {@link ValueError} if a variable changes its shape, {@link TypeError} if it changes its dtype
 */
export function graphWhile(
  condition: (...values: unknown[]) => TensorLike,
  body: (...values: unknown[]) => unknown,
  { initial, invariants }: LoopVariables,
  most: number | Tensor,
): unknown {
  const graph = currentContext().builder as Graph;
  const first = flatten(initial, true).map((leaf) => graph._adopt(toTensor(leaf as TensorLike)));
  const specs = first.map((t, i) => ({ dtype: t.dtype, shape: invariants[i] ?? new TensorShape(t.dims) }));
  const test = tracedBranch('while_cond', (...values) => limited(condition(...values), most), initial, specs);
  if (graph.building_function) requireBool(test.graph.outputs[0]!.dtype, 'while');
  const turn = tracedBranch(
    'while_body',
    (...values) => {
      const next = body(...values);
      const list = Array.isArray(next) || initial.length > 1 ? next : [next];
      if (!Array.isArray(list)) throw new TypeError(`'${typeName(next)}' object is not iterable`);
      assert_same_structure([...initial], [...list]);
      return list;
    },
    initial,
    specs,
  );
  turn.graph.outputs.forEach((output, i) => {
    checkTurn(first[i]!, specs[i]!.shape, output);
  });
  const attrs: WhileAttributes = {
    cond: test.graph,
    body: turn.graph,
    variables: first.length,
    most: typeof most === 'number' ? most : null,
    specs: specs.map(({ dtype, shape }) => ({ dtype, dims: shape.dims })),
    keeps: { trail: false },
  };
  const op = hasEffect(test.graph) || hasEffect(turn.graph) ? While : StatelessWhile;
  const captured = [...test.graph.capturedTensors, ...turn.graph.capturedTensors];
  const inputs = [...first, ...captured, ...(typeof most === 'number' ? [] : [most])];
  return pack_sequence_as(initial, dispatch(op, inputs, attrs).slice(0, first.length), true);
}

/** With a limit on the turns TF asks for both: `logical_and` takes nothing but bools. */
export function limited(holds: TensorLike, most: number | Tensor): TensorLike {
  return most === Number.POSITIVE_INFINITY ? holds : logical_and(true, holds);
}

function checkTurn({ name, dtype }: Tensor, shape: TensorShape, after: Tensor): void {
  if (dtype !== after.dtype)
    throw new TypeError(
      `Loop var ${name} enters the loop with type ${dtype.__str__()} but has type ${after.dtype.__str__()} after 1 ` +
        `iteration. ${name} type should remain constant.`,
      { fields: { key: name, expected: dtype.name, actual: after.dtype.name } },
    );
  const then = new TensorShape(after.dims);
  if (then.is_subtype_of(shape)) return;
  throw new ValueError(
    `Input tensor \`${name}\` enters the loop with shape ${shape}, but has shape ${then} after one iteration. To allow ` +
      'the shape to vary across iterations, use the `shape_invariants` argument of tf.while_loop to specify a ' +
      'less-specific shape.',
    { fields: { key: name, expected: shape.toString(), actual: then.toString() } },
  );
}

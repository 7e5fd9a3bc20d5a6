/**
 * `cond` and `while_loop` on values that are not known yet: operations whose branches are graphs of their own. What a branch
 * uses from outside is an input of the operation. Gradients go through the branches once more, under a tape.
 */
import { currentContext, enterContext } from '../../context';
import { resource } from '../../dtypes';
import { TypeError, ValueError } from '../../errors';
import { typeName } from '../../python/repr';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { assert_same_structure, flatten, pack_sequence_as } from '../nest';
import { type Attributes, defineOp, type InputSpec, type OpRecord, type Spec } from '../op';
import { handleOf } from '../ops/resource_variables';
import { Tensor } from '../tensor';
import { elementCount, TensorShape, TensorSpec } from '../tensor_shape';
import { isTrue } from '../truth';
import { BranchGraph } from './func_graph';
import { isKnown, Operation } from './operation';
import { Plan } from './plan';
import { functionTargets } from './replay';
import { noGradient, replayGradients } from './replay_gradients';

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

/** True if the value of a predicate is not known while the graph is built. */
export function isUndecided(value: unknown): boolean {
  return currentContext().builder !== null && value instanceof Tensor && !isKnown(value);
}

/** The leaves that a branch gives, as tensors of its graph; null for None and operations. */
function branchLeaves(graph: BranchGraph, result: unknown): (Tensor | null)[] {
  return flatten(result, true).map((leaf) =>
    leaf === null || leaf === undefined || leaf instanceof Operation
      ? null
      : graph._adopt(toTensor(leaf as TensorLike)),
  );
}

function traced(
  name: string,
  fn: () => unknown,
): { graph: BranchGraph; result: unknown; leaves: (Tensor | null)[] } {
  const graph = new BranchGraph(name, currentContext().builder!);
  return graph.trace(() => {
    const result = fn();
    const leaves = branchLeaves(graph, result);
    graph.outputs = leaves.filter((leaf) => leaf !== null);
    return { graph, result, leaves };
  });
}
interface IfAttributes extends Attributes {
  readonly then_branch: BranchGraph;
  readonly else_branch: BranchGraph;
}

/** The inputs of one branch among those of the operation. */
function ifParts(inputs: readonly Tensor[], { then_branch, else_branch }: IfAttributes) {
  const split = 1 + then_branch.inputs.length;
  return {
    pred: inputs[0]!,
    branches: [
      { graph: then_branch, inputs: inputs.slice(1, split) },
      { graph: else_branch, inputs: inputs.slice(split) },
    ] as const,
  };
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

function ifOp(type: string, effect: 'writes' | undefined): OpRecord<IfAttributes> {
  return defineOp<IfAttributes>({
    type,
    infer: (_inputs, attrs) => commonSpecs(attrs),
    kernel: (inputs, attrs) => {
      const { pred, branches } = ifParts(inputs, attrs);
      const taken = branches[isTrue(pred) ? 0 : 1];
      return runBranch(taken.graph, taken.inputs);
    },
    grad: ({ inputs, attrs }, ...g) => {
      const { pred, branches } = ifParts(inputs, attrs);
      const [yes, no] = branches;
      const none = (branch: (typeof branches)[0]): (Tensor | null)[] => branch.inputs.map(noGradient);
      const gradients = graphCond(
        pred,
        () => [...replayGradients(yes.graph, yes.inputs, g), ...none(no)],
        () => [...none(yes), ...replayGradients(no.graph, no.inputs, g)],
      ) as (Tensor | null)[];
      return [null, ...gradients];
    },
    aliases: true,
    ...(effect === undefined ? {} : { effect }),
  });
}
const StatelessIf = ifOp('StatelessIf', undefined);
const If = ifOp('If', 'writes');

function hasEffect(graph: BranchGraph): boolean {
  return graph._operations.some((op) => op.record.effect !== undefined);
}

/** `tf.cond` in a graph. @throws {@link TypeError} if the branches give different structures or dtypes */
export function graphCond(pred: TensorLike, yes: () => unknown, no: () => unknown): unknown {
  const condition = toTensor(pred);
  if (!isUndecided(condition)) return isTrue(condition) ? yes() : no();
  const one = traced('cond_true', yes);
  const other = traced('cond_false', no);
  checkBranches(one, other);
  const attrs: IfAttributes = { then_branch: one.graph, else_branch: other.graph };
  const op = hasEffect(one.graph) || hasEffect(other.graph) ? If : StatelessIf;
  const inputs = [condition, ...one.graph.capturedTensors, ...other.graph.capturedTensors];
  const results = dispatch(op, inputs, attrs);
  let next = 0;
  const leaves = one.leaves.map((leaf) => (leaf === null ? null : results[next++]!));
  return pack_sequence_as(one.result, leaves, true);
}

type Traced = ReturnType<typeof traced>;
function checkBranches(one: Traced, other: Traced): void {
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
        `values.\n\ntrue_fn output:  ${text(leaf)}\nfalse_fn output: ${text(that)}\n\nError details:\n` +
        `Tensor ${leaf?.name} and ${that?.name} have different types`,
    );
  });
}
function text(tensor: Tensor | null): string {
  return tensor === null ? 'None' : tensor.__str__();
}

interface WhileAttributes extends Attributes {
  readonly cond: BranchGraph;
  readonly body: BranchGraph;
  readonly variables: number;
  readonly most: number;
  readonly specs: readonly Spec[];
}

function whileParts(inputs: readonly Tensor[], { cond, variables }: WhileAttributes) {
  const split = cond.inputs.length;
  return {
    initial: inputs.slice(0, variables),
    forCond: inputs.slice(variables, split),
    forBody: inputs.slice(split),
  };
}

/** Calls `visit` with the loop variables before each turn; gives the last ones. */
function loop(
  inputs: readonly Tensor[],
  attrs: WhileAttributes,
  visit: (values: readonly Tensor[]) => void,
): readonly Tensor[] {
  const { initial, forCond, forBody } = whileParts(inputs, attrs);
  let values: readonly Tensor[] = initial;
  for (let i = 0; i < attrs.most && isTrue(runBranch(attrs.cond, [...values, ...forCond])[0]!); i++) {
    visit(values);
    values = runBranch(attrs.body, [...values, ...forBody]);
  }
  return values;
}

function whileOp(type: string, effect: 'writes' | undefined): OpRecord<WhileAttributes> {
  return defineOp<WhileAttributes>({
    type,
    infer: (_inputs, { specs }) => specs,
    kernel: (inputs, attrs) => loop(inputs, attrs, () => {}),
    grad: ({ inputs, attrs }, ...g) => {
      const results = dispatch(WhileGradient, [...inputs, ...g], { ...attrs, given: inputs.length });
      let next = 0;
      return inputs.map((input) => (isDifferentiable(input) ? results[next++]! : null));
    },
    aliases: true,
    ...(effect === undefined ? {} : { effect }),
  });
}
const StatelessWhile = whileOp('StatelessWhile', undefined);
const While = whileOp('While', 'writes');

/** What a gradient of this input is like; null if there is none. A variable's handle stands for its value. */
function gradientSpec(t: InputSpec): Spec | null {
  if (t.dtype !== resource) return t.dtype.is_floating || t.dtype.is_complex ? t : null;
  const owner = t.data ? handleOf(t as Tensor).owner : null;
  return owner?.dtype.is_floating ? { dtype: owner.dtype, dims: owner.shape.dims } : null;
}
function isDifferentiable(t: InputSpec): boolean {
  return gradientSpec(t) !== null;
}
/** Zeros like the value that `t` is or stands for. */
function zerosOf(t: Tensor): Tensor {
  const { dtype, dims } = t.dtype === resource ? handleOf(t) : t;
  return new Tensor(dtype, dims, dtype.allocate(elementCount(dims)));
}

interface WhileGradientAttributes extends WhileAttributes {
  /** How many inputs the loop had; gradients of its outputs follow. */
  readonly given: number;
}
/** Runs the loop again, keeping each turn's variables, and then its body's gradient backwards. */
const WhileGradient: OpRecord<WhileGradientAttributes> = defineOp<WhileGradientAttributes>({
  type: 'WhileGradient',
  infer: (inputs, { given }) =>
    inputs
      .slice(0, given)
      .map(gradientSpec)
      .filter((spec) => spec !== null),
  kernel: (inputs, attrs) => {
    const own = inputs.slice(0, attrs.given);
    const turns: (readonly Tensor[])[] = [];
    loop(own, attrs, (values) => turns.push(values));
    const { initial, forCond, forBody } = whileParts(own, attrs);
    let g: readonly (Tensor | null)[] = inputs.slice(attrs.given);
    const sums: (Tensor | null)[] = forBody.map(() => null);
    const leave = enterContext({ builder: null, recorder: null });
    try {
      for (const values of turns.reverse()) {
        const from = attrs.body.outputs.map((_, i) => g[i] ?? null);
        const found = replayGradients(attrs.body, [...values, ...forBody], from);
        g = values.map((value, i) => (isDifferentiable(value) ? found[i]! : null));
        forBody.forEach((_, i) => {
          const more = found[values.length + i] ?? null;
          if (more !== null) sums[i] = sums[i] === null ? more : sums[i]!.add(more);
        });
      }
      return [
        ...initial.flatMap((t, i) => (isDifferentiable(t) ? [g[i] ?? zerosOf(t)] : [])),
        ...forCond.filter(isDifferentiable).map(zerosOf),
        ...forBody.flatMap((t, i) => (isDifferentiable(t) ? [sums[i] ?? zerosOf(t)] : [])),
      ];
    } finally {
      leave();
    }
  },
  grad: null,
  aliases: true,
});

/**
 * `tf.while_loop` in a graph.
 * @param invariants shapes that the variables keep, where they are not those of the initial values
 * @throws {@link ValueError} if a variable changes its shape, {@link TypeError} if it changes its dtype
 */
export function graphWhile(
  condition: (...values: unknown[]) => TensorLike,
  body: (...values: unknown[]) => unknown,
  initial: readonly unknown[],
  most: number,
  invariants: readonly (TensorShape | null)[] | null,
): unknown {
  const first = flatten(initial, true).map((leaf) => toTensor(leaf as TensorLike));
  const shapes = first.map((t, i) => invariants?.[i] ?? new TensorShape(t.dims));
  const inside = (name: string, fn: (...values: unknown[]) => unknown): Traced => {
    const graph = new BranchGraph(name, currentContext().builder!);
    return graph.trace(() => {
      const symbols = first.map((t, i) =>
        graph.placeholder(new TensorSpec(shapes[i]!, t.dtype), `loop_var_${i}`),
      );
      const result = fn(...(pack_sequence_as([...initial], symbols, true) as unknown[]));
      const leaves = branchLeaves(graph, result);
      graph.outputs = leaves.filter((leaf) => leaf !== null);
      return { graph, result, leaves };
    });
  };
  const test = inside('while_cond', condition);
  const turn = inside('while_body', (...values) => {
    const next = body(...values);
    const list = Array.isArray(next) || initial.length > 1 ? next : [next];
    if (!Array.isArray(list)) throw new TypeError(`'${typeName(next)}' object is not iterable`);
    assert_same_structure([...initial], [...list]);
    return list;
  });
  turn.graph.outputs.forEach((output, i) => {
    checkTurn(first[i]!, shapes[i]!, output, invariants !== null);
  });
  const attrs: WhileAttributes = {
    cond: test.graph,
    body: turn.graph,
    variables: first.length,
    most,
    specs: first.map((t, i) => ({ dtype: t.dtype, dims: shapes[i]!.dims })),
  };
  const op = hasEffect(test.graph) || hasEffect(turn.graph) ? While : StatelessWhile;
  const results = dispatch(
    op,
    [...first, ...test.graph.capturedTensors, ...turn.graph.capturedTensors],
    attrs,
  );
  return pack_sequence_as([...initial], results, true);
}

function checkTurn(before: Tensor, shape: TensorShape, after: Tensor, hasInvariants: boolean): void {
  const name = before.source === null ? 'loop_var:0' : before.name;
  if (before.dtype !== after.dtype)
    throw new TypeError(
      `Input tensor '${name}' enters the loop with type ${before.dtype.__repr__()}, but has type ` +
        `${after.dtype.__repr__()} after one iteration.`,
    );
  const then = new TensorShape(after.dims);
  if (then.is_subtype_of(shape)) return;
  throw new ValueError(
    hasInvariants
      ? `The shape invariant specified for ${name} is not compatible with the initial shape of the loop variable.`
      : `Input tensor '${name}' enters the loop with shape ${shape}, but has shape ${then} after one iteration. To allow ` +
          'the shape to vary across iterations, use the `shape_invariants` argument of tf.while_loop to specify a ' +
          'less-specific shape.',
  );
}

/** `tf.gradients`: derivatives in a graph, by the same gradient functions that tapes use. */
import { currentContext, enterContext } from '../../context';
import { RuntimeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { repr, str } from '../../python/repr';
import { BaseVariable } from '../base_variable';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { IndexedSlices } from '../indexed_slices';
import { flatten } from '../nest';
import type { GradientValue } from '../op';
import { zeros_like } from '../ops/creation';
import { RecordedCall } from '../tape';
import { backward } from '../tape_backward';
import type { Tensor } from '../tensor';
import type { Graph } from './graph';
import type { Operation } from './operation';
import { needed } from './plan_compile';

/** Mirrors `tf.AggregationMethod`. However they are chosen, gradients of one tensor are summed in the same way. */
export const AggregationMethod = {
  ADD_N: 0,
  DEFAULT: 0,
  EXPERIMENTAL_TREE: 1,
  EXPERIMENTAL_ACCUMULATE_N: 2,
} as const;

interface GradientsKeywords {
  grad_ys?: unknown;
  name?: string;
  gate_gradients?: boolean;
  aggregation_method?: unknown;
  stop_gradients?: unknown;
  unconnected_gradients?: 'none' | 'zero';
}

/**
 * Mirrors `tf.gradients`: symbolic derivatives of the sum of `ys` with respect to each of `xs`.
 * @param grad_ys what to start from, one for each of `ys`; null: ones
 * @param stop_gradients tensors that count as constants
 * @returns one for each of `xs`, null where nothing connects it with `ys`
 * @throws {@link RuntimeError} in eager execution
 */
export function gradients(
  ...args: Args<
    [ys: unknown, xs: unknown],
    [
      grad_ys: unknown,
      name: string,
      gate_gradients: boolean,
      aggregation_method: unknown,
      stop_gradients: unknown,
    ],
    GradientsKeywords,
    ['ys', 'xs']
  >
): (GradientValue | null)[] {
  const given = bindArguments<GradientsKeywords & { ys: unknown; xs: unknown }>(
    'gradients',
    [
      'ys',
      'xs',
      'grad_ys',
      'name',
      'gate_gradients',
      'aggregation_method',
      'stop_gradients',
      'unconnected_gradients',
    ],
    args,
    { required: 2 },
  );
  const { builder } = currentContext();
  if (!builder)
    throw new RuntimeError(
      'tf.gradients is not supported when eager execution is enabled. Use tf.GradientTape instead.',
    );
  const graph = builder as Graph;
  const name = graph.unique_name(given.name ?? 'gradients');
  const leave = enterContext({ nameScope: `${name}/`, recorder: null });
  try {
    return symbolic(graph, given);
  } finally {
    leave();
  }
}

function symbolic(
  graph: Graph,
  given: GradientsKeywords & { ys?: unknown; xs?: unknown },
): (GradientValue | null)[] {
  const unconnected = given.unconnected_gradients ?? 'none';
  if (unconnected !== 'none' && unconnected !== 'zero')
    throw new ValueError(`Unknown value for unconnected_gradients: ${repr(unconnected)}`, {
      fields: { expected: ['none', 'zero'], actual: unconnected },
    });
  const ys = flatten(given.ys).map((y) => graph._adopt(toTensor(y as TensorLike)));
  const xs = flatten(given.xs);
  const sources = xs.map((x) =>
    x instanceof BaseVariable ? graph._adopt(x._handleTensor) : graph._adopt(toTensor(x as TensorLike)),
  );
  const stopped = new Set(
    flatten(given.stop_gradients ?? []).map((t) => graph._adopt(toTensor(t as TensorLike))),
  );
  const calls = needed(ys, [], new Set()).flatMap((op) =>
    op.record.grad === null || op.outputs.some((t) => stopped.has(t)) ? [] : [new NodeCall(op)],
  );
  const start = (given.grad_ys ?? null) === null ? ys.map(() => null) : flatten(given.grad_ys);
  if (start.length !== ys.length)
    throw new ValueError(`Length mismatch. Passed ${start.length} grad_ys for ${ys.length} ys`, {
      fields: { expected: ys.length, actual: start.length },
    });
  const method = given.aggregation_method ?? AggregationMethod.DEFAULT;
  if (!Object.values<unknown>(AggregationMethod).includes(method))
    throw new ValueError(
      `Invalid \`aggregation_method\` specified ${str(method)}. Accepted values are [0, 1, 2].`,
      { fields: { expected: [0, 1, 2], actual: method } },
    );
  const first = start.map((g) => (g === null || g instanceof IndexedSlices ? g : toTensor(g as TensorLike)));
  const results = backward(calls, ys, first, sources, checkGradient);
  if (unconnected === 'none') return results;
  return results.map((g, i) => g ?? zeros_like(xs[i] as Tensor));
}

/** A node of the graph as a call that the way back goes over. */
class NodeCall extends RecordedCall {
  constructor(readonly node: Operation) {
    super(node.record, node.inputs, node.outputs, node.attrs);
  }
}

/** A gradient has its input's shape, or one that is summed to it. @throws {@link ValueError} if neither */
function checkGradient(call: RecordedCall, index: number, gradient: GradientValue): void {
  const input = call.inputs[index]!;
  if (gradient instanceof IndexedSlices || input.dtype.kind === 'opaque') return;
  const [own, given] = [input.shape, gradient.shape];
  if (own.rank === null || given.rank === null) return;
  const leading = given.rank - own.rank;
  const sums = leading >= 0 && own.dims!.every((d, i) => d === 1 || fits(d, given.dims![leading + i]!));
  if (sums) return;
  throw new ValueError(
    'Incompatible shapes between op input and calculated input gradient. Forward operation: ' +
      `${(call as NodeCall).node.name}. Input index: ${index}. Original input shape: ${own}. Calculated input gradient ` +
      `shape: ${given}`,
    { fields: { key: (call as NodeCall).node.name, expected: own.toString(), actual: given.toString() } },
  );
}
function fits(a: number | null, b: number | null): boolean {
  return a === null || b === null || a === b;
}

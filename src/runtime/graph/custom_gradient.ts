/**
 * A custom gradient in a graph: its function is traced at once, into a graph of its own, so that it can be run wherever the
 * operation is. What it uses of the graph outside is an input of the operation.
 */
import { currentContext } from '../../context';
import { dispatch } from '../dispatch';
import { flatten, pack_sequence_as } from '../nest';
import { type Attributes, defineOp, type GradientValue, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { TensorShape, TensorSpec } from '../tensor_shape';
import { FuncGraph } from './func_graph';
import { replay } from './replay';

interface CustomAttributes extends Attributes {
  /** How many inputs are the results. */
  readonly results: number;
  /** How many inputs, after the results, the gradient function gives gradients of. Captures come last. */
  readonly differentiated: number;
  /** The traced gradient function, or what it threw. */
  readonly gradient: TracedGradient | { readonly error: unknown };
}
interface TracedGradient {
  readonly graph: FuncGraph;
  /** What it gave, tensors standing for those of the graph. */
  readonly structure: readonly (GradientValue | null)[];
}

/** Gives its first inputs, the results, on. */
const CustomGradient: OpRecord<CustomAttributes> = defineOp<CustomAttributes>({
  type: 'CustomGradient',
  infer: (inputs, { results }) => inputs.slice(0, results),
  kernel: (inputs, { results }) =>
    inputs.slice(0, results).map(({ dtype, dims, data }) => new Tensor(dtype, dims, data)),
  grad: ({ inputs, attrs }, ...g) => {
    const { results, differentiated, gradient } = attrs;
    if ('error' in gradient) throw gradient.error;
    const captures = inputs.slice(results + differentiated);
    const values = replay(gradient.graph, [...g, ...captures]);
    const found = withTensors(gradient.structure, values);
    return [...inputs.slice(0, results).map(() => null), ...found, ...captures.map(() => null)];
  },
  keepsShape: true,
  aliases: true,
});

function withTensors(
  structure: readonly (GradientValue | null)[],
  values: readonly Tensor[],
): (GradientValue | null)[] {
  let next = 0;
  const leaves = flatten(structure, true).map((leaf) => (leaf === null ? null : values[next++]!));
  return pack_sequence_as([...structure], leaves, true) as (GradientValue | null)[];
}

/**
 * @param inputs what `gradient` gives gradients of
 * @returns the results, whose gradient is `gradient`'s
 */
export function withCustomGradient(
  results: readonly Tensor[],
  inputs: readonly Tensor[],
  gradient: (...g: Tensor[]) => readonly (GradientValue | null)[],
): readonly Tensor[] {
  const graph = new FuncGraph('custom_gradient', currentContext().builder!, null);
  let traced: CustomAttributes['gradient'];
  try {
    const structure = graph.trace(() => {
      const g = results.map(({ dtype, dims }, i) =>
        graph.placeholder(new TensorSpec(new TensorShape(dims), dtype), `gradient_${i}`),
      );
      return gradient(...g);
    });
    graph.outputs = (flatten(structure, true) as (Tensor | null)[]).flatMap((leaf) =>
      leaf === null ? [] : [graph._adopt(leaf)],
    );
    traced = { graph, structure };
  } catch (error) {
    // Nobody may ever ask for the gradient.
    traced = { error };
  }
  const attrs = { results: results.length, differentiated: inputs.length, gradient: traced };
  return dispatch(CustomGradient, [...results, ...inputs, ...graph.capturedTensors], attrs);
}

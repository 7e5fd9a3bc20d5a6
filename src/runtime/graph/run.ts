/** Running a graph for a session: plans are kept with the graph for as long as it does not grow. */
import { enterContext } from '../../context';
import { ValueError } from '../../errors';
import type { VariableStore } from '../ops/resource_variables';
import type { Tensor } from '../tensor';
import { shapeText } from '../tensor_shape';
import type { Graph } from './graph';
import { Operation } from './operation';
import { Plan } from './plan';

interface GraphPlans {
  version: number;
  readonly plans: Map<string, Plan>;
}
const kept = new WeakMap<Graph, GraphPlans>();

function key(element: Tensor | Operation): string {
  return element instanceof Operation ? `^${element.index}` : `${element.op.index}:${element.value_index}`;
}

function planFor(graph: Graph, fetches: readonly (Tensor | Operation)[], feeds: readonly Tensor[]): Plan {
  let entry = kept.get(graph);
  if (entry === undefined || entry.version !== graph.version) {
    entry = { version: graph.version, plans: new Map() };
    kept.set(graph, entry);
  }
  const name = `${fetches.map(key).join(',')}|${feeds.map(key).join(',')}`;
  let plan = entry.plans.get(name);
  if (plan === undefined) {
    const tensors = fetches.filter((f): f is Tensor => !(f instanceof Operation));
    const operations = fetches.filter((f) => f instanceof Operation);
    plan = new Plan(tensors, operations, feeds);
    entry.plans.set(name, plan);
  }
  return plan;
}

/**
 * Runs what the fetches need.
 * @param feeds values by the tensors they take the place of
 * @param store where the values of the graph's variables are
 * @returns one value a fetch; null for an operation
 * @throws {@link ValueError} for a fed value whose shape does not fit, and what kernels throw, with the node's name
 */
export function runGraph(
  graph: Graph,
  fetches: readonly (Tensor | Operation)[],
  feeds: ReadonlyMap<Tensor, Tensor>,
  store: VariableStore,
): (Tensor | null)[] {
  const places = [...feeds.keys()];
  for (const place of places) checkFed(place, feeds.get(place)!);
  const plan = planFor(graph, fetches, places);
  const leave = enterContext({
    builder: null,
    recorder: null,
    variableStore: store,
    nameScope: '',
    control: null,
  });
  try {
    const values = plan.run(places.map((place) => feeds.get(place)!));
    let next = 0;
    return fetches.map((fetch) => (fetch instanceof Operation ? null : values[next++]!));
  } finally {
    leave();
  }
}

function checkFed(place: Tensor, value: Tensor): void {
  if (place.shape.is_compatible_with(value.dims)) return;
  throw new ValueError(
    `Cannot feed value of shape ${shapeText(value.dims)} for Tensor ${place.name}, which has shape ${place.shape}`,
    { fields: { key: place.name, expected: place.shape.toString(), actual: shapeText(value.dims) } },
  );
}

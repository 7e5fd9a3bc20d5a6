/** Runs what tests build in a graph: the values of its variables stay from one run to the next. */
import type { BaseVariable } from '../../src/runtime/base_variable';
import { GraphKeys } from '../../src/runtime/graph/collections';
import { Graph } from '../../src/runtime/graph/graph';
import type { Operation } from '../../src/runtime/graph/operation';
import { runGraph } from '../../src/runtime/graph/run';
import { SessionVariables } from '../../src/runtime/graph/variables';
import type { Tensor } from '../../src/runtime/tensor';

export class GraphRunner {
  private readonly store = new SessionVariables();

  constructor(private readonly graph: Graph) {}

  /** Initialises all variables that the graph has. */
  initialize(): void {
    for (const variable of this.graph.get_collection(GraphKeys.GLOBAL_VARIABLES) as BaseVariable[])
      this.run(variable._node!.initializer);
  }
  run(fetch: unknown, feeds: ReadonlyMap<Tensor, Tensor> = new Map()): unknown {
    return this.runAll([fetch], feeds)[0];
  }
  runAll(fetches: readonly unknown[], feeds: ReadonlyMap<Tensor, Tensor> = new Map()): unknown[] {
    const elements = fetches.map((f) => this.graph.as_graph_element(f) as Tensor | Operation);
    return runGraph(this.graph, elements, feeds, this.store).map((t) => t?.numpy().tolist() ?? null);
  }
}

/** Calls `build` in a graph of its own. */
export function inGraph<R>(build: (graph: Graph, runner: GraphRunner) => R): R {
  const graph = new Graph();
  return graph.as_default().use(() => build(graph, new GraphRunner(graph)));
}

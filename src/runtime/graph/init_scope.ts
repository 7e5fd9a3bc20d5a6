/** Where we are: eager or building, and `init_scope`, which leaves the functions being traced. */
import { ContextManager, currentContext, enterContext } from '../../context';
import { FuncGraph } from './func_graph';
import { Graph } from './graph';

/** Mirrors `tf.executing_eagerly`: false inside a `tf.function` and while a `tf.Graph` is current. */
export function executing_eagerly(): boolean {
  return !currentContext().builder;
}
/** Mirrors `tf.inside_function`. */
export function inside_function(): boolean {
  return currentContext().builder?.building_function === true;
}

class InitScope extends ContextManager<void> {
  protected readonly target = undefined;

  protected enter(): () => void {
    const aside = currentContext().builder ?? currentContext().aside ?? null;
    let builder = (currentContext().builder ?? null) as Graph | null;
    while (builder instanceof FuncGraph) builder = builder.outer_graph;
    return enterContext({ builder, aside, recorder: null, control: null });
  }
}

/** Mirrors `tf.init_scope`: what is made inside is made outside of all functions being traced, unseen by tapes. */
export function init_scope(): ContextManager<void>;
export function init_scope<R>(fn: () => R): R;
export function init_scope<R>(fn?: () => R): ContextManager<void> | R {
  const scope = new InitScope();
  return fn === undefined ? scope : scope.use(fn);
}

let defaultGraph: Graph | null = null;

/** Mirrors `tf.compat.v1.get_default_graph`: the graph being built, else one for the whole program. */
export function get_default_graph(): Graph {
  const { builder } = currentContext();
  if (builder) return builder as Graph;
  defaultGraph ??= new Graph();
  return defaultGraph;
}
/** True inside of a graph that is not the program's default one. */
export function inNestedGraph(): boolean {
  const { builder } = currentContext();
  return Boolean(builder) && builder !== defaultGraph;
}
/** Mirrors `tf.compat.v1.reset_default_graph`. */
export function reset_default_graph(): void {
  defaultGraph = null;
}

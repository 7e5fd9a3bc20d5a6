/** A tensor of the global step that hooks fetch, one for all of them, and the numbers that sessions give for it. */
import { RuntimeError } from '../../../errors';
import { BaseVariable } from '../../../runtime/base_variable';
import type { Graph } from '../../../runtime/graph/graph';
import { get_default_graph } from '../../../runtime/graph/init_scope';
import type { NDArray } from '../../../runtime/ndarray';
import { add } from '../../../runtime/ops/arithmetic';
import type { Tensor } from '../../../runtime/tensor';
import { get_global_step } from '../../global_step';
import type { Session } from '../../session';

const readKey = 'global_step_read_op_cache';

/**
 * The collected tensor of the global step, made if there is a global step; null if there is none. It is read where the
 * variable was made: before what a run does to it.
 */
function globalStepRead(graph: Graph): Tensor | null {
  const [found, ...others] = graph.get_collection(readKey) as Tensor[];
  if (others.length > 0)
    throw new RuntimeError(`There are multiple items in collection ${readKey}. There should be only one.`);
  if (found !== undefined) return found;
  const step: unknown = get_global_step(graph);
  if (step === null) return null;
  const value = step instanceof BaseVariable ? step._node!.snapshot : (step as Tensor);
  return graph.as_default().use(() =>
    graph.name_scope(`${(step as BaseVariable | Tensor).op!.name}/`).use(() => {
      const read = add(value, 0);
      graph.add_to_collection(readKey, read);
      return read;
    }),
  );
}

/** @param hook who needs it @throws {@link RuntimeError} without a global step */
export function requireGlobalStepRead(hook: string): Tensor {
  const read = globalStepRead(get_default_graph());
  if (read === null) throw new RuntimeError(`Global step should be created to use ${hook}.`);
  return read;
}

/** The step that a run has fetched. */
export function stepOf(fetched: unknown): number {
  return Number((fetched as NDArray).item());
}
/** The step now. */
export function stepIn(session: Session, globalStep: Tensor): number {
  return stepOf(session.run(globalStep));
}

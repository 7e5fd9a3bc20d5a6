/** What the programs share; see program_cases.test.ts. */
import * as tf1 from '../../../src/compat_v1';
import type { Graph } from '../../../src/runtime/graph/graph';
import type { Variable } from '../../../src/runtime/variable';

/** Runs in a new graph with a session, and is given an empty folder. */
export type Program = (sess: tf1.Session, folder: string, graph: Graph) => unknown;
export const ones = () => new tf1.ones_initializer();
export const zeros = () => new tf1.zeros_initializer();
export const namesOf = (list: Iterable<{ name: string }>) => [...list].map((v) => v.name);

export function variables(): [Variable, Variable] {
  const a = tf1.get_variable('a', [2], { initializer: ones() });
  const b = tf1.get_variable('b', [3], { initializer: zeros() });
  return [a, b];
}

/** The session that graphs are run in where none is named: `with session.as_default()`. */
import { currentContext } from '../../context';
import { ValueError } from '../../errors';
import type { VariableStore } from '../ops/resource_variables';
import type { Tensor } from '../tensor';
import type { Graph } from './graph';
import type { Operation } from './operation';

/** What checkpoints and variables need of a session; `compat.v1` has the class. */
export interface GraphSession {
  readonly graph: Graph;
  /** Where the values of its variables are. */
  readonly _store: VariableStore;
  /** Runs tensors and operations; null for an operation. */
  _evaluate(fetches: readonly (Tensor | Operation)[]): (Tensor | null)[];
}

declare module '../../context' {
  interface ContextFrame {
    readonly session?: GraphSession | null;
  }
}

/** Mirrors `tf.compat.v1.get_default_session`: null if there is none. */
export function get_default_session(): GraphSession | null {
  return currentContext().session ?? null;
}

/** @param what the call that needs one, for the text @throws {@link ValueError} if there is none */
export function requireSession(given: unknown, what: string): GraphSession {
  const session = (given ?? get_default_session()) as GraphSession | null;
  if (session !== null) return session;
  throw new ValueError(
    `Cannot ${what}: No default session is registered. Use \`with sess.as_default()\` or pass an explicit session.`,
  );
}

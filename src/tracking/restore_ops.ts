/**
 * Restoring in a graph (restore.md R8.10): values are not assigned when they are read but when the status is told to
 * run in a session. What is restored later, because it is tracked later, is added to the same list.
 */
import { currentContext, enterContext } from '../context';
import { RuntimeError } from '../errors';
import type { Trackable } from './trackable';

/** Assignments of one restore, by the object they belong to. */
export type RestoreOps = Map<Trackable, (session: unknown) => void>;

declare module '../context' {
  interface ContextFrame {
    /** Where what is restored in a graph is collected. */
    readonly restoreOps?: RestoreOps | null;
  }
}

/** Runs `assign` with `ops` as the place where graph variables leave their assignments. */
export function collectingRestoreOps(ops: RestoreOps, assign: () => void): void {
  const leave = enterContext({ restoreOps: ops });
  try {
    assign();
  } finally {
    leave();
  }
}

/** An object of a graph that is given a value leaves here how a session takes it. */
export function collectRestoreOp(owner: Trackable, run: (session: unknown) => void): void {
  const ops = currentContext().restoreOps;
  if (!ops) throw new RuntimeError('A variable of a graph can be restored only by a checkpoint or a Saver.');
  ops.set(owner, run);
}

/** An object whose value in a session begins with an initializer: a variable of a graph. */
interface Initialized {
  readonly initializer?: unknown;
}

/** Runs what was collected. */
export function runRestoreOps(ops: RestoreOps, session: unknown): void {
  for (const run of ops.values()) run(session);
}

/** Mirrors the initializing half of `initialize_or_restore`: all of `objects` that `ops` gives no value. */
export function runInitializers(objects: Iterable<Trackable>, ops: RestoreOps, session: unknown): void {
  const initializers: unknown[] = [];
  for (const object of objects) {
    const { initializer } = object as Initialized;
    if (!ops.has(object) && object._is_variable && initializer) initializers.push(initializer);
  }
  if (initializers.length > 0) sessionOf(session)._evaluate(initializers);
}

interface Evaluates {
  _evaluate(fetches: readonly unknown[]): unknown;
}

function sessionOf(given: unknown): Evaluates {
  const session = given ?? (currentContext() as { readonly session?: unknown }).session;
  if (session) return session as Evaluates;
  throw new RuntimeError(
    'Cannot run initializers: there is no default session. Use `session.as_default()` or pass a session.',
  );
}

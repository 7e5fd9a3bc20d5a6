/**
 * The one explicit stack of what calls depend on. A frame is immutable; entering something pushes a changed
 * copy, leaving puts the former frame back. A scope never spans an `await`.
 */
import { RuntimeError } from './errors';

/** What surrounds a call. Upper layers add their own fields by declaration merging. */
export interface ContextFrame {
  /** Current name scope: empty, or ending in `/`. */
  readonly nameScope: string;
}

let current: ContextFrame = { nameScope: '' };

export function currentContext(): ContextFrame {
  return current;
}

/** Makes `patch` current; the returned function puts back what was there. Leaving out of order is an error. */
export function enterContext(patch: Partial<ContextFrame>): () => void {
  return enterFrame({ ...current, ...patch });
}

/** The same with the whole frame, `{ ...currentContext(), field: value }`, which V8 copies ten times faster. */
export function enterFrame(mine: ContextFrame): () => void {
  const former = current;
  current = mine;
  return () => {
    if (current !== mine)
      throw new RuntimeError('Scopes must be left in the reverse order of entering them.');
    current = former;
  };
}

/**
 * Python's context manager. Constructing enters nothing: `using _ = manager` enters (the language reads
 * `Symbol.dispose` exactly once) and leaves at the end of the block; `.use(fn)` does the same around a call.
 */
export abstract class ContextManager<T> {
  /** Enters and returns the leaving function. */
  protected abstract enter(): () => void;
  /** What Python's `as` would bind. */
  protected abstract readonly target: T;

  get [Symbol.dispose](): () => void {
    return this.enter();
  }

  /** Runs `fn` inside. @throws {@link RuntimeError} if `fn` returns a promise: a scope never spans an `await`. */
  use<R>(fn: (target: T) => R): R {
    const leave = this.enter();
    try {
      const result = fn(this.target);
      if (result instanceof Promise) {
        throw new RuntimeError('A scope cannot span an `await`: the callback must not return a promise.');
      }
      return result;
    } finally {
      leave();
    }
  }
}

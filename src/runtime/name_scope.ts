/** Name scopes: a prefix of the names of what is made inside (saver.md S6). Eagerly nothing is made unique. */
import { ContextManager, currentContext, enterContext } from '../context';
import { ValueError } from '../errors';
import { positional } from '../python/named';
import type { OpName } from './op';

/** Mirrors the eager `tf.name_scope`. `name` ending in `/` re-enters that scope, an empty one leads to the root. */
class NameScope extends ContextManager<string> {
  readonly name: string;
  private scope = '';

  constructor(name: string) {
    super();
    if (typeof name !== 'string') throw new ValueError('name for name_scope must be a string.');
    this.name = name;
  }

  protected enter(): () => void {
    this.scope = this.fullName();
    return enterContext({ nameScope: this.scope });
  }
  /** The scope's full prefix, as `with ... as scope` gives it. */
  protected get target(): string {
    return this.scope;
  }
  private fullName(): string {
    if (this.name === '' || this.name.endsWith('/')) return this.name;
    const { builder } = currentContext();
    if (builder) return builder.openScope(this.name);
    return `${currentContext().nameScope}${this.name}/`;
  }
}

export type { NameScope };

interface NameScopeFunction {
  new (name: string | { readonly name: string }): NameScope;
  (name: string | { readonly name: string }): NameScope;
  <R>(name: string, fn: (scope: string) => R): R;
  readonly prototype: NameScope;
}

// A declared function and no arrow, so that it can be called with `new`.
function nameScope(given: string | { readonly name: string }, fn?: (scope: string) => unknown): unknown {
  const [name] = positional<[string]>('name_scope', ['name'], 1, [given]);
  const scope = new NameScope(name);
  return fn === undefined ? scope : scope.use(fn);
}
nameScope.prototype = NameScope.prototype;

/** `tf.name_scope('s', () => ...)` runs the callback inside; `using _ = tf.name_scope('s')` enters for a block. */
export const name_scope = nameScope as unknown as NameScopeFunction;

/**
 * What is made of several operations: in a graph they stand in a scope, called after the function that runs or the `name`
 * that it was given. An operation whose own name is `scope` gets the scope's: `random_normal`.
 */
export function inOwnScope<R>(standard: string, compute: (scope: string | null) => R, name?: OpName): R {
  const { builder } = currentContext();
  if (!builder) return compute(null);
  const own = typeof name === 'string' ? name : null;
  return nameScopeOf(own ?? builder.takeName() ?? standard, compute);
}
function nameScopeOf<R>(name: string, compute: (scope: string) => R): R {
  return new NameScope(name).use(compute);
}

/** The full name that something called `name` gets here: scope, name, no trailing slash. */
export function scopedName(name: string): string {
  if (name.endsWith('/')) return name.slice(0, -1);
  return name === '' ? '' : currentContext().nameScope + name;
}

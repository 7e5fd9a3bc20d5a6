/** `tf.compat.v1.name_scope(name, default_name=None, values=None)`: TF2's, with a name for where there is none. */
import type { ContextManager } from '../context';
import { TypeError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { name_scope as nameScope } from '../runtime/name_scope';

interface NameScopeKeywords {
  default_name?: string | null;
  values?: readonly unknown[] | null;
}
type ScopeArguments = Args<
  [name: string | null],
  [default_name: string | null, values: readonly unknown[] | null],
  NameScopeKeywords,
  ['name']
>;
interface NameScopeFunction {
  new (...args: ScopeArguments): ContextManager<string>;
  (...args: ScopeArguments): ContextManager<string>;
  <R>(...args: [...ScopeArguments, (scope: string) => R]): R;
}

function nameScopeV1(...args: readonly unknown[]): unknown {
  const body = typeof args.at(-1) === 'function' ? (args.at(-1) as (scope: string) => unknown) : null;
  const given = bindArguments<NameScopeKeywords & { name: string | null }>(
    'name_scope',
    ['name', 'default_name', 'values'],
    body === null ? args : args.slice(0, -1),
    { namesOp: false },
  );
  const { name = null, default_name = null, values = null } = given;
  if (name === null && default_name === null && values !== null)
    throw new TypeError(
      `At least one of name (${String(name)}) and default_name (${String(default_name)}) must be provided.`,
    );
  const scope = nameScope(name ?? default_name ?? '');
  return body === null ? scope : scope.use(body);
}

/** An empty name, or none and no default, leads to the top. */
export const name_scope = nameScopeV1 as unknown as NameScopeFunction;

/** `variable_creator_scope`: functions that make, change or replace the variables that are made inside. */

import { ContextManager, currentContext, enterContext } from '../context';
import { type Call, positional } from '../python/named';
import type { BaseVariable } from './base_variable';
import type { VariableKeywords } from './variable';

/** Keywords of `tf.Variable`, in TF1 also `collections`, `expected_shape` and `use_resource`. */
export type CreatorKeywords = VariableKeywords & Record<string, unknown>;
/** Python's `creator(next_creator, **kwargs)`: asks `next_creator` for the variable, or gives another one. */
export type VariableCreator = (
  next_creator: (keywords: CreatorKeywords) => BaseVariable,
  keywords: CreatorKeywords,
) => BaseVariable;

declare module '../context' {
  interface ContextFrame {
    /** Who is asked for variables, innermost last. */
    readonly variableCreators?: readonly VariableCreator[] | null;
  }
}

class CreatorScope extends ContextManager<void> {
  protected readonly target = undefined;
  constructor(private readonly creator: VariableCreator) {
    super();
  }
  protected enter(): () => void {
    return enterContext({ variableCreators: [...(currentContext().variableCreators ?? []), this.creator] });
  }
}

/**
 * Mirrors `tf.variable_creator_scope`: inside, `creator` is called as `(next_creator, keywords)` for each variable that is made,
 * also by `get_variable`; inner ones are asked first.
 */
export function variable_creator_scope(
  ...args: Call<[variable_creator: VariableCreator], readonly ['variable_creator']>
): ContextManager<void> {
  const [variable_creator] = positional<[VariableCreator]>(
    'variable_creator_scope',
    ['variable_creator'],
    1,
    args,
  );
  return new CreatorScope(variable_creator);
}

/** What the creators give; null if there are none. @param make the last in their line */
export function madeByCreators(
  keywords: CreatorKeywords,
  make: (keywords: CreatorKeywords) => BaseVariable,
): BaseVariable | null {
  const creators = currentContext().variableCreators ?? [];
  if (creators.length === 0) return null;
  const last = (given: CreatorKeywords): BaseVariable => {
    const leave = enterContext({ variableCreators: null });
    try {
      return make(given);
    } finally {
      leave();
    }
  };
  const first = creators.reduce<typeof last>((next, creator) => (given) => creator(next, given), last);
  return first(keywords);
}

/** `tf1.make_template`: functions whose variables are made by their first call and shared by all others. */

import { currentContext, enterContext } from '../context';
import { ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { repr } from '../python/repr';
import { GraphKeys } from '../runtime/graph/collections';
import { get_default_graph } from '../runtime/graph/init_scope';
import type { Variable } from '../runtime/variable';
import type { CustomGetter } from './custom_getter';
import { EagerVariables } from './track_variables';
import { type VariableScope, variable_scope } from './variable_scope';

/** What makes a template beside its name and function. */
export interface TemplateKeywords {
  create_scope_now_?: boolean;
  unique_name_?: string | null;
  custom_getter_?: CustomGetter | null;
}
/** A function, and what can be asked of it. */
export type Template<A extends unknown[], R> = ((...args: A) => R) & TemplateState;

class TemplateState {
  private scope: VariableScope | null = null;
  private made = false;
  /** Eagerly: where its variables are kept. */
  private readonly kept = currentContext().builder ? null : new EagerVariables();

  constructor(
    private readonly scopeName: string,
    private readonly given: TemplateKeywords,
  ) {
    if (given.create_scope_now_) this.scope = this.opened({ auxiliary_name_scope: false }, (scope) => scope);
  }

  private opened<R>(more: object, body: (scope: VariableScope) => R): R {
    const { unique_name_: unique = null, custom_getter_: custom_getter = null } = this.given;
    return variable_scope(unique, this.scopeName, { custom_getter, ...more }, body);
  }

  /** @internal */
  _call<R>(run: () => R): R {
    const leave = enterContext(this.kept === null ? {} : { eagerVariables: this.kept });
    try {
      if (this.scope !== null)
        return variable_scope(this.scope, { reuse: this.made }, () => this.watched(run));
      return this.opened({}, (scope) => {
        this.scope = scope;
        return this.watched(run);
      });
    } finally {
      leave();
    }
  }

  private watched<R>(run: () => R): R {
    const trainable = get_default_graph().get_collection_ref(GraphKeys.TRAINABLE_VARIABLES);
    const before = trainable.length;
    const result = run();
    if (this.made && trainable.length !== before)
      throw new ValueError(
        'Trainable variable created when calling a template after the first time, perhaps you used tf.Variable when you ' +
          `meant tf.get_variable: ${repr(trainable.slice(before))}`,
      );
    this.made = true;
    return result;
  }

  /** As it was given. */
  get name(): string {
    return this.scopeName;
  }
  get variable_scope(): VariableScope | null {
    return this.scope;
  }
  get variable_scope_name(): string | null {
    if (this.scope === null) return null;
    return this.scope.name === '' ? '' : `${this.scope.name}/`;
  }
  get global_variables(): Variable[] {
    return this.collected(GraphKeys.GLOBAL_VARIABLES);
  }
  get local_variables(): Variable[] {
    return this.collected(GraphKeys.LOCAL_VARIABLES);
  }
  get variables(): Variable[] {
    return [...this.global_variables, ...this.local_variables];
  }
  get trainable_variables(): Variable[] {
    return this.collected(GraphKeys.TRAINABLE_VARIABLES);
  }
  get non_trainable_variables(): Variable[] {
    const trainable = new Set(this.trainable_variables);
    return this.global_variables.filter((v) => !trainable.has(v));
  }

  private collected(key: string): Variable[] {
    if (!this.made) return [];
    if (this.kept === null)
      return get_default_graph().get_collection(key, this.variable_scope_name) as Variable[];
    const all = key === GraphKeys.LOCAL_VARIABLES ? [] : [...this.kept._vars.values()];
    return key === GraphKeys.TRAINABLE_VARIABLES ? all.filter((v) => v.trainable) : all;
  }
}

const templateNames = ['name_', 'func_', 'create_scope_now_', 'unique_name_', 'custom_getter_'] as const;

/**
 * Mirrors `tf.compat.v1.make_template`: `func_` in a variable scope of its own, which every call but the first one reuses.
 * @param name_ of the scope; made unique unless `unique_name_` is given
 * @throws {@link ValueError} without a name, for a `unique_name_` eagerly, for variables that only a later call makes
 */
export function make_template<A extends unknown[], R>(
  ...args: Args<[name_: string, func_: (...args: A) => R], [], TemplateKeywords, ['name', 'func']>
): Template<A, R>;
export function make_template<A extends unknown[], R>(
  keywords: TemplateKeywords & { name_: string; func_: (...args: A) => R },
): Template<A, R>;
export function make_template(...args: readonly unknown[]): Template<unknown[], unknown> {
  type Given = TemplateKeywords & { name_: string; func_: (...args: unknown[]) => unknown };
  const { name_, func_, ...given } = bindArguments<Given>('make_template', templateNames, args, {
    required: 2,
    namesOp: false,
  }) as Given;
  if ((name_ ?? null) === null) throw new ValueError('name cannot be None.');
  if ((given.unique_name_ ?? null) !== null && !currentContext().builder)
    throw new ValueError('unique_name_ cannot be used when eager execution is enabled.');
  const state = new TemplateState(name_, given);
  const call = (...passed: unknown[]): unknown => state._call(() => func_(...passed));
  return new Proxy(call, {
    get: (target, key) => (key in state ? Reflect.get(state, key) : Reflect.get(target, key)),
  }) as Template<unknown[], unknown>;
}

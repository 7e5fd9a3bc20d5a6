/**
 * A named owner of variables and other modules. What it owns is found by looking at its attributes when asked
 * (object_graph.md O9.2), not by its edges: the order is that of the names, not that of tracking.
 */
import { ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { repr } from '../python/repr';
import { compareText } from '../python/text_order';
import { PyTuple } from '../python/tuple';
import type { Variable } from '../runtime/variable';
import { AutoTrackableBase, untracked } from './auto_trackable';
import { ModuleNameScope } from './module_scope';
import { flattenWithPath, type NestPath } from './nest';
import { asTrackable } from './trackable';

export interface ModuleKeywords {
  /** A Python identifier; the class name in snake_case if not given. */
  readonly name?: string | null;
}

/** What {@link Module._flatten} takes. */
export interface FlattenOptions {
  /** Whether to go into submodules; true if not given. */
  readonly recursive?: boolean;
  /** Which leaves to give; all if not given. */
  readonly predicate?: (leaf: unknown) => boolean;
  /** What attributes are sorted by; their names if not given. */
  readonly attribute_traversal_key?: (name: string) => string | number;
  /** Gives `[path, leaf]`, and a leaf as often as it is met, instead of the leaves, each once. */
  readonly with_path?: boolean;
}

/**
 * Mirrors `tf.Module`. Assigned attributes are tracked, and variables and modules among them, in lists, tuples
 * and dicts too, are found by {@link variables} and {@link submodules}.
 */
class Module extends AutoTrackableBase {
  declare protected readonly _name: string;
  declare protected readonly _name_scope: ModuleNameScope;

  /** @throws {@link ValueError} for a name that is no Python identifier. */
  constructor(...args: Args<[], [name: string | null], ModuleKeywords>) {
    super();
    const { name } = bindArguments<ModuleKeywords>('Module.__init__', ['name'], args);
    Object.defineProperties(untracked(this), {
      _name: { value: moduleName(name, this.constructor.name), writable: true, configurable: true },
      _name_scope: { value: null, writable: true, configurable: true },
    });
    untracked<{ _name_scope: ModuleNameScope } & Module>(this as never)._name_scope = ModuleNameScope.under(
      this._name,
    );
  }

  /** As given or made from the class name; not the whole scope, which is `name_scope.name`. */
  get name(): string {
    return this._name;
  }

  /** Names of what is made inside start with this module's: `{ using _ = this.name_scope; ... }`. */
  get name_scope(): ModuleNameScope {
    return this._name_scope;
  }

  /** A tuple of all variables of this module, by attribute name, then those of its submodules. */
  get variables(): readonly Variable[] {
    return this.owned(isVariable);
  }

  /** The {@link variables} with `trainable` true. */
  get trainable_variables(): readonly Variable[] {
    return this.owned((leaf) => isVariable(leaf) && isTrainable(leaf));
  }

  /** The {@link variables} with `trainable` false. */
  get non_trainable_variables(): readonly Variable[] {
    return this.owned((leaf) => isVariable(leaf) && !isTrainable(leaf));
  }

  /** A tuple of all modules that are attributes, or attributes of those, and so on. */
  get submodules(): readonly Module[] {
    return this.owned(isModule);
  }

  private owned<T>(predicate: (leaf: unknown) => boolean): readonly T[] {
    return new PyTuple(this._flatten({ predicate }) as Iterable<T>);
  }

  /** Mirrors TF's `_flatten`: the leaves of all attributes, sorted by name, then those of the submodules. */
  _flatten(options: FlattenOptions & { readonly with_path: true }): Generator<[NestPath, unknown]>;
  _flatten(options?: FlattenOptions): Generator<unknown>;
  _flatten(options: FlattenOptions = {}): Generator<unknown> {
    return flattenModule(this, options, [], new Set([asTrackable(this)]), []);
  }

  /**
   * Makes a method run inside the module's name scope. A decorator (`@tf.Module.with_name_scope`), or a function
   * around a function.
   */
  static with_name_scope<This extends Module, A extends unknown[], R>(
    method: (this: This, ...args: A) => R,
    _context?: ClassMethodDecoratorContext<This>,
  ): (this: This, ...args: A) => R {
    const scoped = function (this: This, ...args: A): R {
      return this.name_scope.use(() => method.apply(this, args));
    };
    return Object.defineProperty(scoped, 'name', { value: method.name });
  }
}

function moduleName(given: string | null | undefined, className: string): string {
  if (given === undefined || given === null) return camelToSnake(className);
  if (!/^[a-zA-Z_]([a-zA-Z0-9_])*$/.test(given)) {
    throw new ValueError(
      `${repr(given)} is not a valid module name. Module names must be valid Python identifiers (e.g. a valid class ` +
        'name).',
      { fields: { actual: given } },
    );
  }
  return given;
}

/** `MyRNNCell2` → `my_rnn_cell2` */
function camelToSnake(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]|(?<!^)[A-Z](?=[a-z])/g, '_$&').toLowerCase();
}

function isVariable(leaf: unknown): boolean {
  return asTrackable(leaf)?._is_variable === true;
}

function isTrainable(leaf: unknown): boolean {
  return (leaf as { readonly trainable?: boolean }).trainable === true;
}

function isModule(leaf: unknown): leaf is Module {
  return asTrackable(leaf) instanceof Module;
}

/** `seen` holds leaves, Trackables by what stands behind them; `open` the modules whose submodules are being walked. */
function* flattenModule(
  module: Module,
  options: FlattenOptions,
  modulePath: NestPath,
  seen: Set<unknown>,
  open: Module[],
): Generator<unknown> {
  const raw = untracked(module);
  const { predicate, with_path = false } = options;
  const recursive = (options.recursive ?? true) && !open.includes(raw);
  const submodules: [NestPath, Module][] = [];
  for (const name of sortedAttributes(raw, options.attribute_traversal_key)) {
    for (const [path, leaf] of attributeLeaves(raw, name)) {
      const identity = asTrackable(leaf) ?? leaf;
      if (!with_path && seen.has(identity)) continue;
      seen.add(identity);
      const whole = [...modulePath, ...path];
      if (predicate === undefined || predicate(leaf)) yield with_path ? [new PyTuple(whole), leaf] : leaf;
      if (recursive && isModule(leaf)) submodules.push([whole, leaf]);
    }
  }
  open.push(raw);
  for (const [path, submodule] of submodules) yield* flattenModule(submodule, options, path, seen, open);
  open.pop();
}

function sortedAttributes(module: Module, key: FlattenOptions['attribute_traversal_key']): string[] {
  const names = Object.keys(module);
  if (key === undefined) return names.sort(compareText);
  const keyed = names.map((name) => ({ name, key: key(name) }));
  keyed.sort((a, b) =>
    typeof a.key === 'string' && typeof b.key === 'string'
      ? compareText(a.key, b.key)
      : Number(a.key) - Number(b.key),
  );
  return keyed.map(({ name }) => name);
}

function attributeLeaves(module: Module, name: string): [NestPath, unknown][] {
  const value: unknown = Reflect.get(module, name, module.handle);
  try {
    return [...flattenWithPath(value, [name])];
  } catch (cause) {
    throw new ValueError(`Error processing property ${repr(name)} of ${repr(value)}`, { cause });
  }
}

/** `A` declares attributes that are added later: `new tf.Module<{w: tf.Variable}>()`. */
interface ModuleConstructor {
  new <A = unknown>(...args: Args<[], [name: string | null], ModuleKeywords>): Module & A;
  readonly prototype: Module;
  readonly with_name_scope: typeof Module.with_name_scope;
}
type TypedModule<A = unknown> = Module & A;
const TypedModule = Module as unknown as ModuleConstructor;

export { Module as ModuleBase, TypedModule as Module };

/**
 * Variable scopes (saver.md S6.3-S6.6): a prefix of the names that `get_variable` gives, with defaults for what it is not
 * told. The current scope belongs to a graph; eager programs have that of the default graph.
 */
import { ContextManager, currentContext, enterContext } from '../context';
import { as_dtype, type DType, type DTypeLike } from '../dtypes';
import { TypeError, ValueError } from '../errors';
import { logger } from '../logging';
import { type Args, bindArguments } from '../python/arguments';
import { GraphKeys } from '../runtime/graph/collections';
import type { Graph } from '../runtime/graph/graph';
import { get_default_graph } from '../runtime/graph/init_scope';
import { name_scope } from '../runtime/name_scope';
import type { Tensor } from '../runtime/tensor';
import type { Variable } from '../runtime/variable';
import type { CustomGetter } from './custom_getter';
import type { InitializerLike } from './initializer';
import type { Partitioner } from './partitioners';
import {
  defaultsWithin,
  type ScopeDefaults,
  type ScopeSettings,
  scopeNames,
  type VariableScopeArguments,
} from './scope_defaults';

/** Mirrors `tf.compat.v1.AUTO_REUSE`: make a variable if it is not there, else give the one that is. */
export const AUTO_REUSE: unique symbol = Symbol('tf.compat.v1.AUTO_REUSE');
/** `true`, `AUTO_REUSE`, or nothing: what the scope outside says. */
export type Reuse = boolean | typeof AUTO_REUSE | null;

export type Regularizer = (variable: Variable) => Tensor | null;
export type Constraint = (value: Tensor) => Tensor;

declare module '../context' {
  interface ContextFrame {
    /** The variable scope we are in, of each graph. */
    readonly variableScopes?: ReadonlyMap<Graph, VariableScope>;
  }
}

/** Mirrors `tf.compat.v1.VariableScope`. */
export class VariableScope {
  /** Full name, without trailing slash. */
  readonly name: string;
  /** The name scope that was opened with it, with trailing slash. */
  readonly original_name_scope: string;
  private defaults: ScopeDefaults;
  private reusing: Reuse;

  constructor(
    ...args: Args<
      [reuse: Reuse],
      [
        name: string,
        initializer: InitializerLike | null,
        regularizer: Regularizer | null,
        caching_device: unknown,
        partitioner: Partitioner | null,
        custom_getter: CustomGetter | null,
        name_scope: string,
        dtype: DTypeLike,
        use_resource: boolean | null,
        constraint: Constraint | null,
      ],
      VariableScopeArguments,
      ['reuse']
    >
  ) {
    const {
      reuse,
      name = '',
      name_scope = '',
      ...given
    } = bindArguments<VariableScopeArguments>('VariableScope', scopeNames, args, {
      required: 1,
      namesOp: false,
    });
    this.name = name;
    this.original_name_scope = name_scope;
    this.reusing = currentContext().builder ? reuse || false : AUTO_REUSE;
    this.defaults = defaultsWithin(null, given);
  }

  /** A scope that stands in another one, whose defaults are its own where none are given. @internal */
  static _within(
    outer: VariableScope,
    name: string,
    reuse: Reuse,
    name_scope: string,
    given: ScopeSettings,
  ): VariableScope {
    const scope = new VariableScope(reuse, { name, name_scope });
    scope.defaults = defaultsWithin(outer.defaults, given);
    return scope;
  }

  /** Eagerly `AUTO_REUSE`, as in TF, which does not say that anything is shared. */
  get reuse(): Reuse {
    return this.reusing;
  }
  get initializer(): InitializerLike | null {
    return this.defaults.initializer;
  }
  get regularizer(): Regularizer | null {
    return this.defaults.regularizer;
  }
  get partitioner(): Partitioner | null {
    return this.defaults.partitioner;
  }
  get custom_getter(): CustomGetter | null {
    return this.defaults.custom_getter;
  }
  get dtype(): DType {
    return this.defaults.dtype;
  }
  get use_resource(): boolean | null {
    return this.defaults.use_resource;
  }
  get caching_device(): unknown {
    return this.defaults.caching_device;
  }
  get constraint(): Constraint | null {
    return this.defaults.constraint;
  }
  reuse_variables(): void {
    this.reusing = true;
  }
  set_initializer(initializer: InitializerLike | null): void {
    this.defaults.initializer = initializer;
  }
  set_regularizer(regularizer: Regularizer | null): void {
    this.defaults.regularizer = regularizer;
  }
  set_partitioner(partitioner: Partitioner | null): void {
    this.defaults.partitioner = partitioner;
  }
  set_custom_getter(custom_getter: CustomGetter | null): void {
    this.defaults.custom_getter = custom_getter;
  }
  set_dtype(dtype: DTypeLike): void {
    this.defaults.dtype = as_dtype(dtype);
  }
  set_use_resource(use_resource: boolean | null): void {
    this.defaults.use_resource = use_resource;
  }

  /** Members of a collection whose names begin with this scope's. */
  get_collection(name: string): unknown[] {
    return get_default_graph().get_collection(name, this.name === '' ? '' : `${this.name}/`);
  }
  trainable_variables(): Variable[] {
    return this.get_collection(GraphKeys.TRAINABLE_VARIABLES) as Variable[];
  }
  global_variables(): Variable[] {
    return this.get_collection(GraphKeys.GLOBAL_VARIABLES) as Variable[];
  }
  local_variables(): Variable[] {
    return this.get_collection(GraphKeys.LOCAL_VARIABLES) as Variable[];
  }
}

const roots = new WeakMap<Graph, VariableScope>();
/** How often a scope of a name was opened in a graph: what default names are made unique by. */
const opened = new WeakMap<Graph, Map<string, number>>();

function rootOf(graph: Graph): VariableScope {
  let root = roots.get(graph);
  if (root === undefined) {
    root = new VariableScope(null);
    roots.set(graph, root);
  }
  return root;
}
function countsOf(graph: Graph): Map<string, number> {
  let counts = opened.get(graph);
  if (counts === undefined) {
    counts = new Map();
    opened.set(graph, counts);
  }
  return counts;
}

/** Mirrors `tf.compat.v1.get_variable_scope`: the scope we are in. */
export function get_variable_scope(): VariableScope {
  const graph = get_default_graph();
  return currentContext().variableScopes?.get(graph) ?? rootOf(graph);
}

export interface VariableScopeKeywords {
  name_or_scope?: string | VariableScope | null;
  default_name?: string | null;
  values?: readonly unknown[] | null;
  initializer?: InitializerLike | null;
  regularizer?: Regularizer | null;
  caching_device?: unknown;
  partitioner?: Partitioner | null;
  custom_getter?: CustomGetter | null;
  reuse?: Reuse;
  dtype?: DTypeLike | null;
  use_resource?: boolean | null;
  constraint?: Constraint | null;
  auxiliary_name_scope?: boolean;
}
type ScopeArguments =
  | Args<
      [name_or_scope: string | VariableScope | null],
      [default_name: string | null, values: readonly unknown[] | null],
      VariableScopeKeywords,
      ['name_or_scope']
    >
  | [VariableScopeKeywords];

const parameters = [
  'name_or_scope',
  'default_name',
  'values',
  'initializer',
  'regularizer',
  'caching_device',
  'partitioner',
  'custom_getter',
  'reuse',
  'dtype',
  'use_resource',
  'constraint',
  'auxiliary_name_scope',
] as const;

class VariableScopeManager extends ContextManager<VariableScope> {
  private readonly given: VariableScopeKeywords;
  private readonly reuse: Reuse;
  private scope: VariableScope | null = null;

  constructor(args: readonly unknown[]) {
    super();
    const given = bindArguments<VariableScopeKeywords>('variable_scope', parameters, args);
    const { name_or_scope = null, default_name = null, auxiliary_name_scope = true } = given;
    if (name_or_scope === null && default_name === null)
      throw new TypeError('If default_name is None then name_or_scope is required');
    const reuse = given.reuse ?? null;
    if (reuse !== null && typeof reuse !== 'boolean' && reuse !== AUTO_REUSE)
      throw new ValueError('The reuse parameter must be True or False or None.');
    if (typeof auxiliary_name_scope !== 'boolean')
      throw new TypeError(
        `The auxiliary_name_scope must be \`True\` or \`False\`, while get ${String(auxiliary_name_scope)}`,
      );
    this.given = given;
    this.reuse = reuse || null;
  }

  /** The scope: of `using`, it is there once the block is entered. */
  protected get target(): VariableScope {
    return this.scope!;
  }

  protected enter(): () => void {
    const { name_or_scope = null, default_name = null } = this.given;
    const of = name_or_scope ?? default_name!;
    if (!(typeof of === 'string' || of instanceof VariableScope))
      throw new TypeError('VariableScope: name_or_scope must be a string or VariableScope.');
    if (name_or_scope === null && this.reuse)
      throw new ValueError('reuse=True cannot be used without a name_or_scope');
    const leaveNames = this.enterNameScope(typeof of === 'string' ? of : of.name.split('/').at(-1)!);
    let leave: () => void;
    try {
      leave = this.enterScope(of, name_or_scope === null);
    } catch (error) {
      leaveNames();
      throw error;
    }
    return () => {
      leave();
      leaveNames();
    };
  }

  private enterNameScope(name: string): () => void {
    // The root scope opens none; without an auxiliary scope we stay where we are.
    if (this.given.auxiliary_name_scope === false || name === '') return () => {};
    return name_scope(name)[Symbol.dispose];
  }

  private enterScope(of: string | VariableScope, isDefault: boolean): () => void {
    const graph = get_default_graph();
    const outer = get_variable_scope();
    const counts = countsOf(graph);
    const former = new Map(counts);
    if (of instanceof VariableScope) {
      const reuse = this.reuse ?? of.reuse;
      this.scope = VariableScope._within(of, of.name, reuse, of.original_name_scope, this.given);
    } else {
      const name = isDefault ? uniqueScope(of, outer, counts) : of;
      const full = outer.name === '' ? name : `${outer.name}/${name}`;
      const opensNone = of === '' && this.given.auxiliary_name_scope !== false;
      const names = opensNone ? '' : currentContext().nameScope;
      this.scope = VariableScope._within(outer, full, this.reuse ?? outer.reuse, names, this.given);
    }
    const full = this.scope.name;
    counts.set(full, (counts.get(full) ?? 0) + 1);
    const scopes = new Map(currentContext().variableScopes ?? []);
    const leave = enterContext({ variableScopes: scopes.set(graph, this.scope) });
    return () => {
      leave();
      if (of instanceof VariableScope) restoreCounts(counts, former);
      else for (const key of counts.keys()) if (key.startsWith(`${full}/`)) counts.set(key, 0);
    };
  }
}

function restoreCounts(counts: Map<string, number>, former: ReadonlyMap<string, number>): void {
  counts.clear();
  for (const [key, count] of former) counts.set(key, count);
}

/** `prefix`, or with the first suffix whose scope was not opened in this one. */
function uniqueScope(prefix: string, outer: VariableScope, counts: ReadonlyMap<string, number>): string {
  const full = (name: string): string => (outer.name === '' ? name : `${outer.name}/${name}`);
  if (!counts.get(full(prefix))) return prefix;
  let i = 1;
  while (counts.get(full(`${prefix}_${i}`))) i++;
  return `${prefix}_${i}`;
}

export type { VariableScopeManager };

interface VariableScopeFunction {
  new (...args: ScopeArguments): VariableScopeManager;
  (...args: ScopeArguments): VariableScopeManager;
  <R>(...args: [...ScopeArguments, (scope: VariableScope) => R]): R;
}

function variableScope(...args: readonly unknown[]): unknown {
  const body = args.at(-1);
  if (typeof body === 'function' && args.length > 1)
    return new VariableScopeManager(args.slice(0, -1)).use(body as (scope: VariableScope) => unknown);
  return new VariableScopeManager(args);
}

/**
 * Mirrors `tf.compat.v1.variable_scope`: `using _ = tf1.variable_scope('s')` enters it for a block,
 * `tf1.variable_scope('s', (scope) => ...)` for a call; `get_variable_scope()` is the scope inside.
 * @throws {@link TypeError} without a name, {@link ValueError} for a `reuse` that is none (S6.4, S6.6)
 */
export const variable_scope = variableScope as unknown as VariableScopeFunction;

/**
 * Mirrors `tf.compat.v1.variable_op_scope(values, name_or_scope, default_name=None, ...)`: the former order of
 * {@link variable_scope}'s parameters.
 */
export function variable_op_scope<R>(
  values: readonly unknown[] | null,
  name_or_scope: string | VariableScope | null,
  ...rest: [...([string | null] | []), ...([VariableScopeKeywords] | []), (scope: VariableScope) => R]
): R;
export function variable_op_scope(
  values: readonly unknown[] | null,
  name_or_scope: string | VariableScope | null,
  ...rest: [...([string | null] | []), ...([VariableScopeKeywords] | [])]
): VariableScopeManager;
export function variable_op_scope(...args: readonly unknown[]): unknown {
  logger.warning(
    'tf.variable_op_scope(values, name, default_name) is deprecated, use tf.variable_scope(name, default_name, values)',
  );
  const fn = args.at(-1);
  const run = typeof fn === 'function' ? [fn] : [];
  const { values, name_or_scope, default_name, ...rest } = bindArguments<Record<string, unknown>>(
    'variable_op_scope',
    formerParameters,
    args.slice(0, args.length - run.length),
    { required: 2 },
  );
  return variableScope(name_or_scope, default_name, values, { ...rest }, ...run);
}

/** Those of {@link variable_op_scope}. */
const formerParameters = [
  'values',
  'name_or_scope',
  'default_name',
  'initializer',
  'regularizer',
  'caching_device',
  'partitioner',
  'custom_getter',
  'reuse',
  'dtype',
  'use_resource',
  'constraint',
] as const;

/** `tf.compat.v1.Session`: runs parts of a graph; the values of its variables are here. */
import { ContextManager, currentContext, enterContext } from '../context';
import { RuntimeError, TypeError } from '../errors';
import { type Args, bindArguments, isPlainObject } from '../python/arguments';
import { positional } from '../python/named';
import { repr, typeName } from '../python/repr';
import type { GraphSession } from '../runtime/graph/default_session';
import { Graph } from '../runtime/graph/graph';
import { get_default_graph } from '../runtime/graph/init_scope';
import type { Operation } from '../runtime/graph/operation';
import { runGraph } from '../runtime/graph/run';
import { SessionVariables } from '../runtime/graph/variables';
import type { Tensor } from '../runtime/tensor';
import { type FeedDict, feedsOf } from './feeds';
import { type Fetched, fetchesOf } from './fetches';

export interface SessionKeywords {
  /** Accepted: everything runs here. */
  target?: string;
  graph?: Graph | null;
  /** Accepted: there is nothing to configure. */
  config?: unknown;
}
type SessionArguments = Args<[], [target: string, graph: Graph | null, config: unknown], SessionKeywords>;

export interface RunKeywords {
  feed_dict?: FeedDict | null;
  options?: unknown;
  run_metadata?: unknown;
}

/** Arguments of `run`. */
export type RunArguments<F> = Args<
  [fetches: F],
  [feed_dict: FeedDict | null, options: unknown, run_metadata: unknown],
  RunKeywords
>;
const runNames = ['fetches', 'feed_dict', 'options', 'run_metadata'] as const;
/** One object that names what to fetch and what to feed. */
type NamedRun<F> = RunKeywords & { readonly fetches: F; readonly feed_dict: FeedDict | null };

interface CallableKeywords {
  feed_list?: readonly unknown[] | null;
  accept_options?: false;
}
type CallableArguments<F> = Args<[fetches: F], [feed_list: readonly unknown[] | null], CallableKeywords>;

/** The arguments of `run` by name. */
export function bindRun(args: readonly unknown[]): Partial<RunKeywords & { fetches: unknown }> {
  // One object is what to fetch, unless it names parameters only: `fetches` and others.
  const [only] = args;
  const keys: readonly string[] = args.length === 1 && isPlainObject(only) ? Object.keys(only) : [];
  const names: readonly string[] = runNames;
  const isNamed = keys.length > 1 && keys.includes('fetches') && keys.every((key) => names.includes(key));
  return bindArguments<RunKeywords & { fetches: unknown }>('run', runNames, args, {
    required: 1,
    dicts: isNamed ? [] : ['fetches'],
  });
}

/** Mirrors TF's `_DeviceAttributes`. */
class DeviceAttributes {
  /** What TF says of a CPU, whatever there is. */
  readonly memory_limit_bytes = 268435456;
  /** A number that changes when the device is restarted; this one never is. */
  readonly incarnation = 1;

  constructor(
    readonly name: string,
    readonly device_type: string,
  ) {}

  __repr__(): string {
    const { name, device_type, memory_limit_bytes, incarnation } = this;
    return `_DeviceAttributes(${name}, ${device_type}, ${memory_limit_bytes}, ${incarnation})`;
  }
  toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

/** What a session of either kind does. */
abstract class BaseSession extends ContextManager<BaseSession> implements GraphSession {
  readonly graph: Graph;
  readonly sess_str: string;
  /** @internal */
  readonly _store = new SessionVariables();
  private closed = false;

  constructor(name: string, args: readonly unknown[]) {
    super();
    const given = bindArguments<SessionKeywords>(name, ['target', 'graph', 'config'], args);
    const graph = given.graph ?? get_default_graph();
    if (!(graph instanceof Graph))
      throw new TypeError(`Argument \`graph\` must be a tf.Graph, but got "${typeName(graph)}"`);
    this.graph = graph;
    this.sess_str = given.target ?? '';
  }

  get graph_def(): never {
    throw new RuntimeError('Graphs are not exported as GraphDef.');
  }

  /**
   * Runs what `fetches` need, once, and gives their values in the same structure: arrays for tensors and variables, null
   * for operations.
   * @param fetches tensors, variables, operations, their names, and lists, tuples and dicts of them
   * @param args `feed_dict`: a Map or pairs of tensor (or its name) and value
   * @throws {@link TypeError} or {@link ValueError} for what cannot be fetched or fed, {@link FailedPreconditionError}
   * for a variable without a value, {@link InvalidArgumentError} for a placeholder that is not fed
   */
  run<const F>(keywords: NamedRun<F>): Fetched<F>;
  run<const F>(...args: RunArguments<F>): Fetched<F>;
  run<const F>(...args: RunArguments<F> | [NamedRun<F>]): Fetched<F> {
    const given = bindRun(args);
    this.check();
    const { elements, rebuild } = fetchesOf(this.graph, given.fetches);
    const feeds = feedsOf(this.graph, given.feed_dict ?? null);
    const distinct = [...new Set(elements)];
    const values = runGraph(this.graph, distinct, feeds, this._store);
    const byElement = new Map(distinct.map((element, i) => [element, values[i] ?? null]));
    return rebuild(elements.map((element) => byElement.get(element) ?? null)) as Fetched<F>;
  }

  /** What {@link GraphSession} promises. @internal */
  _evaluate(fetches: readonly (Tensor | Operation)[]): (Tensor | null)[] {
    this.check();
    return runGraph(this.graph, fetches, new Map(), this._store);
  }

  private check(): void {
    if (this.closed) throw new RuntimeError('Attempted to use a closed Session.');
    if (this.graph.version === 0)
      throw new RuntimeError('The Session graph is empty. Add operations to the graph before calling run().');
  }

  /**
   * A function that runs the same fetches with values for `feed_list`, in order.
   * @throws as {@link run}; what is returned throws {@link TypeError} for values where nothing is fed
   */
  make_callable<const F>(...args: CallableArguments<F>): (...values: unknown[]) => Fetched<F> {
    const [fetches, feed_list = null] = positional<[F, (readonly unknown[] | null)?]>(
      'make_callable',
      ['fetches', 'feed_list', 'accept_options'],
      1,
      args,
      ['fetches'],
    );
    fetchesOf(this.graph, fetches);
    return (...values) => {
      if (feed_list === null && values.length > 0)
        throw new TypeError(`make_callable takes 0 positional arguments but ${values.length} was given`);
      const given = (feed_list ?? []).slice(0, values.length);
      return this.run<F>(fetches, given.map((key, i) => [key, values[i]]) as FeedDict);
    };
  }

  /** Makes this the default session, and its graph the default graph's place-holder for `run` and `eval`. */
  as_default(): ContextManager<this> {
    return new Default(this);
  }
  /** After this it runs nothing; its variables' values are gone. */
  close(): void {
    this.closed = true;
  }
  list_devices(): DeviceAttributes[] {
    return [new DeviceAttributes('/job:localhost/replica:0/task:0/device:CPU:0', 'CPU')];
  }

  protected get target(): this {
    return this;
  }
  protected enter(): () => void {
    const leave = enterContext({ session: this, ...building(this.graph) });
    return () => {
      leave();
      this.close();
    };
  }

  __repr__(): string {
    return `<tensorflow.python.client.session.${this.constructor.name} object at 0x0>`;
  }
  override toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

/** The graph as the one that is built; scopes inside stay if it is that already. */
function building(graph: Graph): object {
  if (currentContext().builder === graph) return {};
  return { builder: graph, recorder: null, nameScope: '', control: null };
}

class Default<S extends BaseSession> extends ContextManager<S> {
  constructor(protected readonly target: S) {
    super();
  }
  protected enter(): () => void {
    return enterContext({ session: this.target });
  }
}

/**
 * Mirrors `tf.compat.v1.Session(target='', graph=None, config=None)`. `using sess = new tf1.Session()` is Python's `with`:
 * inside it is the default session and its graph is built; leaving closes it.
 */
export class Session extends BaseSession {
  constructor(...args: SessionArguments) {
    super('Session', args);
  }
}

/** Mirrors `tf.compat.v1.InteractiveSession`: the default session from its making until it is closed. */
export class InteractiveSession extends BaseSession {
  private leave: (() => void) | null;

  constructor(...args: SessionArguments) {
    super('InteractiveSession', args);
    this.leave = enterContext({ session: this, ...building(this.graph) });
  }
  override close(): void {
    super.close();
    this.leave?.();
    this.leave = null;
  }
}

/** True for a session of either kind. */
export function isSession(value: unknown): value is Session {
  return value instanceof BaseSession;
}

/** @throws {@link TypeError} for what is none */
export function requireSessionArgument(value: unknown): Session {
  if (isSession(value)) return value;
  throw new TypeError(`'sess' must be a Session; ${repr(value)}`);
}

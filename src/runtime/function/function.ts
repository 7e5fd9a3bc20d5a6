/**
 * `tf.function` as users write it: `const f = tf.function((x) => ...)`, `tf.function(fn, {input_signature})`,
 * `@tf.function` and `@tf.function({...})` on a method. What comes back is a function, and a Trackable without attributes.
 */
import { TypeError } from '../../errors';
import { bindArguments } from '../../python/arguments';
import { PyTuple } from '../../python/tuple';
import { RAW, Trackable } from '../../tracking/trackable';
import type { BaseVariable } from '../base_variable';
import type { FuncGraph } from '../graph/func_graph';
import type { Tensor } from '../tensor';
import { TensorShape } from '../tensor_shape';
import type { Trace } from './concrete_function';
import { type FunctionOptions, PolymorphicFunction } from './polymorphic_function';
import type { PythonFunction } from './trace';

/** What `get_concrete_function` gives: one trace, callable. */
export interface ConcreteFunction {
  (...args: unknown[]): unknown;
  readonly graph: FuncGraph;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly captured_inputs: readonly Tensor[];
  readonly structured_outputs: unknown;
  readonly structured_input_signature: readonly [readonly unknown[], Readonly<Record<string, unknown>>];
  readonly variables: readonly BaseVariable[];
  readonly trainable_variables: readonly BaseVariable[];
  /** Shapes and dtypes in the structure of the outputs. */
  readonly output_shapes: unknown;
  readonly output_dtypes: unknown;
  readonly pretty_printed_signature: () => string;
}

/** A `tf.function`: called as the function it was made of. */
export type FunctionOf<F extends PythonFunction> = F & {
  /** The trace for these arguments; a `TensorSpec` stands for tensors. */
  get_concrete_function(...args: unknown[]): ConcreteFunction;
  /** How many times the function was traced. */
  experimental_get_tracing_count(): number;
  pretty_printed_concrete_signatures(): string;
  readonly python_function: F;
  readonly input_signature: readonly unknown[] | null;
};

/** The node of a function in the graph of a checkpoint: it has no attributes. */
class FunctionNode extends Trackable {
  constructor(private readonly callable: object) {
    super();
  }
  override get handle(): object {
    return this.callable;
  }
}

function concreteFunction(trace: Trace): ConcreteFunction {
  const concrete = (...args: unknown[]): unknown => trace.call(args);
  const { graph, outputs } = trace.parts;
  const node = new FunctionNode(concrete);
  const signature = new PyTuple([new PyTuple(trace.signatureArguments), {}]);
  const structured_outputs = outputs.structured;
  graph.structured_input_signature = signature;
  graph.structured_outputs = structured_outputs;
  const properties = {
    name: trace.title,
    graph,
    inputs: trace.inputs,
    outputs: outputs.returned,
    captured_inputs: trace.captured,
    structured_outputs,
    structured_input_signature: signature,
    output_shapes: outputs.map((t) => (t === null ? new TensorShape(null) : t.shape)),
    output_dtypes: outputs.map((t) => t?.dtype ?? null),
    variables: graph.variables,
    trainable_variables: graph.trainable_variables,
    pretty_printed_signature: () => trace.describe(),
    toString: () => `ConcreteFunction ${trace.describe()}`,
    __str__: () => `ConcreteFunction ${trace.describe()}`,
    __repr__: () => `<ConcreteFunction ${trace.text} at 0x0>`,
    [RAW]: node,
  };
  return define(concrete, properties) as unknown as ConcreteFunction;
}

function define(target: object, properties: object): object {
  for (const key of Reflect.ownKeys(properties))
    Object.defineProperty(target, key, {
      value: (properties as Record<string | symbol, unknown>)[key],
      configurable: true,
    });
  return target;
}

const concretes = new WeakMap<Trace, ConcreteFunction>();

function callable(of: (self: unknown) => PolymorphicFunction, fn: PythonFunction): object {
  const polymorphic = function (this: unknown, ...args: unknown[]): unknown {
    return of(this).call(this, args);
  };
  const text = '<tensorflow.python.eager.polymorphic_function.polymorphic_function.Function object at 0x0>';
  const properties = {
    name: fn.name,
    get_concrete_function(this: unknown, ...args: unknown[]): ConcreteFunction {
      const trace = of(this).concrete(this === polymorphic ? undefined : this, args);
      let concrete = concretes.get(trace);
      if (concrete === undefined) {
        concrete = concreteFunction(trace);
        concretes.set(trace, concrete);
      }
      return concrete;
    },
    experimental_get_tracing_count(this: unknown): number {
      return of(this).experimental_get_tracing_count();
    },
    pretty_printed_concrete_signatures(this: unknown): string {
      return of(this)
        .allTraces.map((trace) => trace.describe())
        .join('\n\n');
    },
    python_function: fn,
    __str__: () => text,
    __repr__: () => text,
  };
  return define(polymorphic, properties);
}

/** A function that stands alone. */
function plain<F extends PythonFunction>(fn: F, options: FunctionOptions): FunctionOf<F> {
  const own = new PolymorphicFunction(fn, undefined, options);
  const result = callable(() => own, fn);
  define(result, { input_signature: own.input_signature, [RAW]: new FunctionNode(result) });
  return result as FunctionOf<F>;
}

/** A method: each object has traces of its own. It is no Trackable, as in TF. */
function method<F extends PythonFunction>(
  fn: F,
  options: FunctionOptions,
  context: MethodContext,
): FunctionOf<F> {
  const unbound = new PolymorphicFunction(fn, undefined, options);
  const bound = new WeakMap<object, PolymorphicFunction>();
  const of = (self: unknown): PolymorphicFunction => {
    if (typeof self !== 'object' || self === null) return unbound;
    let own = bound.get(self);
    if (own === undefined) {
      own = unbound.bind(self);
      bound.set(self, own);
    }
    return own;
  };
  const result = callable(of, fn);
  define(result, { input_signature: unbound.input_signature });
  // `object.method` must know its object for `object.method.get_concrete_function()`, unless a subclass overrides it.
  const { name } = context;
  if (!context.static && !context.private)
    context.addInitializer(function (this: unknown) {
      const self = this as Record<string | symbol, unknown>;
      if (self[name] !== result) return;
      const own = define(
        callable(() => of(self), fn),
        { input_signature: unbound.input_signature },
      );
      Object.defineProperty(self, name, { value: own, configurable: true, writable: true });
    });
  return result as FunctionOf<F>;
}

type MethodContext = ClassMethodDecoratorContext;
function isMethodContext(value: unknown): value is MethodContext {
  return typeof value === 'object' && value !== null && (value as MethodContext).kind === 'method';
}

const functionParameters = [
  'func',
  'input_signature',
  'autograph',
  'jit_compile',
  'reduce_retracing',
  'experimental_implements',
  'experimental_autograph_options',
  'experimental_attributes',
  'experimental_relax_shapes',
  'experimental_compile',
  'experimental_follow_type_hints',
] as const;

/** What `tf.function({...})` gives: to be called with a function, or to stand as `@tf.function({...})`. */
export type FunctionDecorator = <F extends PythonFunction>(fn: F, context?: MethodContext) => FunctionOf<F>;

/**
 * Mirrors `tf.function`. There is no AutoGraph: what the function does with symbolic tensors must be ops.
 * @throws {@link TypeError} for an input signature that does not fit the parameters
 */
function function_<F extends PythonFunction>(func: F, options?: FunctionOptions): FunctionOf<F>;
function function_<F extends PythonFunction>(func: F, context: MethodContext): FunctionOf<F>;
function function_(func: null | undefined, options?: FunctionOptions): FunctionDecorator;
function function_<F extends PythonFunction>(keywords: FunctionOptions & { readonly func: F }): FunctionOf<F>;
function function_(options: FunctionOptions): FunctionDecorator;
function function_(...args: readonly unknown[]): unknown {
  if (isMethodContext(args[1])) return method(args[0] as PythonFunction, {}, args[1]);
  type Given = FunctionOptions & { func: PythonFunction | null };
  const { func = null, ...options } = bindArguments<Given>('function', functionParameters, args, {
    namesOp: false,
  });
  if (typeof func === 'function') return plain(func, options);
  if (func !== null) throw new TypeError(`${String(func)} is not a callable object`);
  return (fn: PythonFunction, context?: MethodContext) =>
    isMethodContext(context) ? method(fn, options, context) : plain(fn, options);
}

export { function_ };

/**
 * `tf.function`: a function traced once for each signature. Traces are kept; a call takes the one that fits best, and traces
 * only if there is none.
 */
import { currentContext } from '../../context';
import { TypeError, ValueError } from '../../errors';
import { isPlainObject } from '../../python/arguments';
import { repr } from '../../python/repr';
import { isNamedTuple, isTuple, PyTuple } from '../../python/tuple';
import { BaseVariable } from '../base_variable';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { Tensor } from '../tensor';
import { TensorSpec } from '../tensor_shape';
import type { Trace } from './concrete_function';
import { functions_run_eagerly } from './eagerly';
import { type Parameter, parametersOf } from './parameters';
import { RetracingCounter } from './retracing';
import {
  commonType,
  covers,
  type LeafType,
  type Signature,
  signatureOf,
  structureTypeText,
  typeText,
  withLeaves,
} from './signature';
import { type PythonFunction, trace } from './trace';

/** Options of `tf.function`; those without an effect here are accepted. */
export interface FunctionOptions {
  /** A `TensorSpec` or structure of them for each parameter: the only signature then. */
  input_signature?: readonly unknown[] | null;
  /** Accepted: there is no AutoGraph (use `tf.cond` and `tf.while_loop`). */
  autograph?: boolean;
  jit_compile?: boolean | null;
  /** True to trace for unknown sizes instead of once more. */
  reduce_retracing?: boolean;
  experimental_implements?: string | null;
  experimental_autograph_options?: unknown;
  experimental_attributes?: unknown;
  experimental_relax_shapes?: boolean | null;
  experimental_compile?: boolean | null;
  experimental_follow_type_hints?: boolean | null;
}

/** What is behind a `tf.function`. */
export class PolymorphicFunction {
  readonly name: string;
  private readonly traces: Trace[] = [];
  private last: Trace | null = null;
  private tracings = 0;
  private readonly counter = new RetracingCounter();
  private readonly parameters: readonly Parameter[];
  /** Defaults that are literals, by the position of their parameter: those that follow the required ones. */
  private readonly defaults: readonly unknown[];
  /** As given, then defaults of the parameters after it. */
  private readonly wholeSignature: readonly unknown[];
  private readonly reduces: boolean;
  readonly input_signature: readonly unknown[] | null;
  /** True once the first trace is over: from then on no variable may be made. */
  private settled = false;
  private createdAny = false;

  constructor(
    readonly fn: PythonFunction,
    private readonly self: unknown,
    private readonly options: FunctionOptions,
  ) {
    this.name = fn.name === '' ? '<lambda>' : fn.name;
    this.parameters = parametersOf(fn);
    this.defaults = literalDefaults(this.parameters, fn.length);
    this.reduces = (options.reduce_retracing ?? options.experimental_relax_shapes) === true;
    const given = options.input_signature ?? null;
    if (given !== null) this.checkInputSignature(given);
    this.input_signature = given === null ? null : new PyTuple(given);
    this.wholeSignature = [...(given ?? []), ...this.defaults.slice(given?.length ?? 0)];
  }

  /** The same for another object: what a decorated method is on each instance. */
  bind(self: unknown): PolymorphicFunction {
    return new PolymorphicFunction(this.fn, self, this.options);
  }
  private get shown(): string {
    return `<function ${this.name} at 0x0>`;
  }
  private get graphName(): string {
    return this.name === '<lambda>' ? 'lambda' : this.name.replace(/[^A-Za-z0-9_.]/g, '_');
  }

  call(self: unknown, given: readonly unknown[]): unknown {
    const args = this.withDefaults(given);
    if (functions_run_eagerly()) return this.fn.apply((this.self ?? self) as never, args as never[]);
    const { last } = this;
    if (last?.isFor(args)) {
      this.counter.called();
      return last.run(args);
    }
    const signature = this.signature(args, given);
    const before = this.tracings;
    const found = this.traceFor(self, args, signature);
    if (this.tracings > before) this.counter.traced(this.shown, this.input_signature !== null);
    else this.counter.called();
    this.last = found;
    return found.run(signature.leaves);
  }

  concrete(self: unknown, given: readonly unknown[]): Trace {
    const isSignature = given.length === 0 && this.input_signature !== null;
    const args = isSignature ? this.wholeSignature : this.withDefaults(given);
    return this.traceFor(self, args, this.signature(args, given));
  }
  /** Defaults stand where nothing was given. */
  private withDefaults(args: readonly unknown[]): readonly unknown[] {
    const { defaults } = this;
    if (args.length >= defaults.length || args.length < this.fn.length) return args;
    return [...args, ...defaults.slice(args.length)];
  }
  experimental_get_tracing_count(): number {
    return this.tracings;
  }
  get allTraces(): readonly Trace[] {
    return this.traces;
  }

  /** @param given what the caller gave of `args` */
  private signature(args: readonly unknown[], given: readonly unknown[]): Signature {
    if (this.input_signature === null) {
      this.checkCount(args);
      return signatureOf(args);
    }
    return this.castToSignature(args, this.wholeSignature, given);
  }

  /** The best trace there is, or a new one. */
  private traceFor(self: unknown, args: readonly unknown[], signature: Signature): Trace {
    const found = this.bestFor(signature);
    if (found !== null) return found;
    const wanted = this.reduces ? this.generalized(signature) : signature;
    return this.traced(self, args, wanted);
  }
  private bestFor(signature: Signature): Trace | null {
    let best: Trace | null = null;
    const { builder } = currentContext();
    for (const candidate of this.traces) {
      const { signature: of, graph } = candidate.parts;
      if (graph.captures.size > 0 && graph.outer !== (builder ?? null)) continue;
      if (of.structure !== signature.structure || !coversAll(of.types, signature.types)) continue;
      if (best === null || coversAll(best.parts.signature.types, of.types)) best = candidate;
    }
    return best;
  }
  /** With unknown sizes where earlier traces had others. */
  private generalized(signature: Signature): Signature {
    let { types } = signature;
    for (const { parts } of this.traces) {
      if (parts.signature.structure !== signature.structure) continue;
      const common = types.map((type, i) => commonType(type, parts.signature.types[i]!));
      if (common.every((type) => type !== null)) types = common;
    }
    return { ...signature, types };
  }

  private traced(self: unknown, args: readonly unknown[], signature: Signature): Trace {
    const first = !this.settled;
    const created: BaseVariable[] = [];
    const request = {
      fn: this.fn,
      name: this.graphName,
      shown: this.shown,
      parameters: this.parameters,
      self: this.self ?? self,
      args: this.input_signature === null ? args : withLeavesOf(signature),
      signature,
    };
    let result = trace({ ...request, created: first || !this.createdAny ? created : null });
    this.tracings++;
    if (created.length > 0) {
      if (!first)
        throw new ValueError(
          'Creating variables on a non-first call to a function decorated with tf.function.',
        );
      this.createdAny = true;
      this.settled = true;
      // As in TF: once more, now that the variables are there.
      result = trace({ ...request, created: null });
      this.tracings++;
    }
    this.settled = true;
    this.traces.push(result);
    return result;
  }

  private checkCount(args: readonly unknown[]): void {
    const { parameters } = this;
    if (!this.isReadable) return;
    if (args.length > parameters.length) throw this.bindingError('too many positional arguments', args);
    if (args.length >= this.fn.length) return;
    throw this.bindingError(`missing a required argument: '${parameters[args.length]!.name}'`, args);
  }
  /** True if each parameter has a name, and there is an end to them. */
  private get isReadable(): boolean {
    const { parameters } = this;
    return parameters.length > 0 && parameters.every(({ name, isRest }) => name !== null && !isRest);
  }
  private bindingError(problem: string, args: readonly unknown[]): TypeError {
    const shown = `(${args.map(repr).join(', ')}${args.length === 1 ? ',' : ''})`;
    return new TypeError(
      `Binding inputs to tf.function failed due to \`${problem}\`. Received args: ${shown} and kwargs: {} for signature: ` +
        `(${this.signatureText()}).`,
    );
  }
  private signatureText(): string {
    const { input_signature, wholeSignature, parameters } = this;
    return (input_signature === null ? parameters : wholeSignature)
      .map((part, i) => {
        const { name = null, isOptional = false } = parameters[i] ?? {};
        const shown = name ?? `args_${i}`;
        if (input_signature === null) return isOptional ? `${shown}=<captured_default_value>` : shown;
        return `${shown}: ${structureTypeText(part)}${isOptional ? ' = <captured_default_value>' : ''}`;
      })
      .join(', ');
  }

  private checkInputSignature(signature: readonly unknown[]): void {
    if (!Array.isArray(signature))
      throw new TypeError(
        `input_signature must be either a tuple or a list, got <class '${typeof signature}'>.`,
      );
    const { parameters } = this;
    if (!this.isReadable && (parameters.length > 0 || signature.length > 0)) return;
    if (signature.length > parameters.length)
      throw new TypeError(
        `input_signature contains ${signature.length - parameters.length} extra type constraints.`,
      );
    if (signature.length < this.fn.length)
      throw new TypeError(
        `input_signature missing type constraint for ${parameters[signature.length]!.name}`,
      );
  }

  /** Arguments as tensors of the given specs. @throws {@link TypeError} with TF's text for what does not fit */
  private castToSignature(
    args: readonly unknown[],
    specs: readonly unknown[],
    received: readonly unknown[],
  ): Signature {
    if (args.length > specs.length) throw this.bindingError('too many positional arguments', received);
    if (args.length < specs.length)
      throw this.bindingError(
        `missing a required argument: '${this.parameters[args.length]?.name ?? `args_${args.length}`}'`,
        received,
      );
    const wanted = signatureOf(specs);
    const own = args.map((arg, i) => this.listsConverted(arg, specs[i], received));
    const given = signatureOf(own);
    if (given.structure !== wanted.structure) throw this.bindingError(castProblem(args, specs), received);
    const leaves = given.leaves.map((leaf, i) => {
      const type = wanted.types[i]!;
      if (type.kind === 'value' && !covers(type, given.types[i]!))
        throw this.bindingError(`Can not cast ${repr(leaf)} to ${typeText(type)}`, received);
      if (type.kind !== 'tensor') return leaf;
      return this.converted(leaf, new TensorSpec(type.dims, type.dtype, type.name), received);
    });
    return { structure: wanted.structure, flat: wanted.flat, types: wanted.types, leaves, args: own };
  }
  /** Lists stand for tensors where a spec says so. */
  private listsConverted(arg: unknown, spec: unknown, args: readonly unknown[]): unknown {
    if (spec instanceof TensorSpec) return Array.isArray(arg) ? this.converted(arg, spec, args) : arg;
    if (Array.isArray(spec) && Array.isArray(arg) && spec.length === arg.length && !isNamedTuple(spec)) {
      const parts = spec.map((part, i) => this.listsConverted(arg[i], part, args));
      return isTuple(arg) ? new PyTuple(parts) : parts;
    }
    if (!isPlainObject(spec) || !isPlainObject(arg)) return arg;
    return Object.fromEntries(
      Object.entries(arg).map(([key, part]) => [
        key,
        key in spec ? this.listsConverted(part, (spec as Record<string, unknown>)[key], args) : part,
      ]),
    );
  }
  private converted(leaf: unknown, spec: TensorSpec, args: readonly unknown[]): Tensor | TensorSpec {
    const { dtype, name } = spec;
    const expected: LeafType = { kind: 'tensor', dtype, dims: spec.shape.dims, name };
    if (leaf instanceof TensorSpec) {
      const own: LeafType = { kind: 'tensor', dtype: leaf.dtype, dims: leaf.shape.dims, name: leaf.name };
      if (covers(expected, own) && (leaf.name === null || leaf.name === name)) return leaf;
      throw this.bindingError(`Can not cast ${typeText(own)} to ${typeText(expected)}`, args);
    }
    let tensor: Tensor;
    try {
      tensor =
        leaf instanceof Tensor || leaf instanceof BaseVariable
          ? toTensor(leaf)
          : toTensor(leaf as TensorLike, dtype);
    } catch (error) {
      if (error instanceof TypeError || error instanceof ValueError)
        throw this.bindingError(error.message, args);
      throw error;
    }
    const actual: LeafType = { kind: 'tensor', dtype: tensor.dtype, dims: tensor.dims, name };
    if (
      !covers(expected, actual) &&
      !(tensor.source !== null && tensor.dtype === dtype && spec.shape.is_compatible_with(tensor.shape))
    )
      throw this.bindingError(`Can not cast ${typeText(actual)} to ${typeText(expected)}`, args);
    return tensor;
  }
}

/** At the places of the parameters that have one, up to the first that has none; the required ones are left out. */
function literalDefaults(parameters: readonly Parameter[], required: number): readonly unknown[] {
  const open = parameters.findIndex(({ literal }, i) => i >= required && literal === undefined);
  return parameters.slice(0, open < 0 ? parameters.length : open).map(({ literal }) => literal);
}
function withLeavesOf({ args, leaves, flat }: Signature): readonly unknown[] {
  return flat ? leaves : withLeaves(args, leaves);
}
function coversAll(general: readonly LeafType[], special: readonly LeafType[]): boolean {
  return general.every((type, i) => covers(type, special[i]!));
}
/** Why arguments do not have the structure of the specs. */
function castProblem(args: readonly unknown[], specs: readonly unknown[]): string {
  const at = args.findIndex((arg, i) => signatureOf([arg]).structure !== signatureOf([specs[i]]).structure);
  const [arg, spec] = [args[at], specs[at]];
  const type = structureTypeText(spec);
  if (!isPlainObject(spec)) return `Can not cast ${repr(arg)} to ${type}`;
  if (!isPlainObject(arg)) return `Can not cast ${repr(arg)} to a Dict type.`;
  return `${repr(arg)} has different keys with the TraceType ${type}.`;
}

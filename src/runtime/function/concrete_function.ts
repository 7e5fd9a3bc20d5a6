/** One trace of a function: its graph for one signature, and what runs it. */
import { currentContext } from '../../context';
import { InvalidArgumentError, TypeError } from '../../errors';
import { repr } from '../../python/repr';
import { BaseVariable } from '../base_variable';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { FuncGraph } from '../graph/func_graph';
import { outOfScope } from '../graph/operation';
import { Plan } from '../graph/plan';
import { functionTargets, replay } from '../graph/replay';
import { identity_n } from '../ops/shapes';
import { isTrainable } from '../tape';
import type { Tensor } from '../tensor';
import { TensorSpec } from '../tensor_shape';
import { argumentTexts } from './argument_text';
import type { Outputs } from './outputs';
import type { Parameter } from './parameters';
import {
  covers,
  isExactly,
  type LeafType,
  type Signature,
  signatureOf,
  structureTypeText,
  withLeaves,
} from './signature';

let serial = 0;

/** What a trace is made of. */
export interface TraceParts {
  readonly graph: FuncGraph;
  readonly signature: Signature;
  /** Names of the arguments. */
  readonly names: readonly string[];
  /** Names of their leaves. */
  readonly paths: readonly string[];
  readonly parameters: readonly Parameter[];
  /** The arguments that it was traced with. */
  readonly args: readonly unknown[];
  readonly outputs: Outputs;
}

/** Mirrors TF's `ConcreteFunction`; what users hold is callable (concrete.ts). */
export class Trace {
  readonly title: string;
  private readonly plan: Plan;
  /** Which leaves are inputs of the graph. */
  private readonly inputLeaves: readonly number[];

  constructor(readonly parts: TraceParts) {
    const { graph, outputs, signature } = parts;
    graph.outputs = outputs.tensors;
    this.title = `__inference_${graph.name}_${++serial}`;
    this.inputLeaves = signature.types.flatMap((type, i) => (type.kind === 'value' ? [] : [i]));
    this.plan = new Plan(graph.outputs, functionTargets(graph), graph.inputs, this.title);
  }

  /** True if this trace is of exactly these arguments, none of which is a structure. */
  isFor(args: readonly unknown[]): boolean {
    const { signature, graph } = this.parts;
    const { types } = signature;
    if (!signature.flat || types.length !== args.length || graph.captures.size > 0) return false;
    for (let i = 0; i < types.length; i++) if (!isExactly(types[i]!, args[i])) return false;
    return true;
  }

  /** Runs it on the leaves of a call's arguments. */
  run(leaves: readonly unknown[]): unknown {
    const { inputLeaves } = this;
    const values = new Array<Tensor>(inputLeaves.length);
    for (let i = 0; i < values.length; i++) {
      const leaf = leaves[inputLeaves[i]!];
      values[i] = leaf instanceof BaseVariable ? leaf._handleTensor : (leaf as Tensor);
    }
    return this.runFlat(values);
  }
  /** @param values of the arguments; captures are added */
  runFlat(values: Tensor[]): unknown {
    const { graph, outputs } = this.parts;
    const { builder, recorder } = currentContext();
    if (graph.captures.size > 0) values.push(...graph.capturedTensors);
    if (!builder) for (const value of values) if (value.source !== null) throw outOfScope(value);
    const results = builder || recorder ? joined(replay(graph, values)) : this.plan.run(values);
    return outputs.pack(results);
  }

  /** A call by the user: with the whole signature, or with its tensors only, or by name. */
  call(args: readonly unknown[]): unknown {
    const given = this.bind(args);
    const { types } = this.parts.signature;
    const values = this.inputLeaves.map((at, i) => {
      const type = types[at]!;
      const value = given[i];
      if (value instanceof BaseVariable && type.kind === 'variable') return value._handleTensor;
      const tensor = toTensor(
        value as TensorLike,
        undefined,
        type.kind === 'tensor' ? type.dtype : undefined,
      );
      if (type.kind === 'tensor' && tensor.dtype !== type.dtype)
        throw new InvalidArgumentError(
          `cannot compute ${this.title} as input #${i}(zero-based) was expected to be a ${type.dtype.c_name} tensor but is a ` +
            `${tensor.dtype.c_name} tensor [Op:${this.title}]`,
        );
      return tensor;
    });
    return this.runFlat(values);
  }
  private bind(args: readonly unknown[]): unknown[] {
    const { signature, graph } = this.parts;
    const { inputLeaves } = this;
    const wanted = inputLeaves.map((_, i) => graph.inputs[i]!.op.name);
    if (args.length === 1 && wanted.length > 0 && isNamed(args[0], wanted))
      return wanted.map((name) => (args[0] as Record<string, unknown>)[name]);
    const { structure, types, leaves } = signatureOf(args);
    const isWhole = structure === signature.structure;
    if (isWhole && types.every((type, i) => isSameValue(signature.types[i]!, type)))
      return inputLeaves.map((at) => leaves[at]);
    if (args.length === wanted.length) return [...args];
    const flat =
      args.length > wanted.length
        ? `takes ${wanted.length} positional arguments, got ${args.length}`
        : `missing required arguments: ${wanted.slice(args.length).join(', ')}`;
    throw new TypeError(
      `Binding inputs to tf.function failed due to \`${this.bindingProblem(args)}\`. Received args: ` +
        `(${args.map(repr).join(', ')}${args.length === 1 ? ',' : ''}) and kwargs: {} for signature: ${this.text}.\n` +
        `Fallback to flat signature also failed due to: ${this.parts.graph.name}(${wanted.join(', ')}) ${flat}.`,
    );
  }
  /** Why arguments are not those of the whole signature. */
  private bindingProblem(given: readonly unknown[]): string {
    const { args, names } = this.parts;
    if (given.length > args.length) return 'too many positional arguments';
    if (given.length < args.length) return `missing a required argument: '${names[given.length]}'`;
    const texts = argumentTexts(args, this.parts.signature.types);
    const at = given.findIndex((arg, i) => {
      const [own, that] = [signatureOf([args[i]]), signatureOf([arg])];
      return own.structure !== that.structure || !own.types.every((t, k) => isSameValue(t, that.types[k]!));
    });
    return `Can not cast ${repr(given[at])} to ${texts[at]}`;
  }

  /** Each argument's name and type. */
  private get shownArguments(): [name: string, type: string, kind: string][] {
    const { names, args, signature, parameters } = this.parts;
    return argumentTexts(args, signature.types).map((text, i) => {
      const isRest = parameters[Math.min(i, parameters.length - 1)]?.isRest === true;
      return [names[i]!, text, isRest ? 'POSITIONAL_ONLY' : 'POSITIONAL_OR_KEYWORD'];
    });
  }
  /** `(x: TensorSpec(...)) -> TensorSpec(...)` */
  get text(): string {
    const inputs = this.shownArguments.map(([name, type]) => `${name}: ${type}`);
    return `(${inputs.join(', ')}) -> ${this.outputText}`;
  }
  private get outputText(): string {
    return structureTypeText(this.parts.outputs.structured);
  }
  /** `Input Parameters:`, `Output Type:` and `Captures:`, each with its lines. */
  describe(): string {
    const inputs = this.shownArguments.map(([name, type, kind]) => `\n  ${name} (${kind}): ${type}`);
    const captured = this.captured.map((t, i) => `\n  ${i}: ${structureTypeText(t)}`);
    return (
      `Input Parameters:${inputs.join('') || '\n  None'}\nOutput Type:\n  ${this.outputText}\n` +
      `Captures:${captured.join('') || '\n  None'}`
    );
  }
  /** What stands for the arguments inside, then for what is captured. */
  get inputs(): readonly Tensor[] {
    const { graph } = this.parts;
    const handles = graph.variables.map((v) => graph._adopt(v._handleTensor));
    return [...graph.inputs, ...handles.filter((t) => !graph.inputs.includes(t))];
  }
  /** Handles of variables and tensors of graphs outside that are used inside. */
  get captured(): readonly Tensor[] {
    const { graph } = this.parts;
    return [...graph.variables.map((v) => v._handleTensor), ...graph.capturedTensors];
  }
  get signatureArguments(): readonly unknown[] {
    const { signature, args, paths } = this.parts;
    return withLeaves(
      args,
      signature.types.map((type, i) => {
        if (type.kind === 'value') return type.value;
        return new TensorSpec(
          type.dims,
          type.dtype,
          type.kind === 'tensor' ? (type.name ?? paths[i]!) : null,
        );
      }),
    );
  }
}

/**
 * In TF a call is one operation: where a gradient comes to one of its outputs, the others have zeros, and so has what only
 * they depend on.
 */
function joined(results: readonly Tensor[]): readonly Tensor[] {
  const flowing = results.filter(({ dtype }) => isTrainable(dtype) && dtype.kind !== 'opaque');
  if (flowing.length < 2) return results;
  const own = identity_n(flowing);
  let next = 0;
  return results.map((t) => (t === flowing[next] ? own[next++]! : t));
}

/** False for two plain values that are not the same. */
function isSameValue(wanted: LeafType, given: LeafType): boolean {
  return wanted.kind !== 'value' || covers(wanted, given);
}

function isNamed(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return false;
  const keys = Object.keys(value);
  return keys.length === names.length && names.every((name) => keys.includes(name));
}

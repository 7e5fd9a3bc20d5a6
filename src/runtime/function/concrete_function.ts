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
import type { Tensor } from '../tensor';
import { TensorSpec } from '../tensor_shape';
import type { Outputs } from './outputs';
import { isExactly, type Signature, signatureOf, structureTypeText, typeText, withLeaves } from './signature';

let serial = 0;

/** What a trace is made of. */
export interface TraceParts {
  readonly graph: FuncGraph;
  readonly signature: Signature;
  /** Names of the leaves of the arguments. */
  readonly names: readonly string[];
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
    const results = builder || recorder ? replay(graph, values) : this.plan.run(values);
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
    const { signature, names } = this.parts;
    const { inputLeaves } = this;
    const wanted = inputLeaves.map((at) => {
      const type = signature.types[at]!;
      return (type.kind === 'tensor' ? type.name : null) ?? names[at]!;
    });
    if (args.length === 1 && wanted.length > 0 && isNamed(args[0], wanted))
      return wanted.map((name) => (args[0] as Record<string, unknown>)[name]);
    const { structure, leaves } = signatureOf(args);
    if (structure === signature.structure) return inputLeaves.map((at) => leaves[at]);
    if (args.length === wanted.length) return [...args];
    const problem =
      args.length > wanted.length
        ? 'too many positional arguments'
        : `missing a required argument: '${names[inputLeaves[args.length]!]}'`;
    const flat =
      args.length > wanted.length
        ? `takes ${wanted.length} positional arguments, got ${args.length}`
        : `missing required arguments: ${wanted.slice(args.length).join(', ')}`;
    throw new TypeError(
      `Binding inputs to tf.function failed due to \`${problem}\`. Received args: ` +
        `(${args.map(repr).join(', ')}${args.length === 1 ? ',' : ''}) and kwargs: {} for signature: ${this.text}.\n` +
        `Fallback to flat signature also failed due to: ${this.parts.graph.name}(${wanted.join(', ')}) ${flat}.`,
    );
  }

  /** `(x: TensorSpec(...)) -> TensorSpec(...)` */
  get text(): string {
    const { names, signature } = this.parts;
    const inputs = signature.types.map((type, i) => `${names[i]}: ${typeText(type)}`);
    return `(${inputs.join(', ')}) -> ${this.outputText}`;
  }
  private get outputText(): string {
    return structureTypeText(this.parts.outputs.structured);
  }
  /** `Input Parameters:`, `Output Type:` and `Captures:`, each with its lines. */
  describe(): string {
    const { names, signature } = this.parts;
    const inputs = signature.types.map(
      (type, i) => `\n  ${names[i]} (POSITIONAL_OR_KEYWORD): ${typeText(type)}`,
    );
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
    const { signature, args, names } = this.parts;
    return withLeaves(
      args,
      signature.types.map((type, i) => {
        if (type.kind === 'value') return type.value;
        return new TensorSpec(
          type.dims,
          type.dtype,
          type.kind === 'tensor' ? (type.name ?? names[i]!) : null,
        );
      }),
    );
  }
}

function isNamed(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return false;
  const keys = Object.keys(value);
  return keys.length === names.length && names.every((name) => keys.includes(name));
}

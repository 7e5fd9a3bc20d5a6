/**
 * The graph of a function: inputs and captures come in, outputs go out. A tensor of a graph outside that is used inside is
 * captured: it becomes one more input. Eager tensors and eager variables' handles are constants.
 */
import { currentContext, enterContext } from '../../context';
import { resource } from '../../dtypes';
import { ValueError } from '../../errors';
import { PyTuple } from '../../python/tuple';
import { ownCopy } from '../allocate';
import type { BaseVariable } from '../base_variable';
import type { GraphBuilder, VariableGrant, VariableRequest } from '../dispatch';
import { ResourceHandle } from '../handle';
import type { OpRecord, Spec } from '../op';
import { handleOf, variableSpec } from '../ops/resource_variables';
import { global_seed } from '../random/op_seeds';
import { Tensor } from '../tensor';
import type { TensorSpec } from '../tensor_shape';
import { Graph } from './graph';
import { isKnown, type Operation, outOfScope } from './operation';
import { Plan } from './plan';
import { Placeholder } from './source_ops';

/** What a function may do with variables while it is traced. */
export interface VariableCreation {
  /** Variables made so far; null if none may be made. */
  readonly created: BaseVariable[] | null;
  /** Values of the inputs in this very call, by placeholder, for initial values that depend on them. */
  readonly given: ReadonlyMap<Tensor, Tensor>;
}

export class FuncGraph extends Graph {
  /** What the function's arguments are inside. */
  readonly inputs: Tensor[] = [];
  /** Flat outputs, tensors of this graph. */
  outputs: readonly Tensor[] = [];
  /** Of a function's graph: specs of its arguments, and tensors in the structure of what it returns. */
  structured_input_signature: unknown = null;
  structured_outputs: unknown = null;
  /** From a tensor of a graph outside to the input that stands for it. */
  readonly captures = new Map<Tensor, Tensor>();

  constructor(
    readonly name: string,
    /** The graph in which this function is traced; null: none. */
    readonly outer: GraphBuilder | null,
    private readonly creation: VariableCreation | null,
  ) {
    super();
    this.seed = outer === null ? global_seed() : outer.seed;
  }

  override get building_function(): boolean {
    return true;
  }
  get outer_graph(): Graph | null {
    return this.outer as Graph | null;
  }

  /** A new input. @param handle what is known of the variable whose handle it is */
  placeholder(spec: TensorSpec, name: string, handle: Spec | null = null): Tensor {
    const attrs = { dtype: spec.dtype, shape: spec.shape.dims, handle };
    const [input] = this.add(Placeholder as unknown as OpRecord, [], attrs, name);
    this.inputs.push(input!);
    return input!;
  }

  /** Runs `build` with this graph as the one that ops are added to, unseen by tapes outside. */
  trace<T>(build: () => T): T {
    const { recorder, outerRecorders } = currentContext();
    const leave = enterContext({
      builder: this,
      recorder: null,
      outerRecorders: [...(outerRecorders ?? []), recorder],
      nameScope: '',
      control: null,
    });
    try {
      return build();
    } finally {
      leave();
    }
  }

  /** Eager variables that are used inside, in the order of their making. */
  get variables(): readonly BaseVariable[] {
    const found = new Set<BaseVariable>();
    for (const { attrs, type } of this._operations) {
      const value = attrs.value;
      if (type === 'Const' && value instanceof Tensor && value.dtype === resource) {
        const { owner } = handleOf(value);
        if (owner !== null) found.add(owner);
      }
      for (const part of Object.values(attrs))
        if (part instanceof FuncGraph) for (const v of part.variables) found.add(v);
    }
    return new PyTuple([...found].sort((a, b) => a._resource.serial - b._resource.serial));
  }
  get trainable_variables(): readonly BaseVariable[] {
    return new PyTuple(this.variables.filter((v) => v.trainable));
  }

  protected override foreign(input: Tensor): Tensor {
    if (!this.isInside(input.graph)) throw outOfScope(input);
    return this.captured(input, input.op.name.replace(/^.*\//, ''));
  }
  /** The input that stands for a tensor outside; its value is known here if it is known there. */
  protected captured(outer: Tensor, name: string): Tensor {
    const found = this.captures.get(outer);
    if (found !== undefined) return found;
    const { dtype, dims } = outer;
    const handle = dtype === resource ? variableSpec(outer) : null;
    const attrs = { dtype, shape: dims, known: isKnown(outer) ? outer : null, handle };
    const leave = enterContext({ control: null, nameScope: '' });
    try {
      const [inner] = this.add(Placeholder as unknown as OpRecord, [], attrs, name);
      this.inputs.push(inner!);
      this.captures.set(outer, inner!);
      return inner!;
    } finally {
      leave();
    }
  }
  /** Tensors outside that are inputs here, in the order of these inputs. */
  get capturedTensors(): Tensor[] {
    return [...this.captures.keys()];
  }
  private isInside(graph: Graph): boolean {
    for (
      let at = this.outer as Graph | null;
      at !== null;
      at = at instanceof FuncGraph ? at.outer_graph : null
    )
      if (at === graph) return true;
    return false;
  }

  /** A variable made during the trace is an eager one; its initial value is computed now. */
  override variable(request: VariableRequest): VariableGrant {
    const made = this.admit();
    const { shape } = request;
    return {
      resource: new ResourceHandle(this.evaluate(request.initial()), false),
      shared_name: currentContext().nameScope + request.name,
      declared: shape === null || shape.is_fully_defined() ? null : shape,
      node: null,
      made,
    };
  }
  override admit(): (variable: BaseVariable) => void {
    const { created } = this.creationRules();
    if (created === null)
      throw new ValueError(
        'tf.function only supports singleton tf.Variables created on the first call. Make sure the tf.Variable is ' +
          'only created once or created outside tf.function. See ' +
          'https://www.tensorflow.org/guide/function#creating_tfvariables for more information.',
      );
    return (variable) => created.push(variable);
  }
  private creationRules(): VariableCreation {
    if (this.creation !== null) return this.creation;
    const { outer } = this;
    return outer instanceof FuncGraph ? outer.creationRules() : { created: null, given: new Map() };
  }
  /** The value of a tensor of this graph in the call that is being traced. @throws {@link ValueError} if it has none */
  private evaluate(tensor: Tensor): Tensor {
    if (isKnown(tensor)) return new Tensor(tensor.dtype, tensor.dims, ownCopy(tensor.data));
    const { given } = this.creationRules();
    const missing = inputsOf(tensor).find((input) => !given.has(input));
    if (missing !== undefined || tensor.graph !== this)
      throw new ValueError(
        'Tensor-typed variable initializers must either be wrapped in an init_scope or callable (e.g., ' +
          '`tf.Variable(lambda : tf.truncated_normal([10, 40]))`) when building functions. Please file a feature ' +
          'request if this restriction inconveniences you.',
      );
    const feeds = [...given.keys()];
    const leave = enterContext({ builder: null, recorder: null });
    try {
      const [value] = new Plan([tensor], [], feeds).run(feeds.map((f) => given.get(f)!));
      return new Tensor(value!.dtype, value!.dims, ownCopy(value!.data));
    } finally {
      leave();
    }
  }
}

/**
 * The graph of a branch or of a loop's body. Variables' handles and eager tensors that a tape watches are inputs too, so
 * that gradients reach them through the operation that the graph is part of.
 */
export class BranchGraph extends FuncGraph {
  constructor(name: string, outer: GraphBuilder) {
    super(name, outer, null);
  }
  protected override own(input: Tensor, beside: readonly Tensor[]): Tensor {
    if (input.source === null && (input.dtype === resource || input.stamp !== 0))
      return this.captured(input, 'captured');
    return super.own(input, beside);
  }
}

/** The placeholders that a tensor depends on. */
function inputsOf(tensor: Tensor): Tensor[] {
  const seen = new Set<Operation>();
  const found: Tensor[] = [];
  const visit = (op: Operation): void => {
    if (seen.has(op)) return;
    seen.add(op);
    if (op.type === 'Placeholder') found.push(op.outputs[0]!);
    for (const input of op.inputs) visit(input.op);
  };
  visit(tensor.op);
  return found;
}

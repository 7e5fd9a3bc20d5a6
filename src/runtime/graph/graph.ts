/**
 * `tf.Graph`: operations in the order of their making, which is an order in which they can run. While a graph is
 * current (`ContextFrame.builder`), `dispatch` adds to it instead of running kernels.
 */
import { ContextManager, currentContext, enterContext } from '../../context';
import { RuntimeError, ValueError } from '../../errors';
import { setNameListener } from '../../python/arguments';
import { type Call, positional } from '../../python/named';
import type { BaseVariable } from '../base_variable';
import type { GraphBuilder, VariableGrant, VariableRequest } from '../dispatch';
import type { Attributes, OpRecord } from '../op';
import type { Tensor } from '../tensor';
import { Collections } from './collections';
import { ControlDependencies, type ControlInput, controlOperation } from './control_dependencies';
import { colocation, type DeviceLike, device, deviceOf } from './device';
import { findElement, requireName } from './elements';
import { folded, inferred } from './inference';
import { checkNodeName, checkScopeName, defaultName, NameTable } from './names';
import { Operation } from './operation';
import { Const, type ConstAttributes } from './source_ops';
import { graphVariable } from './variables';

type ElementArguments = [obj: unknown, allow_tensor?: boolean, allow_operation?: boolean];
const elementParameters = ['obj', 'allow_tensor', 'allow_operation'] as const;

/** Mirrors `tf.Graph`. */
export class Graph extends Collections implements GraphBuilder {
  /** Seed of the graph's random ops; null until it is set. */
  seed: number | bigint | null = null;
  private opSeeds = 0;
  /** @internal */
  pendingName: { readonly name: string; readonly constant: boolean } | null = null;
  /** @internal */
  readonly _operations: Operation[] = [];
  private readonly byName = new Map<string, Operation>();
  private readonly names = new NameTable();
  private readonly constants = new Map<Tensor, Tensor>();
  private readonly unfeedable = new Set<Tensor>();
  private readonly unfetchable = new Set<Operation>();
  private isFinal = false;

  /** True for the trace of a function. */
  get building_function(): boolean {
    return false;
  }
  get finalized(): boolean {
    return this.isFinal;
  }
  get version(): number {
    return this._operations.length;
  }
  /** After this nothing can be added. */
  finalize(): void {
    this.isFinal = true;
  }
  /** @throws {@link RuntimeError} if the graph is final */
  override add_to_collection(name: unknown, value: unknown): void {
    this.checkNotFinal();
    super.add_to_collection(name, value);
  }
  /** @throws {@link RuntimeError} if the graph is final */
  override clear_collection(name: unknown): void {
    this.checkNotFinal();
    super.clear_collection(name);
  }
  /** For what adds no operation here though TF's does. @internal */
  checkNotFinal(): void {
    if (this.isFinal) throw new RuntimeError('Graph is finalized and cannot be modified.');
  }
  /** Undoes {@link finalize}. @internal */
  _unsafe_unfinalize(): void {
    this.isFinal = false;
  }
  /** Makes this graph the one that ops are added to. */
  as_default(): ContextManager<this> {
    return new Entered(this, () =>
      enterContext({
        builder: this,
        recorder: null,
        nameScope: '',
        control: null,
        devices: undefined,
        colocated: undefined,
      }),
    );
  }

  /** A name nobody has here yet, inside the current scope. @param mark_as_used false to only look */
  unique_name(
    ...args: Call<[name: string, mark_as_used?: boolean], readonly ['name', 'mark_as_used']>
  ): string {
    const [name, mark_as_used = true] = positional<[string, boolean?]>(
      'unique_name',
      ['name', 'mark_as_used'],
      1,
      args,
    );
    const { nameScope, builder } = currentContext();
    return this.names.unique((builder === this ? nameScope : '') + name, mark_as_used);
  }
  /** The full prefix of a scope that is opened now (saver.md S6.1). @internal */
  openScope(name: string): string {
    if (name === '' || name.endsWith('/')) return name;
    checkScopeName(name, currentContext().nameScope);
    return `${this.unique_name(name)}/`;
  }
  name_scope(name: string | null): ContextManager<string> {
    let scope = '';
    return new Entered(
      () => scope,
      () => {
        scope = this.openScope(name ?? '');
        return enterContext({ nameScope: scope });
      },
    );
  }
  get_name_scope(): string {
    return currentContext().nameScope.replace(/\/$/, '');
  }
  /** Operations made inside run after these. `null` forgets those of outer scopes. */
  control_dependencies(control_inputs: readonly ControlInput[] | null): ContextManager<void> {
    return new ControlDependencies(control_inputs);
  }
  /** Operations made inside say that they are on this device. */
  device(device_name_or_function: DeviceLike): ContextManager<void> {
    return device(device_name_or_function);
  }
  /** Operations made inside say that they are on the device of this one. */
  colocate_with(op: ControlInput | null, ignore_existing = false): ContextManager<void> {
    return colocation(op === null ? null : controlOperation(op), ignore_existing);
  }

  get_operations(): Operation[] {
    return [...this._operations];
  }
  /** @internal */
  nextOpSeed(): number {
    return this.opSeeds++;
  }
  /** @internal */
  _find(name: string): Operation | undefined {
    return this.byName.get(name);
  }
  /** @throws {@link KeyError} if there is none, {@link ValueError} for a tensor's name */
  get_operation_by_name(name: string): Operation {
    requireName('Operation', name);
    return findElement(this, name, false, true) as Operation;
  }
  /** @param name as `x:0` @throws {@link KeyError} if there is none, {@link ValueError} for an operation's name */
  get_tensor_by_name(name: string): Tensor {
    requireName('Tensor', name);
    return findElement(this, name, true, false) as Tensor;
  }
  /** What `obj` means in this graph: a name, a tensor, an operation, a variable. */
  as_graph_element(...args: Call<ElementArguments, typeof elementParameters>): Tensor | Operation {
    const [obj, allow_tensor = true, allow_operation = true] = positional<ElementArguments>(
      'as_graph_element',
      elementParameters,
      1,
      args,
    );
    return findElement(this, obj, allow_tensor, allow_operation);
  }
  is_feedable(tensor: Tensor): boolean {
    return tensor.graph === this && !this.unfeedable.has(tensor);
  }
  prevent_feeding(tensor: Tensor): void {
    this.unfeedable.add(tensor);
  }
  is_fetchable(tensor_or_op: Tensor | Operation): boolean {
    return !this.unfetchable.has(tensor_or_op instanceof Operation ? tensor_or_op : tensor_or_op.op);
  }
  prevent_fetching(op: Operation): void {
    this.unfetchable.add(op);
  }

  /** Adds a node; `dispatch` calls it. @internal */
  add(
    op: OpRecord,
    inputs: readonly Tensor[],
    attrs: Attributes,
    name: string | null = null,
  ): readonly Tensor[] {
    return this.addOperation(op, inputs, attrs, name).outputs;
  }
  /** @internal */
  addOperation(
    op: OpRecord,
    inputs: readonly Tensor[],
    attrs: Attributes,
    name: string | null = null,
  ): Operation {
    this.checkNotFinal();
    const own = inputs.map((input) => this.own(input, inputs));
    const given = name ?? this.givenName(op);
    // TF opens a scope of the name for whatever is no constant; without a name it is the type.
    if (given && op.type !== 'Const') checkScopeName(given, currentContext().nameScope);
    const full = this.nodeName(
      given === '' && op.type !== 'Const' ? op.type : (given ?? defaultName(op.type)),
    );
    const specs = inferred(op, own, attrs, full);
    const { control } = currentContext();
    const before = control ?? [];
    const operation = new Operation(
      this,
      full,
      op,
      own,
      before.filter((c) => c.graph === this && !own.some((input) => input.op === c)),
      attrs,
      specs,
      folded(op, own, attrs, specs),
      this._operations.length,
    );
    const { devices, colocated } = currentContext();
    if (devices !== undefined || colocated !== undefined) operation._place(deviceOf(operation));
    this._operations.push(operation);
    this.byName.set(full, operation);
    return operation;
  }
  /** The `name` that the function now running was given: its first operation that is no constant takes it. */
  private givenName(op: OpRecord): string | null {
    const { pendingName } = this;
    if (pendingName === null || (op.type === 'Const' && !pendingName.constant)) return null;
    this.pendingName = null;
    // What was asked for was there already, and nothing was made under that name.
    return pendingName.constant && op.type !== 'Const' && op.type !== 'Fill' ? null : pendingName.name;
  }
  /** @internal */
  takeName(): string | null {
    const name = this.pendingName?.name ?? null;
    this.pendingName = null;
    return name;
  }
  private nodeName(name: string): string {
    if (!name.endsWith('/')) {
      checkNodeName(currentContext().nameScope + name);
      return this.unique_name(name);
    }
    const exact = name.slice(0, -1);
    if (this.byName.has(exact)) throw new ValueError(`Duplicate node name in graph: '${exact}'`);
    return exact;
  }

  /** @internal */
  constant(value: Tensor, name: string | null = null): Tensor {
    if (value.source !== null) return value;
    const attrs: ConstAttributes = { value, dtype: value.dtype };
    const given = this.pendingName?.constant ? this.givenName(Const as unknown as OpRecord) : null;
    return this.addOperation(Const as unknown as OpRecord, [], attrs, given ?? name).outputs[0]!;
  }
  /** @internal */
  variable(request: VariableRequest): VariableGrant {
    return graphVariable(this, request);
  }
  /** @internal */
  admit(): (variable: BaseVariable) => void {
    return () => {};
  }
  /** The tensor of this graph that stands for `input`. */
  protected own(input: Tensor, beside: readonly Tensor[]): Tensor {
    if (input.source === null) return this.lifted(input);
    if (input.source.op.graph === this) return input;
    return this.foreign(input, beside);
  }
  /** What stands for a tensor here, for graphs inside. @internal */
  _adopt(input: Tensor): Tensor {
    return this.own(input, []);
  }
  /** An eager tensor becomes a constant, one for each tensor. */
  private lifted(value: Tensor): Tensor {
    let constant = this.constants.get(value);
    if (constant === undefined) {
      const leave = enterContext({ control: null });
      try {
        constant = this.constant(value, 'Const');
      } finally {
        leave();
      }
      this.constants.set(value, constant);
    }
    return constant;
  }
  /** A tensor of another graph. @throws {@link ValueError} with TF's text */
  protected foreign(input: Tensor, beside: readonly Tensor[]): Tensor {
    const [first, ...later] = beside.filter((t) => t.source !== null);
    const odd = later.find((t) => t.graph !== first!.graph);
    throw new ValueError(
      odd === undefined
        ? `Tensor ${input.__str__()} is not an element of this graph.`
        : `${odd.__str__()} must be from the same graph as ${first!.__str__()} (graphs are ` +
            `${odd.graph.__repr__()} and ${first!.graph.__repr__()}).`,
      { fields: { actual: input.name } },
    );
  }

  __repr__(): string {
    return '<tensorflow.python.framework.ops.Graph object at 0x0>';
  }
  override toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

/** A context manager made of two parts. */
class Entered<T> extends ContextManager<T> {
  constructor(
    private readonly value: T | (() => T),
    protected readonly enter: () => () => void,
  ) {
    super();
  }
  protected get target(): T {
    return typeof this.value === 'function' ? (this.value as () => T)() : this.value;
  }
}

/** Functions whose name is that of a constant. */
const constants = ['constant', 'zeros', 'ones', 'convert_to_tensor'];

setNameListener((functionName, name) => {
  const { builder } = currentContext();
  // Classes name themselves.
  if (!(builder instanceof Graph) || /^[A-Z]/.test(functionName)) return;
  builder.pendingName = { name, constant: constants.includes(functionName) };
});

/**
 * What every variable does: read, assign, save, restore and print. The value itself lives in a ResourceHandle
 * (handle.ts), whose copy-on-write makes every read a snapshot and every unseen update happen in place.
 */
import { currentContext, enterContext } from '../context';
import type { DType, HostTensor } from '../dtypes';
import {
  AttributeError,
  InvalidArgumentError,
  NotImplementedError,
  RuntimeError,
  TypeError,
  ValueError,
} from '../errors';
import { type Args, bindArguments, isKeywords } from '../python/arguments';
import { variableRepr } from '../python/tensor_text';
import { collectRestoreOp } from '../tracking/restore_ops';
import { type RestoreSpec, type SavedValue, Trackable } from '../tracking/trackable';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { dispatch, type VariableNode } from './dispatch';
import { requireSession } from './graph/default_session';
import type { Graph } from './graph/graph';
import type { Operation } from './graph/operation';
import type { ResourceHandle } from './handle';
import { addInto, subtractFrom } from './kernels/accumulate';
import type { NDArray } from './ndarray';
import { type Attributes, noAttributes, type OpRecord } from './op';
import type { OperatorMethods } from './operators';
import {
  AssignAddVariableOp,
  AssignSubVariableOp,
  AssignVariableOp,
  checkDelta,
  checkUpdatable,
  ReadVariableOp,
  VarIsInitializedOp,
  type VariableAttributes,
} from './ops/resource_variables';
import { countUpTo } from './ops/variable_updates';
import { jsonValue, primitive } from './printing';
import { type Reference, referenceTo } from './reference';
import { Tensor } from './tensor';
import { type ShapeLike, shapeText, type TensorShape } from './tensor_shape';

export interface AssignKeywords {
  use_locking?: boolean | null;
  name?: string | null;
  read_value?: boolean;
}
type ValueArgs<Name extends string> =
  | Args<
      [value: TensorLike],
      [use_locking: boolean | null, name: string | null, read_value: boolean],
      AssignKeywords,
      ['value']
    >
  | [AssignKeywords & { readonly [K in Name]: TensorLike }];
export type AssignArgs = ValueArgs<'value'>;
export type UpdateArgs = ValueArgs<'delta'>;

/** What a variable is made of. */
export interface VariableParts {
  readonly resource: ResourceHandle;
  /** Scope-prefixed name without `:0`. */
  readonly shared_name: string;
  /** Static shape where it is not the value's own. */
  readonly declared: TensorShape | null;
  readonly trainable: boolean;
  readonly constraint: ((value: Tensor) => Tensor) | null;
  readonly synchronization: unknown;
  readonly aggregation: unknown;
  /** For a variable of a graph: what the graph knows of it. */
  readonly node?: VariableNode | null;
}

export interface BaseVariable extends OperatorMethods {}

/** Mirrors `tf.Variable` but for how one is made. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: see above
export abstract class BaseVariable extends Trackable {
  readonly dtype: DType;
  /** True unless made with `trainable: false`. */
  readonly trainable: boolean;
  readonly constraint: ((value: Tensor) => Tensor) | null;
  readonly synchronization: unknown;
  readonly aggregation: unknown;
  /** @internal */
  readonly _resource: ResourceHandle;
  /** Scope-prefixed name without `:0`: what checkpoints call `full_name` (object_graph.md O6.2). */
  readonly _shared_name: string;
  private _declared: TensorShape | null;
  private _unread: BaseVariable | null;
  /** What its graph knows of it; null for eager variables. */
  readonly _node: VariableNode | null;

  constructor(parts: VariableParts) {
    super();
    this.dtype = parts.resource.dtype;
    this.trainable = parts.trainable;
    this.constraint = parts.constraint;
    this.synchronization = parts.synchronization;
    this.aggregation = parts.aggregation;
    this._resource = parts.resource;
    this._shared_name = parts.shared_name;
    this._declared = parts.declared;
    this._unread = null;
    this._node = parts.node ?? null;
    this._resource.owner ??= this;
  }

  override get _is_variable(): true {
    return true;
  }
  override get _checkpoint_full_name(): string {
    return this._shared_name;
  }
  get name(): string {
    return `${this._shared_name}:0`;
  }
  /** Static shape; with unknown dimensions if declared so. */
  get shape(): TensorShape {
    return this._declared ?? this._resource.borrow().shape;
  }
  get rank(): number | null {
    return this.shape.rank;
  }
  get_shape(): TensorShape {
    return this.shape;
  }
  set_shape(shape: ShapeLike): void {
    const merged = this.shape.merge_with(shape);
    this._declared = merged.is_fully_defined() ? null : merged;
  }
  get device(): string {
    return this._node?.op.device ?? '/job:localhost/replica:0/task:0/device:CPU:0';
  }
  /** In a graph, the operation that gives the variable its initial value; else null. */
  get initializer(): Operation | null {
    return this._node?.initializer ?? null;
  }
  /** @throws {@link RuntimeError} if eager, as the next ones throw {@link AttributeError} */
  get initial_value(): Tensor {
    if (this._node !== null) return this._node.initial_value;
    throw new RuntimeError('This property is not supported when eager execution is enabled.');
  }
  get op(): Operation {
    if (this._node !== null) return this._node.op;
    throw new AttributeError('Tensor.op is undefined when eager execution is enabled.');
  }
  get graph(): Graph {
    if (this._node !== null) return this._node.op.graph;
    throw new AttributeError('Tensor.graph is undefined when eager execution is enabled.');
  }
  /** The tensor that stands for the variable itself: the first input of ops that read or write it. */
  get _handleTensor(): Tensor {
    return this._resource.token;
  }
  private get attributes(): VariableAttributes {
    return { dtype: this.dtype, shape: this.shape.dims };
  }
  /** What stands for the variable where a graph is asked for a tensor. */
  _as_graph_element(): Tensor | BaseVariable {
    return this._node?.snapshot ?? this;
  }
  /** A tensor, 0-d bool: true once the variable has a value. */
  is_initialized(): Tensor {
    return dispatch(VarIsInitializedOp, [this._handleTensor], noAttributes)[0]!;
  }

  /** The value now; what later assignments do is not seen in it. */
  value(): Tensor {
    const { recorder } = currentContext();
    return recorder ? recorder.read(this) : this._snapshot();
  }
  /** The value, which tapes are not told of. */
  _snapshot(): Tensor {
    const { builder } = currentContext();
    if (builder)
      return builder.add(
        ReadVariableOp as unknown as OpRecord,
        [this._handleTensor],
        this.attributes,
        'ReadVariableOp',
      )[0]!;
    return this._resource.read();
  }
  read_value(): Tensor {
    return this.value();
  }
  /** A copy for users to keep and change. */
  numpy(): NDArray {
    if (this._resource.symbolic)
      throw new NotImplementedError('numpy() is only available when eager execution is enabled.');
    return this._resource.borrow().numpy();
  }

  /** @throws {@link ValueError} if shape or tensor dtype do not fit, {@link TypeError} if a plain value does not. */
  assign(...args: AssignArgs): BaseVariable;
  assign(...args: [unknown, ...unknown[]]): BaseVariable {
    if (namesValue(args[0])) return this.assign(...named('assign', args));
    const options = assignOptions('assign', args);
    const tensor = toTensor(args[0] as TensorLike, this.dtype);
    if (!this.shape.is_compatible_with(tensor.dims)) {
      const name = this.name.startsWith(':') ? '' : ` ${this.name}`;
      throw new ValueError(
        `Cannot assign value to variable '${name}': Shape mismatch.The variable shape ${this.shape}, ` +
          `and the assigned value shape ${shapeText(tensor.dims)} are incompatible.`,
        { fields: { expected: this.shape.toString(), actual: shapeText(tensor.dims) } },
      );
    }
    if (currentContext().builder) return this.assignInGraph(AssignVariableOp, tensor, options);
    this._resource.assign(tensor);
    return this.result(options);
  }
  /** Adds in place. @throws {@link InvalidArgumentError} if the shapes differ: nothing is broadcast, as in TF. */
  assign_add(...args: UpdateArgs): BaseVariable;
  assign_add(...args: [unknown, ...unknown[]]): BaseVariable {
    if (namesValue(args[0])) return this.assign_add(...named('assign_add', args));
    const options = assignOptions('assign_add', args);
    if (currentContext().builder)
      return this.assignInGraph(AssignAddVariableOp, toTensor(args[0] as TensorLike, this.dtype), options);
    const delta = this.update(args[0] as TensorLike, 'AssignAddVariableOp');
    addInto(this.dtype, this._resource.writable(), delta.data);
    return this.result(options);
  }
  /** Subtracts in place. @throws {@link InvalidArgumentError} if the shapes differ. */
  assign_sub(...args: UpdateArgs): BaseVariable;
  assign_sub(...args: [unknown, ...unknown[]]): BaseVariable {
    if (namesValue(args[0])) return this.assign_sub(...named('assign_sub', args));
    const options = assignOptions('assign_sub', args);
    if (currentContext().builder)
      return this.assignInGraph(AssignSubVariableOp, toTensor(args[0] as TensorLike, this.dtype), options);
    const delta = this.update(args[0] as TensorLike, 'AssignSubVariableOp');
    subtractFrom(this.dtype, this._resource.writable(), delta.data);
    return this.result(options);
  }

  /** A key for maps and sets: the same object at each call. */
  ref(): Reference<BaseVariable> {
    return referenceTo(this as BaseVariable);
  }
  /**
   * The value of an integer variable, which then grows by one.
   * @throws {@link OutOfRangeError} at the limit
   */
  count_up_to(limit: number): Tensor {
    return countUpTo(this, limit, null);
  }

  private update(value: TensorLike, op: string): Tensor {
    const delta = toTensor(value, this.dtype);
    const { dims } = this._resource;
    checkUpdatable(op, this.dtype);
    checkDelta(dims, delta.dims);
    return delta;
  }

  /** Adds the assignment to the graph or trace; what comes back reads the variable after it. */
  private assignInGraph(
    record: OpRecord<VariableAttributes>,
    value: Tensor,
    { read, name }: AssignOptions,
  ): BaseVariable {
    const builder = currentContext().builder!;
    const inputs = [this._handleTensor, builder.constant(value)];
    const op = builder.addOperation(record as unknown as OpRecord, inputs, this.attributes, name);
    return read ? new UnreadVariable(this.parts(), op) : (op as unknown as BaseVariable);
  }
  /** Runs an op that changes the value; what comes back reads the variable after it. @internal */
  _update(record: OpRecord, inputs: readonly Tensor[], attrs: Attributes): BaseVariable {
    const { builder } = currentContext();
    const all = [this._handleTensor, ...inputs];
    if (builder) return new UnreadVariable(this.parts(), builder.addOperation(record, all, attrs));
    dispatch(record, all, attrs);
    return this.result(assignedOnly);
  }

  /** What assigning gives: TF's "unread" variable on the same value, or nothing for `read_value: false`. */
  private result({ read }: AssignOptions): BaseVariable {
    if (!read) return null as unknown as BaseVariable;
    this._unread ??= new UnreadVariable(this.parts(), null);
    return this._unread;
  }
  private parts(): VariableParts {
    return {
      resource: this._resource,
      shared_name: this._shared_name,
      declared: this._declared,
      trainable: this.trainable,
      constraint: this.constraint,
      synchronization: this.synchronization,
      aggregation: this.aggregation,
      node: this._node,
    };
  }

  override _serialize_to_tensors(): ReadonlyMap<string, SavedValue> {
    if (this._resource.symbolic) return new Map([['VARIABLE_VALUE', () => this.valueInSession()]]);
    const handle = this._resource;
    return new Map([['VARIABLE_VALUE', (lent) => (lent ? handle.borrow() : handle.read())]]);
  }
  private valueInSession(): Tensor {
    return requireSession(null, `save variable ${this.name}`)._evaluate([this._node!.snapshot])[0]!;
  }
  /** What a restore compares with the file before it reads anything (restore.md R5). */
  override _restore_specs(): ReadonlyMap<string, RestoreSpec> {
    return new Map([['VARIABLE_VALUE', { dtype: this.dtype, shape: this.shape.dims, name: this.name }]]);
  }
  /**
   * Says why a stored tensor cannot be this variable's value (restore.md R5.1, R5.2), before anything is changed.
   * @throws {@link InvalidArgumentError} for another dtype, {@link ValueError} for another shape
   */
  _check_restored(key: string, stored: { readonly dtype: DType; readonly shape: readonly number[] }): void {
    if (stored.dtype !== this.dtype)
      throw new InvalidArgumentError(
        `tensor_name = ${key}; expected dtype ${this.dtype.c_name} does not equal original dtype ${stored.dtype.c_name}`,
        { fields: { key, expected: this.dtype.name, actual: stored.dtype.name } },
      );
    if (!this.shape.is_compatible_with(stored.shape))
      throw new ValueError(
        `Received incompatible tensor with shape ${shapeText(stored.shape)} when attempting to restore variable ` +
          `with shape ${this.shape} and name ${this.name}.`,
        { fields: { key, expected: this.shape.toString(), actual: shapeText(stored.shape) } },
      );
  }
  /** Takes the value over: its storage belongs to this variable from now on. */
  override _restore_from_tensors(restored: ReadonlyMap<string, HostTensor>): void {
    const value = restored.get('VARIABLE_VALUE');
    if (value === undefined)
      throw new ValueError(
        `There is no value for variable ${this.name} among [${[...restored.keys()].join(', ')}].`,
      );
    this._check_restored('VARIABLE_VALUE', value);
    const tensor = new Tensor(value.dtype, [...value.shape], value.data);
    if (!this._resource.symbolic) this._resource.replace(tensor);
    else collectRestoreOp(this, (session) => this._assignIn(session, tensor));
  }
  /** Gives the variable of a graph its value in a session, which must not be changed afterwards. @internal */
  _assignIn(session: unknown, value: Tensor): void {
    const { _store } = requireSession(session, `restore variable ${this.name}`);
    _store.handle(this._shared_name, this.dtype).assign(value);
  }

  __repr__(): string {
    if (currentContext().builder || this._resource.symbolic)
      return `<tf.Variable '${this.name}' shape=${this.shape} dtype=${this.dtype.name}>`;
    return variableRepr(
      this.name,
      this.dtype,
      this.shape.rank === null ? null : this.shape,
      this._resource.borrow(),
    );
  }
  __str__(): string {
    return this.__repr__();
  }
  /** As Python's objects without a format of their own. @throws {@link TypeError} for any spec. */
  __format__(spec: string): string {
    if (spec !== '') throw new TypeError('unsupported format string passed to ResourceVariable.__format__');
    return this.__repr__();
  }
  override toString(): string {
    return this.__repr__();
  }
  toJSON(): unknown {
    return jsonValue(this._resource.borrow());
  }
  [Symbol.toPrimitive](hint: string): string | number | bigint | boolean {
    return primitive(this._resource.borrow(), hint, () => this.__repr__());
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

/** True if the value is named too. */
function namesValue(first: unknown): boolean {
  return !(first instanceof Tensor) && isKeywords(first);
}
function assignNames(method: string): readonly string[] {
  return [method === 'assign' ? 'value' : 'delta', 'use_locking', 'name', 'read_value'];
}
/** The arguments in order, with the value in the first place. */
function named(method: string, args: readonly unknown[]): [TensorLike, AssignKeywords] {
  const names = assignNames(method);
  const bound = bindArguments<Record<string, unknown>>(method, names, args, { required: 1, namesOp: false });
  const { [names[0]!]: value, ...options } = bound;
  return [value as TensorLike, options];
}

interface AssignOptions {
  readonly read: boolean;
  readonly name: string | null;
}
const assignedOnly: AssignOptions = { read: true, name: null };

function assignOptions(method: string, args: readonly unknown[]): AssignOptions {
  if (args.length <= 1) return assignedOnly;
  const bound = bindArguments<Record<string, unknown>>(method, assignNames(method), args, { namesOp: false });
  const { read_value, name } = bound as AssignKeywords;
  return { read: read_value !== false, name: name ?? null };
}

/** What `assign` returns in TF: a variable of its own that reads the assigned one's value, in a graph after `assigned`. */
class UnreadVariable extends BaseVariable {
  /** For a session: the value after the assignment, made at once, for the graph may be final when it is asked for. */
  private readonly element: Tensor | null;

  constructor(
    parts: VariableParts,
    private readonly assigned: Operation | null,
  ) {
    super(parts);
    const inSession = assigned !== null && parts.node !== null && !assigned.graph.building_function;
    this.element = inSession ? this.value() : null;
  }
  override get name(): string {
    return this.assigned === null || this._node === null ? 'UnreadVariable' : this.assigned.name;
  }
  override get op(): Operation {
    return this.assigned ?? super.op;
  }
  override value(): Tensor {
    if (this.assigned === null) return super.value();
    const { control, builder } = currentContext();
    if (builder !== (this.assigned.graph as unknown)) return super.value();
    const leave = enterContext({ control: [...(control ?? []), this.assigned] });
    try {
      return super.value();
    } finally {
      leave();
    }
  }
  override _as_graph_element(): Tensor | BaseVariable {
    return this.element ?? super._as_graph_element();
  }
}

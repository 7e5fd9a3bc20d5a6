/**
 * What every variable does: read, assign, save, restore and print. The value itself lives in a ResourceHandle
 * (handle.ts), whose copy-on-write makes every read a snapshot and every unseen update happen in place.
 */
import { currentContext } from '../context';
import type { DType, HostTensor } from '../dtypes';
import { AttributeError, InvalidArgumentError, RuntimeError, TypeError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { variableRepr } from '../python/tensor_text';
import { type RestoreSpec, Trackable } from '../tracking/trackable';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import type { ResourceHandle } from './handle';
import { addInto, subtractFrom } from './kernels/accumulate';
import type { NDArray } from './ndarray';
import type { OperatorMethods } from './operators';
import { jsonValue, primitive } from './printing';
import { Tensor } from './tensor';
import { bracketText, type ShapeLike, sameDims, shapeText, type TensorShape } from './tensor_shape';

export interface AssignKeywords {
  use_locking?: boolean | null;
  name?: string | null;
  read_value?: boolean;
}
export type AssignArgs = Args<
  [value: TensorLike],
  [use_locking: boolean | null, name: string | null, read_value: boolean],
  AssignKeywords
>;

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
    return '/job:localhost/replica:0/task:0/device:CPU:0';
  }
  get initializer(): null {
    return null;
  }
  /** @throws {@link RuntimeError} always: values live in no graph here. */
  get initial_value(): never {
    throw new RuntimeError('This property is not supported when eager execution is enabled.');
  }
  get op(): never {
    throw new AttributeError('Tensor.op is undefined when eager execution is enabled.');
  }
  get graph(): never {
    throw new AttributeError('Tensor.graph is undefined when eager execution is enabled.');
  }

  /** The value now; what later assignments do is not seen in it. */
  value(): Tensor {
    const { recorder } = currentContext();
    return recorder ? recorder.read(this) : this._resource.read();
  }
  read_value(): Tensor {
    return this.value();
  }
  /** A copy for users to keep and change. */
  numpy(): NDArray {
    return this._resource.borrow().numpy();
  }

  /** @throws {@link ValueError} if shape or tensor dtype do not fit, {@link TypeError} if a plain value does not. */
  assign(...args: AssignArgs): BaseVariable;
  assign(...args: [TensorLike, ...unknown[]]): BaseVariable {
    const tensor = toTensor(args[0], this.dtype);
    if (!this.shape.is_compatible_with(tensor.dims)) {
      const name = this.name.startsWith(':') ? '' : ` ${this.name}`;
      throw new ValueError(
        `Cannot assign value to variable '${name}': Shape mismatch.The variable shape ${this.shape}, ` +
          `and the assigned value shape ${shapeText(tensor.dims)} are incompatible.`,
        { fields: { expected: this.shape.toString(), actual: shapeText(tensor.dims) } },
      );
    }
    this._resource.assign(tensor);
    return this.result('assign', args);
  }
  /** Adds in place. @throws {@link InvalidArgumentError} if the shapes differ: nothing is broadcast, as in TF. */
  assign_add(...args: AssignArgs): BaseVariable;
  assign_add(...args: [TensorLike, ...unknown[]]): BaseVariable {
    const delta = this.update(args[0], 'AssignAddVariableOp');
    addInto(this.dtype, this._resource.writable(), delta.data);
    return this.result('assign_add', args);
  }
  /** Subtracts in place. @throws {@link InvalidArgumentError} if the shapes differ. */
  assign_sub(...args: AssignArgs): BaseVariable;
  assign_sub(...args: [TensorLike, ...unknown[]]): BaseVariable {
    const delta = this.update(args[0], 'AssignSubVariableOp');
    subtractFrom(this.dtype, this._resource.writable(), delta.data);
    return this.result('assign_sub', args);
  }

  private update(value: TensorLike, op: string): Tensor {
    const delta = toTensor(value, this.dtype);
    const { dims } = this._resource;
    if (this.dtype.kind === 'string' || this.dtype.kind === 'bool' || this.dtype.is_quantized)
      throw new InvalidArgumentError(
        `No OpKernel was registered to support Op '${op}' with these attrs: [dtype=${this.dtype.proto_name}]`,
      );
    if (!sameDims(dims, delta.dims))
      throw new InvalidArgumentError(
        `Cannot update variable with shape ${bracketText(dims)} using a Tensor with shape ` +
          `${bracketText(delta.dims)}, shapes must be equal.`,
        { fields: { expected: dims, actual: delta.dims } },
      );
    return delta;
  }

  /** What assigning gives: TF's "unread" variable on the same value, or nothing for `read_value: false`. */
  private result(method: string, args: readonly unknown[]): BaseVariable {
    if (args.length > 1) {
      const names = ['value', 'use_locking', 'name', 'read_value'] as const;
      const given = bindArguments<AssignKeywords & { value: unknown }>(method, names, args, {
        dicts: ['value'],
      });
      if (given.read_value === false) return null as unknown as BaseVariable;
    }
    this._unread ??= new UnreadVariable({
      resource: this._resource,
      shared_name: this._shared_name,
      declared: this._declared,
      trainable: this.trainable,
      constraint: this.constraint,
      synchronization: this.synchronization,
      aggregation: this.aggregation,
    });
    return this._unread;
  }

  override _serialize_to_tensors(): ReadonlyMap<string, Tensor> {
    return new Map([['VARIABLE_VALUE', this._resource.read()]]);
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
    this._resource.replace(new Tensor(value.dtype, [...value.shape], value.data));
  }

  __repr__(): string {
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

/** What `assign` returns in TF: a variable of its own that reads the assigned one's value. */
class UnreadVariable extends BaseVariable {
  override get name(): string {
    return 'UnreadVariable';
  }
}

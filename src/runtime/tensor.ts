/**
 * A value: dtype, dimensions, elements. One flat class, every field set in one order, nothing added later, so that V8
 * sees one shape wherever a tensor goes. Immutable; several tensors may share one typed array.
 *
 * A symbolic tensor is the same class with a `source`, the operation of a graph that will compute it: its dimensions may
 * be unknown (`null`, or no list at all), and its `data` throws unless the value is known while the graph is built.
 */
import type { DType, HostTensor, TensorStorage } from '../dtypes';
import { AttributeError, NotImplementedError, TypeError } from '../errors';
import { tensorFormat, tensorRepr, tensorStr } from '../python/tensor_text';
import { ownCopy } from './allocate';
import type { Graph } from './graph/graph';
import type { Operation } from './graph/operation';
import { NDArray } from './ndarray';
import type { OperatorMethods } from './operators';
import { jsonValue, primitive } from './printing';
import { type Reference, referenceTo } from './reference';
import { refuseValue, symbolicRepr, symbolicStr } from './symbolic_text';
import { type ShapeLike, TensorShape } from './tensor_shape';

/** Where a symbolic tensor comes from. */
export interface TensorSource {
  readonly op: Operation;
  /** Which output of `op` it is. */
  readonly index: number;
  /** True if `data` holds the value already. */
  readonly known: boolean;
}

// The methods of operators are put on the prototype by ops/operators.ts.
export interface Tensor extends OperatorMethods {}

/** Mirrors `tf.Tensor`, eager and symbolic. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: see above
export class Tensor implements HostTensor {
  readonly dtype: DType;
  /** The dimensions as a plain array, passed on by reference: what internal code reads. */
  readonly dims: readonly number[];
  /** Elements in row-major order. Never written, and `data.buffer` may hold other tensors' elements too. */
  readonly data: TensorStorage;
  /** Mark of the newest tape that watches this tensor; 0: none. @internal */
  stamp: number;
  /** The operation that will compute it; null for an eager tensor. @internal */
  readonly source: TensorSource | null;
  /** Made when asked for. Truly private: whether somebody has asked makes no tensor different from its equal. */
  #shape: TensorShape<number> | null = null;

  constructor(
    dtype: DType,
    dims: readonly number[],
    data: TensorStorage,
    source: TensorSource | null = null,
  ) {
    this.dtype = dtype;
    this.dims = dims;
    this.data = data;
    this.stamp = 0;
    this.source = source;
  }

  get shape(): TensorShape<number> {
    this.#shape ??= new TensorShape<number>(this.dims);
    return this.#shape;
  }
  get rank(): number {
    return this.dims.length;
  }
  get ndim(): number {
    return this.dims.length;
  }

  get_shape(): TensorShape<number> {
    return this.shape;
  }
  /** Narrows what is known of a symbolic tensor's shape. @throws {@link ValueError} if it does not fit */
  set_shape(shape: ShapeLike): void {
    const merged = this.shape.merge_with(shape);
    if (this.source === null) return;
    (this as { dims: readonly number[] }).dims = merged.dims as readonly number[];
    this.#shape = merged as TensorShape<number>;
  }
  /** Name in the graph, as `add:0`. @throws {@link AttributeError} if eager, as the next three */
  get name(): string {
    const { op, index } = this.sourceFor('name');
    return `${op.name}:${index}`;
  }
  get op(): Operation {
    return this.sourceFor('op').op;
  }
  get graph(): Graph {
    return this.sourceFor('graph').op.graph;
  }
  get value_index(): number {
    return this.sourceFor('value_index').index;
  }
  /** The operations of the graph that use it, once for each use. @throws {@link NotImplementedError} if eager */
  consumers(): Operation[] {
    if (this.source === null)
      throw new NotImplementedError('Tensor.consumers is undefined when eager execution is enabled.');
    return this.graph.get_operations().flatMap((op) => op.inputs.filter((t) => t === this).map(() => op));
  }
  /** A key for maps and sets: the same object at each call. */
  ref(): Reference<Tensor> {
    return referenceTo(this as Tensor);
  }
  get device(): string {
    return this.source === null ? '/job:localhost/replica:0/task:0/device:CPU:0' : this.source.op.device;
  }
  private sourceFor(property: string): TensorSource {
    if (this.source === null)
      throw new AttributeError(`Tensor.${property} is undefined when eager execution is enabled.`);
    return this.source;
  }

  /** A copy for users to keep and change. @throws {@link AttributeError} if symbolic */
  numpy(): NDArray {
    if (this.source !== null) throw new AttributeError("'SymbolicTensor' object has no attribute 'numpy'");
    return new NDArray(this.dtype, this.dims, ownCopy(this.data), this.dims.length === 0);
  }
  /** The size of the first axis. @throws {@link TypeError} for a scalar, or if symbolic */
  __len__(): number {
    if (this.source !== null)
      throw new TypeError(
        `len is not well defined for a symbolic Tensor (${this.name}). Please call \`x.shape\` rather than \`len(x)\` ` +
          'for shape information.',
      );
    if (this.dims.length === 0) throw new TypeError('Scalar tensor has no `len()`');
    return this.dims[0]!;
  }
  __repr__(): string {
    return this.source === null ? tensorRepr(this) : symbolicRepr(this);
  }
  __str__(): string {
    return this.source === null ? tensorStr(this) : symbolicStr(this);
  }
  __format__(spec: string): string {
    return this.source === null ? tensorFormat(this, spec) : symbolicStr(this);
  }
  toString(): string {
    return this.__str__();
  }
  toJSON(): unknown {
    return this.source === null ? jsonValue(this) : symbolicStr(this);
  }
  [Symbol.toPrimitive](hint: string): string | number | bigint | boolean {
    if (this.source !== null) throw refuseValue(hint);
    return primitive(this, hint, tensorStr);
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

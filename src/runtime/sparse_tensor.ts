/** `tf.SparseTensor`: the elements of a tensor that are there, and where they are. And its spec. */
import { currentContext } from '../context';
import { as_dtype, type DType, type DTypeLike, float32, int64 } from '../dtypes';
import { TypeError, ValueError } from '../errors';
import { type Call, positional } from '../python/named';
import { repr, str, typeName } from '../python/repr';
import { type NamedTupleInstance, namedtuple } from '../python/tuple';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import type { Graph } from './graph/graph';
import { isKnown, type Operation } from './graph/operation';
import { integersOf } from './index_argument';
import { inOwnScope } from './name_scope';
import { Tensor } from './tensor';
import { as_shape, type Dimension, type ShapeLike, TensorShape, TensorSpec } from './tensor_shape';

/** Mirrors `tf.compat.v1.SparseTensorValue`: the parts of a sparse tensor, plain or as arrays. */
export const SparseTensorValue = namedtuple('SparseTensorValue', ['indices', 'values', 'dense_shape']);
export type SparseTensorValue = NamedTupleInstance<'indices' | 'values' | 'dense_shape'>;
/** What goes where a sparse tensor is taken. */
export type SparseLike = SparseTensor | SparseTensorValue;

type SparseArguments = [indices: TensorLike, values: TensorLike, dense_shape: TensorLike];
const parameters = ['indices', 'values', 'dense_shape'] as const;

// The operators are put on the prototype by ops/sparse/operators.ts.
export interface SparseTensor extends SparseOperators {}
/** Python's operators of a sparse tensor, by which a dense one is broadcast to it. */
export interface SparseOperators {
  /** `sp * y`: the elements that are there times those of `y`. */
  mul(y: TensorLike): SparseTensor;
  /** `sp / y`; integers are divided as floats. */
  truediv(y: TensorLike): SparseTensor;
  /** `sp.__div__(y)`: integers stay integers. */
  div(y: TensorLike): SparseTensor;
}

/**
 * Mirrors `tf.SparseTensor`. Most functions want the indices in row-major order; `tf.sparse.reorder` makes it so.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: see above
export class SparseTensor {
  static readonly __name__: string = 'SparseTensor';
  /** Where each element is: int64, `[n, rank]`. */
  readonly indices: Tensor;
  /** The elements, `[n]`, of any dtype. */
  readonly values: Tensor;
  /** The shape of the whole: int64, `[rank]`. */
  readonly dense_shape: Tensor;
  private known: TensorShape;

  /**
   * @param indices int64 `[n, rank]`
   * @param values `[n]`
   * @param dense_shape int64 `[rank]`
   * @throws {@link ValueError} for other ranks or dtypes, or sizes that do not fit
   */
  constructor(...args: Call<SparseArguments, typeof parameters>) {
    const given = positional<SparseArguments>('SparseTensor', parameters, 3, args);
    [this.indices, this.values, this.dense_shape] = inOwnScope(
      'SparseTensor',
      () => [
        partOf('indices', given[0], int64),
        partOf('values', given[1]),
        partOf('dense_shape', given[2], int64),
      ],
      'SparseTensor',
    );
    this.known = shapeIn(this.dense_shape);
    const [rows, columns] = this.indices.shape.with_rank(2) as readonly Dimension[];
    const [count] = this.values.shape.with_rank(1) as readonly Dimension[];
    const [rank] = this.dense_shape.shape.with_rank(1) as readonly Dimension[];
    checkSizes(rows!, count!);
    checkSizes(columns!, rank!);
  }

  /** A sparse tensor of one, or of its parts. @throws {@link TypeError} for anything else */
  static from_value(...args: Call<[value: SparseLike], readonly ['sparse_tensor_value']>): SparseTensor {
    const [sparse_tensor_value] = positional<[SparseLike]>('from_value', ['sparse_tensor_value'], 1, args);
    if (!is_sparse(sparse_tensor_value))
      throw new TypeError(
        `Argument sparse_tensor_value=${repr(sparse_tensor_value)} is neither a SparseTensor nor SparseTensorValue.`,
      );
    const { indices, values, dense_shape } = sparse_tensor_value;
    return new SparseTensor(indices as TensorLike, values as TensorLike, dense_shape as TensorLike);
  }

  get dtype(): DType {
    return this.values.dtype;
  }
  /** The shape of the whole, as far as it is known without running anything. */
  get shape(): TensorShape {
    return this.known;
  }
  get rank(): number | null {
    return this.known.rank;
  }
  /** The operation that computes the values. @throws {@link AttributeError} if eager, as `graph` */
  get op(): Operation {
    return this.values.op;
  }
  get graph(): Graph {
    return this.indices.graph;
  }
  get_shape(): TensorShape {
    return this.known;
  }
  /** Narrows what is known of the shape. @throws {@link ValueError} if it does not fit */
  set_shape(...args: Call<[shape: ShapeLike], readonly ['shape']>): void {
    const [shape] = positional<[ShapeLike]>('set_shape', ['shape'], 1, args);
    this._shaped(shape);
  }
  /** The same places with other values. @throws {@link ValueError} if there are not as many */
  with_values(...args: Call<[values: TensorLike], readonly ['new_values']>): SparseTensor {
    const [new_values] = positional<[TensorLike]>('with_values', ['new_values'], 1, args);
    return new SparseTensor(this.indices, new_values, this.dense_shape);
  }
  /** The operations of a graph that use its parts; none for an eager one. */
  consumers(): Operation[] {
    const parts = [this.indices, this.values, this.dense_shape].filter(({ source }) => source !== null);
    return [...new Set(parts.flatMap((part) => part.consumers()))];
  }

  /** This tensor, knowing more of its shape. @internal */
  _shaped(shape: ShapeLike): this {
    this.known = this.known.merge_with(shape);
    return this;
  }
  /** The same tensor of which no more is known than this shape. @internal */
  _as(shape: TensorShape): SparseTensor {
    return unchecked(this._components(), shape);
  }
  /** @internal */
  _components(): readonly Tensor[] {
    return [this.indices, this.values, this.dense_shape];
  }
  /** @internal */
  _withComponents(parts: readonly unknown[]): SparseTensor | SparseTensorSpec {
    return withParts(parts, this.known);
  }
  __repr__(): string {
    const { indices, values, dense_shape } = this;
    return `SparseTensor(indices=${str(indices)}, values=${str(values)}, dense_shape=${str(dense_shape)})`;
  }
  toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

/** A part as a tensor; in a graph one of the graph. */
function partOf(name: string, value: TensorLike, dtype?: DType): Tensor {
  const tensor = toTensor(value, dtype);
  const { builder } = currentContext();
  return builder && tensor.source === null ? builder.constant(tensor, name) : tensor;
}

/** Of a spec's or a tensor's parts: specs make a spec, all else a tensor. */
function withParts(parts: readonly unknown[], known: TensorShape): SparseTensor | SparseTensorSpec {
  const [, values, dense_shape] = parts;
  if (values instanceof TensorSpec) return new SparseTensorSpec(known, values.dtype);
  if (!(dense_shape instanceof Tensor)) return unchecked(parts, known);
  return unchecked(parts, declared.get(dense_shape) ?? known.merge_with(shapeIn(dense_shape)));
}

/** Fetches and texts may stand in the places of tensors: nothing is converted or checked. */
function unchecked([indices, values, dense_shape]: readonly unknown[], known: TensorShape): SparseTensor {
  const made = Object.create(SparseTensor.prototype) as SparseTensor;
  return Object.assign(made, { indices, values, dense_shape, known });
}

/** What a trace knows of the sizes in a `dense_shape` that it is given. */
const declared = new WeakMap<Tensor, TensorShape>();

/** Says what shape a symbolic `dense_shape` stands for. @internal */
export function declareShape(dense_shape: Tensor, shape: ShapeLike): void {
  declared.set(dense_shape, as_shape(shape));
}

/** The shape in a tensor of sizes, of which -1 is an unknown one. */
function shapeIn(dense_shape: Tensor): TensorShape {
  if (isKnown(dense_shape))
    return new TensorShape(integersOf(dense_shape)!.map((size) => (size === -1 ? null : size)));
  const rank = dense_shape.dims?.[0] ?? null;
  return new TensorShape(rank === null ? null : new Array<null>(rank).fill(null));
}

function checkSizes(a: Dimension, b: Dimension): void {
  if (a !== null && b !== null && a !== b)
    throw new ValueError(`Dimensions ${a} and ${b} are not compatible`, {
      fields: { expected: a, actual: b },
    });
}

/** True for sparse tensors and their values. */
export function is_sparse(value: unknown): value is SparseLike {
  return value instanceof SparseTensor || value instanceof SparseTensorValue;
}

/** An argument that must be sparse. @throws {@link TypeError} if it is not */
export function toSparse(value: SparseLike): SparseTensor {
  if (value instanceof SparseTensor) return value;
  if (!is_sparse(value)) throw new TypeError('Input must be a SparseTensor.');
  return SparseTensor.from_value(value);
}

type SpecArguments = [shape?: ShapeLike, dtype?: DTypeLike];

/** Mirrors `tf.SparseTensorSpec`: the type of a sparse tensor. */
export class SparseTensorSpec {
  readonly shape: TensorShape;
  readonly dtype: DType;
  private readonly parts: readonly TensorSpec[];

  /**
   * @param shape of the whole; null allows any
   * @param dtype of the values; float32 if not given
   */
  constructor(...args: Call<SpecArguments, readonly ['shape', 'dtype']>) {
    const [shape, dtype] = positional<SpecArguments>('SparseTensorSpec', ['shape', 'dtype'], 0, args);
    this.shape = as_shape(shape ?? null);
    this.dtype = as_dtype(dtype ?? float32);
    const { rank } = this.shape;
    this.parts = [
      new TensorSpec([null, rank], int64),
      new TensorSpec([null], this.dtype),
      new TensorSpec([rank], int64),
    ];
  }

  /** @throws {@link TypeError} for what is not sparse */
  static from_value(value: SparseLike): SparseTensorSpec {
    if (!is_sparse(value))
      throw new TypeError(
        `Expected SparseTensor or SparseTensorValue. Received: ${repr(value)} of type ${typeName(value)}.`,
      );
    const { shape, dtype } = toSparse(value);
    return new SparseTensorSpec(shape, dtype);
  }
  get value_type(): typeof SparseTensor {
    return SparseTensor;
  }
  /** True if a value, or every value of a spec, may be one of these. */
  is_compatible_with(spec_or_value: unknown): boolean {
    const other = is_sparse(spec_or_value) ? SparseTensorSpec.from_value(spec_or_value) : spec_or_value;
    if (!(other instanceof SparseTensorSpec) || other.dtype !== this.dtype) return false;
    return this.shape.is_compatible_with(other.shape);
  }
  /** True if every value of this is one of `other`. */
  is_subtype_of(other: unknown): boolean {
    if (!(other instanceof SparseTensorSpec) || other.dtype !== this.dtype) return false;
    return this.shape.is_subtype_of(other.shape);
  }
  /** The narrowest spec of all, or null if there is none. */
  most_specific_common_supertype(others: readonly SparseTensorSpec[]): SparseTensorSpec | null {
    if (others.some((other) => !(other instanceof SparseTensorSpec) || other.dtype !== this.dtype))
      return null;
    const shape = others.reduce((s, other) => s.most_specific_compatible_shape(other.shape), this.shape);
    return new SparseTensorSpec(shape, this.dtype);
  }
  /** @internal */
  _components(): readonly TensorSpec[] {
    return this.parts;
  }
  /** @internal */
  _withComponents(parts: readonly unknown[]): SparseTensor | SparseTensorSpec {
    return withParts(parts, this.shape);
  }
  __eq__(other: unknown): boolean {
    return other instanceof SparseTensorSpec && other.dtype === this.dtype && this.shape.equals(other.shape);
  }
  __repr__(): string {
    return `SparseTensorSpec(${this.shape.__repr__()}, ${this.dtype.__repr__()})`;
  }
  toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

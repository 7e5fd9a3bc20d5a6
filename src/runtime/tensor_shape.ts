/**
 * Static shapes: `tf.TensorShape`, `tf.TensorSpec`, and the helpers on plain dimension lists that hot paths use.
 * A TensorShape is a real array of its dimensions, so it goes wherever a shape is wanted.
 */
import { as_dtype, type DType, type DTypeLike, float32 } from '../dtypes';
import { TypeError, ValueError } from '../errors';
import { type Call, positional } from '../python/named';
import { repr, typeName } from '../python/repr';

/** A dimension; `null` where it is unknown. */
export type Dimension = number | null;
/** What TF accepts as a shape: `null` is unknown rank, a number a vector of that length. */
export type ShapeLike = readonly (number | bigint | null)[] | number | bigint | null;

function asDimension(value: unknown): Dimension {
  if (value === null || value === undefined) return null;
  const size = typeof value === 'bigint' ? Number(value) : value;
  if (typeof size !== 'number' || !Number.isInteger(size)) {
    throw new TypeError(
      `Dimension value must be integer or None or have an __index__ method, got value '${repr(value)}' with type '${typeName(value)}'`,
    );
  }
  if (size < 0) throw new ValueError(`Dimension ${size} must be >= 0`);
  return size;
}

/** Mirrors `tf.TensorShape`. Fully known ones are `TensorShape<number>`. Immutable by convention. */
export class TensorShape<D extends Dimension = Dimension> extends Array<D> {
  readonly #known: boolean;

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** @throws {@link ValueError} for negative, {@link TypeError} for non-integer dimensions. */
  constructor(...args: Call<[dims: ShapeLike], readonly ['dims']>) {
    super();
    const [dims] = positional<[ShapeLike]>('TensorShape', ['dims'], 1, args);
    this.#known = dims === null ? false : dims instanceof TensorShape ? dims.#known : true;
    if (dims === null) return;
    const list = typeof dims === 'object' ? dims : [dims];
    for (let i = 0; i < list.length; i++) this.push(asDimension(list[i]) as D);
  }

  /** Number of dimensions, or null if unknown. */
  get rank(): number | null {
    return this.#known ? this.length : null;
  }
  get ndims(): number | null {
    return this.rank;
  }
  get dims(): readonly D[] | null {
    return this.#known ? Array.from(this) : null;
  }

  /** @throws {@link ValueError} if the rank is unknown. */
  as_list(): D[] {
    if (!this.#known) throw new ValueError('as_list() is not defined on an unknown TensorShape.');
    return Array.from(this);
  }
  /** Product of the dimensions, or null if one is unknown. */
  num_elements(): number | null {
    return this.is_fully_defined() ? this.reduce((n: number, d) => n * (d as number), 1) : null;
  }
  is_fully_defined(): this is TensorShape<number> {
    return this.#known && this.every((d) => d !== null);
  }
  is_compatible_with(other: ShapeLike): boolean {
    const that = as_shape(other);
    if (!this.#known || !that.#known) return true;
    return this.length === that.length && this.every((d, i) => compatible(d, that[i]!));
  }
  /** True if `other` describes every shape that this one does. */
  is_subtype_of(other: TensorShape): boolean {
    if (!other.#known) return true;
    return this.rank === other.rank && this.every((d, i) => other[i] === null || other[i] === d);
  }
  merge_with(other: ShapeLike): TensorShape {
    const that = as_shape(other);
    if (!this.#known) return that;
    if (!that.#known) return this;
    if (!this.is_compatible_with(that))
      throw new ValueError(`Shapes ${this} and ${that} are not compatible`, {
        fields: { expected: this.toString(), actual: that.toString() },
      });
    return new TensorShape(Array.from(this, (d, i) => d ?? that[i]!));
  }
  concatenate(other: ShapeLike): TensorShape {
    const that = as_shape(other);
    return new TensorShape(this.#known && that.#known ? [...this, ...that] : null);
  }
  most_specific_compatible_shape(other: ShapeLike): TensorShape {
    const that = as_shape(other);
    if (!this.#known || !that.#known || this.length !== that.length) return new TensorShape(null);
    return new TensorShape(Array.from(this, (d, i) => (d === that[i] ? d : null)));
  }
  with_rank(rank: number): TensorShape {
    this.assert_has_rank(rank);
    return this.#known ? this : new TensorShape(new Array<null>(rank).fill(null));
  }
  with_rank_at_least(rank: number): this {
    if (this.#known && this.length < rank)
      throw new ValueError(`Shape ${this} must have rank at least ${rank}`);
    return this;
  }
  with_rank_at_most(rank: number): this {
    if (this.#known && this.length > rank)
      throw new ValueError(`Shape ${this} must have rank at most ${rank}`);
    return this;
  }
  assert_has_rank(rank: number): void {
    if (this.#known && this.length !== rank) throw new ValueError(`Shape ${this} must have rank ${rank}`);
  }
  assert_same_rank(other: ShapeLike): void {
    const that = as_shape(other);
    if (this.#known && that.#known && this.length !== that.length)
      throw new ValueError(`Shapes ${this} and ${that} must have the same rank`);
  }
  assert_is_compatible_with(other: ShapeLike): void {
    if (!this.is_compatible_with(other))
      throw new ValueError(`Shapes ${this} and ${as_shape(other)} are incompatible`);
  }
  assert_is_fully_defined(): void {
    if (!this.is_fully_defined()) throw new ValueError(`Shape ${this} is not fully defined`);
  }
  /** Python's `==`: the same rank and the same dimensions, unknown ones included. */
  equals(other: ShapeLike): boolean {
    const that = as_shape(other);
    return this.rank === that.rank && this.every((d, i) => d === that[i]);
  }
  __eq__(other: unknown): boolean {
    return (other === null || Array.isArray(other)) && this.equals(other as ShapeLike);
  }

  /** As Python's `shape[start:end]`: a TensorShape. */
  override slice(start?: number, end?: number): TensorShape<D> & D[] {
    return new TensorShape<D>(Array.from(this).slice(start, end));
  }
  override toString(): string {
    return this.#known ? shapeText(this) : '<unknown>';
  }
  toJSON(): D[] | null {
    return this.#known ? Array.from(this) : null;
  }
  __str__(): string {
    return this.toString();
  }
  __repr__(): string {
    return this.#known ? `TensorShape([${Array.from(this, dimText).join(', ')}])` : 'TensorShape(None)';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

function compatible(a: Dimension, b: Dimension): boolean {
  return a === null || b === null || a === b;
}

function dimText(d: Dimension): string {
  return d === null ? 'None' : String(d);
}

/** A value as a TensorShape; one that is such already is returned as it is. */
export function as_shape(shape: ShapeLike): TensorShape {
  return shape instanceof TensorShape ? shape : new TensorShape(shape);
}

/** Dimensions as Python prints a tuple: `()`, `(3,)`, `(2, None)`. */
export function shapeText(dims: readonly Dimension[]): string {
  return dims.length === 1 ? `(${dimText(dims[0]!)},)` : `(${Array.from(dims, dimText).join(', ')})`;
}

/** Dimensions as TF's C++ error texts print them: `[2,3]`. */
export function bracketText(dims: readonly number[]): string {
  return `[${Array.from(dims).join(',')}]`;
}

/** Number of elements of a known shape. */
export function elementCount(dims: readonly number[]): number {
  let count = 1;
  for (let i = 0; i < dims.length; i++) count *= dims[i]!;
  return count;
}

/** True if two shapes may be the same once all their sizes are known. */
export function compatibleDims(a: readonly Dimension[], b: readonly Dimension[]): boolean {
  return a.length === b.length && a.every((d, i) => d === null || b[i] === null || d === b[i]);
}

export function sameDims(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

type SpecArguments = [shape: ShapeLike, dtype?: DTypeLike, name?: string | null];
const specParameters = ['shape', 'dtype', 'name'] as const;

/** Mirrors `tf.TensorSpec`. */
export class TensorSpec {
  readonly shape: TensorShape;
  readonly dtype: DType;

  readonly name: string | null;

  constructor(...args: Call<SpecArguments, typeof specParameters>) {
    const [shape, dtype = float32, name = null] = positional<SpecArguments>(
      'TensorSpec',
      specParameters,
      1,
      args,
    );
    this.shape = as_shape(shape);
    this.dtype = as_dtype(dtype);
    this.name = name;
  }

  static from_tensor(tensor: { shape: ShapeLike; dtype: DType }, name: string | null = null): TensorSpec {
    return new TensorSpec(tensor.shape, tensor.dtype, name);
  }
  static from_spec(
    spec: { shape: ShapeLike; dtype: DType; name?: string | null },
    name: string | null = null,
  ): TensorSpec {
    return new TensorSpec(spec.shape, spec.dtype, name ?? spec.name ?? null);
  }
  /** True if every tensor that this describes is one that `other` does; a name must be the other's too. */
  is_subtype_of(other: TensorSpec): boolean {
    if (this.name !== null && this.name !== other.name) return false;
    return this.dtype === other.dtype && this.shape.is_subtype_of(other.shape);
  }
  /** The narrowest spec that describes what this and all `others` do, or null if dtypes or names differ. */
  most_specific_common_supertype(others: readonly TensorSpec[]): TensorSpec | null {
    if (others.some((other) => other.dtype !== this.dtype || other.name !== this.name)) return null;
    const shape = others.reduce((s, other) => s.most_specific_compatible_shape(other.shape), this.shape);
    return new TensorSpec(shape, this.dtype, this.name);
  }
  is_compatible_with(other: { shape: ShapeLike; dtype: DType }): boolean {
    return this.dtype === other.dtype && this.shape.is_compatible_with(other.shape);
  }
  __eq__(other: unknown): boolean {
    return (
      other instanceof TensorSpec &&
      other.dtype === this.dtype &&
      other.name === this.name &&
      this.shape.equals(other.shape)
    );
  }
  __repr__(): string {
    const name = this.name === null ? 'None' : `'${this.name}'`;
    return `TensorSpec(shape=${this.shape}, dtype=${this.dtype.__repr__()}, name=${name})`;
  }
  toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

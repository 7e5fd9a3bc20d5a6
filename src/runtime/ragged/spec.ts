/** `tf.RaggedTensorSpec`: the type of a ragged tensor. */
import { as_dtype, type DType, type DTypeLike, float32, int64 } from '../../dtypes';
import { TypeError, ValueError } from '../../errors';
import { type Call, positional } from '../../python/named';
import { repr, typeName } from '../../python/repr';
import { Tensor } from '../tensor';
import { as_shape, type ShapeLike, type TensorShape, TensorSpec } from '../tensor_shape';
import { bySplits, scalar } from './partition';
import { RaggedTensor } from './ragged_tensor';
import { isRagged } from './rows';

type SpecArguments = [
  shape?: ShapeLike | null,
  dtype?: DTypeLike | null,
  ragged_rank?: number | null,
  row_splits_dtype?: DTypeLike,
  flat_values_spec?: TensorSpec | null,
];
const names = ['shape', 'dtype', 'ragged_rank', 'row_splits_dtype', 'flat_values_spec'] as const;

/** Mirrors `tf.RaggedTensorSpec`. */
export class RaggedTensorSpec {
  readonly shape: TensorShape;
  readonly dtype: DType;
  readonly ragged_rank: number;
  readonly row_splits_dtype: DType;
  readonly flat_values_spec: TensorSpec | null;
  private readonly parts: readonly TensorSpec[];

  /**
   * @param shape null allows any; then `ragged_rank` must be given
   * @param dtype of the values; float32 if not given
   * @param ragged_rank how many axes are divided; all but the first if not given
   * @throws {@link ValueError} for a `ragged_rank` that is missing or too large, {@link TypeError} for no integer
   */
  constructor(...args: Call<SpecArguments, typeof names>) {
    const given = positional<SpecArguments>('RaggedTensorSpec', names, 0, args);
    const [shape = null, dtype = float32, ragged_rank = null, row_splits_dtype = int64, flat = null] = given;
    this.shape = as_shape(shape);
    this.row_splits_dtype = as_dtype(row_splits_dtype);
    this.flat_values_spec = flat;
    if (dtype === null && flat === null)
      throw new ValueError('At least one of dtype or flat_values_spec must be provided');
    this.dtype = as_dtype(dtype ?? flat!.dtype);
    if (flat !== null && flat.dtype !== this.dtype)
      throw new ValueError('dtype must be the same as flat_values_spec.dtype');
    const { rank } = this.shape;
    if (ragged_rank === null && rank === null)
      throw new ValueError('Must specify ragged_rank or a shape with a known rank.');
    this.ragged_rank = ragged_rank ?? rank! - 1;
    if (!Number.isInteger(this.ragged_rank))
      throw new TypeError(`Argument \`ragged_rank\` must be an int. Received ${repr(ragged_rank)}.`);
    if (rank !== null && this.ragged_rank >= rank)
      throw new ValueError(
        `Argument \`ragged_rank\` (${this.ragged_rank}) must be less than rank (${rank}).`,
        {
          fields: { expected: rank, actual: this.ragged_rank },
        },
      );
    this.parts = this.partSpecs();
  }

  /** @throws {@link TypeError} for what is not ragged */
  static from_value(value: RaggedTensor): RaggedTensorSpec {
    if (!isRagged(value))
      throw new TypeError(`Expected RaggedTensor. Received: ${repr(value)} of type ${typeName(value)}.`);
    return new RaggedTensorSpec(value.shape, value.dtype, value.ragged_rank, value.row_splits.dtype);
  }
  get value_type(): typeof RaggedTensor | typeof Tensor {
    return this.ragged_rank > 0 ? RaggedTensor : Tensor;
  }
  /** True if a value, or every value of a spec, may be one of these. */
  is_compatible_with(spec_or_value: unknown): boolean {
    if (this.ragged_rank === 0 && (spec_or_value instanceof Tensor || spec_or_value instanceof TensorSpec))
      return new TensorSpec(this.shape, this.dtype).is_compatible_with(spec_or_value);
    const other = isRagged(spec_or_value) ? RaggedTensorSpec.from_value(spec_or_value) : spec_or_value;
    return this.isLike(other) && this.shape.is_compatible_with(other.shape);
  }
  /** True if every value of this is one of `other`. */
  is_subtype_of(other: unknown): boolean {
    return this.isLike(other) && this.shape.is_subtype_of(other.shape);
  }
  /** The narrowest spec of all, or null if there is none. */
  most_specific_common_supertype(others: readonly RaggedTensorSpec[]): RaggedTensorSpec | null {
    if (!others.every((other) => this.isLike(other))) return null;
    const shape = others.reduce((s, other) => s.most_specific_compatible_shape(other.shape), this.shape);
    return new RaggedTensorSpec(shape, this.dtype, this.ragged_rank, this.row_splits_dtype);
  }
  /** True for a spec that may differ in shape alone. */
  private isLike(other: unknown): other is RaggedTensorSpec {
    return (
      other instanceof RaggedTensorSpec &&
      other.dtype === this.dtype &&
      other.ragged_rank === this.ragged_rank &&
      other.row_splits_dtype === this.row_splits_dtype
    );
  }
  /** What a value is made of: its innermost values, and where the rows begin on each ragged axis. */
  private partSpecs(): readonly TensorSpec[] {
    const { dims } = this.shape;
    const { ragged_rank, row_splits_dtype } = this;
    if (ragged_rank <= 0) return [this.flat_values_spec ?? new TensorSpec(this.shape, this.dtype)];
    const inner = dims === null ? null : [null, ...dims.slice(ragged_rank + 1)];
    const rows = dims?.[0] ?? null;
    return [
      this.flat_values_spec ?? new TensorSpec(inner, this.dtype),
      new TensorSpec([rows === null ? null : rows + 1], row_splits_dtype),
      ...Array.from({ length: ragged_rank - 1 }, () => new TensorSpec([null], row_splits_dtype)),
    ];
  }
  /** @internal */
  _components(): readonly TensorSpec[] {
    return this.parts;
  }
  /** @internal */
  _withComponents([values, ...splits]: readonly unknown[]): RaggedTensor | RaggedTensorSpec | Tensor {
    if (!(values instanceof Tensor)) return this;
    if (splits.length === 0) return values;
    const partitions = (splits as readonly Tensor[]).map((row_splits, i) => {
      const length = this.shape.dims?.[i + 1] ?? null;
      return {
        ...bySplits(row_splits),
        uniform_row_length: length === null ? null : scalar(length, this.row_splits_dtype),
      };
    });
    return RaggedTensor._of(values, partitions);
  }
  __eq__(other: unknown): boolean {
    return this.isLike(other) && this.shape.equals(other.shape);
  }
  __repr__(): string {
    return `RaggedTensorSpec(${this.shape.__repr__()}, ${this.dtype.__repr__()}, ${this.ragged_rank}, ${this.row_splits_dtype.__repr__()})`;
  }
  toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

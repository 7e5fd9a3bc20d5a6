/**
 * `tf.RaggedTensor`, as far as string ops make them: rows of different lengths over one run of values.
 */
import { type DType, int64 } from '../dtypes';
import { decodeElement, type ElementValue } from '../elements';
import { InvalidArgumentError } from '../errors';
import { repr } from '../python/repr';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { integersOf, integerTensor } from './index_argument';
import { copyStrided } from './kernels/strided_copy';
import { repeated } from './ops/fill';
import { Tensor } from './tensor';
import { type Dimension, elementCount, TensorShape } from './tensor_shape';

export type NestedList = ElementValue | readonly NestedList[];

/** Mirrors `tf.RaggedTensor`: row `i` is `values[row_splits[i] .. row_splits[i + 1])`. */
export class RaggedTensor {
  static readonly __name__: string = 'RaggedTensor';
  /** The rows one after the other; ragged itself where there are several ragged axes. */
  readonly values: Tensor | RaggedTensor;
  /** Where each row begins, and the end; int64. */
  readonly row_splits: Tensor;

  private constructor(values: Tensor | RaggedTensor, row_splits: Tensor) {
    this.values = values;
    this.row_splits = row_splits;
  }

  /** @throws {@link InvalidArgumentError} for splits that do not rise from 0 to the number of values */
  static from_row_splits(values: TensorLike | RaggedTensor, row_splits: TensorLike): RaggedTensor {
    const inner = values instanceof RaggedTensor ? values : toTensor(values);
    const splits = toTensor(row_splits, undefined, int64);
    const list = integersOf(splits)!;
    const count = inner instanceof RaggedTensor ? inner.nrows() : inner.dims[0]!;
    if (list[0] !== 0)
      throw new InvalidArgumentError(
        'Arguments to from_row_splits do not form a valid RaggedTensor: row_splits[0] must be 0',
      );
    if (list.some((at, i) => i > 0 && at < list[i - 1]!) || list[list.length - 1] !== count)
      throw new InvalidArgumentError(
        'Arguments to from_row_splits do not form a valid RaggedTensor: row_splits must rise to the number of values',
        { fields: { expected: count, actual: list[list.length - 1] } },
      );
    return new RaggedTensor(inner, splits);
  }
  static from_row_lengths(values: TensorLike | RaggedTensor, row_lengths: TensorLike): RaggedTensor {
    let at = 0;
    const splits = [0];
    for (const length of integersOf(toTensor(row_lengths))!) splits.push((at += length));
    return RaggedTensor.from_row_splits(values, integerTensor(splits, int64));
  }

  get dtype(): DType {
    return this.values.dtype;
  }
  /** The values of the innermost rows. */
  get flat_values(): Tensor {
    return this.values instanceof RaggedTensor ? this.values.flat_values : this.values;
  }
  /** The splits of every ragged axis, the outermost first. */
  get nested_row_splits(): readonly Tensor[] {
    return [this.row_splits, ...(this.values instanceof RaggedTensor ? this.values.nested_row_splits : [])];
  }
  get ragged_rank(): number {
    return this.nested_row_splits.length;
  }
  get shape(): TensorShape {
    const inner: readonly Dimension[] = this.values.shape.dims!;
    return new TensorShape([this.nrows(), null, ...inner.slice(1)]);
  }
  nrows(): number {
    return this.row_splits.dims[0]! - 1;
  }
  /** How long each row is; int64. */
  row_lengths(): Tensor {
    const splits = integersOf(this.row_splits)!;
    return integerTensor(
      splits.slice(1).map((at, i) => at - splits[i]!),
      int64,
    );
  }
  /** The rows as nested lists. */
  to_list(): NestedList[] {
    const inner = this.values instanceof RaggedTensor ? this.values.to_list() : listOf(this.values, 0, 0);
    const splits = integersOf(this.row_splits)!;
    return splits.slice(1).map((to, i) => inner.slice(splits[i]!, to));
  }
  /**
   * Rows filled up to the longest.
   * @param default_value of the missing elements; zero or the empty string if not given
   */
  to_tensor(default_value?: TensorLike): Tensor {
    const inner = this.values instanceof RaggedTensor ? this.values.to_tensor(default_value) : this.values;
    const splits = integersOf(this.row_splits)!;
    const longest = splits.slice(1).reduce((n, to, i) => Math.max(n, to - splits[i]!), 0);
    const row = inner.dims.slice(1);
    const dims = [this.nrows(), longest, ...row];
    const { dtype } = inner;
    const count = elementCount(dims);
    const data =
      default_value === undefined ? dtype.allocate(count) : repeated(toTensor(default_value, dtype), count);
    const width = elementCount(row);
    splits.slice(1).forEach((to, i) => {
      const from = { data: inner.data, offset: splits[i]! * width, strides: [1] };
      copyStrided(dtype, from, { data, offset: i * longest * width, strides: [1] }, [
        (to - splits[i]!) * width,
      ]);
    });
    return new Tensor(dtype, dims, data);
  }

  __repr__(): string {
    return `<tf.RaggedTensor ${repr(this.to_list())}>`;
  }
  toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

function listOf(tensor: Tensor, axis: number, at: number): NestedList[] {
  const stride = elementCount(tensor.dims.slice(axis + 1));
  return Array.from({ length: tensor.dims[axis]! }, (_, i) =>
    axis === tensor.dims.length - 1
      ? decodeElement(tensor.dtype, tensor.data, at + i)
      : listOf(tensor, axis + 1, at + i * stride),
  );
}

/**
 * Lists of parts as values and splits, of the shape of `dims` with one ragged axis more; a scalar gives the plain values.
 * @param make a tensor of all parts in a row
 */
export function raggedOf<T>(
  parts: readonly (readonly T[])[],
  dims: readonly number[],
  make: (all: readonly T[]) => Tensor,
): Tensor | RaggedTensor {
  const flat = make(parts.flat());
  if (dims.length === 0) return flat;
  const lengths = parts.map((part) => part.length);
  let result = RaggedTensor.from_row_lengths(flat, integerTensor(lengths, int64));
  // Further outer axes are regular, but ragged to TF all the same.
  for (let axis = dims.length - 1; axis > 0; axis--) {
    const rows = new Array<number>(elementCount(dims.slice(0, axis))).fill(dims[axis]!);
    result = RaggedTensor.from_row_lengths(result, integerTensor(rows, int64));
  }
  return result;
}

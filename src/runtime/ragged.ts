/**
 * `tf.RaggedTensor`, as far as string ops make them: rows of different lengths over one run of values.
 */
import { type DType, int64 } from '../dtypes';
import { decodeElement, type ElementValue } from '../elements';
import { InvalidArgumentError } from '../errors';
import { float } from '../python/builtins';
import { repr, str } from '../python/repr';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { dispatch } from './dispatch';
import { isKnown } from './graph/operation';
import { integersOf, integerTensor } from './index_argument';
import { copyStrided } from './kernels/strided_copy';
import { defineOp, noAttributes, type OpRecord, unregisteredGradient } from './op';
import { subtract } from './ops/arithmetic';
import { shape } from './ops/array';
import { repeated } from './ops/fill';
import { slice } from './ops/slicing';
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
    // Those of a graph are checked by nobody, as in TF with `validate=False`.
    if (!isKnown(splits) || !isKnown(inner instanceof RaggedTensor ? inner.row_splits : inner))
      return new RaggedTensor(inner, splits);
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
    const splits = this.row_splits.dims[0] as Dimension;
    return new TensorShape([splits === null ? null : splits - 1, null, ...inner.slice(1)]);
  }
  nrows(): number {
    return this.row_splits.dims[0]! - 1;
  }
  /** How long each row is; int64. */
  row_lengths(): Tensor {
    const ends = slice(this.row_splits, [1], [-1]);
    return subtract(ends, slice(this.row_splits, [0], shape(ends)));
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
    const missing =
      default_value === undefined
        ? new Tensor(inner.dtype, [], inner.dtype.allocate(1))
        : toTensor(default_value, inner.dtype);
    return dispatch(RaggedTensorToTensor, [inner, this.row_splits, missing], noAttributes)[0]!;
  }

  /** @internal */
  _components(): readonly unknown[] {
    return [this.values, this.row_splits];
  }
  /** @internal */
  _withComponents([values, row_splits]: readonly unknown[]): RaggedTensor {
    return new RaggedTensor(values as Tensor | RaggedTensor, row_splits as Tensor);
  }
  __repr__(): string {
    if (!isKnown(this.row_splits))
      return `tf.RaggedTensor(values=${str(this.values)}, row_splits=${str(this.row_splits)})`;
    const list = this.to_list();
    return `<tf.RaggedTensor ${repr(this.dtype.is_floating ? asFloats(list) : list)}>`;
  }
  toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

/** Numbers as Python prints floats. */
function asFloats(list: readonly NestedList[]): unknown[] {
  return list.map((part) => (Array.isArray(part) ? asFloats(part) : float(part as number)));
}

/** One ragged axis filled up: values, where rows begin, and what is put behind short ones. */
const RaggedTensorToTensor: OpRecord = defineOp({
  type: 'RaggedTensorToTensor',
  infer: ([values, splits]) => {
    const ends = integersOf(splits!);
    const longest = ends?.slice(1).reduce((n, to, i) => Math.max(n, to - ends[i]!), 0) ?? null;
    const rows = splits!.dims?.[0] ?? null;
    const row = values!.dims?.slice(1) ?? null;
    const dims = row === null ? null : [rows === null ? null : rows - 1, longest, ...row];
    return [{ dtype: values!.dtype, dims }];
  },
  kernel: ([values, splits, missing], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const data = repeated(missing!, elementCount(dims));
    const width = elementCount(dims.slice(2));
    const ends = integersOf(splits!)!;
    ends.slice(1).forEach((to, i) => {
      const from = { data: values!.data, offset: ends[i]! * width, strides: [1] };
      copyStrided(dtype, from, { data, offset: i * dims[1]! * width, strides: [1] }, [
        (to - ends[i]!) * width,
      ]);
    });
    return [new Tensor(dtype, dims, data)];
  },
  grad: unregisteredGradient('RaggedTensorToTensor'),
});

function listOf(tensor: Tensor, axis: number, at: number): NestedList[] {
  const stride = elementCount(tensor.dims.slice(axis + 1));
  return Array.from({ length: tensor.dims[axis]! }, (_, i) =>
    axis === tensor.dims.length - 1
      ? decodeElement(tensor.dtype, tensor.data, at + i)
      : listOf(tensor, axis + 1, at + i * stride),
  );
}

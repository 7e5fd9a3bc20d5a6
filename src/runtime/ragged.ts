/**
 * `tf.RaggedTensor`: rows of different lengths over one run of values.
 */
import { type DType, int64 } from '../dtypes';
import { decodeElement, type ElementValue } from '../elements';
import { InvalidArgumentError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { float } from '../python/builtins';
import { repr, str } from '../python/repr';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { dispatch } from './dispatch';
import { isKnown } from './graph/operation';
import { integersOf } from './index_argument';
import { copyStrided } from './kernels/strided_copy';
import { defineOp, noAttributes, type OpRecord, unregisteredGradient } from './op';
import { subtract } from './ops/arithmetic';
import { reshape, shape } from './ops/array';
import { repeated } from './ops/fill';
import { getitem, type SliceItem } from './ops/getitem';
import { concat } from './ops/joining';
import { reduce_max } from './ops/reduction';
import { countOf, raggedItem, rowNumbers, segment_ids_to_row_splits, splitsOf } from './ragged_rows';
import { Tensor } from './tensor';
import { compatibleDims, type Dimension, elementCount, TensorShape } from './tensor_shape';

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

  /**
   * @param validate false: nothing is checked
   * @throws {@link InvalidArgumentError} for splits that do not rise from 0 to the number of values
   */
  static from_row_splits(...args: RowArgs<'row_splits'>): RaggedTensor {
    const { values, rows, validate } = bindRows('from_row_splits', 'row_splits', args);
    return RaggedTensor.made('from_row_splits', values, rows, validate);
  }
  /** @throws {@link InvalidArgumentError} for lengths that are negative or do not sum to the number of values */
  static from_row_lengths(...args: RowArgs<'row_lengths'>): RaggedTensor {
    const { values, rows, validate } = bindRows('from_row_lengths', 'row_lengths', args);
    return RaggedTensor.made('from_row_lengths', values, splitsOf(rows), validate);
  }
  /** @throws {@link InvalidArgumentError} for starts that do not rise from 0 to at most the number of values */
  static from_row_starts(...args: RowArgs<'row_starts'>): RaggedTensor {
    const { values, rows, validate } = bindRows('from_row_starts', 'row_starts', args);
    const end = reshape(countOf(values, rows.dtype), [1]);
    return RaggedTensor.made('from_row_starts', values, concat([rows, end], 0), validate);
  }
  /** @throws {@link InvalidArgumentError} for limits that do not rise to the number of values */
  static from_row_limits(...args: RowArgs<'row_limits'>): RaggedTensor {
    const { values, rows, validate } = bindRows('from_row_limits', 'row_limits', args);
    const splits = concat([toTensor([0], rows.dtype), rows], 0);
    return RaggedTensor.made('from_row_limits', values, splits, validate);
  }
  /**
   * Rows from the number of its row for each value.
   * @param nrows of the rows, of which the last ones may be empty; one more than the last number if not given
   * @throws {@link InvalidArgumentError} for numbers that do not rise, {@link ValueError} for too few rows
   */
  static from_value_rowids(
    ...args: Args<
      [values: TensorLike | RaggedTensor, value_rowids: TensorLike],
      [nrows: TensorLike | null, name: string | null, validate: boolean],
      RowKeywords & { nrows?: TensorLike | null },
      ['values', 'value_rowids']
    >
  ): RaggedTensor {
    type All = RowKeywords & {
      values: TensorLike | RaggedTensor;
      value_rowids: TensorLike;
      nrows?: TensorLike | null;
    };
    const names = ['values', 'value_rowids', 'nrows', 'name', 'validate'] as const;
    const given = bindArguments<All>('from_value_rowids', names, args, { required: 2 });
    const ids = toTensor(given.value_rowids!, undefined, int64);
    const values = innerOf(given.values!);
    const known = isKnown(ids) ? integersOf(ids) : null;
    const count = given.nrows === undefined || given.nrows === null ? null : toTensor(given.nrows, ids.dtype);
    if (given.validate !== false && known !== null)
      checkRowNumbers(known, count !== null && isKnown(count) ? integersOf(count)![0]! : null, values);
    const splits = segment_ids_to_row_splits(ids, count);
    return RaggedTensor.made('from_value_rowids', values, splits, given.validate !== false);
  }
  /** Several ragged axes, the splits of the outermost first. */
  static from_nested_row_splits(
    flat_values: TensorLike,
    nested_row_splits: readonly TensorLike[],
  ): RaggedTensor {
    return nested(flat_values, nested_row_splits, RaggedTensor.from_row_splits);
  }
  /** Several ragged axes, the lengths of the outermost first. */
  static from_nested_row_lengths(
    flat_values: TensorLike,
    nested_row_lengths: readonly TensorLike[],
  ): RaggedTensor {
    return nested(flat_values, nested_row_lengths, RaggedTensor.from_row_lengths);
  }
  private static made(
    method: string,
    values: Tensor | RaggedTensor,
    splits: Tensor,
    validate: boolean,
  ): RaggedTensor {
    if (validate) checkSplits(method, splits, values);
    return new RaggedTensor(values, splits);
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
  get_shape(): TensorShape {
    return this.shape;
  }
  /** How many rows there are; int64, as the next ones, unless the splits are int32. */
  nrows(): Tensor {
    return countOf(this, this.row_splits.dtype);
  }
  /** Where each row begins. */
  row_starts(): Tensor {
    return getitem(this.row_splits, [':-1']);
  }
  /** Where each row ends. */
  row_limits(): Tensor {
    return getitem(this.row_splits, ['1:']);
  }
  /** How long each row is. */
  row_lengths(): Tensor {
    return subtract(this.row_limits(), this.row_starts());
  }
  /** How long the rows of every ragged axis are, the outermost first. */
  nested_row_lengths(): readonly Tensor[] {
    return [
      this.row_lengths(),
      ...(this.values instanceof RaggedTensor ? this.values.nested_row_lengths() : []),
    ];
  }
  /** The number of its row for each value. */
  value_rowids(): Tensor {
    return rowNumbers(this.row_splits);
  }
  /** The sizes of the smallest tensor that holds all. */
  bounding_shape(): Tensor {
    const { dtype } = this.row_splits;
    const longest = this.nested_row_lengths().map((lengths) =>
      reshape(reduce_max(concat([toTensor([0], dtype), lengths], 0)), [1]),
    );
    const inner = getitem(shape(this.flat_values, dtype), ['1:']);
    return concat([reshape(this.nrows(), [1]), ...longest, inner], 0);
  }
  /** The same rows of other values. @throws {@link ValueError} if there are not as many */
  with_values(new_values: TensorLike | RaggedTensor): RaggedTensor {
    const values = innerOf(new_values);
    const [own, other] = [outerSize(this.values), outerSize(values)];
    if (!compatibleDims([own], [other]))
      throw new ValueError(`Shapes (${own},) and (${other},) are incompatible`, {
        fields: { expected: own, actual: other },
      });
    return new RaggedTensor(values, this.row_splits);
  }
  /** The same rows of other innermost values. */
  with_flat_values(new_values: TensorLike): RaggedTensor {
    if (this.values instanceof RaggedTensor)
      return this.with_values(this.values.with_flat_values(new_values));
    return this.with_values(new_values);
  }
  /**
   * Rows by number and slice: `getitem(0)`, `getitem(slice(1, null), slice(0, 2))`.
   * @throws {@link IndexError} for a row that there is not, {@link ValueError} for an integer behind a slice
   */
  getitem(...items: readonly SliceItem[]): Tensor | RaggedTensor {
    return raggedItem(this, items);
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
  to_tensor(default_value?: TensorLike | null): Tensor {
    const inner = this.values instanceof RaggedTensor ? this.values.to_tensor(default_value) : this.values;
    const missing =
      default_value === undefined || default_value === null
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

interface RowKeywords {
  name?: string | null;
  validate?: boolean;
}
type RowArgs<Name extends string> = Args<
  [values: TensorLike | RaggedTensor, rows: TensorLike],
  [name: string | null, validate: boolean],
  RowKeywords & Partial<Record<Name, TensorLike>>,
  ['values', 'rows']
>;
function innerOf(values: TensorLike | RaggedTensor): Tensor | RaggedTensor {
  return values instanceof RaggedTensor ? values : toTensor(values);
}
function bindRows(
  method: string,
  name: string,
  args: readonly unknown[],
): { values: Tensor | RaggedTensor; rows: Tensor; validate: boolean } {
  const given = bindArguments<Record<string, unknown>>(method, ['values', name, 'name', 'validate'], args, {
    required: 2,
  });
  return {
    values: innerOf(given['values'] as TensorLike | RaggedTensor),
    rows: toTensor(given[name] as TensorLike, undefined, int64),
    validate: given['validate'] !== false,
  };
}

function outerSize(values: Tensor | RaggedTensor): Dimension {
  if (values instanceof Tensor) return (values.dims?.[0] ?? null) as Dimension;
  const splits = (values.row_splits.dims?.[0] ?? null) as Dimension;
  return splits === null ? null : splits - 1;
}

function invalid(method: string, why: string, fields = {}): InvalidArgumentError {
  return new InvalidArgumentError(`Arguments to ${method} do not form a valid RaggedTensor: ${why}`, {
    fields,
  });
}

/** Those of a graph are checked by nobody. */
function checkSplits(method: string, splits: Tensor, values: Tensor | RaggedTensor): void {
  if (!isKnown(splits)) return;
  const list = integersOf(splits)!;
  const count = outerSize(values);
  const last = list[list.length - 1];
  if (list[0] !== 0) throw invalid(method, 'the first row must begin at 0');
  if (list.some((at, i) => i > 0 && at < list[i - 1]!))
    throw invalid(method, 'no row may be of negative length');
  if (count !== null && last !== count)
    throw invalid(method, 'the rows must hold all values', { expected: count, actual: last });
}

function checkRowNumbers(ids: readonly number[], nrows: number | null, values: Tensor | RaggedTensor): void {
  const count = outerSize(values);
  if (count !== null && count !== ids.length)
    throw new ValueError(`Shapes (${count},) and (${ids.length},) are incompatible`);
  const last = ids[ids.length - 1] ?? -1;
  if (nrows !== null && nrows < last + 1)
    throw new ValueError(
      `Expected nrows >= value_rowids[-1] + 1; got nrows=${nrows}, value_rowids[-1]=${last}`,
    );
  if (ids.some((id, i) => id < (i === 0 ? 0 : ids[i - 1]!)))
    throw invalid('from_value_rowids', 'the numbers of rows must rise from 0 on');
}

function nested(
  flat_values: TensorLike,
  rows: readonly TensorLike[],
  make: (values: TensorLike | RaggedTensor, rows: TensorLike) => RaggedTensor,
): RaggedTensor {
  if (rows.length === 0) throw new ValueError('At least one ragged axis is needed.');
  return rows.reduceRight<TensorLike | RaggedTensor>(
    (values, own) => make(values, own),
    flat_values,
  ) as RaggedTensor;
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

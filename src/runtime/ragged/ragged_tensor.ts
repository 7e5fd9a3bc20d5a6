/**
 * `tf.RaggedTensor`: rows of different lengths over one run of values. What is made of other things stands here; what
 * is taken out of rows and computed with them is put on the class by getitem.ts and operators.ts.
 */
import { as_dtype, type DType, type DTypeLike, int64 } from '../../dtypes';
import { InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { str } from '../../python/repr';
import { type PyTuple, tuple } from '../../python/tuple';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { isKnown } from '../graph/operation';
import type { NDArray } from '../ndarray';
import { multiply } from '../ops/arithmetic';
import { cast } from '../ops/cast';
import { ones } from '../ops/creation';
import { sizeList, sizeOf, sizeTensor } from '../ops/sizes';
import type { Tensor } from '../tensor';
import { compatibleDims, type Dimension, TensorShape } from '../tensor_shape';
import { type BoundingKeywords, boundingShape } from './bounds';
import {
  bindRows,
  checkCount,
  checkedList,
  checkInner,
  hintOf,
  innerOf,
  type NestedArgs,
  nestedRows,
  outerSize,
  positiveAxis,
  type RowArgs,
  type RowKeywords,
} from './construction';
import { type DenseKeywords, type FromTensorKeywords, filledUp, rowsOfTensor } from './dense';
import { merged } from './merging';
import {
  checkedFlag,
  fromLengths,
  fromLimits,
  fromRowNumbers,
  fromSplits,
  fromStarts,
  fromUniformLength,
  lengthsOf,
  type Partition,
  rowCount,
  rowNumbersOf,
  scalarOf,
  splitsType,
  withSplitsType,
} from './partition';
import { countOf } from './rows';
import { arraysOf, listOf, type NestedList, raggedText } from './text';

export type RaggedLike = TensorLike | RaggedTensor;

/** Mirrors `tf.RaggedTensor`: row `i` is `values[row_splits[i] .. row_splits[i + 1])`. */
export class RaggedTensor {
  static readonly __name__: string = 'RaggedTensor';
  /** The rows one after the other; ragged itself where there are several ragged axes. */
  readonly values: Tensor | RaggedTensor;
  /** @internal */
  readonly _partition: Partition;

  private constructor(values: Tensor | RaggedTensor, partition: Partition) {
    this.values = values;
    this._partition = partition;
  }

  /**
   * @param validate false: nothing is checked
   * @throws {@link InvalidArgumentError} for splits that do not rise from 0 to the number of values
   */
  static from_row_splits(...args: RowArgs<'row_splits'>): RaggedTensor {
    const { values, rows, validate } = bindRows('from_row_splits', 'row_splits', args);
    return RaggedTensor.made(values, fromSplits(rows, validate, hintOf(values)), validate);
  }
  /** @throws {@link InvalidArgumentError} for lengths that are negative or do not sum to the number of values */
  static from_row_lengths(...args: RowArgs<'row_lengths'>): RaggedTensor {
    const { values, rows, validate } = bindRows('from_row_lengths', 'row_lengths', args);
    return RaggedTensor.made(values, fromLengths(rows, validate, hintOf(values)), validate);
  }
  /** @throws {@link InvalidArgumentError} for starts that do not rise from 0 to at most the number of values */
  static from_row_starts(...args: RowArgs<'row_starts'>): RaggedTensor {
    const { values, rows, validate } = bindRows('from_row_starts', 'row_starts', args);
    return RaggedTensor.made(
      values,
      fromStarts(rows, countOf(values, int64), validate, hintOf(values)),
      validate,
    );
  }
  /** @throws {@link InvalidArgumentError} for limits that do not rise to the number of values */
  static from_row_limits(...args: RowArgs<'row_limits'>): RaggedTensor {
    const { values, rows, validate } = bindRows('from_row_limits', 'row_limits', args);
    return RaggedTensor.made(values, fromLimits(rows, validate, hintOf(values)), validate);
  }
  /**
   * Rows from the number of its row for each value.
   * @param nrows of the rows, of which the last ones may be empty; one more than the last number if not given
   * @throws {@link InvalidArgumentError} for numbers that do not rise, {@link ValueError} for too few rows
   */
  static from_value_rowids(
    ...args: Args<
      [values: RaggedLike, value_rowids: TensorLike],
      [nrows: TensorLike | null, name: string | null, validate: boolean],
      RowKeywords & { nrows?: TensorLike | null },
      ['values', 'value_rowids']
    >
  ): RaggedTensor {
    type All = RowKeywords & { values: RaggedLike; value_rowids: TensorLike; nrows?: TensorLike | null };
    const names = ['values', 'value_rowids', 'nrows', 'name', 'validate'] as const;
    const given = bindArguments<All>('from_value_rowids', names, args, { required: 2 });
    const validate = checkedFlag(given.validate);
    const values = innerOf(given.values!);
    const partition = fromRowNumbers(given.value_rowids!, given.nrows ?? null, validate, hintOf(values));
    const [own, ids] = [outerSize(values), partition.ids.dims[0] as Dimension];
    if (!compatibleDims([own], [ids]))
      throw new ValueError(`Shapes (${own},) and (${ids},) are incompatible`, {
        fields: { expected: own, actual: ids },
      });
    return RaggedTensor.made(values, partition, validate);
  }
  /**
   * Rows of one length.
   * @param nrows how many; needed only if they have no length
   * @throws {@link ValueError} if they do not hold all values
   */
  static from_uniform_row_length(
    ...args: Args<
      [values: RaggedLike, uniform_row_length: TensorLike],
      [nrows: TensorLike | null, validate: boolean, name: string | null],
      RowKeywords & { nrows?: TensorLike | null },
      ['values', 'uniform_row_length']
    >
  ): RaggedTensor {
    type All = RowKeywords & {
      values: RaggedLike;
      uniform_row_length: TensorLike;
      nrows?: TensorLike | null;
    };
    const names = ['values', 'uniform_row_length', 'nrows', 'validate', 'name'] as const;
    const given = bindArguments<All>('from_uniform_row_length', names, args, { required: 2 });
    const validate = checkedFlag(given.validate);
    const values = innerOf(given.values!);
    const count = (dtype: DType): Tensor => countOf(values, dtype);
    return RaggedTensor.made(
      values,
      fromUniformLength(given.uniform_row_length!, count, given.nrows ?? null, validate, hintOf(values)),
      validate,
    );
  }
  /** Several ragged axes, the numbers of rows of the outermost first. */
  static from_nested_value_rowids(
    ...args: Args<
      [flat_values: TensorLike, nested_value_rowids: readonly TensorLike[]],
      [nested_nrows: readonly (TensorLike | null)[] | null, name: string | null, validate: boolean],
      RowKeywords & { nested_nrows?: readonly (TensorLike | null)[] | null },
      ['flat_values', 'nested_value_rowids']
    >
  ): RaggedTensor | Tensor {
    type All = RowKeywords & {
      flat_values: TensorLike;
      nested_value_rowids: readonly TensorLike[];
      nested_nrows?: readonly (TensorLike | null)[] | null;
    };
    const names = ['flat_values', 'nested_value_rowids', 'nested_nrows', 'name', 'validate'] as const;
    const given = bindArguments<All>('from_nested_value_rowids', names, args, { required: 2 });
    const rows = checkedList('nested_value_rowids', given.nested_value_rowids!);
    const counts = given.nested_nrows
      ? checkedList('nested_nrows', given.nested_nrows)
      : rows.map(() => null);
    if (counts.length !== rows.length)
      throw new ValueError(
        'Argument `nested_nrows` must have the same length as argument `nested_value_rowids`. len(nested_nrows) = ' +
          `${counts.length} vs. len(nested_values_rowids) = ${rows.length}.`,
        { fields: { expected: rows.length, actual: counts.length } },
      );
    const validate = checkedFlag(given.validate);
    return rows.reduceRight<Tensor | RaggedTensor>(
      (values, ids, i) => RaggedTensor.from_value_rowids(values, ids, counts[i] ?? null, { validate }),
      toTensor(given.flat_values!),
    );
  }
  /** Several ragged axes, the splits of the outermost first. */
  static from_nested_row_splits(...args: NestedArgs<'nested_row_splits'>): RaggedTensor {
    return nestedRows('nested_row_splits', args, RaggedTensor.from_row_splits);
  }
  /** Several ragged axes, the lengths of the outermost first. */
  static from_nested_row_lengths(...args: NestedArgs<'nested_row_lengths'>): RaggedTensor {
    return nestedRows('nested_row_lengths', args, RaggedTensor.from_row_lengths);
  }
  /**
   * The rows of a tensor, cut to `lengths` or where nothing but `padding` follows.
   * @param lengths of the rows, or those of every ragged axis
   * @param ragged_rank how many axes behind the first count as ragged
   * @throws {@link ValueError} for too few axes, or if both `lengths` and `padding` are given
   */
  static from_tensor(
    ...args: Args<
      [tensor: TensorLike],
      [
        lengths: TensorLike | null,
        padding: TensorLike | null,
        ragged_rank: number,
        name: string | null,
        row_splits_dtype: DTypeLike,
      ],
      FromTensorKeywords,
      ['tensor']
    >
  ): RaggedTensor {
    const names = ['tensor', 'lengths', 'padding', 'ragged_rank', 'name', 'row_splits_dtype'] as const;
    type All = FromTensorKeywords & { tensor: TensorLike };
    const given = bindArguments<All>('from_tensor', names, args, { required: 1 });
    const { values, partitions } = rowsOfTensor(toTensor(given.tensor!), given);
    return RaggedTensor._of(values, partitions);
  }
  private static made(values: Tensor | RaggedTensor, partition: Partition, validate: boolean): RaggedTensor {
    if (values.shape.rank === 0)
      throw new InvalidArgumentError('slice index 0 of dimension 0 out of bounds: values must have rows');
    checkInner(values, partition);
    if (validate) checkCount(values, partition);
    return new RaggedTensor(values, partition);
  }
  /** Values in rows that are known to be right, the outermost first. @internal */
  static _of(values: Tensor | RaggedTensor, partitions: readonly Partition[]): RaggedTensor {
    return partitions.reduceRight<Tensor | RaggedTensor>(
      (inner, partition) => new RaggedTensor(inner, partition),
      values,
    ) as RaggedTensor;
  }

  /** Where each row begins, and the end; int64, unless it was made from int32. */
  get row_splits(): Tensor {
    return this._partition.row_splits;
  }
  /** The length of all rows, a scalar, if they are of one by construction. */
  get uniform_row_length(): Tensor | null {
    return this._partition.uniform_row_length;
  }
  get dtype(): DType {
    return this.values.dtype;
  }
  /** The values of the innermost rows. */
  get flat_values(): Tensor {
    return this.values instanceof RaggedTensor ? this.values.flat_values : this.values;
  }
  /** How each ragged axis is divided, the outermost first. @internal */
  get _partitions(): readonly Partition[] {
    return this._levels().map((level) => level._partition);
  }
  /** The splits of every ragged axis, the outermost first. */
  get nested_row_splits(): PyTuple<Tensor> {
    return tuple(...this._partitions.map((partition) => partition.row_splits));
  }
  get ragged_rank(): number {
    return this._levels().length;
  }
  get shape(): TensorShape {
    const { dims } = this.values.shape;
    if (dims === null) return new TensorShape(null);
    const splits = this.row_splits.dims?.[0] as Dimension;
    return new TensorShape([
      splits === null ? null : splits - 1,
      scalarOf(this.uniform_row_length),
      ...dims.slice(1),
    ]);
  }
  get_shape(): TensorShape {
    return this.shape;
  }
  /** How many rows there are; of the splits' type if no other is asked for. */
  nrows(
    ...args: Args<
      [],
      [out_type: DTypeLike | null, name: string | null],
      { out_type?: DTypeLike | null; name?: string | null }
    >
  ): Tensor {
    const { out_type } = bindArguments<{ out_type: DTypeLike | null; name: string | null }>(
      'nrows',
      ['out_type', 'name'],
      args,
    );
    return cast(rowCount(this._partition), as_dtype(out_type ?? this.row_splits.dtype));
  }
  /** Where each row begins. */
  row_starts(_name?: string | null): Tensor {
    return this.row_splits.getitem(':-1');
  }
  /** Where each row ends. */
  row_limits(_name?: string | null): Tensor {
    return this.row_splits.getitem('1:');
  }
  /**
   * How long the rows along an axis are.
   * @param axis 1 if not given; deeper axes give ragged lengths, 0 the number of rows
   */
  row_lengths(
    ...args: Args<[], [axis: number, name: string | null], { axis?: number; name?: string | null }>
  ): Tensor | RaggedTensor {
    const given = bindArguments<{ axis: number; name: string | null }>('row_lengths', ['axis', 'name'], args);
    const axis = positiveAxis(given.axis ?? 1, this.shape.rank);
    if (axis === 0) return this.nrows();
    if (axis === 1) return lengthsOf(this._partition);
    if (this.values instanceof RaggedTensor) return this.with_values(this.values.row_lengths(axis - 1));
    const { dtype } = this.row_splits;
    const sizes = this.values.dims.map((_, i) => sizeOf(this.values as Tensor, i));
    const size = cast(sizeTensor(sizes[axis - 1]!), dtype);
    return this.with_values(multiply(ones(sizeList(sizes.slice(0, axis - 1)), dtype), size));
  }
  /** How long the rows of every ragged axis are, the outermost first. */
  nested_row_lengths(_name?: string | null): PyTuple<Tensor> {
    return tuple(...this._partitions.map(lengthsOf));
  }
  /** The number of its row for each value. */
  value_rowids(_name?: string | null): Tensor {
    return rowNumbersOf(this._partition);
  }
  /** The numbers of rows of every ragged axis, the outermost first. */
  nested_value_rowids(_name?: string | null): PyTuple<Tensor> {
    return tuple(...this._partitions.map(rowNumbersOf));
  }
  /** The sizes of the smallest tensor that holds all, or those along `axis`. */
  bounding_shape(
    ...args: Args<
      [],
      [axis: TensorLike | null, name: string | null, out_type: DTypeLike | null],
      BoundingKeywords
    >
  ): Tensor {
    const names = ['axis', 'name', 'out_type'] as const;
    const given = bindArguments<BoundingKeywords>('bounding_shape', names, args);
    return boundingShape(this.flat_values, this._partitions, given);
  }
  /** The same rows of other values. @throws {@link ValueError} if there are not as many, or splits differ in type */
  with_values(new_values: RaggedLike): RaggedTensor {
    const values = innerOf(new_values);
    const [own, other] = [outerSize(this.values), outerSize(values)];
    if (!compatibleDims([own], [other]))
      throw new ValueError(`Shapes (${own},) and (${other},) are incompatible`, {
        fields: { expected: own, actual: other },
      });
    checkInner(values, this._partition);
    return new RaggedTensor(values, this._partition);
  }
  /** The same rows of other innermost values. */
  with_flat_values(new_values: RaggedLike): RaggedTensor {
    if (this.values instanceof RaggedTensor)
      return this.with_values(this.values.with_flat_values(new_values));
    return this.with_values(new_values);
  }
  /** The same with splits of another type. @throws {@link ValueError} for another than int32 and int64 */
  with_row_splits_dtype(
    ...args: Args<[dtype: DTypeLike], [], { dtype?: DTypeLike }, ['dtype']>
  ): RaggedTensor {
    const { dtype } = bindArguments<{ dtype: DTypeLike }>('with_row_splits_dtype', ['dtype'], args, {
      required: 1,
    });
    const type = splitsType(dtype!, 'Argument `row_splits`');
    if (type === this.row_splits.dtype) return this;
    return RaggedTensor._of(
      this.flat_values,
      this._partitions.map((partition) => withSplitsType(partition, type)),
    );
  }
  /** The axes from `outer_axis` to `inner_axis` as one. @throws {@link ValueError} for axes that there are not */
  merge_dims(
    ...args: Args<
      [outer_axis: number, inner_axis: number],
      [],
      { outer_axis?: number; inner_axis?: number },
      ['outer_axis', 'inner_axis']
    >
  ): RaggedTensor | Tensor {
    type All = { outer_axis: number; inner_axis: number };
    const given = bindArguments<All>('merge_dims', ['outer_axis', 'inner_axis'], args, { required: 2 });
    const { rank } = this.shape;
    const outer = positiveAxis(given.outer_axis!, rank, 'outer_axis');
    const inner = positiveAxis(given.inner_axis!, rank, 'inner_axis');
    if (outer > inner)
      throw new ValueError(
        `Expected outer_axis (${outer}) to be less than or equal to inner_axis (${inner}).`,
        { fields: { outer, inner } },
      );
    const { values, partitions } = merged(this.flat_values, this._partitions, outer, inner);
    return partitions.length === 0 ? values : RaggedTensor._of(values, partitions);
  }
  /**
   * Rows filled up to the longest, or to `shape`.
   * @param default_value of the missing elements; zero or the empty string if not given
   * @param shape to which rows are filled up and cut; null along axes that need not be
   */
  to_tensor(
    ...args: Args<
      [],
      [
        default_value: TensorLike | null,
        name: string | null,
        shape: readonly (number | null)[] | TensorLike | null,
      ],
      DenseKeywords
    >
  ): Tensor {
    const names = ['default_value', 'name', 'shape'] as const;
    const given = bindArguments<DenseKeywords>('to_tensor', names, args);
    return filledUp(this.flat_values, this._partitions, given);
  }
  /** The rows as nested lists. @throws {@link ValueError} in a graph */
  to_list(): NestedList[] {
    if (!this._isKnown()) throw new ValueError('to_list can only be used in eager mode.');
    return listOf(this);
  }
  /**
   * One array of rows of one length, else the rows, each an array.
   * @throws {@link ValueError} in a graph
   */
  numpy(): NDArray | readonly unknown[] {
    if (!this._isKnown()) throw new ValueError('RaggedTensor.numpy() is only supported in eager mode.');
    return arraysOf(this);
  }

  /** This and the ragged tensors inside. */
  private _levels(): RaggedTensor[] {
    const levels: RaggedTensor[] = [this];
    for (let { values } = this as RaggedTensor; values instanceof RaggedTensor; { values } = values)
      levels.push(values);
    return levels;
  }
  private _isKnown(): boolean {
    return this._components().every((part) => isKnown(part as Tensor));
  }
  /** @internal */
  _components(): readonly unknown[] {
    return [this.flat_values, ...this.nested_row_splits];
  }
  /** @internal */
  _withComponents([values, ...splits]: readonly unknown[]): RaggedTensor {
    const levels = this._levels();
    return splits.reduceRight((inner, row_splits, i) => {
      const { uniform_row_length } = levels[i]!;
      return new RaggedTensor(inner as Tensor | RaggedTensor, {
        row_splits: row_splits as Tensor,
        uniform_row_length: scalarOf(uniform_row_length) === null ? null : uniform_row_length,
      });
    }, values) as RaggedTensor;
  }
  __repr__(): string {
    if (!this._isKnown())
      return `tf.RaggedTensor(values=${str(this.values)}, row_splits=${str(this.row_splits)})`;
    return `<tf.RaggedTensor ${raggedText(this)}>`;
  }
  toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

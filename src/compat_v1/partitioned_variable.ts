/** A variable in parts, each a variable of its own (saver.md S6.9). Used as a value it is all of them, joined. */
import type { DType } from '../dtypes';
import { AssertionError, NotImplementedError, ValueError } from '../errors';
import type { BaseVariable } from '../runtime/base_variable';
import type { TensorLike } from '../runtime/convert_types';
import { control_dependencies } from '../runtime/graph/control_dependencies';
import { name_scope } from '../runtime/name_scope';
import { identity } from '../runtime/ops/array';
import { concat, split } from '../runtime/ops/joining';
import type { Tensor } from '../runtime/tensor';
import { as_shape, type TensorShape } from '../runtime/tensor_shape';
import { sliceInfoOf } from './save_slice_info';

/** A list with the value of each part, or the whole value. */
type PartsOrWhole = readonly TensorLike[] | TensorLike | PartitionedVariable;

/** Mirrors `tf.compat.v1.PartitionedVariable`. */
export class PartitionedVariable implements Iterable<BaseVariable> {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: TensorShape;
  private readonly parts: readonly BaseVariable[];

  /**
   * @param variable_list the parts; ordered here by where they begin
   * @param partitions how many parts each axis is cut into
   * @throws {@link ValueError} for parts that do not say what they are parts of
   */
  constructor(
    name: string,
    shape: readonly number[],
    dtype: DType,
    variable_list: readonly BaseVariable[],
    private readonly partitions: readonly number[],
  ) {
    if (variable_list.length === 0) throw new ValueError('variable_list may not be empty');
    if (shape.length !== partitions.length)
      throw new ValueError(
        `len(shape) != len(partitions): [${shape.join(', ')}] vs. [${partitions.join(', ')}]`,
      );
    if (variable_list.some((v) => sliceInfoOf(v) === null))
      throw new ValueError(
        `All variables must have a save_slice_info available: [${variable_list.map((v) => `'${v.name}'`).join(', ')}]`,
      );
    this.name = name;
    this.dtype = dtype;
    this.shape = as_shape([...shape]);
    this.parts = [...variable_list].sort(byOffset);
  }

  [Symbol.iterator](): Iterator<BaseVariable> {
    return this.parts[Symbol.iterator]();
  }
  get length(): number {
    return this.parts.length;
  }
  get_shape(): TensorShape {
    return this.shape;
  }
  _get_variable_list(): readonly BaseVariable[] {
    return this.parts;
  }
  _get_partitions(): readonly number[] {
    return this.partitions;
  }

  /** The axis that is cut. @throws {@link NotImplementedError} if there are several */
  private axis(doing: string): number {
    const cut = this.partitions.flatMap((count, axis) => (count > 1 ? [axis] : []));
    if (cut.length > 1) throw new NotImplementedError(`${doing}: [${cut.join(', ')}].`);
    return cut[0] ?? 0;
  }
  /** All parts, joined along the axis that is cut, under the whole's name. It waits for nothing that its user waits for. */
  as_tensor(): Tensor {
    return control_dependencies(null).use(() => {
      const joined = this.parts.length === 1 ? this.parts[0]!.value() : this.joined();
      return name_scope('', () => identity(joined, this.name));
    });
  }
  private joined(): Tensor {
    const axis = this.axis('Cannot concatenate along more than one dimension');
    return name_scope(`${this.name}/ConcatPartitions/`, () =>
      concat(
        this.parts.map((part) => part.value()),
        axis,
      ),
    );
  }
  /** Mirrors TF's protocol for what becomes a tensor where one is needed. @throws {@link ValueError} for another dtype */
  __tf_tensor__(dtype: DType | null = null): Tensor {
    if (dtype === null || dtype === this.dtype) return this.as_tensor();
    throw new ValueError(
      `Incompatible type conversion requested to type '${dtype.name}' for variable of type '${this.dtype.name}'`,
    );
  }
  value(): Tensor {
    return this.as_tensor();
  }
  assign(value: PartsOrWhole): BaseVariable[] {
    return this.updated(value, (part, own) => part.assign(own));
  }
  assign_add(delta: PartsOrWhole): BaseVariable[] {
    return this.updated(delta, (part, own) => part.assign_add(own));
  }
  assign_sub(delta: PartsOrWhole): BaseVariable[] {
    return this.updated(delta, (part, own) => part.assign_sub(own));
  }
  /** Each part with its part of the value: a list has one for each, a tensor is split. */
  private updated(
    value: PartsOrWhole,
    update: (part: BaseVariable, own: TensorLike) => BaseVariable,
  ): BaseVariable[] {
    const axis = this.axis('Cannot do assign action along more than one dimension');
    const own =
      value instanceof PartitionedVariable
        ? value.parts
        : Array.isArray(value)
          ? (value as readonly TensorLike[])
          : split(
              value as TensorLike,
              this.parts.map((part) => part.shape.as_list()[axis]!),
              axis,
            );
    if (own.length !== this.parts.length)
      throw new AssertionError(`${own.length} values for the ${this.parts.length} parts of '${this.name}'`);
    return this.parts.map((part, i) => update(part, own[i]!));
  }

  __repr__(): string {
    return '<tensorflow.python.ops.variables.PartitionedVariable object at 0x0>';
  }
  toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

function byOffset(a: BaseVariable, b: BaseVariable): number {
  const [x, y] = [sliceInfoOf(a)!.var_offset, sliceInfoOf(b)!.var_offset];
  for (let d = 0; d < x.length; d++) if (x[d] !== y[d]) return x[d]! - y[d]!;
  return 0;
}

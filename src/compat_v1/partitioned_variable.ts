/** A variable in parts, each a variable of its own (saver.md S6.9). Used as a value it is all of them, joined. */
import { enterContext } from '../context';
import type { DType } from '../dtypes';
import { NotImplementedError, ValueError } from '../errors';
import type { BaseVariable } from '../runtime/base_variable';
import type { TensorLike } from '../runtime/convert_types';
import { name_scope } from '../runtime/name_scope';
import { concat } from '../runtime/ops/joining';
import type { Tensor } from '../runtime/tensor';
import { as_shape, type TensorShape } from '../runtime/tensor_shape';
import { sliceInfoOf } from './save_slice_info';

/** Mirrors `tf.compat.v1.PartitionedVariable`. */
export class PartitionedVariable implements Iterable<BaseVariable> {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: TensorShape;
  private readonly parts: readonly BaseVariable[];
  private joined: Tensor | null = null;

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

  /** All parts, joined along the axis that is cut. */
  as_tensor(): Tensor {
    const axis = Math.max(
      this.partitions.findIndex((count) => count > 1),
      0,
    );
    const first = this.parts[0]!;
    if (this.parts.length === 1) return first.value();
    return name_scope(`${this.name}/ConcatPartitions/`, () =>
      concat(
        this.parts.map((part) => part.value()),
        axis,
      ),
    );
  }
  /** What a session is asked for, and what may stand for a tensor. @internal */
  _as_graph_element(): Tensor {
    const leave = enterContext({ builder: this.parts[0]!.graph, recorder: null });
    try {
      this.joined ??= this.as_tensor();
    } finally {
      leave();
    }
    return this.joined;
  }
  value(): Tensor {
    return this.as_tensor();
  }
  /** @throws {@link ValueError} unless one axis is cut, {@link NotImplementedError} for another rank of value */
  assign(value: readonly TensorLike[]): BaseVariable[] {
    if (!Array.isArray(value) || value.length !== this.parts.length)
      throw new NotImplementedError(
        'A partitioned variable is assigned a list of values, one for each of its parts.',
      );
    return this.parts.map((part, i) => part.assign(value[i] as TensorLike));
  }

  __repr__(): string {
    return (
      `<tf.PartitionedVariable '${this.name}' shape=${this.shape} dtype=${this.dtype.name} ` +
      `(${this.parts.length} parts)>`
    );
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

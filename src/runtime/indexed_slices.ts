/**
 * `tf.IndexedSlices`: some rows of a larger tensor, and which ones they are. It is what the gradient of a gather is,
 * so that a large table of embeddings needs no gradient of its own size.
 */
import type { DType } from '../dtypes';
import { type Call, positional } from '../python/named';
import { str } from '../python/repr';
import type { Tensor } from './tensor';
import { TensorShape } from './tensor_shape';

type SliceArguments = [values: Tensor, indices: Tensor, dense_shape?: Tensor | null];
const parameters = ['values', 'indices', 'dense_shape'] as const;

/** Mirrors `tf.IndexedSlices`. Rows that are named several times add up. Goes wherever a tensor is taken. */
export class IndexedSlices {
  /** Shape `[n, ...row]`, any dtype. */
  readonly values: Tensor;
  /** Shape `[n]`, int32 or int64. */
  readonly indices: Tensor;
  /** The shape of the whole, or null where nobody knows it. */
  readonly dense_shape: Tensor | null;

  constructor(...args: Call<SliceArguments, typeof parameters>) {
    const [values, indices, dense_shape = null] = positional<SliceArguments>(
      'IndexedSlices',
      parameters,
      2,
      args,
    );
    this.values = values;
    this.indices = indices;
    this.dense_shape = dense_shape;
  }

  get dtype(): DType {
    return this.values.dtype;
  }
  /** The shape of the whole; of unknown rank without `dense_shape`. */
  get shape(): TensorShape {
    if (this.dense_shape === null) return new TensorShape(null);
    return new TensorShape(Array.from(this.dense_shape.data as ArrayLike<number | bigint>, Number));
  }
  get device(): string {
    return '/job:localhost/replica:0/task:0/device:CPU:0';
  }

  /** @internal */
  _components(): readonly Tensor[] {
    const { values, indices, dense_shape } = this;
    return dense_shape === null ? [values, indices] : [values, indices, dense_shape];
  }
  /** @internal */
  _withComponents(parts: readonly unknown[]): IndexedSlices {
    return new IndexedSlices(...(parts as [Tensor, Tensor, Tensor?]));
  }
  __repr__(): string {
    return `<tensorflow.python.framework.indexed_slices.IndexedSlices object at 0x0>`;
  }
  __str__(): string {
    const whole = this.dense_shape === null ? '' : `, dense_shape=${str(this.dense_shape)}`;
    return `IndexedSlices(indices=${str(this.indices)}, values=${str(this.values)}${whole})`;
  }
  toString(): string {
    return this.__str__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__str__();
  }
}

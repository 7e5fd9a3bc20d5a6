/**
 * An eager value: dtype, dimensions, elements. One flat class, every field set in one order, nothing added later,
 * so that V8 sees one shape wherever a tensor goes. Immutable; several tensors may share one typed array.
 */
import type { DType, HostTensor, TensorStorage } from '../dtypes';
import { tensorFormat, tensorRepr, tensorStr } from '../python/tensor_text';
import { ownCopy } from './allocate';
import { NDArray } from './ndarray';
import type { OperatorMethods } from './operators';
import { jsonValue, primitive } from './printing';
import { TensorShape } from './tensor_shape';

// The methods of operators are put on the prototype by ops/operators.ts.
export interface Tensor extends OperatorMethods {}

/** Mirrors `tf.Tensor` (eager). */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: see above
export class Tensor implements HostTensor {
  readonly dtype: DType;
  /** The dimensions as a plain array, passed on by reference: what internal code reads. */
  readonly dims: readonly number[];
  /** Elements in row-major order. Never written, and `data.buffer` may hold other tensors' elements too. */
  readonly data: TensorStorage;
  /** Mark of the newest tape that watches this tensor; 0: none. @internal */
  stamp: number;
  private _shape: TensorShape<number> | null;

  constructor(dtype: DType, dims: readonly number[], data: TensorStorage) {
    this.dtype = dtype;
    this.dims = dims;
    this.data = data;
    this.stamp = 0;
    this._shape = null;
  }

  get shape(): TensorShape<number> {
    this._shape ??= new TensorShape<number>(this.dims);
    return this._shape;
  }
  get rank(): number {
    return this.dims.length;
  }
  get ndim(): number {
    return this.dims.length;
  }

  /** A copy for users to keep and change. */
  numpy(): NDArray {
    return new NDArray(this.dtype, this.dims, ownCopy(this.data), this.dims.length === 0);
  }
  __repr__(): string {
    return tensorRepr(this);
  }
  __str__(): string {
    return tensorStr(this);
  }
  __format__(spec: string): string {
    return tensorFormat(this, spec);
  }
  toString(): string {
    return tensorStr(this);
  }
  toJSON(): unknown {
    return jsonValue(this);
  }
  [Symbol.toPrimitive](hint: string): string | number | bigint | boolean {
    return primitive(this, hint, tensorStr);
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return tensorRepr(this);
  }
}

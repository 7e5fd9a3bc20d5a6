/** What may stand where TF takes a tensor. */
import type { HostTensor, NumericStorage } from '../dtypes';
import type { Complex, LongLike } from '../elements';
import type { TensorShape } from './tensor_shape';

/** One value: number is float32 and bigint an integer unless something else is asked for. */
export type ScalarLike = number | bigint | boolean | string | Complex | LongLike;

/** The part of the npm `ndarray` that is read: a strided view of flat data. */
export interface StridedArray {
  readonly data: NumericStorage | readonly number[];
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset: number;
}

/** Something that gives its value when asked: a Variable. */
export interface HasValue {
  value(): HostTensor;
  readonly dtype: HostTensor['dtype'];
}

/** A value that becomes a tensor (DESIGN.md "Values"). A `Uint8Array` is a string only where a string is asked for. */
export type TensorLike =
  | ScalarLike
  | NumericStorage
  | HostTensor
  | HasValue
  | StridedArray
  | TensorShape
  | readonly TensorLike[];

/** Indices and axes as arguments: integers whatever they are written as (DESIGN.md "Values"). */
import { type DType, int32, int64 } from '../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../errors';
import { repr } from '../python/repr';
import { isHostValue, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import type { InputSpec } from './op';
import { numbersOf } from './shape_argument';
import { Tensor } from './tensor';

/** The integers of a tensor, or null if they are not known yet. */
export function integersOf(spec: InputSpec): number[] | null {
  return spec.data ? numbersOf(spec.data as ArrayLike<number | bigint>) : null;
}

/** The integers of an index tensor as an Int32Array: its own storage where it is one. */
export function int32Of(tensor: Tensor): Int32Array {
  const { data } = tensor;
  if (data instanceof Int32Array) return data;
  const out = new Int32Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = Number(data[i]);
  return out;
}

/** Integers as a tensor of int32 or int64. */
export function integerTensor(
  values: readonly number[],
  dtype: DType = int32,
  dims = [values.length],
): Tensor {
  return new Tensor(
    dtype,
    dims,
    dtype === int64 ? BigInt64Array.from(values, BigInt) : Int32Array.from(values),
  );
}

/** A Python int, such as an axis, out of a number, bigint or scalar tensor. @throws {@link TypeError} for all else */
export function integer(value: TensorLike, name: string): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  if (isHostValue(value)) {
    const tensor = toTensor(value);
    if (tensor.data.length === 1 && tensor.dtype.is_integer) return Number(tensor.data[0]);
  }
  throw new TypeError(`Argument \`${name}\` must be an integer. Received: ${repr(value)}`);
}

/** An axis from 0 to `rank` - 1. @throws {@link InvalidArgumentError} made by `text` */
export function normalAxis(axis: number, rank: number, text: () => string): number {
  if (axis < -rank || axis >= rank)
    throw new InvalidArgumentError(text(), { fields: { expected: [-rank, rank], actual: axis } });
  return axis < 0 ? axis + rank : axis;
}

/** The same where Python checks it. @throws {@link ValueError} with TF's text */
export function pythonAxis(axis: number, rank: number): number {
  if (axis < -rank || axis >= rank)
    throw new ValueError(`Argument \`axis\` = ${axis} not in range [${rank === 0 ? 0 : -rank}, ${rank})`, {
      fields: { expected: [-rank, rank], actual: axis },
    });
  return axis < 0 ? axis + rank : axis;
}

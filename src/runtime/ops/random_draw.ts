/** What random ops share: shapes as inputs, samples as tensors, integers as arguments. */
import {
  as_dtype,
  bfloat16,
  type DType,
  type DTypeLike,
  float16,
  float32,
  float64,
  int32,
  int64,
  uint32,
  uint64,
} from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { resultStorage } from '../allocate';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { castStorage } from '../kernels/cast';
import type { InputSpec, KnownSpec, Spec } from '../op';
import {
  type Floats,
  fillFullInt32,
  fillFullInt64,
  fillNormal,
  fillTruncatedNormal,
  fillUniform32,
  fillUniform64,
  fillUniformInt32,
  fillUniformInt64,
  mantissaBits,
} from '../random/distributions';
import type { Philox } from '../random/philox';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, elementCount } from '../tensor_shape';

export const sampledFloats: readonly DType[] = [float16, bfloat16, float32, float64];
export const sampledIntegers: readonly DType[] = [int32, int64];
export const fullIntegers: readonly DType[] = [int32, int64, uint32, uint64];

/** The sizes in a shape input, null while unknown. @throws {@link InvalidArgumentError} if it is no shape */
export function sampleDims(shape: InputSpec): readonly Dimension[] | null {
  if (shape.dims !== null && shape.dims.length !== 1)
    throw new InvalidArgumentError(
      `shape must be a vector of {int32,int64}, got shape ${bracketText(shape.dims as number[])}`,
      { fields: { expected: 'a vector', actual: shape.dims } },
    );
  if (!shape.data) {
    const length = shape.dims?.[0] ?? null;
    return length === null ? null : new Array<null>(length).fill(null);
  }
  const dims = Array.from(shape.data as ArrayLike<number | bigint>, Number);
  for (const size of dims)
    if (size < 0)
      throw new InvalidArgumentError(`Dimension ${size} must be >= 0`, { fields: { actual: dims } });
  return dims;
}

/** `infer` of an op whose output is a shape input filled with `dtype`. */
export function sampled(shape: InputSpec, dtype: DType): readonly Spec[] {
  return [{ dtype, dims: sampleDims(shape) }];
}

/** @throws {@link InvalidArgumentError} for a bound that is no scalar, or bounds in the wrong order */
export function checkBounds(min: Tensor, max: Tensor, count: number): void {
  for (const [name, bound] of Object.entries({ minval: min, maxval: max }))
    if (bound.dims.length !== 0)
      throw new InvalidArgumentError(`${name} must be 0-D, got shape ${bracketText(bound.dims)}`);
  const [low, high] = [min.data[0] as number, max.data[0] as number];
  if (count > 0 && low >= high)
    throw new InvalidArgumentError(`Need minval < maxval, got ${low} >= ${high}`, {
      fields: { actual: [low, high] },
    });
}

type FloatFill = (gen: Philox, out: Floats) => void;

function drawFloats(fill: FloatFill, gen: Philox, { dtype, dims }: KnownSpec): Tensor {
  const count = elementCount(dims);
  const work = dtype === float64 ? float64 : float32;
  const out = resultStorage(work, count) as Floats;
  fill(gen, out);
  return new Tensor(dtype, dims, work === dtype ? out : castStorage(work, dtype, out, count));
}

export function drawUniform(gen: Philox, spec: KnownSpec): Tensor {
  const bits = mantissaBits(spec.dtype);
  const fill: FloatFill = (g, out) =>
    out instanceof Float64Array ? fillUniform64(g, out) : fillUniform32(g, out, bits);
  return drawFloats(fill, gen, spec);
}
export function drawNormal(gen: Philox, spec: KnownSpec): Tensor {
  return drawFloats(fillNormal, gen, spec);
}
export function drawTruncatedNormal(gen: Philox, spec: KnownSpec): Tensor {
  return drawFloats(fillTruncatedNormal, gen, spec);
}
export function drawUniformInt(gen: Philox, { dtype, dims }: KnownSpec, min: Tensor, max: Tensor): Tensor {
  const out = resultStorage(dtype, elementCount(dims));
  if (out instanceof BigInt64Array) fillUniformInt64(gen, out, min.data[0] as bigint, max.data[0] as bigint);
  else fillUniformInt32(gen, out as Int32Array, min.data[0] as number, max.data[0] as number);
  return new Tensor(dtype, dims, out);
}
export function drawFullInt(gen: Philox, { dtype, dims }: KnownSpec): Tensor {
  const out = resultStorage(dtype, elementCount(dims));
  if (dtype.size === 8) fillFullInt64(gen, out as BigInt64Array);
  else fillFullInt32(gen, out as Int32Array);
  return new Tensor(dtype, dims, out);
}

/** Samples computed in doubles, as a tensor of any numeric type: fractions are cut off for integers. */
export function drawRejected({ dtype, dims }: KnownSpec, fill: (out: Float64Array) => void): Tensor {
  const out = new Float64Array(elementCount(dims));
  fill(out);
  return new Tensor(dtype, dims, dtype === float64 ? out : castStorage(float64, dtype, out, out.length));
}

/** Parameters of a distribution as doubles. */
export function asDoubles(tensor: Tensor): Float64Array {
  if (tensor.data instanceof Float64Array) return tensor.data;
  return castStorage(tensor.dtype, float64, tensor.data, elementCount(tensor.dims)) as Float64Array;
}

/** The rows of `x` in another order. */
export function rowsInOrder(x: Tensor, order: Int32Array): Tensor {
  const row = elementCount(x.dims.slice(1)) * x.dtype.lanes;
  if (Array.isArray(x.data)) {
    const from = x.data;
    const cells = Array.from(order, (r) => from.slice(r * row, (r + 1) * row)).flat();
    return new Tensor(x.dtype, x.dims, cells);
  }
  const from = x.data as Float32Array;
  const out = resultStorage(x.dtype, elementCount(x.dims)) as Float32Array;
  if (row === 1) for (let i = 0; i < order.length; i++) out[i] = from[order[i]!]!;
  else
    for (let i = 0; i < order.length; i++)
      out.set(from.subarray(order[i]! * row, (order[i]! + 1) * row), i * row);
  return new Tensor(x.dtype, x.dims, out);
}

/** Integers as an argument: int32, or int64 where one does not fit. @param dtype where TF names one */
export function integersArgument(value: TensorLike, dtype?: DType): Tensor {
  if (dtype !== undefined || isHostValue(value)) return toTensor(value, dtype);
  const large = (v: unknown): boolean =>
    Array.isArray(v) ? v.some(large) : !isHostValue(v) && !(Number(v) >= -(2 ** 31) && Number(v) < 2 ** 31);
  return toTensor(value, hasTensor(value) ? undefined : large(value) ? int64 : int32);
}

function hasTensor(value: unknown): boolean {
  return Array.isArray(value) ? value.some(hasTensor) : isHostValue(value);
}

/** The dtype that is asked for, or float32. */
export function orFloat32(dtype: DTypeLike | null | undefined): DType {
  return dtype === undefined || dtype === null ? float32 : as_dtype(dtype);
}

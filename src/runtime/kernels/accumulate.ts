/** In-place sums and differences: the loops of `assign_add` and `assign_sub`. One text for each group of types. */
import { type DType, float32, float64, int64, type TensorStorage, uint64 } from '../../dtypes';
import { decodeElement, encodeElement } from '../../elements';

type Floats = Float32Array | Float64Array;
type Bigs = BigInt64Array | BigUint64Array;

function addFloats(to: Floats, x: Floats): void {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! + x[i]!;
}
function subtractFloats(to: Floats, x: Floats): void {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! - x[i]!;
}
/** Sums of integers of at most 32 bits are exact in a double, and typed arrays wrap them. */
function addIntegers(to: Int32Array, x: Int32Array): void {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! + x[i]!;
}
function subtractIntegers(to: Int32Array, x: Int32Array): void {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! - x[i]!;
}
function addBigs(to: Bigs, x: Bigs): void {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! + x[i]!;
}
function subtractBigs(to: Bigs, x: Bigs): void {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! - x[i]!;
}
function accumulateNarrow(dtype: DType, to: TensorStorage, x: TensorStorage, sign: 1 | -1): void {
  for (let i = 0; i < to.length; i++) {
    const sum = (decodeElement(dtype, to, i) as number) + sign * (decodeElement(dtype, x, i) as number);
    encodeElement(dtype, to, i, sum);
  }
}

function holdsNumbers(dtype: DType): boolean {
  return dtype === float32 || dtype === float64 || dtype.is_complex;
}

/** `to += x` on storages of one dtype and length. */
export function addInto(dtype: DType, to: TensorStorage, x: TensorStorage): void {
  if (holdsNumbers(dtype)) addFloats(to as Floats, x as Floats);
  else if (dtype === int64 || dtype === uint64) addBigs(to as Bigs, x as Bigs);
  else if (dtype.is_integer) addIntegers(to as Int32Array, x as Int32Array);
  else accumulateNarrow(dtype, to, x, 1);
}

/** `to -= x` on storages of one dtype and length. */
export function subtractFrom(dtype: DType, to: TensorStorage, x: TensorStorage): void {
  if (holdsNumbers(dtype)) subtractFloats(to as Floats, x as Floats);
  else if (dtype === int64 || dtype === uint64) subtractBigs(to as Bigs, x as Bigs);
  else if (dtype.is_integer) subtractIntegers(to as Int32Array, x as Int32Array);
  else accumulateNarrow(dtype, to, x, -1);
}

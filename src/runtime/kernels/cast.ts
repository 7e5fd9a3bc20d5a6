/**
 * Casts between any two numeric dtypes, as C++ on x86 does them: fractions are cut, integers wrap, and what is out
 * of an integer's range becomes what `cvttss2si` leaves (the smallest integer of the width it is converted in),
 * or the nearest value where TF casts in packets. C++ leaves that undefined; these are TensorFlow 2.15's answers.
 */
import {
  bfloat16,
  type DType,
  float16,
  float32,
  float64,
  int32,
  int64,
  type NumericStorage,
  type TensorStorage,
  uint32,
  uint64,
} from '../../dtypes';
import {
  bfloat16ToFloat32,
  decodeElement,
  encodeElement,
  float32ToBfloat16,
  float32ToHalf,
  halfToFloat32,
} from '../../elements';

const int64Min = -(2n ** 63n);
const two63 = 2 ** 63;
const two31 = 2 ** 31;

function isBig(dtype: DType): boolean {
  return dtype === int64 || dtype === uint64;
}

/** True for the types whose storage holds the numbers themselves. */
function isPlain(dtype: DType): boolean {
  return (
    dtype.size * 8 >= 8 && !isBig(dtype) && !dtype.is_complex && dtype.kind !== 'bool' && !isNarrow(dtype)
  );
}

function isNarrow(dtype: DType): boolean {
  return (dtype.is_floating && dtype !== float32 && dtype !== float64) || /^u?int[24]$/.test(dtype.name);
}

/** Elements as plain numbers that a loop can read: a narrow float as float32, complex as its real part. */
function asNumbers(dtype: DType, data: TensorStorage, count: number): NumericStorage {
  if (isPlain(dtype) || dtype.kind === 'bool') return data as NumericStorage;
  if (dtype === float16) return halfToFloat32(data as Uint16Array);
  if (dtype === bfloat16) return bfloat16ToFloat32(data as Uint16Array);
  const out = new Float64Array(count);
  if (dtype.is_complex) for (let i = 0; i < count; i++) out[i] = data[2 * i] as number;
  else if (isBig(dtype)) bigToNumbers(data as BigInt64Array, out);
  else for (let i = 0; i < count; i++) out[i] = decodeElement(dtype, data, i) as number;
  return out;
}

function bigToNumbers(from: BigInt64Array | BigUint64Array, to: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = Number(from[i]!);
}

function copyNumbers(from: ArrayLike<number>, to: Float32Array | Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = from[i]!;
}

/** Floats to integers of at most 32 bits: through int32, or through int64 for uint32. */
function truncate(from: ArrayLike<number>, to: Int32Array, unsigned32: boolean): void {
  const limit = unsigned32 ? two63 : two31;
  const outside = unsigned32 ? 0 : -two31;
  for (let i = 0; i < to.length; i++) {
    const value = from[i]!;
    to[i] = value > -limit - 1 && value < limit ? toInt32(value) : outside;
  }
}

/**
 * TF's kernels cast floats to 8 and 16 bits a packet at a time where a whole packet is left, and packets saturate
 * while single elements wrap. How many elements a packet has, by the float's name.
 */
const packets: Readonly<Record<string, number>> = { float16: 8, bfloat16: 8, float32: 32, float64: 16 };
const smallRanges: Readonly<Record<string, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
};

function saturatePackets(from: DType, to: DType, values: Int32Array): void {
  const range = smallRanges[to.name];
  const packet = from === float16 && to.size === 2 ? 4 : packets[from.name];
  if (range === undefined || packet === undefined) return;
  const [least, most] = range;
  const whole = values.length - (values.length % packet);
  for (let i = 0; i < whole; i++) values[i] = Math.min(Math.max(values[i]!, least), most);
}

function toInt32(value: number): number {
  return Math.trunc(value) | 0;
}

function truncateBig(from: ArrayLike<number>, to: BigInt64Array | BigUint64Array, unsigned: boolean): void {
  const limit = unsigned ? 2 * two63 : two63;
  for (let i = 0; i < to.length; i++) {
    const value = from[i]!;
    to[i] = value >= -two63 && value < limit ? BigInt(Math.trunc(value)) : int64Min;
  }
}

function bigToSmall(from: BigInt64Array | BigUint64Array, to: Int32Array): void {
  for (let i = 0; i < to.length; i++) to[i] = Number(BigInt.asIntN(32, from[i]!));
}

/** Copies elements modulo the width of `to`: typed arrays wrap by themselves. */
function wrap(from: NumericStorage, to: NumericStorage): void {
  (to as Int32Array).set(from as Int32Array);
}

function toBool(from: NumericStorage, to: Uint8Array): void {
  // biome-ignore lint/suspicious/noDoubleEquals: 0 and 0n are both false
  for (let i = 0; i < to.length; i++) to[i] = from[i] == 0 ? 0 : 1;
}

function toInteger(from: DType, to: DType, data: TensorStorage, count: number): NumericStorage {
  const out = to.allocate(count) as NumericStorage;
  const fromFloat = from.is_floating || from.is_complex;
  if (isBig(to)) {
    const big = out as BigInt64Array;
    if (fromFloat) truncateBig(asNumbers(from, data, count) as Float64Array, big, to === uint64);
    else if (isBig(from)) big.set(data as BigInt64Array);
    else {
      const numbers = asNumbers(from, data, count) as Float64Array;
      for (let i = 0; i < count; i++) big[i] = BigInt(numbers[i]!);
    }
    return out;
  }
  if (isBig(from) || fromFloat) {
    const wide = to === int32 ? (out as Int32Array) : new Int32Array(count);
    if (isBig(from)) bigToSmall(data as BigInt64Array, wide);
    else {
      truncate(asNumbers(from, data, count) as Float64Array, wide, to === uint32);
      saturatePackets(from, to, wide);
    }
    if (wide !== out) wrap(wide, out);
  } else wrap(asNumbers(from, data, count), out);
  return out;
}

function toFloat(from: DType, to: DType, data: TensorStorage, count: number): NumericStorage {
  const numbers = asNumbers(from, data, count) as Float64Array;
  if (to === float32 || to === float64) {
    const out = to.allocate(count) as Float32Array;
    copyNumbers(numbers, out);
    return out;
  }
  // Eigen's narrow floats are made from float32, so a double is rounded twice.
  const single = numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
  if (to === float16) return float32ToHalf(single);
  if (to === bfloat16) return float32ToBfloat16(single);
  return encoded(to, single, count);
}

function encoded(to: DType, numbers: ArrayLike<number>, count: number): NumericStorage {
  const out = to.allocate(count) as NumericStorage;
  for (let i = 0; i < count; i++) encodeElement(to, out, i, numbers[i]!);
  return out;
}

function toComplex(from: DType, to: DType, data: TensorStorage, count: number): NumericStorage {
  const out = to.allocate(count) as Float32Array;
  if (from.is_complex) copyNumbers(data as Float32Array, out);
  else {
    const numbers = asNumbers(from, data, count) as Float64Array;
    for (let i = 0; i < count; i++) out[2 * i] = numbers[i]!;
  }
  return out;
}

/** New storage with `count` elements of `data` cast from one numeric dtype to another. */
export function castStorage(from: DType, to: DType, data: TensorStorage, count: number): NumericStorage {
  if (to.kind === 'bool') {
    const out = new Uint8Array(count);
    toBool(isBig(from) ? (data as BigInt64Array) : asNumbers(from, data, count), out);
    return out;
  }
  if (to.is_complex) return toComplex(from, to, data, count);
  if (to.is_floating) return toFloat(from, to, data, count);
  if (/^u?int[24]$/.test(to.name)) {
    const wide = toInteger(from, int32, data, count) as Int32Array;
    return encoded(to, wide, count);
  }
  return toInteger(from, to, data, count);
}

/** `tf.signal.fft`, `rfft` and their kin: discrete Fourier transforms over the last one to three axes. */
import { complex64, complex128, type DType, float32, float64, int32 } from '../../dtypes';
import { InternalError, InvalidArgumentError, ValueError } from '../../errors';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne } from '../dispatch';
import { isKnown } from '../graph/operation';
import { integersOf } from '../index_argument';
import { castStorage } from '../kernels/cast';
import { asComplex, fitted, realLines, transformAxis } from '../kernels/fft';
import {
  checkAllowed,
  defineOp,
  type InputSpec,
  mismatch,
  type OpName,
  type OpRecord,
  unregisteredGradient,
} from '../op';
import { type ShapeArgument, shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, elementCount, shapeText } from '../tensor_shape';
import { add, divide, multiply, subtract } from './arithmetic';
import { cast } from './cast';
import { equal } from './comparison';
import { complexOf, real } from './complex_parts';
import { range } from './creation';
import { floordiv } from './division';
import { getitem } from './getitem';
import { extended, filledUp } from './last_axes';
import { logical_or } from './logic';
import { selectV2 } from './select';
import { type Size, sizeList, sizeOf, sizeProduct, sizeTensor } from './sizes';

type Rank = 1 | 2 | 3;
const suffix = (rank: Rank): string => (rank === 1 ? '' : `${rank}D`);

function checkRank(x: InputSpec, rank: Rank): void {
  if (x.dims !== null && x.dims.length < rank)
    throw new InvalidArgumentError(
      `Input must have rank of at least ${rank} but got: ${bracketText(x.dims as number[])}`,
      { fields: { expected: rank, actual: x.dims.length } },
    );
}

/** The elements as doubles, of which the caller may do what it likes. */
function doubles({ dtype, data, dims }: Tensor): Float64Array {
  if (data instanceof Float64Array) return data.slice();
  const wide = dtype.is_complex ? complex128 : float64;
  return castStorage(dtype, wide, data, elementCount(dims)) as Float64Array;
}
function fromDoubles(dtype: DType, dims: readonly number[], data: Float64Array): Tensor {
  const wide = dtype.is_complex ? complex128 : float64;
  return new Tensor(dtype, dims, dtype === wide ? data : castStorage(wide, dtype, data, elementCount(dims)));
}

function lastAxes(length: number, rank: Rank): number[] {
  return Array.from({ length: rank }, (_, i) => length - rank + i);
}

/** How many places the last axes have, as a scalar of `dtype`. */
function placesOf(x: Tensor, rank: Rank, dtype: DType): Tensor {
  return cast(sizeTensor(sizeProduct(lastAxes(x.dims.length, rank).map((i) => sizeOf(x, i)))), dtype);
}

/** A transform and its inverse, each of which is the other's gradient but for the size. */
function complexPair(rank: Rank): { readonly forward: OpRecord; readonly inverse: OpRecord } {
  const make = (inverse: boolean, other: () => OpRecord): OpRecord => {
    const type = `${inverse ? 'I' : ''}FFT${suffix(rank)}`;
    return defineOp({
      type,
      infer: ([x]) => {
        checkAllowed(type, x!.dtype, [complex64, complex128], 'Tcomplex');
        checkRank(x!, rank);
        return [{ dtype: x!.dtype, dims: x!.dims }];
      },
      kernel: ([x], _attrs, [spec]) => {
        const { dtype, dims } = spec!;
        const data = doubles(x!);
        for (const axis of lastAxes(dims.length, rank)) transformAxis(data, dims, axis, inverse);
        return [fromDoubles(dtype, dims, data)];
      },
      grad: (_call, g) => {
        const places = placesOf(g!, rank, g!.dtype);
        const back = dispatchOne(other(), [g!]);
        return [inverse ? divide(back, places) : multiply(back, places)];
      },
    });
  };
  const forward: OpRecord = make(false, () => inverse);
  const inverse: OpRecord = make(true, () => forward);
  return { forward, inverse };
}

const complexPairs = ([1, 2, 3] as const).map(complexPair);

interface RealAttributes {
  readonly [name: string]: unknown;
  readonly Treal: DType;
  readonly Tcomplex: DType;
}

function checkLength(type: string, length: InputSpec, rank: Rank): void {
  if (length.dtype !== int32) throw mismatch(type, 1, int32, length.dtype);
  const { dims } = length;
  if (dims !== null && (dims.length !== 1 || (dims[0] !== null && dims[0] !== rank)))
    throw new InvalidArgumentError(`fft_length must have shape [${rank}]`, {
      fields: { expected: [rank], actual: dims },
    });
}

/** Sizes with the last ones exchanged: for transforms (`bins`) half of the last and one more. */
function resized(x: InputSpec, length: InputSpec, rank: Rank, bins: boolean): readonly Dimension[] | null {
  if (x.dims === null) return null;
  const sizes: (number | null)[] = integersOf(length) ?? new Array<null>(rank).fill(null);
  const last = sizes[rank - 1]!;
  const kept = bins && last !== null ? [...sizes.slice(0, -1), binsOf(last)] : sizes;
  return [...x.dims.slice(0, x.dims.length - rank), ...kept];
}
function binsOf(size: number): number {
  return size === 0 ? 0 : Math.floor(size / 2) + 1;
}

/** @throws {@link InvalidArgumentError} for an input smaller than what is transformed */
function checkRoom(x: Tensor, needed: readonly number[]): void {
  const first = x.dims.length - needed.length;
  needed.forEach((size, i) => {
    if (x.data.length > 0 && x.dims[first + i]! < size)
      throw new InvalidArgumentError(
        `Input dimension ${first + i} must have length of at least ${size} but got: ${x.dims[first + i]}`,
        { fields: { expected: size, actual: x.dims[first + i] } },
      );
  });
}

/** @throws {@link InternalError} where there is something to transform, but nothing is asked for */
function checkSizes(type: string, x: Tensor, sizes: readonly number[]): void {
  if (x.data.length > 0 && sizes.includes(0))
    throw new InternalError(`Failed to transform to no places: ${type}`, { fields: { actual: sizes } });
}

/** Transforms of real numbers, whose second half mirrors the first and is left out. */
function realPair(rank: Rank): {
  readonly forward: OpRecord<RealAttributes>;
  readonly inverse: OpRecord<RealAttributes>;
} {
  const type = `RFFT${suffix(rank)}`;
  const forward: OpRecord<RealAttributes> = defineOp<RealAttributes>({
    type,
    infer: ([x, length], { Treal, Tcomplex }) => {
      checkAllowed(type, Treal, [float32, float64], 'Treal');
      checkRank(x!, rank);
      checkLength(type, length!, rank);
      return [{ dtype: Tcomplex, dims: resized(x!, length!, rank, true) }];
    },
    kernel: ([x, length], _attrs, [spec]) => {
      const { dtype, dims } = spec!;
      const sizes = integersOf(length!)!;
      checkSizes(type, x!, sizes);
      checkRoom(x!, sizes);
      const outer = dims.slice(0, -rank);
      const whole = [...outer, ...sizes];
      const data = asComplex(fitted(doubles(x!), x!.dims, whole, 1));
      for (const axis of lastAxes(whole.length, rank)) transformAxis(data, whole, axis, false);
      return [fromDoubles(dtype, dims, fitted(data, whole, dims, 2))];
    },
    grad:
      rank === 3
        ? unregisteredGradient(type)
        : ({ inputs: [x, length] }, g) => [gradientOfReal(rank, x!, length!, g!), null],
  });
  const inverse: OpRecord<RealAttributes> = defineOp<RealAttributes>({
    type: `I${type}`,
    infer: ([x, length], { Treal, Tcomplex }) => {
      checkAllowed(`I${type}`, Tcomplex, [complex64, complex128], 'Tcomplex');
      checkRank(x!, rank);
      checkLength(`I${type}`, length!, rank);
      return [{ dtype: Treal, dims: resized(x!, length!, rank, false) }];
    },
    kernel: ([x, length], _attrs, [spec]) => {
      const { dtype, dims } = spec!;
      const sizes = integersOf(length!)!;
      checkSizes(`I${type}`, x!, sizes);
      const half = [...sizes.slice(0, -1), binsOf(sizes[rank - 1]!)];
      checkRoom(x!, half);
      const shape = [...dims.slice(0, -rank), ...half];
      const data = fitted(doubles(x!), x!.dims, shape, 2);
      for (const axis of lastAxes(shape.length, rank).slice(0, -1)) transformAxis(data, shape, axis, true);
      const size = sizes[rank - 1]!;
      const lines = elementCount(dims.slice(0, -1));
      return [fromDoubles(dtype, dims, realLines(data, lines, size))];
    },
    grad:
      rank === 3
        ? unregisteredGradient(`I${type}`)
        : ({ inputs: [x, length], attrs }, g) => [gradientOfInverse(forward, x!, length!, attrs, g!), null],
  });
  return { forward, inverse };
}

const realPairs = ([1, 2, 3] as const).map(realPair);

/** The sizes in `fft_length`: numbers where they are known. */
function sizesIn(length: Tensor, rank: Rank): Size[] {
  if (isKnown(length)) return integersOf(length)!;
  return lastAxes(rank, rank).map((i) => getitem(length, [i]));
}
function halfOf(size: Size): Size {
  return typeof size === 'number' ? binsOf(size) : add(floordiv(size, 2), 1);
}

/** What was left out of the transform gets no gradient: so it is the inverse of what is there, with zeros behind. */
function gradientOfReal(rank: Rank, x: Tensor, length: Tensor, g: Tensor): Tensor {
  const whole = extended(g, sizesIn(length, rank));
  const back = real(dispatchOne(complexPairs[rank - 1]!.inverse, [whole]));
  const sizes = lastAxes(x.dims.length, rank).map((i) => sizeOf(x, i));
  return extended(multiply(back, placesOf(whole, rank, x.dtype)), sizes);
}

/** All but the first and the middle transform stand for two, themselves and their mirror images. */
function gradientOfInverse(
  forward: OpRecord<RealAttributes>,
  x: Tensor,
  length: Tensor,
  attrs: RealAttributes,
  g: Tensor,
): Tensor {
  const rank = length.dims[0] as Rank;
  const transformed = dispatch(forward, [g, length], attrs)[0]!;
  const size = sizesIn(length, rank)[rank - 1]!;
  const places = range(sizeTensor(halfOf(size)));
  const isAlone = logical_or(equal(places, 0), equal(multiply(places, 2), sizeTensor(size)));
  const weights = divide(selectV2(isAlone, cast(1, g.dtype), cast(2, g.dtype)), placesOf(g, rank, g.dtype));
  const sizes = lastAxes(x.dims.length, rank).map((i) => sizeOf(x, i));
  return extended(multiply(transformed, complexOf(weights)), sizes);
}

function calling(op: OpRecord): (input: TensorLike, name?: OpName) => Tensor {
  return (input, name) => dispatchOne(op, [toTensor(input, undefined, complex64)], name);
}

/**
 * Mirrors `tf.signal.fft`: the discrete Fourier transform over the last axis of complex numbers, of any size.
 * @throws {@link InvalidArgumentError} for real numbers or a scalar
 */
export const fft = named('fft', ['input'], ['name'], calling(complexPairs[0]!.forward));
/**
 * Mirrors `tf.signal.ifft`: the inverse of `fft`, divided by the size.
 * @throws {@link InvalidArgumentError} for real numbers or a scalar
 */
export const ifft = named('ifft', ['input'], ['name'], calling(complexPairs[0]!.inverse));
/**
 * Mirrors `tf.signal.fft2d`: `fft` over the last two axes.
 * @throws {@link InvalidArgumentError} for real numbers or ranks below 2
 */
export const fft2d = named('fft2d', ['input'], ['name'], calling(complexPairs[1]!.forward));
/**
 * Mirrors `tf.signal.ifft2d`: `ifft` over the last two axes.
 * @throws {@link InvalidArgumentError} for real numbers or ranks below 2
 */
export const ifft2d = named('ifft2d', ['input'], ['name'], calling(complexPairs[1]!.inverse));
/**
 * Mirrors `tf.signal.fft3d`: `fft` over the last three axes.
 * @throws {@link InvalidArgumentError} for real numbers or ranks below 3
 */
export const fft3d = named('fft3d', ['input'], ['name'], calling(complexPairs[2]!.forward));
/**
 * Mirrors `tf.signal.ifft3d`: `ifft` over the last three axes.
 * @throws {@link InvalidArgumentError} for real numbers or ranks below 3
 */
export const ifft3d = named('ifft3d', ['input'], ['name'], calling(complexPairs[2]!.inverse));

/** The check of the rank that the functions make before the op does. */
function atLeast(x: Tensor, rank: Rank): void {
  if (x.dims.length < rank)
    throw new ValueError(`Shape ${shapeText(x.dims)} must have rank at least ${rank}`, {
      fields: { expected: rank, actual: x.dims.length },
    });
}

type RealCall = (input_tensor: TensorLike, fft_length?: ShapeArgument | null, name?: OpName) => Tensor;

function callingReal(rank: Rank): RealCall {
  return (input_tensor, fft_length, name) => {
    const x = toTensor(input_tensor, undefined, float32);
    if (x.dtype !== float32 && x.dtype !== float64)
      throw new ValueError(`RFFT requires tf.float32 or tf.float64 inputs, got: ${x}`);
    atLeast(x, rank);
    const own = (): Tensor => sizeList(lastAxes(x.dims.length, rank).map((i) => sizeOf(x, i)));
    const length = fft_length === undefined || fft_length === null ? own() : shapeTensor(fft_length);
    const attrs = { Treal: x.dtype, Tcomplex: x.dtype === float32 ? complex64 : complex128 };
    return dispatch(
      realPairs[rank - 1]!.forward,
      [roomFor(x, sizesIn(length, rank)), length],
      attrs,
      name,
    )[0]!;
  };
}

/** What has no elements is not filled up. */
function roomFor(x: Tensor, sizes: readonly Size[]): Tensor {
  return x.dims.includes(0) ? x : filledUp(x, sizes);
}

function callingInverse(rank: Rank): RealCall {
  return (input_tensor, fft_length, name) => {
    const x = toTensor(input_tensor, undefined, complex64);
    if (!x.dtype.is_complex)
      throw new ValueError(`IRFFT requires tf.complex64 or tf.complex128 inputs, got: ${x}`);
    atLeast(x, rank);
    const axes = lastAxes(x.dims.length, rank).map((i) => sizeOf(x, i));
    const bins = axes.pop()!;
    const whole = typeof bins === 'number' ? Math.max(0, 2 * (bins - 1)) : multiply(subtract(bins, 1), 2);
    const length =
      fft_length === undefined || fft_length === null ? sizeList([...axes, whole]) : shapeTensor(fft_length);
    const sizes = sizesIn(length, rank);
    const room = roomFor(x, [...sizes.slice(0, -1), halfOf(sizes[rank - 1]!)]);
    const attrs = { Treal: x.dtype === complex64 ? float32 : float64, Tcomplex: x.dtype };
    return dispatch(realPairs[rank - 1]!.inverse, [room, length], attrs, name)[0]!;
  };
}

/**
 * Mirrors `tf.signal.rfft`: the first `fft_length // 2 + 1` transforms of real numbers, which are cut or filled up with zeros to
 * `fft_length`, a list of one size.
 * @throws {@link ValueError} for numbers that are not real floats, or a scalar
 */
export const rfft = named('rfft', ['input_tensor'], ['fft_length', 'name'], callingReal(1));
/**
 * Mirrors `tf.signal.irfft`: the inverse of `rfft`; `fft_length` is even by default.
 * @throws {@link ValueError} for real numbers or a scalar
 */
export const irfft = named('irfft', ['input_tensor'], ['fft_length', 'name'], callingInverse(1));
/**
 * Mirrors `tf.signal.rfft2d`: `rfft` over the last axis, `fft` over the one before.
 * @throws {@link ValueError} for numbers that are not real floats, or ranks below 2
 */
export const rfft2d = named('rfft2d', ['input_tensor'], ['fft_length', 'name'], callingReal(2));
/**
 * Mirrors `tf.signal.irfft2d`: the inverse of `rfft2d`.
 * @throws {@link ValueError} for real numbers or ranks below 2
 */
export const irfft2d = named('irfft2d', ['input_tensor'], ['fft_length', 'name'], callingInverse(2));
/**
 * Mirrors `tf.signal.rfft3d`: `rfft` over the last axis, `fft` over the two before. It has no gradient.
 * @throws {@link ValueError} for numbers that are not real floats, or ranks below 3
 */
export const rfft3d = named('rfft3d', ['input_tensor'], ['fft_length', 'name'], callingReal(3));
/**
 * Mirrors `tf.signal.irfft3d`: the inverse of `rfft3d`. It has no gradient.
 * @throws {@link ValueError} for real numbers or ranks below 3
 */
export const irfft3d = named('irfft3d', ['input_tensor'], ['fft_length', 'name'], callingInverse(3));

/** Shapes as arguments: integers whatever they are written as, or a tensor of integers (DESIGN.md "Values"). */
import { int32, int64 } from '../dtypes';
import { InvalidArgumentError } from '../errors';
import { dtypeOf, isHostValue, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import type { InputSpec } from './op';
import { Tensor } from './tensor';
import { bracketText } from './tensor_shape';

/** What may be given as a shape. */
export type ShapeArgument = TensorLike;

/** A plain list of non-negative integers, or null if it is anything else. */
export function plainDims(shape: ShapeArgument): number[] | null {
  const list = typeof shape === 'number' || typeof shape === 'bigint' ? [shape] : shape;
  if (!Array.isArray(list)) return null;
  const dims: number[] = [];
  for (const size of list as unknown[]) {
    const value = typeof size === 'bigint' ? Number(size) : size;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return null;
    dims.push(value);
  }
  return dims;
}

/** A list of whole numbers as int32, or null: the common case, without what any nesting of any values costs. */
function smallIntegers(shape: ShapeArgument): Int32Array | null {
  if (!Array.isArray(shape)) return null;
  const out = new Int32Array(shape.length);
  for (let i = 0; i < out.length; i++) {
    const size: unknown = shape[i];
    if (typeof size !== 'number' || (size | 0) !== size) return null;
    out[i] = size;
  }
  return out;
}

/** The numbers of a storage. (`Array.from` asks an iterator for each of them, which costs ten times as much.) */
export function numbersOf(data: ArrayLike<number | bigint>): number[] {
  const out = new Array<number>(data.length);
  for (let i = 0; i < out.length; i++) out[i] = Number(data[i]);
  return out;
}

function isFraction(size: unknown): boolean {
  return typeof size === 'number' && Number.isFinite(size) && !Number.isInteger(size);
}
export function hasFraction(shape: ShapeArgument): boolean {
  return (
    Array.isArray(shape) &&
    shape.some((part: unknown) => isFraction(part) || hasFraction(part as ShapeArgument))
  );
}

/**
 * A shape as a tensor of int32, or of int64 if it is one already or does not fit. A list with fractions becomes one of
 * floats, which the op refuses. @throws {@link TypeError} for a fraction alone
 */
export function shapeTensor(shape: ShapeArgument): Tensor {
  if (isHostValue(shape)) return toTensor(shape);
  const small = smallIntegers(shape);
  if (small !== null) return new Tensor(int32, [small.length], small);
  const wide = Array.isArray(shape) && shape.some((d) => typeof d === 'number' && Math.abs(d) >= 2 ** 31);
  return toTensor(shape, hasFraction(shape) ? undefined : wide ? int64 : int32);
}

/** The same for indices that TF lets the op refuse, a fraction alone as well. */
export function indexTensor(value: ShapeArgument): Tensor {
  return isFraction(value) ? toTensor(value) : shapeTensor(value);
}

/** Several shapes or indices of one op that must be of one type: plain ones take that of the first tensor. */
export function shapeTensors(shapes: readonly ShapeArgument[]): Tensor[] {
  const typed = shapes.find(isHostValue);
  if (typed === undefined) {
    const first = shapeTensor(shapes[0]!);
    return [
      first,
      ...shapes.slice(1).map((s) => (hasFraction(s) ? toTensor(s, first.dtype) : shapeTensor(s))),
    ];
  }
  const dtype = dtypeOf(typed);
  return shapes.map((shape) => (isHostValue(shape) ? toTensor(shape) : toTensor(shape, dtype)));
}

/**
 * The sizes in a shape tensor, or null if its value is not known yet.
 * @param what how TF names the argument in its text for a shape that is no vector
 */
export function sizesOf(spec: InputSpec, what: (dims: readonly number[]) => string): number[] | null {
  if (spec.data === undefined || spec.data === null || spec.dims === null) return null;
  if (spec.dims.length > 1) throw new InvalidArgumentError(what(spec.dims as number[]));
  return numbersOf(spec.data as ArrayLike<number | bigint>);
}

/** As many unknown sizes as a shape tensor of unknown value has elements; null if not even that is known. */
export function unknownSizes(spec: InputSpec): null[] | null {
  const length = spec.dims?.length === 1 ? spec.dims[0]! : null;
  return length === null ? null : new Array<null>(length).fill(null);
}

export function notVector(argument: string): (dims: readonly number[]) => string {
  return (dims) => `${argument}, not ${bracketText(dims)}`;
}

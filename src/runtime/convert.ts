/**
 * Values into tensors: TF's `convert_to_tensor` with TypeScript's numbers (DESIGN.md "Values").
 *
 * A number alone is float32, a bigint int32 or int64; beside a tensor or with a dtype asked for, either takes that type
 * if it fits. Typed arrays keep their element type. A `Uint8Array` is uint8 elements unless a string is asked for.
 */

import { currentContext } from '../context';
import {
  DType,
  float32,
  float64,
  type HostTensor,
  int8,
  int16,
  int32,
  int64,
  type NumericStorage,
  string,
  type TensorStorage,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../errors';
import { repr } from '../python/repr';
import { ownCopy } from './allocate';
import type { StridedArray, TensorLike } from './convert_types';
import { outOfScope } from './graph/operation';
import { IndexedSlices } from './indexed_slices';
import { castStorage } from './kernels/cast';
import { cannotConvert, flattenNumbers, flattenValues, unsupported } from './nested';
import { Tensor } from './tensor';
import { bracketText, elementCount, sameDims, TensorShape } from './tensor_shape';

const storageTypes = new Map<unknown, DType>([
  [Float32Array, float32],
  [Float64Array, float64],
  [Int8Array, int8],
  [Uint8Array, uint8],
  [Uint8ClampedArray, uint8],
  [Int16Array, int16],
  [Uint16Array, uint16],
  [Int32Array, int32],
  [Uint32Array, uint32],
  [BigInt64Array, int64],
  [BigUint64Array, uint64],
]);

const noDims: readonly number[] = [];

/** What a Variable is to this file, which lies below it: see variable.ts. */
export interface VariableLike {
  readonly _is_variable: true;
  readonly dtype: DType;
  value(): Tensor;
}

/** Mirrors TF's `TensorProtocol`: an object that says what tensor it becomes. */
interface TensorProtocol {
  readonly dtype: DType;
  __tf_tensor__(dtype: DType | null): Tensor;
}

/** How values made of tensors become one, by ops that gradients flow through: installed by ops/compose.ts. */
export interface Composer {
  /** Tensors of one shape and dtype along a new first axis. */
  pack(parts: readonly Tensor[]): Tensor;
  /** All of a tensor of which only slices were given. */
  dense(slices: IndexedSlices): Tensor;
}
let composer: Composer | null = null;

export function setComposer(installed: Composer): void {
  composer = installed;
}

export function isVariable(value: unknown): value is VariableLike {
  return typeof value === 'object' && value !== null && (value as VariableLike)._is_variable === true;
}

function isHostTensor(value: object): value is HostTensor {
  return (value as HostTensor).dtype instanceof DType && 'data' in value && 'shape' in value;
}

function isTensorProtocol(value: object): value is TensorProtocol {
  return typeof (value as Partial<TensorProtocol>).__tf_tensor__ === 'function';
}

function isStrided(value: object): value is StridedArray {
  return 'stride' in value && 'offset' in value && 'data' in value && 'shape' in value;
}

/** The dtype of a value that already has one: tensors, variables, arrays. Plain values have none. */
export function dtypeOf(value: unknown): DType | undefined {
  if (value instanceof Tensor) return value.dtype;
  if (typeof value !== 'object' || value === null) return undefined;
  if (isVariable(value) || isHostTensor(value) || value instanceof IndexedSlices) return value.dtype;
  if (isTensorProtocol(value)) return value.dtype;
  return ArrayBuffer.isView(value) ? storageTypes.get(value.constructor) : undefined;
}

/**
 * Mirrors `tf.convert_to_tensor`. A tensor comes back as it is, a variable as a snapshot, all else as a copy.
 * @param dtype the type it must have; a tensor of another type is a {@link ValueError}, as in TF
 * @param hint the type it should have if it can
 */
export function toTensor(value: TensorLike, dtype?: DType, hint?: DType): Tensor {
  if (value instanceof Tensor) return checked(value, dtype);
  if (typeof value === 'number') {
    if (dtype === float32 || (dtype === undefined && (hint === undefined || hint === float32))) {
      const data = new Float32Array(1);
      data[0] = value;
      return new Tensor(float32, noDims, data);
    }
  } else if (isVariable(value)) {
    if (dtype !== undefined && value.dtype !== dtype)
      throw new ValueError(
        `Incompatible type conversion requested to type ${dtype.name} for \`tf.Variable of type ${value.dtype.name}. (Variable: ${repr(value)})`,
      );
    return value.value();
  }
  if (dtype === undefined && hint !== undefined) {
    try {
      return fromValue(value, hint);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof ValueError)) throw error;
      return fromValue(value, undefined);
    }
  }
  return fromValue(value, dtype);
}

function checked(tensor: Tensor, dtype: DType | undefined): Tensor {
  if (tensor.source !== null && !currentContext().builder) throw outOfScope(tensor);
  if (dtype === undefined || tensor.dtype === dtype) return tensor;
  throw new ValueError(
    `Tensor conversion requested dtype ${dtype.name} for Tensor with dtype ${tensor.dtype.name}: ${tensor.__repr__()}`,
    { fields: { expected: dtype.name, actual: tensor.dtype.name } },
  );
}

/** Typed storage as `dtype`, always a copy. Numbers are cast as numpy casts them. */
function fromStorage(
  data: TensorStorage,
  from: DType,
  dims: readonly number[],
  dtype: DType | undefined,
  shown: unknown,
): Tensor {
  if (dtype === undefined || dtype === from) return new Tensor(from, dims, ownCopy(data));
  if (dtype === string || from === string || dtype.kind === 'opaque') throw cannotConvert(repr(shown), dtype);
  const count = elementCount(dims);
  return new Tensor(dtype, dims, castStorage(from, dtype, data, count));
}

function fromStrided(value: StridedArray, dtype: DType | undefined): Tensor {
  const { data, shape, stride, offset } = value;
  const from = storageTypes.get(data.constructor) ?? float32;
  const dims = [...shape];
  const out = from.allocate(elementCount(dims)) as NumericStorage;
  let next = 0;
  const copy = (axis: number, at: number): void => {
    if (axis === dims.length) out[next++] = data[at]!;
    else for (let i = 0; i < dims[axis]!; i++) copy(axis + 1, at + i * stride[axis]!);
  };
  copy(0, offset);
  return fromStorage(out, from, dims, dtype, value);
}

function fromValue(value: unknown, dtype: DType | undefined): Tensor {
  if (typeof value === 'object' && value !== null) {
    if (value instanceof IndexedSlices && composer !== null) return fromSlices(value, dtype, composer);
    if (ArrayBuffer.isView(value)) return fromTypedArray(value as NumericStorage, dtype);
    if (Array.isArray(value))
      return fromArray(value, dtype ?? (value instanceof TensorShape ? int32 : undefined));
    if (isHostTensor(value)) return fromStorage(value.data, value.dtype, [...value.shape], dtype, value);
    if (isStrided(value)) return fromStrided(value, dtype);
    if (isTensorProtocol(value)) return value.__tf_tensor__(dtype ?? null);
  }
  if ((value ?? null) === null && currentContext().builder)
    throw new ValueError('None values not supported.');
  const flat = flattenValues(value, dtype, repr);
  return new Tensor(flat.dtype, flat.dims, flat.data);
}

function fromTypedArray(value: NumericStorage, dtype: DType | undefined): Tensor {
  if (dtype === string && value instanceof Uint8Array) return new Tensor(string, noDims, [value.slice()]);
  let from = storageTypes.get(value.constructor);
  // A subclass, such as Node's Buffer.
  if (from === undefined && value instanceof Uint8Array) from = uint8;
  if (from === undefined) throw unsupported(value, repr);
  return fromStorage(value, from, [value.length], dtype, value);
}

function fromSlices(value: IndexedSlices, dtype: DType | undefined, { dense }: Composer): Tensor {
  if (dtype === undefined || dtype === value.dtype) return dense(value);
  throw new ValueError(
    `Incompatible tensor conversion requested to \`dtype\` ${dtype.name} for IndexedSlices (${value}) with dtype ${value.dtype.name}`,
    { fields: { expected: dtype.name, actual: value.dtype.name } },
  );
}

/** Arrays of plain values, or of tensors and arrays, which are stacked as TF packs them. */
function fromArray(value: readonly unknown[], dtype: DType | undefined): Tensor {
  const numbers = flattenNumbers(value, dtype);
  if (numbers !== null) return new Tensor(numbers.dtype, numbers.dims, numbers.data);
  const partType = dtype === string ? undefined : firstDType(value);
  if (partType === uint8 && hasText(value)) return fromArray(value, string);
  if (partType !== undefined) return stack(value, dtype ?? partType);
  const flat = flattenValues(value, dtype, repr);
  return new Tensor(flat.dtype, flat.dims, flat.data);
}

/** True if there is text among the leaves: then the bytes beside it are strings too. */
function hasText(value: readonly unknown[]): boolean {
  return value.some((part) => typeof part === 'string' || (Array.isArray(part) && hasText(part)));
}

/** The dtype of the first leaf that has one of its own. */
function firstDType(value: readonly unknown[]): DType | undefined {
  for (const element of value) {
    if (typeof element !== 'object' || element === null) continue;
    const found = Array.isArray(element) ? firstDType(element) : dtypeOf(element);
    if (found !== undefined) return found;
  }
  return undefined;
}

function stack(value: readonly unknown[], dtype: DType | undefined): Tensor {
  const parts = value.map((element) =>
    toTensor(element as TensorLike, dtypeOf(element) === undefined ? dtype : undefined),
  );
  const { recorder, builder } = currentContext();
  if (composer !== null && (recorder || builder)) return composer.pack(parts);
  const first = parts[0]!;
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i]!;
    if (part.dtype !== first.dtype)
      throw new InvalidArgumentError(
        `cannot compute Pack as input #${i}(zero-based) was expected to be a ${first.dtype.c_name} tensor but is a ${part.dtype.c_name} tensor`,
      );
    if (!sameDims(part.dims, first.dims))
      throw new InvalidArgumentError(
        `Shapes of all inputs must match: values[0].shape = ${bracketText(first.dims)} != values[${i}].shape = ${bracketText(part.dims)}`,
      );
  }
  const data = first.dtype.allocate(parts.length * elementCount(first.dims));
  let next = 0;
  for (const part of parts) for (let i = 0; i < part.data.length; i++) data[next++] = part.data[i]!;
  return new Tensor(first.dtype, [parts.length, ...first.dims], data);
}

/** True for values that have a dtype of their own, which nothing beside them changes. */
export function isHostValue(value: unknown): boolean {
  return value instanceof Tensor || dtypeOf(value) !== undefined;
}

/** As {@link isHostValue}, beside something of this dtype: bytes beside strings are one of them. */
export function isTypedBeside(value: unknown, dtype: DType): boolean {
  return isHostValue(value) && !(dtype === string && value instanceof Uint8Array);
}
/** What has a dtype of its own with that dtype, all else as `dtype`. */
export function toTensorBeside(value: TensorLike, dtype: DType): Tensor {
  return isTypedBeside(value, dtype) ? toTensor(value) : toTensor(value, dtype);
}

/**
 * Storage for results. Arrays of 17 to about 1000 elements are views carved from slabs, because V8 takes ten times
 * longer to make an array outside its own heap; larger ones own their buffer, smaller ones lie in the heap.
 * Nobody may assume that `data.buffer` of a result is the tensor's alone.
 */
import { type DType, float32, type TensorStorage } from '../dtypes';

const slabBytes = 32 * 1024;
const inHeap = 16;
const largestCarved = 1024;

let slab = new ArrayBuffer(0);
let slabUsed = 0;

function carve(bytes: number): number {
  if (slabUsed + bytes > slab.byteLength) {
    slab = new ArrayBuffer(slabBytes);
    slabUsed = 0;
  }
  const offset = slabUsed;
  slabUsed = (offset + bytes + 7) & ~7;
  return offset;
}

/** Zeroed float32 storage for a result that may share its buffer with others. */
export function float32Result(count: number): Float32Array {
  if (count <= inHeap || count > largestCarved) return new Float32Array(count);
  const offset = carve(count * 4);
  return new Float32Array(slab, offset, count);
}

/** Float32 storage for a result of which every element is about to be written. */
export function float32ToFill(count: number): Float32Array {
  return count <= largestCarved ? float32Result(count) : (float32.allocateToFill(count) as Float32Array);
}

/** Zeroed storage of any dtype for a result that may share its buffer with others. */
export function resultStorage(dtype: DType, count: number): TensorStorage {
  if (dtype === float32) return float32Result(count);
  if (count <= inHeap || count > largestCarved || dtype.kind === 'string') return dtype.allocate(count);
  const offset = carve(count * dtype.size);
  return dtype.view(slab, offset, count);
}

/** Storage of any dtype for a result of which every element is about to be written. */
export function storageToFill(dtype: DType, count: number): TensorStorage {
  return count <= largestCarved ? resultStorage(dtype, count) : dtype.allocateToFill(count);
}

/** A copy that owns its buffer, as variables and `numpy()` must. Bytes of strings are shared: nobody writes them. */
export function ownCopy(data: TensorStorage): TensorStorage {
  if (Array.isArray(data)) return [...data];
  if (data.length > inHeap) return data.slice();
  const copy = new (data.constructor as new (n: number) => typeof data)(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    // As a number, a signalling NaN of 32 bits is made a quiet one.
    if (Number.isNaN(value)) return data.slice();
    copy[i] = value;
  }
  return copy;
}

/** What ops on batches of matrices share: taking them one by one as complex doubles, checks, and adjoints. */
import { complex64, complex128, type DType, float16, float32, float64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import type { Floats } from '../../elementwise';
import { double, type Precision, single } from '../../kernels/precision';
import { checkAllowed, type InputSpec } from '../../op';
import type { Tensor } from '../../tensor';
import { type Dimension, elementCount } from '../../tensor_shape';
import { allocateWork, fromWorkStorage, workStorage } from '../../work_storage';
import { conj } from '../conj';
import { transposed } from '../movement';

/** The types that TF factors. */
export const factored: readonly DType[] = [float64, float32, float16, complex64, complex128];
export const factoredWithoutHalf: readonly DType[] = [float64, float32, complex64, complex128];

/** The precision in which TF decomposes matrices of this dtype. */
export function precisionOf(dtype: DType): Precision {
  return dtype === float64 || dtype === complex128 ? double : single;
}

/** Matrix `index` of a batch as interleaved complex doubles. @param size elements of one matrix */
export function matrixAt(from: Floats, complex: boolean, index: number, size: number): Float64Array {
  const out = new Float64Array(2 * size);
  if (complex) {
    const start = 2 * index * size;
    for (let i = 0; i < 2 * size; i++) out[i] = from[start + i]!;
  } else for (let i = 0; i < size; i++) out[2 * i] = from[index * size + i]!;
  return out;
}

/** Writes a matrix of complex doubles as number `index` of a batch. */
export function putMatrix(matrix: Floats, to: Floats, complex: boolean, index: number): void {
  const size = matrix.length / 2;
  if (complex) for (let i = 0; i < 2 * size; i++) to[2 * index * size + i] = matrix[i]!;
  else for (let i = 0; i < size; i++) to[index * size + i] = matrix[2 * i]!;
}

/** The elements of a tensor in the type they are computed in. */
export function elementsOf(x: Tensor): Floats {
  return workStorage(x) as Floats;
}
/** A tensor from matrices that were written one by one. */
export function tensorOf(dtype: DType, dims: readonly number[], data: Floats): Tensor {
  return fromWorkStorage(dtype, dims, data);
}

/** A batch of results: `dims` of the whole, and how its matrices are stored one by one. */
export function collector(dtype: DType, dims: readonly number[]) {
  const out = allocateWork(dtype, elementCount(dims)) as Floats;
  return {
    put: (matrix: Floats, index: number) => putMatrix(matrix, out, dtype.is_complex, index),
    tensor: () => tensorOf(dtype, dims, out),
  };
}

export function batchSize(dims: readonly number[]): number {
  return elementCount(dims.slice(0, -2));
}

/** Checks type, rank and squareness. @returns the sizes, or null if they are not known */
export function checkSquare(
  type: string,
  x: InputSpec,
  allowed: readonly DType[] = factored,
  text = 'Input matrix must be square.',
): readonly Dimension[] | null {
  checkAllowed(type, x.dtype, allowed);
  if (x.dims === null) return null;
  if (x.dims.length < 2)
    throw new InvalidArgumentError(`Input tensor 0 must have rank >= 2`, {
      fields: { expected: 2, actual: x.dims.length },
    });
  const [rows, columns] = x.dims.slice(-2) as [Dimension, Dimension];
  if (rows !== null && columns !== null && rows !== columns)
    throw new InvalidArgumentError(text, { fields: { expected: rows, actual: columns } });
  return x.dims;
}

/** Matrices with rows and columns exchanged. */
export function turned(x: Tensor): Tensor {
  const order = x.dims.map((_, i) => i);
  const last = order.length - 1;
  [order[last - 1], order[last]] = [last, last - 1];
  return transposed(x, order);
}

/** Matrices with rows and columns exchanged, conjugated. */
export function adjointOf(x: Tensor): Tensor {
  return x.dtype.is_complex ? conj(turned(x)) : turned(x);
}

/** Runs `each` on every matrix of a batch and collects what it leaves. */
export function eachMatrix(
  x: Tensor,
  dims: readonly number[],
  each: (matrix: Float64Array, index: number) => Float64Array,
): Tensor {
  const from = elementsOf(x);
  const out = allocateWork(x.dtype, elementCount(dims)) as Float64Array;
  const complex = x.dtype.is_complex;
  const size = elementCount(x.dims.slice(-2));
  const count = batchSize(x.dims);
  for (let i = 0; i < count; i++) putMatrix(each(matrixAt(from, complex, i, size), i), out, complex, i);
  return tensorOf(x.dtype, dims, out);
}

/** Checks type and rank of matrices of any size. */
export function checkMatrices(type: string, x: InputSpec, allowed: readonly DType[]): void {
  checkAllowed(type, x.dtype, allowed);
  if (x.dims !== null && x.dims.length < 2)
    throw new InvalidArgumentError(`Shape must be at least rank 2 but is rank ${x.dims.length}`, {
      fields: { expected: 2, actual: x.dims.length },
    });
}

/** The smaller of two sizes, if both are known. */
export function leastSize(a: Dimension, b: Dimension): Dimension {
  return a === null || b === null ? null : Math.min(a, b);
}

/** The first `to` columns of an `m x n` matrix. */
export function firstColumns(a: Floats, m: number, n: number, to: number): Floats {
  if (to === n) return a;
  const out = a.slice(0, 2 * m * to);
  for (let i = 0; i < m; i++) out.set(a.subarray(2 * i * n, 2 * (i * n + to)), 2 * i * to);
  return out;
}

/** Real numbers, interleaved with zeros. */
export function asComplex(x: Floats): Floats {
  const out = new Float64Array(2 * x.length);
  for (let i = 0; i < x.length; i++) out[2 * i] = x[i]!;
  return out;
}

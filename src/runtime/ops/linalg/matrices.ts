/** What ops on batches of matrices share: taking them one by one as complex doubles, checks, and adjoints. */
import { complex64, complex128, type DType, float16, float32, float64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import type { Floats } from '../../elementwise';
import { checkAllowed, type InputSpec } from '../../op';
import type { Tensor } from '../../tensor';
import { type Dimension, elementCount } from '../../tensor_shape';
import { fromWorkStorage, workStorage } from '../../work_storage';
import { conj } from '../conj';
import { transposed } from '../movement';

/** The types that TF factors. */
export const factored: readonly DType[] = [float64, float32, float16, complex64, complex128];
export const factoredWithoutHalf: readonly DType[] = [float64, float32, complex64, complex128];

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
export function putMatrix(matrix: Float64Array, to: Floats, complex: boolean, index: number): void {
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

/** Interleaved complex doubles: the adjoint of an `m x n` matrix. */
export function adjointMatrix(a: Float64Array, m: number, n: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      out[2 * (j * m + i)] = a[2 * (i * n + j)]!;
      out[2 * (j * m + i) + 1] = -a[2 * (i * n + j) + 1]!;
    }
  return out;
}

/** The corpus's tensors and arguments as ours, and the comparison of an answer with what TensorFlow answered. */
import { as_dtype, type DType } from '../../src/dtypes';
import { decodeElement, type ElementInput, encodeElement, isComplex } from '../../src/elements';
import { IndexedSlices } from '../../src/runtime/indexed_slices';
import { SparseTensor } from '../../src/runtime/sparse_tensor';
import { Tensor } from '../../src/runtime/tensor';

export interface CorpusTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

const specials: Record<string, number> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function readNumber(value: unknown): number {
  return typeof value === 'string' ? specials[value]! : (value as number);
}

function readElement(dtype: DType, value: unknown): ElementInput {
  if (dtype.kind === 'string') return Buffer.from(value as string, 'base64');
  if (dtype.name === 'int64' || dtype.name === 'uint64') return BigInt(value as string);
  if (dtype.is_complex) {
    const [re, im] = value as [unknown, unknown];
    return { re: readNumber(re), im: readNumber(im) };
  }
  if (dtype.kind === 'bool') return value as boolean;
  return readNumber(value);
}

export function readTensor(stored: CorpusTensor): Tensor {
  const dtype = as_dtype(stored.dtype);
  const data = dtype.allocate(stored.data.length);
  stored.data.forEach((value, i) => {
    encodeElement(dtype, data, i, readElement(dtype, value));
  });
  return new Tensor(dtype, stored.shape, data);
}

export function isTensor(value: unknown): value is CorpusTensor {
  return typeof value === 'object' && value !== null && 'dtype' in value && 'data' in value;
}

/** An argument as a program would write it; a whole Python int stays a number. */
export function readArgument(value: unknown): unknown {
  if (isTensor(value)) return readTensor(value);
  if (Array.isArray(value)) return value.map(readArgument);
  if (typeof value !== 'object' || value === null) return value;
  if ('dtype_ref' in value) return as_dtype((value as { dtype_ref: string }).dtype_ref);
  if ('sparse' in value) {
    const [indices, values, dense_shape] = (value.sparse as CorpusTensor[]).map(readTensor);
    return new SparseTensor(indices!, values!, dense_shape!);
  }
  if ('slices' in value) {
    const [values, indices] = (value.slices as CorpusTensor[]).map(readTensor);
    return new IndexedSlices(values!, indices!);
  }
  return value;
}

function close(got: number, want: number, tol: Tolerance): boolean {
  if (Number.isNaN(want) || Number.isNaN(got)) return Number.isNaN(want) && Number.isNaN(got);
  return got === want || Math.abs(got - want) <= tol.atol + tol.rtol * Math.abs(want);
}

function sameElement(got: unknown, want: unknown, tol: Tolerance): boolean {
  if (isComplex(got) && isComplex(want)) return close(got.re, want.re, tol) && close(got.im, want.im, tol);
  if (got instanceof Uint8Array) return Buffer.compare(got, want as Uint8Array) === 0;
  return typeof got === 'number' ? close(got, want as number, tol) : got === want;
}

/** What is wrong with `got`, or null if it is what TensorFlow answers. */
export function difference(got: Tensor, stored: CorpusTensor, tol: Tolerance): string | null {
  const want = readTensor(stored);
  if (got.dtype !== want.dtype) return `dtype ${got.dtype.name} instead of ${want.dtype.name}`;
  if (`${got.dims}` !== `${want.dims}` || got.dims.length !== want.dims.length)
    return `shape [${got.dims}] instead of [${want.dims}]`;
  for (let i = 0; i < stored.data.length; i++) {
    const a = decodeElement(got.dtype, got.data, i);
    const b = decodeElement(want.dtype, want.data, i);
    if (!sameElement(a, b, tol)) return `element ${i} is ${String(a)} instead of ${String(b)}`;
  }
  return null;
}

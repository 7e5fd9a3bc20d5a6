/** Large loops over float32: the WASM kernels where they are to be had. Each function says whether it did the work. */
import type { Floats } from '../elementwise';
import { FastKernel } from './fast_kernel';
import {
  type BinaryName,
  compileVector,
  type ExponentialName,
  type UnaryName,
  type VectorKernels,
} from './wasm/vector';

/** From how many elements on copying to the module and back is the smaller part. */
export const vectorFrom = 4096;
/** The same for exponentials, which take longer. */
export const exponentialFrom = 512;
const shortRow = 32;

const vector = new FastKernel<VectorKernels>(compileVector);

/** The kernels, or null where only the portable loops are to be had. */
export function vectorKernels(): VectorKernels | null {
  return vector.get();
}

/** A run of `+ - * /` as in `RunLoop`: steps are 0 or 1. */
export function vectorBinary(
  name: BinaryName,
  a: Floats,
  aOffset: number,
  aStep: number,
  b: Floats,
  bOffset: number,
  bStep: number,
  out: Floats,
  outOffset: number,
  n: number,
): boolean {
  if (!(a instanceof Float32Array && b instanceof Float32Array && out instanceof Float32Array)) return false;
  const kernels = vector.get();
  if (kernels === null) return false;
  const x = aStep === 0 ? a[aOffset]! : a;
  const y = bStep === 0 ? b[bOffset]! : b;
  kernels.binary(name, x, aOffset, y, bOffset, out, outOffset, n);
  return true;
}

const exponentials: readonly string[] = ['exp', 'tanh', 'sigmoid'] satisfies ExponentialName[];

/** True if the loop may differ in the last place from the portable one. */
export function isExponential(name: BinaryName | UnaryName): boolean {
  return exponentials.includes(name);
}

export function vectorUnary(name: ExponentialName, x: Floats, out: Floats): boolean {
  if (out.length < exponentialFrom) return false;
  if (!(x instanceof Float32Array && out instanceof Float32Array)) return false;
  const kernels = vector.get();
  kernels?.unary(name, x, out);
  return kernels !== null;
}

/** Sums the middle axis of `outer x n x inner` elements. */
export function vectorSum(x: Floats, outer: number, n: number, inner: number, out: Floats): boolean {
  // Each row is a call, and so are the sums of each of `outer`.
  if (inner === 1 ? n < shortRow || x.length < vectorFrom : n * inner < vectorFrom) return false;
  if (!(x instanceof Float32Array && out instanceof Float32Array)) return false;
  const kernels = vector.get();
  if (kernels === null) return false;
  if (inner > 1) return kernels.sumMiddle(x, outer, n, inner, out);
  kernels.sumRows(x, n, out);
  return true;
}

export function vectorSoftmax(x: Float32Array, n: number, out: Float32Array): boolean {
  return out.length >= exponentialFrom && vector.get()?.softmaxRows(x, n, out) === true;
}

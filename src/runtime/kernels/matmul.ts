/**
 * Matrix products of floats: large ones of float32 go to the WASM kernel where there is one, all others to the portable
 * one. Which it is gets decided at the first large product, for compiling takes some milliseconds.
 */
import type { Floats } from '../elementwise';
import { FastKernel } from './fast_kernel';
import { matmulPortable } from './matmul_portable';
import { compileMultiply, type Multiply } from './wasm/matmul';

/** One matrix inside a storage: where it starts and how far apart its rows and its columns lie. */
export interface MatrixView {
  readonly offset: number;
  readonly row: number;
  readonly column: number;
}

/** Products of fewer multiplications are done before their operands would be copied. */
const smallProduct = 4096;

const fast = new FastKernel<Multiply>(compileMultiply);

/**
 * `out[i * n + j] (+)= sum over p of a[i, p] * b[p, j]`, an `m x n` matrix stored by rows from `outOffset` on.
 * @param add true to add to what `out` holds
 */
export function matmulFloats(
  a: Floats,
  aView: MatrixView,
  b: Floats,
  bView: MatrixView,
  out: Floats,
  outOffset: number,
  m: number,
  n: number,
  k: number,
  add = false,
): void {
  if (
    m * n * k >= smallProduct &&
    a instanceof Float32Array &&
    b instanceof Float32Array &&
    out instanceof Float32Array &&
    dense(aView) &&
    dense(bView)
  ) {
    const multiply = fast.get();
    if (multiply !== null) {
      multiply(a, aView, b, bView, out, outOffset, m, n, k, add);
      return;
    }
  }
  matmulPortable(a, aView, b, bView, out, outOffset, m, n, k, add);
}

/** Whether rows or columns lie side by side, as in all that is not cut out of something larger. */
function dense(view: MatrixView): boolean {
  return view.row === 1 || view.column === 1;
}

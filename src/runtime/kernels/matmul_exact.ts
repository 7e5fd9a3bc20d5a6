/** Matrix products of integers, which wrap, and of complex numbers. Views and `out` count elements, not parts. */
import type { Bigs, Floats } from '../elementwise';
import type { MatrixView } from './matmul';

export function matmulIntegers(
  a: Int32Array,
  aView: MatrixView,
  b: Int32Array,
  bView: MatrixView,
  out: Int32Array,
  outOffset: number,
  m: number,
  n: number,
  k: number,
): void {
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let at = aView.offset + i * aView.row;
      let bt = bView.offset + j * bView.column;
      let sum = 0;
      for (let p = 0; p < k; p++) {
        sum = (sum + Math.imul(a[at]!, b[bt]!)) | 0;
        at += aView.column;
        bt += bView.row;
      }
      out[outOffset + i * n + j] = sum;
    }
}

export function matmulBigs(
  a: Bigs,
  aView: MatrixView,
  b: Bigs,
  bView: MatrixView,
  out: Bigs,
  outOffset: number,
  m: number,
  n: number,
  k: number,
): void {
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let at = aView.offset + i * aView.row;
      let bt = bView.offset + j * bView.column;
      let sum = 0n;
      for (let p = 0; p < k; p++) {
        sum = BigInt.asIntN(64, sum + a[at]! * b[bt]!);
        at += aView.column;
        bt += bView.row;
      }
      out[outOffset + i * n + j] = sum;
    }
}

/** @param aSign -1 to take the conjugates of `a`, else 1; `bSign` likewise */
export function matmulComplex(
  a: Floats,
  aView: MatrixView,
  aSign: number,
  b: Floats,
  bView: MatrixView,
  bSign: number,
  out: Floats,
  outOffset: number,
  m: number,
  n: number,
  k: number,
): void {
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let at = 2 * (aView.offset + i * aView.row);
      let bt = 2 * (bView.offset + j * bView.column);
      let re = 0;
      let im = 0;
      for (let p = 0; p < k; p++) {
        const x = a[at]!;
        const y = aSign * a[at + 1]!;
        const u = b[bt]!;
        const v = bSign * b[bt + 1]!;
        re += x * u - y * v;
        im += x * v + y * u;
        at += 2 * aView.column;
        bt += 2 * bView.row;
      }
      const o = 2 * (outOffset + i * n + j);
      out[o] = re;
      out[o + 1] = im;
    }
}

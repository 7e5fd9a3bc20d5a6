/** Sums along one axis of `outer x n x inner` elements. Floats are summed in double precision. */
import type { Bigs, Floats } from '../elementwise';

export function sumFloats(x: Floats, outer: number, n: number, inner: number, out: Floats): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let sum = 0;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) sum += x[at]!;
      out[o * inner + i] = sum;
    }
}

export function sumIntegers(x: Int32Array, outer: number, n: number, inner: number, out: Int32Array): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let sum = 0;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) sum = (sum + x[at]!) | 0;
      out[o * inner + i] = sum;
    }
}

export function sumBigs(x: Bigs, outer: number, n: number, inner: number, out: Bigs): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let sum = 0n;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) sum += x[at]!;
      out[o * inner + i] = sum;
    }
}

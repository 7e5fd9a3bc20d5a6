/**
 * Sums along the middle axis of `outer x n x inner` elements, in double precision for floats. Rows of a few
 * numbers are added to a row of sums; where the axis is the innermost, four sums run side by side, because
 * one waits for itself.
 */
import type { Bigs, Floats } from '../elementwise';
import { vectorSum } from './vector';

function sumRun(x: Floats, at: number, n: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const whole = at + (n & ~3);
  let i = at;
  for (; i < whole; i += 4) {
    a += x[i]!;
    b += x[i + 1]!;
    c += x[i + 2]!;
    d += x[i + 3]!;
  }
  for (; i < at + n; i++) a += x[i]!;
  return a + b + (c + d);
}

function addRows(x: Floats, at: number, n: number, inner: number, sums: Float64Array): void {
  let k = 0;
  for (; k + 4 <= n; k += 4) {
    const p = at + k * inner;
    const q = p + inner;
    const r = q + inner;
    const s = r + inner;
    for (let i = 0; i < inner; i++) sums[i] = sums[i]! + (x[p + i]! + x[q + i]! + (x[r + i]! + x[s + i]!));
  }
  for (; k < n; k++) {
    const p = at + k * inner;
    for (let i = 0; i < inner; i++) sums[i] = sums[i]! + x[p + i]!;
  }
}

export function sumFloats(x: Floats, outer: number, n: number, inner: number, out: Floats): void {
  if (vectorSum(x, outer, n, inner, out)) return;
  if (inner === 1) {
    for (let o = 0; o < outer; o++) out[o] = sumRun(x, o * n, n);
    return;
  }
  const sums = new Float64Array(inner);
  for (let o = 0; o < outer; o++) {
    sums.fill(0);
    addRows(x, o * n * inner, n, inner, sums);
    for (let i = 0; i < inner; i++) out[o * inner + i] = sums[i]!;
  }
}

export function sumIntegers(x: Int32Array, outer: number, n: number, inner: number, out: Int32Array): void {
  for (let o = 0; o < outer; o++)
    for (let k = 0, at = o * n * inner; k < n; k++, at += inner)
      for (let i = 0; i < inner; i++) out[o * inner + i] = out[o * inner + i]! + x[at + i]!;
}

export function sumBigs(x: Bigs, outer: number, n: number, inner: number, out: Bigs): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let sum = 0n;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) sum += x[at]!;
      out[o * inner + i] = sum;
    }
}

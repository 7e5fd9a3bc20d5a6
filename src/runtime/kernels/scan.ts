/**
 * Running sums and products along the middle axis of `outer x n x inner` elements. `exclusive` leaves each
 * element itself out; `step` is the distance of the next one, negative when going backwards.
 */
import type { Bigs, Floats } from '../elementwise';

export interface ScanShape {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

export function sumFloats(x: Floats, { outer, n, inner, exclusive, reverse }: ScanShape, out: Floats): void {
  const step = reverse ? -inner : inner;
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let at = o * n * inner + i + (reverse ? (n - 1) * inner : 0);
      let total = 0;
      for (let k = 0; k < n; k++, at += step) {
        const next = total + x[at]!;
        out[at] = exclusive ? total : next;
        total = next;
      }
    }
}

export function sumIntegers(
  x: Int32Array,
  { outer, n, inner, exclusive, reverse }: ScanShape,
  out: Int32Array,
): void {
  const step = reverse ? -inner : inner;
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let at = o * n * inner + i + (reverse ? (n - 1) * inner : 0);
      let total = 0;
      for (let k = 0; k < n; k++, at += step) {
        const next = (total + x[at]!) | 0;
        out[at] = exclusive ? total : next;
        total = next;
      }
    }
}

export function sumBigs(x: Bigs, { outer, n, inner, exclusive, reverse }: ScanShape, out: Bigs): void {
  const step = reverse ? -inner : inner;
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let at = o * n * inner + i + (reverse ? (n - 1) * inner : 0);
      let total = 0n;
      for (let k = 0; k < n; k++, at += step) {
        const next = total + x[at]!;
        out[at] = exclusive ? total : next;
        total = next;
      }
    }
}

export function multiplyFloats(
  x: Floats,
  { outer, n, inner, exclusive, reverse }: ScanShape,
  out: Floats,
): void {
  const step = reverse ? -inner : inner;
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let at = o * n * inner + i + (reverse ? (n - 1) * inner : 0);
      let total = 1;
      for (let k = 0; k < n; k++, at += step) {
        const next = total * x[at]!;
        out[at] = exclusive ? total : next;
        total = next;
      }
    }
}

export function multiplyIntegers(
  x: Int32Array,
  { outer, n, inner, exclusive, reverse }: ScanShape,
  out: Int32Array,
): void {
  const step = reverse ? -inner : inner;
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let at = o * n * inner + i + (reverse ? (n - 1) * inner : 0);
      let total = 1;
      for (let k = 0; k < n; k++, at += step) {
        const next = Math.imul(total, x[at]!);
        out[at] = exclusive ? total : next;
        total = next;
      }
    }
}

export function multiplyBigs(x: Bigs, { outer, n, inner, exclusive, reverse }: ScanShape, out: Bigs): void {
  const step = reverse ? -inner : inner;
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let at = o * n * inner + i + (reverse ? (n - 1) * inner : 0);
      let total = 1n;
      for (let k = 0; k < n; k++, at += step) {
        const next = BigInt.asIntN(64, total * x[at]!);
        out[at] = exclusive ? total : next;
        total = next;
      }
    }
}

/** `inner` counts complex numbers. */
export function multiplyComplex(
  x: Floats,
  { outer, n, inner, exclusive, reverse }: ScanShape,
  out: Floats,
): void {
  const step = 2 * (reverse ? -inner : inner);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let at = 2 * (o * n * inner + i + (reverse ? (n - 1) * inner : 0));
      let re = 1;
      let im = 0;
      for (let k = 0; k < n; k++, at += step) {
        const nextRe = re * x[at]! - im * x[at + 1]!;
        const nextIm = re * x[at + 1]! + im * x[at]!;
        out[at] = exclusive ? re : nextRe;
        out[at + 1] = exclusive ? im : nextIm;
        re = nextRe;
        im = nextIm;
      }
    }
}

/** log(exp(a) + exp(b)) without overflow. Beside NaN both are `a`, as in TF. */
function logAdd(a: number, b: number): number {
  // biome-ignore lint/complexity/useMathMinMax: Math.max of NaN is NaN
  const most = a < b ? b : a;
  // biome-ignore lint/complexity/useMathMinMax: as above
  const least = b < a ? b : a;
  return most === Number.NEGATIVE_INFINITY ? most : Math.log1p(Math.exp(least - most)) + most;
}

export function logAddFloats(
  x: Floats,
  { outer, n, inner, exclusive, reverse }: ScanShape,
  out: Floats,
): void {
  const step = reverse ? -inner : inner;
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let at = o * n * inner + i + (reverse ? (n - 1) * inner : 0);
      let total = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < n; k++, at += step) {
        const next = logAdd(total, x[at]!);
        out[at] = exclusive ? total : next;
        total = next;
      }
    }
}

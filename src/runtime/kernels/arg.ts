/**
 * The place of the largest or smallest element along the middle axis of `outer x n x inner` elements: the
 * first one if several are, and NaN is passed over unless nothing else is there (as TF's CPU kernels do).
 */
import type { Bigs, Floats } from '../elementwise';

export function argmaxFloats(
  x: Floats | Int32Array,
  outer: number,
  n: number,
  inner: number,
  out: Int32Array,
): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = o * n * inner + i;
      let place = 0;
      for (let k = 1, at = best + inner; k < n; k++, at += inner)
        if (x[at]! > x[best]! || (Number.isNaN(x[best]!) && !Number.isNaN(x[at]!))) {
          best = at;
          place = k;
        }
      out[o * inner + i] = place;
    }
}

export function argminFloats(
  x: Floats | Int32Array,
  outer: number,
  n: number,
  inner: number,
  out: Int32Array,
): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = o * n * inner + i;
      let place = 0;
      for (let k = 1, at = best + inner; k < n; k++, at += inner)
        if (x[at]! < x[best]! || (Number.isNaN(x[best]!) && !Number.isNaN(x[at]!))) {
          best = at;
          place = k;
        }
      out[o * inner + i] = place;
    }
}

export function argmaxBigs(x: Bigs, outer: number, n: number, inner: number, out: Int32Array): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = o * n * inner + i;
      let place = 0;
      for (let k = 1, at = best + inner; k < n; k++, at += inner)
        if (x[at]! > x[best]!) {
          best = at;
          place = k;
        }
      out[o * inner + i] = place;
    }
}

export function argminBigs(x: Bigs, outer: number, n: number, inner: number, out: Int32Array): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = o * n * inner + i;
      let place = 0;
      for (let k = 1, at = best + inner; k < n; k++, at += inner)
        if (x[at]! < x[best]!) {
          best = at;
          place = k;
        }
      out[o * inner + i] = place;
    }
}

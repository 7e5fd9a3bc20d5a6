/** Products, extremes and logic along the middle axis of `outer x n x inner` elements (see sum.ts). */
import type { Bigs, Floats } from '../elementwise';

export function multiplyFloats(x: Floats, outer: number, n: number, inner: number, out: Floats): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let product = 1;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) product *= x[at]!;
      out[o * inner + i] = product;
    }
}

export function multiplyIntegers(
  x: Int32Array,
  outer: number,
  n: number,
  inner: number,
  out: Int32Array,
): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let product = 1;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) product = Math.imul(product, x[at]!);
      out[o * inner + i] = product;
    }
}

export function multiplyBigs(x: Bigs, outer: number, n: number, inner: number, out: Bigs): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let product = 1n;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner)
        product = BigInt.asIntN(64, product * x[at]!);
      out[o * inner + i] = product;
    }
}

/** `inner` counts complex numbers here. */
export function multiplyComplex(x: Floats, outer: number, n: number, inner: number, out: Floats): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let re = 1;
      let im = 0;
      for (let k = 0, at = 2 * (o * n * inner + i); k < n; k++, at += 2 * inner) {
        const product = re * x[at]! - im * x[at + 1]!;
        im = re * x[at + 1]! + im * x[at]!;
        re = product;
      }
      out[2 * (o * inner + i)] = re;
      out[2 * (o * inner + i) + 1] = im;
    }
}

/** The largest; NaN if any is. Of none: minus infinity. */
export function maxFloats(x: Floats, outer: number, n: number, inner: number, out: Floats): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = Number.NEGATIVE_INFINITY;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) {
        const value = x[at]!;
        if (!(value <= best)) best = value > best || Number.isNaN(value) ? value : best;
      }
      out[o * inner + i] = best;
    }
}

export function minFloats(x: Floats, outer: number, n: number, inner: number, out: Floats): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = Number.POSITIVE_INFINITY;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) {
        const value = x[at]!;
        if (!(value >= best)) best = value < best || Number.isNaN(value) ? value : best;
      }
      out[o * inner + i] = best;
    }
}

/** @param least what is taken of none: the smallest value of the type */
export function maxIntegers(
  x: Int32Array,
  outer: number,
  n: number,
  inner: number,
  out: Int32Array,
  least: number,
): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = least;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) if (x[at]! > best) best = x[at]!;
      out[o * inner + i] = best;
    }
}

/** @param most what is taken of none: the largest value of the type */
export function minIntegers(
  x: Int32Array,
  outer: number,
  n: number,
  inner: number,
  out: Int32Array,
  most: number,
): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = most;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) if (x[at]! < best) best = x[at]!;
      out[o * inner + i] = best;
    }
}

export function maxBigs(x: Bigs, outer: number, n: number, inner: number, out: Bigs, least: bigint): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = least;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) if (x[at]! > best) best = x[at]!;
      out[o * inner + i] = best;
    }
}

export function minBigs(x: Bigs, outer: number, n: number, inner: number, out: Bigs, most: bigint): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = most;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) if (x[at]! < best) best = x[at]!;
      out[o * inner + i] = best;
    }
}

export function allOf(x: Uint8Array, outer: number, n: number, inner: number, out: Uint8Array): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let all = 1;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) all &= x[at]!;
      out[o * inner + i] = all;
    }
}

export function anyOf(x: Uint8Array, outer: number, n: number, inner: number, out: Uint8Array): void {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let any = 0;
      for (let k = 0, at = o * n * inner + i; k < n; k++, at += inner) any |= x[at]!;
      out[o * inner + i] = any;
    }
}

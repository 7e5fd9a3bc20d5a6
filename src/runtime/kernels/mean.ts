/** What means and norms do with the sums they are made of. */
import type { Bigs, Floats } from '../elementwise';

export function divideFloats(x: Floats, n: number): void {
  for (let i = 0; i < x.length; i++) x[i] = x[i]! / n;
}

/** Sums of integers that a double holds, divided toward zero; of nothing 0. */
export function divideWhole(x: Float64Array, n: number): void {
  for (let i = 0; i < x.length; i++) x[i] = n === 0 ? 0 : Math.trunc(x[i]! / n);
}

export function divideBigs(x: Bigs, n: number): void {
  if (n === 0) return;
  const count = BigInt(n);
  for (let i = 0; i < x.length; i++) x[i] = x[i]! / count;
}

/** Squares of numbers, in double precision. */
export function squares(x: ArrayLike<number>, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = x[i]! * x[i]!;
}

/** Squares of integers, which wrap as their storage does. */
export function wholeSquares(x: Int32Array | BigInt64Array, out: Int32Array | BigInt64Array): void {
  if (typeof x[0] === 'bigint')
    for (let i = 0; i < out.length; i++) out[i] = (x[i] as bigint) * (x[i] as bigint);
  else for (let i = 0; i < out.length; i++) out[i] = Math.imul(x[i] as number, x[i] as number);
}

/** Squared sizes of complex numbers. */
export function squaredSizes(x: Floats, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = x[2 * i]! * x[2 * i]! + x[2 * i + 1]! * x[2 * i + 1]!;
}

export function roots(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = Math.sqrt(x[i]!);
}

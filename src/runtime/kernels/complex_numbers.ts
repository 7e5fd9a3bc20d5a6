/** Arithmetic of single complex numbers, and of matrices of interleaved complex numbers by rows. */
import type { Numbers } from './precision';

export type Complex = readonly [re: number, im: number];

export const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
export const plus = ([a, b]: Complex, [c, d]: Complex): Complex => [a + c, b + d];
export const minus = ([a, b]: Complex, [c, d]: Complex): Complex => [a - c, b - d];
export const scaled = ([a, b]: Complex, s: number): Complex => [a * s, b * s];
export const size1 = ([a, b]: Complex): number => Math.abs(a) + Math.abs(b);
export function over([a, b]: Complex, [c, d]: Complex): Complex {
  const size = c * c + d * d;
  return [(a * c + b * d) / size, (b * c - a * d) / size];
}

/** Rounding to a precision after each step, as TF computes; the three below are for results that follow from rounding. */
type Round = (x: number) => number;
export const roundedSum = ([a, b]: Complex, [c, d]: Complex, round: Round): Complex => [
  round(a + c),
  round(b + d),
];
export const product = ([a, b]: Complex, [c, d]: Complex, round: Round): Complex => [
  round(round(a * c) - round(b * d)),
  round(round(a * d) + round(b * c)),
];
/** Smith's quotient, which neither overflows nor vanishes where the result does not. */
export function quotient([a, b]: Complex, [c, d]: Complex, round: Round): Complex {
  if (Math.abs(c) < Math.abs(d)) {
    const ratio = round(c / d);
    const size = round(round(c * ratio) + d);
    return [round(round(round(a * ratio) + b) / size), round(round(round(b * ratio) - a) / size)];
  }
  const ratio = round(d / c);
  const size = round(round(d * ratio) + c);
  return [round(round(round(b * ratio) + a) / size), round(round(b - round(a * ratio)) / size)];
}
/** The absolute value, correctly rounded (Borges), which `Math.hypot` is not. */
export function sizeOf([re, im]: Complex): number {
  const [x, y] = [Math.max(Math.abs(re), Math.abs(im)), Math.min(Math.abs(re), Math.abs(im))];
  const scale = x > 1e150 || x < 1e-150 ? x : 1;
  if (scale !== 1) return x === 0 || !Number.isFinite(x) ? x : scale * sizeOf([1, y / scale]);
  const size = Math.sqrt(x * x + y * y);
  if (size <= 2 * y) {
    const rest = size - y;
    return size - (x * (2 * rest - x) + (rest - 2 * (x - y)) * rest) / (2 * size);
  }
  const rest = size - x;
  return size - (2 * rest * (x - 2 * y) + ((4 * rest - y) * y + rest * rest)) / (2 * size);
}

/** The principal square root. */
export function root([a, b]: Complex, round: Round = (x) => x): Complex {
  if (a === 0) {
    const part = round(Math.sqrt(Math.abs(b) / 2));
    return [part, b < 0 ? -part : part];
  }
  const size = b === 0 ? Math.abs(a) : round(sizeOf([a, b]));
  const re = round(Math.sqrt(round(size + Math.abs(a)) / 2));
  if (re === 0) return [0, 0];
  const other = round(Math.abs(b) / (2 * re));
  return a >= 0 ? [re, b < 0 ? -other : other] : [other, b < 0 ? -re : re];
}

export function at(a: Numbers, n: number, i: number, j: number): Complex {
  return [a[2 * (i * n + j)]!, a[2 * (i * n + j) + 1]!];
}
export function put(a: Numbers, n: number, i: number, j: number, [re, im]: Complex): void {
  a[2 * (i * n + j)] = re;
  a[2 * (i * n + j) + 1] = im;
}

/** The adjoint of an `m x n` matrix. */
export function adjointMatrix(a: Numbers, m: number, n: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      out[2 * (j * m + i)] = a[2 * (i * n + j)]!;
      out[2 * (j * m + i) + 1] = -a[2 * (i * n + j) + 1]!;
    }
  return out;
}

/** The product of two `n x n` matrices. */
export function matrixProduct(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = at(out, n, i, j);
      for (let k = 0; k < n; k++) sum = plus(sum, times(at(a, n, i, k), at(b, n, k, j)));
      put(out, n, i, j, sum);
    }
  return out;
}

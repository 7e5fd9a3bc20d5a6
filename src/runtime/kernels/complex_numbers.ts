/** Arithmetic of single complex numbers, and of matrices of interleaved complex doubles by rows. */

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
/** The principal square root. */
export function root([a, b]: Complex): Complex {
  const size = Math.hypot(a, b);
  const re = Math.sqrt((size + Math.abs(a)) / 2);
  if (re === 0) return [0, 0];
  const other = Math.abs(b) / (2 * re);
  return a >= 0 ? [re, b < 0 ? -other : other] : [other, b < 0 ? -re : re];
}

export function at(a: Float64Array, n: number, i: number, j: number): Complex {
  return [a[2 * (i * n + j)]!, a[2 * (i * n + j) + 1]!];
}
export function put(a: Float64Array, n: number, i: number, j: number, [re, im]: Complex): void {
  a[2 * (i * n + j)] = re;
  a[2 * (i * n + j) + 1] = im;
}

/** The adjoint of an `m x n` matrix. */
export function adjointMatrix(a: Float64Array, m: number, n: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      out[2 * (j * m + i)] = a[2 * (i * n + j)]!;
      out[2 * (j * m + i) + 1] = -a[2 * (i * n + j) + 1]!;
    }
  return out;
}

/** The product of two `n x n` matrices. */
export function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = at(out, n, i, j);
      for (let k = 0; k < n; k++) sum = plus(sum, times(at(a, n, i, k), at(b, n, k, j)));
      put(out, n, i, j, sum);
    }
  return out;
}

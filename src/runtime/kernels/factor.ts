/**
 * Triangular factors of square matrices and what is solved with them. Matrices are complex, interleaved doubles by
 * rows, whatever the dtype: one text serves real and complex, and sums are exact enough for either.
 */

/** One complex number, written by the functions below instead of being allocated. */
interface Scalar {
  re: number;
  im: number;
}
const quotient: Scalar = { re: 0, im: 0 };

function divide(re: number, im: number, byRe: number, byIm: number): void {
  if (byIm === 0) {
    quotient.re = re / byRe;
    quotient.im = im === 0 ? 0 : im / byRe;
    return;
  }
  const size = byRe * byRe + byIm * byIm;
  quotient.re = (re * byRe + im * byIm) / size;
  quotient.im = (im * byRe - re * byIm) / size;
}

/**
 * Replaces `a` by its factors L (below the diagonal, ones on it) and U, rows exchanged for the largest pivots.
 * @param order becomes the order of the rows
 * @returns 1 or -1, the sign of the order
 */
export function luFactor(a: Float64Array, n: number, order: Int32Array): number {
  let sign = 1;
  for (let i = 0; i < n; i++) order[i] = i;
  for (let k = 0; k < n; k++) {
    const pivot = largestBelow(a, n, k);
    if (pivot !== k) {
      swapRows(a, n, k, pivot);
      const kept = order[k]!;
      order[k] = order[pivot]!;
      order[pivot] = kept;
      sign = -sign;
    }
    const at = 2 * (k * n + k);
    if (a[at] === 0 && a[at + 1] === 0) continue;
    for (let i = k + 1; i < n; i++) {
      const row = 2 * i * n;
      divide(a[row + 2 * k]!, a[row + 2 * k + 1]!, a[at]!, a[at + 1]!);
      const { re, im } = quotient;
      a[row + 2 * k] = re;
      a[row + 2 * k + 1] = im;
      if (re === 0 && im === 0) continue;
      for (let j = k + 1; j < n; j++) {
        const x = a[2 * (k * n + j)]!;
        const y = a[2 * (k * n + j) + 1]!;
        a[row + 2 * j] = a[row + 2 * j]! - (re * x - im * y);
        a[row + 2 * j + 1] = a[row + 2 * j + 1]! - (re * y + im * x);
      }
    }
  }
  return sign;
}

function largestBelow(a: Float64Array, n: number, k: number): number {
  // Nothing is larger than NaN, so that one at the top stays there, as with Eigen.
  let best = k;
  let size = Math.hypot(a[2 * (k * n + k)]!, a[2 * (k * n + k) + 1]!);
  for (let i = k + 1; i < n; i++) {
    const own = Math.hypot(a[2 * (i * n + k)]!, a[2 * (i * n + k) + 1]!);
    if (own > size) {
      size = own;
      best = i;
    }
  }
  return best;
}

function swapRows(a: Float64Array, n: number, i: number, j: number): void {
  for (let c = 0; c < 2 * n; c++) {
    const kept = a[2 * i * n + c]!;
    a[2 * i * n + c] = a[2 * j * n + c]!;
    a[2 * j * n + c] = kept;
  }
}

/** True if a factor of {@link luFactor} has a zero on its diagonal, or NaN first, which TF's search never leaves. */
export function isSingular(a: Float64Array, n: number): boolean {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    const size = Math.hypot(a[2 * i * (n + 1)]!, a[2 * i * (n + 1) + 1]!);
    if (i === 0 || size < least) least = size;
  }
  return !(least > 0);
}

/** Solves `A x = b` for the factors of A; `b` (`n x m`) becomes `x`. */
export function luSolve(lu: Float64Array, order: Int32Array, n: number, b: Float64Array, m: number): void {
  const copy = b.slice();
  for (let i = 0; i < n; i++) b.set(copy.subarray(2 * order[i]! * m, 2 * (order[i]! + 1) * m), 2 * i * m);
  triangularSolve(lu, n, b, m, true, true);
  triangularSolve(lu, n, b, m, false, false);
}

/** Solves with the lower or upper triangle of `a`; `b` (`n x m`) becomes the solution. @param unit ones on the diagonal */
export function triangularSolve(
  a: Float64Array,
  n: number,
  b: Float64Array,
  m: number,
  lower: boolean,
  unit: boolean,
): void {
  for (let step = 0; step < n; step++) {
    const i = lower ? step : n - 1 - step;
    const [from, to] = lower ? [0, i] : [i + 1, n];
    for (let k = from; k < to; k++) {
      const re = a[2 * (i * n + k)]!;
      const im = a[2 * (i * n + k) + 1]!;
      for (let j = 0; j < m; j++) {
        const x = b[2 * (k * m + j)]!;
        const y = b[2 * (k * m + j) + 1]!;
        const at = 2 * (i * m + j);
        // The imaginary parts of real matrices stay 0, whatever is infinite beside them.
        if (im === 0 && y === 0) b[at] = b[at]! - re * x;
        else {
          b[at] = b[at]! - (re * x - im * y);
          b[at + 1] = b[at + 1]! - (re * y + im * x);
        }
      }
    }
    if (unit) continue;
    const at = 2 * i * (n + 1);
    for (let j = 0; j < m; j++) {
      divide(b[2 * (i * m + j)]!, b[2 * (i * m + j) + 1]!, a[at]!, a[at + 1]!);
      b[2 * (i * m + j)] = quotient.re;
      b[2 * (i * m + j) + 1] = quotient.im;
    }
  }
}

/** Replaces `a`, of which the lower triangle counts, by L with `L L^H = A`. @returns false if A is not positive */
export function choleskyFactor(a: Float64Array, n: number): boolean {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let re = a[2 * (i * n + j)]!;
      let im = a[2 * (i * n + j) + 1]!;
      for (let k = 0; k < j; k++) {
        const x = a[2 * (i * n + k)]!;
        const y = a[2 * (i * n + k) + 1]!;
        const u = a[2 * (j * n + k)]!;
        const v = a[2 * (j * n + k) + 1]!;
        re -= x * u + y * v;
        im -= y * u - x * v;
      }
      if (i === j) {
        if (re <= 0) return false;
        a[2 * (j * n + j)] = Math.sqrt(re);
        a[2 * (j * n + j) + 1] = 0;
      } else {
        const pivot = a[2 * (j * n + j)]!;
        a[2 * (i * n + j)] = re / pivot;
        a[2 * (i * n + j) + 1] = im / pivot;
      }
    }
    for (let i = 0; i < j; i++) {
      a[2 * (i * n + j)] = 0;
      a[2 * (i * n + j) + 1] = 0;
    }
  }
  return true;
}

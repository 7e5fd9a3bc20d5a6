/**
 * Eigenvalues and eigenvectors of any square matrix, by the complex Schur form: Householder's reflections to Hessenberg
 * form, then QR steps with Wilkinson's shifts, as Eigen does them, so that vectors have its phases. Matrices are
 * interleaved complex doubles by rows (see factor.ts).
 */
import {
  at,
  type Complex,
  minus,
  over,
  plus,
  put,
  quotient,
  root,
  scaled,
  size1,
  times,
} from './complex_numbers';
import { toHessenberg } from './householder';
import { type Numbers, narrowed, type Precision } from './precision';

type Matrix = Numbers;

/** A Givens rotation that clears `q` under `p`, and what `p` becomes. */
function givens(p: Complex, q: Complex): { c: number; s: Complex; r: Complex } {
  if (q[0] === 0 && q[1] === 0) {
    const c = p[0] < 0 ? -1 : 1;
    return { c, s: [0, 0], r: scaled(p, c) };
  }
  const [sizeP, sizeQ] = [Math.hypot(...p), Math.hypot(...q)];
  if (sizeP === 0) return { c: 0, s: scaled(q, -1 / sizeQ), r: [sizeQ, 0] };
  const length = (p[0] < 0 ? -1 : 1) * Math.hypot(sizeP, sizeQ);
  const phase = scaled(p, 1 / sizeP);
  return {
    c: sizeP / length,
    s: scaled(times([phase[0], -phase[1]], q), -1 / length),
    r: scaled(phase, length),
  };
}

/** `[x, y] = [c x - conj(s) y, s x + c y]` for rows (`across` 1) or `[c x - s y, conj(s) x + c y]` for columns. */
function rotate(a: Matrix, x: number, y: number, step: number, count: number, c: number, s: Complex): void {
  for (let k = 0; k < count; k++, x += step, y += step) {
    const p: Complex = [a[x]!, a[x + 1]!];
    const q: Complex = [a[y]!, a[y + 1]!];
    const first = minus(scaled(p, c), times([s[0], -s[1]], q));
    const second = plus(times(s, p), scaled(q, c));
    a[x] = first[0];
    a[x + 1] = first[1];
    a[y] = second[0];
    a[y + 1] = second[1];
  }
}
function rotateRows(a: Matrix, n: number, row: number, from: number, c: number, s: Complex): void {
  rotate(a, 2 * (row * n + from), 2 * ((row + 1) * n + from), 2, n - from, c, s);
}
function rotateColumns(a: Matrix, n: number, column: number, rows: number, c: number, s: Complex): void {
  rotate(a, 2 * column, 2 * (column + 1), 2 * n, rows, c, [s[0], -s[1]]);
}

/** True, and made so, if the element below diagonal `i` counts as zero. */
function isSplit(t: Matrix, n: number, i: number, epsilon: number): boolean {
  const beside = size1(at(t, n, i, i)) + size1(at(t, n, i + 1, i + 1));
  if (!(size1(at(t, n, i + 1, i)) <= beside * epsilon)) return false;
  put(t, n, i + 1, i, [0, 0]);
  return true;
}

/** The eigenvalue of the last two rows that is nearer to the last element; now and then another number. */
function shiftOf(t: Matrix, n: number, last: number, turn: number): Complex {
  if ((turn === 10 || turn === 20) && last > 1)
    return [Math.abs(at(t, n, last, last - 1)[0]) + Math.abs(at(t, n, last - 1, last - 2)[0]), 0];
  const block = [last - 1, last].flatMap((i) => [last - 1, last].map((j) => at(t, n, i, j)));
  const whole = block.reduce((sum, z) => sum + Math.hypot(...z), 0);
  const [t00, t01, t10, t11] = block.map((z) => scaled(z, 1 / whole)) as [Complex, Complex, Complex, Complex];
  const b = times(t01, t10);
  const c = minus(t00, t11);
  const discriminant = root(plus(times(c, c), scaled(b, 4)));
  const determinant = minus(times(t00, t11), b);
  const trace = plus(t00, t11);
  let first = scaled(plus(trace, discriminant), 0.5);
  let second = scaled(minus(trace, discriminant), 0.5);
  if (size1(first) > size1(second)) second = over(determinant, first);
  else if (size1(second) !== 0) first = over(determinant, second);
  return scaled(size1(minus(first, t11)) < size1(minus(second, t11)) ? first : second, whole);
}

const stepsARow = 30;

/** Replaces a Hessenberg form by the triangle T, and `u` by the whole basis. @returns false if it does not converge */
function toTriangle(t: Matrix, n: number, u: Matrix, { epsilon }: Precision): boolean {
  let last = n - 1;
  let turn = 0;
  for (let steps = 0; ; ) {
    while (last > 0 && isSplit(t, n, last - 1, epsilon)) {
      turn = 0;
      last--;
    }
    if (last <= 0) return true;
    turn++;
    if (++steps > stepsARow * n) return false;
    let first = last - 1;
    while (first > 0 && !isSplit(t, n, first - 1, epsilon)) first--;
    const shift = shiftOf(t, n, last, turn);
    for (let i = first; i < last; i++) {
      const start = i === first;
      const p = start ? minus(at(t, n, i, i), shift) : at(t, n, i, i - 1);
      const { c, s, r } = givens(p, at(t, n, i + 1, start ? i : i - 1));
      if (!start) {
        put(t, n, i, i - 1, r);
        put(t, n, i + 1, i - 1, [0, 0]);
      }
      rotateRows(t, n, i, i, c, s);
      rotateColumns(t, n, i, Math.min(i + 2, last) + 1, c, s);
      rotateColumns(u, n, i, n, c, s);
    }
  }
}

/** Eigenvectors of the triangle as columns, by substitution from below. */
function triangleVectors(t: Matrix, n: number, least: number, precision: Precision): Matrix {
  const x = precision.allocate(2 * n * n);
  for (let k = n - 1; k >= 0; k--) {
    put(x, n, k, k, [1, 0]);
    for (let i = k - 1; i >= 0; i--) {
      let sum = scaled(at(t, n, i, k), -1);
      for (let j = i + 1; j < k; j++) sum = minus(sum, times(at(t, n, i, j), at(x, n, j, k)));
      const gap = minus(at(t, n, i, i), at(t, n, k, k));
      put(x, n, i, k, quotient(sum, gap[0] === 0 && gap[1] === 0 ? [least, 0] : gap, precision.round));
    }
  }
  return x;
}

/** The places of the eigenvalues from the smallest to the largest, chosen and exchanged as Eigen does. */
function orderOf(values: readonly Complex[]): number[] {
  const order = values.map((_, i) => i);
  const size = (place: number) => Math.hypot(...values[order[place]!]!);
  for (let i = 0; i < order.length; i++) {
    let least = i;
    for (let j = i + 1; j < order.length; j++) if (size(j) < size(least)) least = j;
    [order[i], order[least]] = [order[least]!, order[i]!];
  }
  return order;
}

/** `a = u t u^H` with a triangle; null if the steps do not converge, as for NaN. */
export function schurForm<A extends Numbers>(
  a: Matrix,
  n: number,
  precision: Precision<A>,
): { t: A; u: A } | null {
  if (!a.every(Number.isFinite)) return null;
  const t = narrowed(a, precision);
  const u = precision.allocate(2 * n * n);
  toHessenberg(t, n, u, precision);
  return toTriangle(t, n, u, precision) ? { t, u } : null;
}

/**
 * The eigenvalues of a complex matrix `a` (`n x n`), the smallest first, and its eigenvectors of length 1 as the columns
 * of `vectors`.
 * @returns null if the steps do not converge, as with elements that are no numbers
 */
export function eigenvalues(
  a: Matrix,
  n: number,
  vectors: Float64Array,
  precision: Precision,
): Float64Array | null {
  const form = schurForm(a, n, precision);
  if (form === null) return null;
  const { t, u } = form;
  const diagonal = Array.from({ length: n }, (_, i) => at(t, n, i, i));
  const norm = Math.hypot(...t);
  const x = triangleVectors(t, n, precision.epsilon * Math.max(norm, precision.least), precision);
  const out = new Float64Array(2 * n);
  orderOf(diagonal).forEach((from, to) => {
    out.set(diagonal[from]!, 2 * to);
    const column: Complex[] = [];
    for (let i = 0; i < n; i++) {
      let sum: Complex = [0, 0];
      for (let j = 0; j <= from; j++) sum = plus(sum, times(at(u, n, i, j), at(x, n, j, from)));
      column.push(sum);
    }
    const length = Math.hypot(...column.flat());
    column.forEach((z, i) => {
      put(vectors, n, i, to, scaled(z, 1 / length));
    });
  });
  return out;
}

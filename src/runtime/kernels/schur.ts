/**
 * Eigenvalues and eigenvectors of any square matrix, by the complex Schur form: Householder's reflections to Hessenberg
 * form, then QR steps with Wilkinson's shifts, as Eigen does them, so that vectors have its phases. Matrices are
 * interleaved complex doubles by rows (see factor.ts).
 */
import {
  at,
  type Complex,
  minus,
  plus,
  product,
  put,
  quotient,
  root,
  roundedSum,
  scaled,
  size1,
  sizeOf,
  times,
} from './complex_numbers';
import { toHessenberg } from './householder';
import { type Numbers, narrowed, type Precision, rounded } from './precision';

type Matrix = Numbers;

/** A rotation that clears `q` under `p`, and what `p` becomes. */
interface Givens {
  readonly c: number;
  readonly s: Complex;
  readonly r: Complex;
}
function givens(p: Complex, q: Complex, { round }: Precision): Givens {
  const sign = p[0] < 0 ? -1 : 1;
  if (q[0] === 0 && q[1] === 0) return { c: sign, s: [0, 0], r: scaled(p, sign) };
  if (p[0] === 0 && p[1] === 0) {
    const size = round(sizeOf(q));
    return { c: 0, s: [round(-q[0] / size), round(-q[1] / size)], r: [size, 0] };
  }
  const part = ([x, y]: Complex, by: number): Complex => [round(x / by), round(y / by)];
  const square = ([x, y]: Complex) => round(round(x * x) + round(y * y));
  const conjugate = ([x, y]: Complex): Complex => [x, -y];
  const [p1, q1] = [round(size1(p)), round(size1(q))];
  const large = Math.max(p1, q1);
  const [ps, qs] = [part(p, large), part(q, large)];
  const [p2, q2] = [square(ps), square(qs)];
  if (p1 >= q1) {
    const u = sign * round(Math.sqrt(round(1 + round(q2 / p2))));
    const c = round(1 / u);
    const factor = round(c / p2);
    const s = product(scaled(qs, -1), conjugate(ps), round);
    return { c, s: [round(s[0] * factor), round(s[1] * factor)], r: [round(p[0] * u), round(p[1] * u)] };
  }
  const u = sign * round(q1 * round(Math.sqrt(round(p2 + q2))));
  const size = round(sizeOf(p));
  const phase = part(p, size);
  const s = product(scaled(conjugate(phase), -1), part(q, u), round);
  return { c: round(size / u), s, r: [round(phase[0] * u), round(phase[1] * u)] };
}

/** `[x, y] = [c x - conj(s) y, s x + c y]`. */
function rotate(
  a: Matrix,
  x: number,
  y: number,
  step: number,
  count: number,
  c: number,
  [sRe, sIm]: Complex,
  narrow: boolean,
): void {
  for (let k = 0; k < count; k++, x += step, y += step) {
    const [pRe, pIm, qRe, qIm] = [a[x]!, a[x + 1]!, a[y]!, a[y + 1]!];
    a[x] =
      rounded(c * pRe, narrow) - rounded(rounded(sRe * qRe, narrow) + rounded(sIm * qIm, narrow), narrow);
    a[x + 1] =
      rounded(c * pIm, narrow) - rounded(rounded(sRe * qIm, narrow) - rounded(sIm * qRe, narrow), narrow);
    a[y] =
      rounded(rounded(sRe * pRe, narrow) - rounded(sIm * pIm, narrow), narrow) + rounded(c * qRe, narrow);
    a[y + 1] =
      rounded(rounded(sRe * pIm, narrow) + rounded(sIm * pRe, narrow), narrow) + rounded(c * qIm, narrow);
  }
}
function rotateRows(
  a: Matrix,
  n: number,
  row: number,
  from: number,
  { c, s }: Givens,
  narrow: boolean,
): void {
  rotate(a, 2 * (row * n + from), 2 * ((row + 1) * n + from), 2, n - from, c, s, narrow);
}
function rotateColumns(
  a: Matrix,
  n: number,
  column: number,
  rows: number,
  { c, s }: Givens,
  narrow: boolean,
): void {
  rotate(a, 2 * column, 2 * (column + 1), 2 * n, rows, c, [s[0], -s[1]], narrow);
}

/** True, and made so, if the element below diagonal `i` counts as zero. */
function isSplit(t: Matrix, n: number, i: number, { epsilon, round }: Precision): boolean {
  const beside = round(round(size1(at(t, n, i, i))) + round(size1(at(t, n, i + 1, i + 1))));
  if (!(round(size1(at(t, n, i + 1, i))) <= beside * epsilon)) return false;
  put(t, n, i + 1, i, [0, 0]);
  return true;
}

/** The eigenvalue of the last two rows that is nearer to the last element; now and then another number. */
function shiftOf(t: Matrix, n: number, last: number, turn: number, { round }: Precision): Complex {
  if ((turn === 10 || turn === 20) && last > 1)
    return [Math.abs(at(t, n, last, last - 1)[0]) + Math.abs(at(t, n, last - 1, last - 2)[0]), 0];
  const block = [last - 1, last].flatMap((i) => [last - 1, last].map((j) => at(t, n, i, j)));
  const [size00, size01, size10, size11] = block.map((z) => round(sizeOf(z)));
  const whole = round(round(size00! + size10!) + round(size01! + size11!));
  const inUnits = ([re, im]: Complex): Complex => [round(re / whole), round(im / whole)];
  const [t00, t01, t10, t11] = block.map(inUnits) as [Complex, Complex, Complex, Complex];
  const difference = (x: Complex, y: Complex) => roundedSum(x, [-y[0], -y[1]], round);
  const size = (z: Complex) => round(size1(z));
  const b = product(t01, t10, round);
  const c = difference(t00, t11);
  const discriminant = root(roundedSum(product(c, c, round), scaled(b, 4), round), round);
  const determinant = difference(product(t00, t11, round), b);
  const trace = roundedSum(t00, t11, round);
  let first = scaled(roundedSum(trace, discriminant, round), 0.5);
  let second = scaled(difference(trace, discriminant), 0.5);
  if (size(first) > size(second)) second = quotient(determinant, first, round);
  else if (size(second) !== 0) first = quotient(determinant, second, round);
  const [re, im] = size(difference(first, t11)) < size(difference(second, t11)) ? first : second;
  return [round(whole * re), round(whole * im)];
}

const stepsARow = 30;

/** Replaces a Hessenberg form by the triangle T, and `u` by the whole basis. @returns false if it does not converge */
function toTriangle(t: Matrix, n: number, u: Matrix, precision: Precision): boolean {
  const { narrow, round } = precision;
  let last = n - 1;
  let turn = 0;
  for (let steps = 0; ; ) {
    while (last > 0 && isSplit(t, n, last - 1, precision)) {
      turn = 0;
      last--;
    }
    if (last <= 0) return true;
    turn++;
    if (++steps > stepsARow * n) return false;
    let first = last - 1;
    while (first > 0 && !isSplit(t, n, first - 1, precision)) first--;
    const shift = shiftOf(t, n, last, turn, precision);
    for (let i = first; i < last; i++) {
      const start = i === first;
      const p = start ? roundedSum(at(t, n, i, i), [-shift[0], -shift[1]], round) : at(t, n, i, i - 1);
      const rotation = givens(p, at(t, n, i + 1, start ? i : i - 1), precision);
      if (!start) {
        put(t, n, i, i - 1, rotation.r);
        put(t, n, i + 1, i - 1, [0, 0]);
      }
      rotateRows(t, n, i, i, rotation, narrow);
      rotateColumns(t, n, i, Math.min(i + 2, last) + 1, rotation, narrow);
      rotateColumns(u, n, i, n, rotation, narrow);
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
function orderOf(values: readonly Complex[], { round }: Precision): number[] {
  const order = values.map((_, i) => i);
  const sizes = values.map((z) => round(sizeOf(z)));
  const size = (place: number) => sizes[order[place]!]!;
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
  orderOf(diagonal, precision).forEach((from, to) => {
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

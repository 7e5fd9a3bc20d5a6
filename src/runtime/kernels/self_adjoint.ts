/**
 * Eigenvalues of Hermitian matrices, as Eigen finds them: Householder's reflections to three diagonals, then QR steps
 * with Wilkinson's shift, so that vectors have its phases. Matrices are interleaved complex numbers by rows.
 */
import { at, sizeOf } from './complex_numbers';
import { givensOf, rotatePlane } from './givens';
import { type Numbers, narrowed, type Precision } from './precision';
import { tridiagonalize } from './tridiagonalize';

const stepsARow = 30;

/** The largest part of the lower triangle; a NaN that stands first stays, as with Eigen. */
function largestPart(a: Numbers, n: number): number {
  let most = sizeOf([a[0]!, a[1]!]);
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      const size = sizeOf(at(a, n, i, j));
      if (size > most) most = size;
    }
  return most;
}

/** One QR step on rows `start` to `end` of three diagonals; `v` (`rows` rows of `n` columns) turns along. */
function step(
  diagonal: Numbers,
  beside: Numbers,
  start: number,
  end: number,
  v: Numbers,
  n: number,
  precision: Precision,
): void {
  const { round } = precision;
  const half = round(round(diagonal[end - 1]! - diagonal[end]!) * 0.5);
  const e = beside[end - 1]!;
  let shift = diagonal[end]!;
  if (half === 0) shift -= Math.abs(e);
  else if (e !== 0) {
    const square = round(e * e);
    const [long, short] = [Math.max(Math.abs(half), Math.abs(e)), Math.min(Math.abs(half), Math.abs(e))];
    const ratio = round(short / long);
    const length = round(long * round(Math.sqrt(round(1 + round(ratio * ratio)))));
    const size = round(half > 0 ? half + length : half - length);
    shift -= round(square === 0 ? e / round(size / e) : square / size);
  }
  let x = round(diagonal[start]! - round(shift));
  let z = beside[start]!;
  for (let k = start; k < end && z !== 0; k++) {
    const rotation = givensOf(x, z, precision);
    const { c, s } = rotation;
    const [own, next, between] = [diagonal[k]!, diagonal[k + 1]!, beside[k]!];
    const turn = (p: number, q: number) => round(round(c * p) - round(s * q));
    const across = (p: number, q: number) => round(round(s * p) + round(c * q));
    const [sdk, dkp1] = [across(own, between), across(between, next)];
    diagonal[k] = turn(turn(own, between), turn(between, next));
    diagonal[k + 1] = across(sdk, dkp1);
    beside[k] = turn(sdk, dkp1);
    if (k > start) beside[k - 1] = turn(beside[k - 1]!, z);
    x = beside[k]!;
    if (k < end - 1) {
      z = round(-s * beside[k + 1]!);
      beside[k + 1] = c * beside[k + 1]!;
    }
    rotatePlane(v, 2 * k, 2 * (k + 1), 2 * n, n, 2, rotation, precision);
  }
}

/** Makes three diagonals one; `v` turns along. @returns false if it does not converge */
function toDiagonal(
  diagonal: Numbers,
  beside: Numbers,
  v: Numbers,
  n: number,
  precision: Precision,
): boolean {
  let start = 0;
  let end = n - 1;
  for (let steps = 0; end > 0; ) {
    for (let i = start; i < end; i++) {
      const scaled = precision.round(beside[i]! / precision.epsilon);
      const small = precision.round(scaled * scaled) <= Math.abs(diagonal[i]!) + Math.abs(diagonal[i + 1]!);
      if (small || Math.abs(beside[i]!) < precision.least) beside[i] = 0;
    }
    while (end > 0 && beside[end - 1] === 0) end--;
    if (end <= 0) break;
    if (++steps > stepsARow * n) return false;
    start = end - 1;
    while (start > 0 && beside[start - 1] !== 0) start--;
    step(diagonal, beside, start, end, v, n, precision);
  }
  return true;
}

/** Exchanges places until the values ascend, the least of what is left each time; NaN counts as less. */
function sort(values: Numbers, v: Numbers, n: number): void {
  for (let i = 0; i < n - 1; i++) {
    let least = i;
    for (let j = i + 1; j < n; j++) if (comesFirst(values[j]!, values[least]!)) least = j;
    if (least === i) continue;
    exchange(values, i, least);
    for (let row = 0; row < n; row++)
      for (let lane = 0; lane < 2; lane++)
        exchange(v, 2 * (row * n + i) + lane, 2 * (row * n + least) + lane);
  }
}
function comesFirst(x: number, y: number): boolean {
  return x < y || (Number.isNaN(x) && !Number.isNaN(y));
}
function exchange(a: Numbers, i: number, j: number): void {
  [a[i], a[j]] = [a[j]!, a[i]!];
}

/**
 * The eigenvalues of a Hermitian matrix `a` (`n x n`, the lower triangle counts) in ascending order; `v` becomes the
 * eigenvectors as columns.
 * @returns null if the steps do not converge, as with elements that are no numbers
 */
export function selfAdjointEigenvalues(
  a: Numbers,
  n: number,
  v: Numbers,
  precision: Precision,
): Numbers | null {
  const diagonal = precision.allocate(n);
  if (n < 2) {
    if (n === 1) [diagonal[0], v[0]] = [a[0]!, 1];
    return diagonal;
  }
  const largest = largestPart(a, n);
  const scale = largest === 0 ? 1 : precision.round(largest);
  const t = narrowed(a, precision, scale);
  tridiagonalize(t, n, v, precision);
  for (let i = 0; i < n; i++) diagonal[i] = t[2 * i * (n + 1)]!;
  const beside = Float64Array.from({ length: n - 1 }, (_, i) => t[2 * ((i + 1) * n + i)]!);
  if (!toDiagonal(diagonal, narrowed(beside, precision), v, n, precision)) return null;
  sort(diagonal, v, n);
  for (let i = 0; i < n; i++) diagonal[i]! *= scale;
  return diagonal;
}

/**
 * Systems of equations with three diagonals, by elimination. Numbers are interleaved complex doubles; the diagonals of
 * one matrix are three rows: the upper one (whose last element counts nothing), the main one, the lower one (whose
 * first element counts nothing).
 */
import { type Complex, product, quotient as quotientOf } from './complex_numbers';

type Numbers = Float64Array;
type Round = (x: number) => number;

function quotient(a: Numbers, i: number, b: Numbers, j: number, round: Round): Complex {
  return quotientOf([a[i]!, a[i + 1]!], [b[j]!, b[j + 1]!], round);
}

/** `a[i..] -= factor * b[j..]` for `count` numbers. */
function subtractRow(
  a: Numbers,
  i: number,
  b: Numbers,
  j: number,
  count: number,
  factor: Complex,
  round: Round,
): void {
  for (let k = 0; k < 2 * count; k += 2) {
    const [re, im] = product(factor, [b[j + k]!, b[j + k + 1]!], round);
    a[i + k] = round(a[i + k]! - re);
    a[i + k + 1] = round(a[i + k + 1]! - im);
  }
}

function exchange(a: Numbers, i: number, b: Numbers, j: number, count: number): void {
  for (let k = 0; k < 2 * count; k++) {
    const kept = a[i + k]!;
    a[i + k] = b[j + k]!;
    b[j + k] = kept;
  }
}

function enlarge(row: Numbers, least: number): void {
  if (row[0] === 0 && row[1] === 0) row[0] = least;
}

/**
 * Solves `A x = b`; `b` (`m x k`) becomes `x`.
 * @param pivoting rows are exchanged for the larger pivot
 * @param round to the precision of the numbers: what a singular matrix leaves of its last pivot is rounding
 * @param least what stands for pivots of zero, so that a singular matrix has a solution; 0 leaves them
 */
export function tridiagonalSolve(
  diagonals: Numbers,
  m: number,
  b: Numbers,
  k: number,
  pivoting: boolean,
  round: Round,
  least = 0,
): void {
  // Each row of the triangle has at most three elements, the second one beside the diagonal.
  const rows: Numbers[] = Array.from({ length: m }, (_, i) => {
    const row = new Float64Array(6);
    row.set(diagonals.subarray(2 * (m + i), 2 * (m + i) + 2));
    if (i < m - 1) row.set(diagonals.subarray(2 * i, 2 * i + 2), 2);
    return row;
  });
  for (let i = 0; i < m - 1; i++) {
    const elements = rows[i]!;
    const next = new Float64Array(6);
    next.set(diagonals.subarray(2 * (2 * m + i + 1), 2 * (2 * m + i + 1) + 2));
    next.set(rows[i + 1]!.subarray(0, 4), 2);
    const [own, below] = [Math.hypot(elements[0]!, elements[1]!), Math.hypot(next[0]!, next[1]!)];
    if (pivoting && below > own) {
      exchange(elements, 0, next, 0, 3);
      exchange(b, 2 * i * k, b, 2 * (i + 1) * k, k);
    }
    enlarge(elements, least);
    if (next[0] !== 0 || next[1] !== 0) {
      const factor = quotient(next, 0, elements, 0, round);
      subtractRow(next, 2, elements, 2, 2, factor, round);
      subtractRow(b, 2 * (i + 1) * k, b, 2 * i * k, k, factor, round);
    }
    rows[i + 1]!.set(next.subarray(2, 6));
  }
  for (let i = m - 1; i >= 0; i--) {
    const elements = rows[i]!;
    if (i === m - 1) enlarge(elements, least);
    for (let right = 1; right <= 2 && i + right < m; right++)
      subtractRow(
        b,
        2 * i * k,
        b,
        2 * (i + right) * k,
        k,
        [elements[2 * right]!, elements[2 * right + 1]!],
        round,
      );
    for (let j = 0; j < k; j++) b.set(quotient(b, 2 * (i * k + j), elements, 0, round), 2 * (i * k + j));
  }
}

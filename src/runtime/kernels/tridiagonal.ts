/**
 * Systems of equations with three diagonals, by elimination. Numbers are interleaved complex doubles; the diagonals of
 * one matrix are three rows: the upper one (whose last element counts nothing), the main one, the lower one (whose
 * first element counts nothing).
 */
type Numbers = Float64Array;

function quotient(a: Numbers, i: number, b: Numbers, j: number): [number, number] {
  const [re, im] = [b[j]!, b[j + 1]!];
  const size = re * re + im * im;
  const [x, y] = [a[i]!, a[i + 1]!];
  return [(x * re + y * im) / size, (y * re - x * im) / size];
}

/** `a[i..] -= factor * b[j..]` for `count` numbers. */
function subtractRow(
  a: Numbers,
  i: number,
  b: Numbers,
  j: number,
  count: number,
  [re, im]: readonly [number, number],
): void {
  for (let k = 0; k < 2 * count; k += 2) {
    const [x, y] = [b[j + k]!, b[j + k + 1]!];
    a[i + k] = a[i + k]! - (re * x - im * y);
    a[i + k + 1] = a[i + k + 1]! - (re * y + im * x);
  }
}

function exchange(a: Numbers, i: number, b: Numbers, j: number, count: number): void {
  for (let k = 0; k < 2 * count; k++) {
    const kept = a[i + k]!;
    a[i + k] = b[j + k]!;
    b[j + k] = kept;
  }
}

/**
 * Solves `A x = b`; `b` (`m x k`) becomes `x`.
 * @param pivoting rows are exchanged for the larger pivot
 */
export function tridiagonalSolve(
  diagonals: Numbers,
  m: number,
  b: Numbers,
  k: number,
  pivoting: boolean,
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
    if (next[0] !== 0 || next[1] !== 0) {
      const factor = quotient(next, 0, elements, 0);
      subtractRow(next, 2, elements, 2, 2, factor);
      subtractRow(b, 2 * (i + 1) * k, b, 2 * i * k, k, factor);
    }
    rows[i + 1]!.set(next.subarray(2, 6));
  }
  for (let i = m - 1; i >= 0; i--) {
    const elements = rows[i]!;
    for (let right = 1; right <= 2 && i + right < m; right++)
      subtractRow(b, 2 * i * k, b, 2 * (i + right) * k, k, [elements[2 * right]!, elements[2 * right + 1]!]);
    for (let j = 0; j < k; j++) b.set(quotient(b, 2 * (i * k + j), elements, 0), 2 * (i * k + j));
  }
}

/** Principal square roots of matrices by their Schur form. Matrices are interleaved complex doubles by rows (see factor.ts). */
import { adjointMatrix, at, matrixProduct, minus, over, plus, put, root, times } from './complex_numbers';
import { double } from './precision';
import { schurForm } from './schur';

type Matrix = Float64Array;

/** The principal square root of a triangle, column by column (Björck and Hammarling). */
export function triangleRoot(t: Matrix, n: number): Matrix {
  const r = new Float64Array(t.length);
  for (let j = 0; j < n; j++) {
    put(r, n, j, j, root(at(t, n, j, j)));
    for (let i = j - 1; i >= 0; i--) {
      let sum = at(t, n, i, j);
      for (let k = i + 1; k < j; k++) sum = minus(sum, times(at(r, n, i, k), at(r, n, k, j)));
      put(r, n, i, j, over(sum, plus(at(r, n, i, i), at(r, n, j, j))));
    }
  }
  return r;
}

/** What counts as real, beside the largest part of a root. */
const realEnough = 1e-7;

/** The root of `a` (`n x n`, destroyed); NaN throughout if there is none, or none that is real for a real matrix. */
export function matrixSquareRoot(a: Matrix, n: number, isReal: boolean): Matrix {
  const form = schurForm(a, n, double);
  if (form === null) return a.fill(Number.NaN);
  const { t, u } = form;
  const r = matrixProduct(matrixProduct(u, triangleRoot(t, n), n), adjointMatrix(u, n, n), n);
  let most = 0;
  for (let i = 0; i < r.length; i += 2) most = Math.max(most, Math.abs(r[i]!));
  const isOther = isReal && r.some((part, i) => i % 2 === 1 && !(Math.abs(part) <= realEnough * most));
  return isOther ? r.fill(Number.NaN) : r;
}

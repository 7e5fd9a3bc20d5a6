/**
 * The principal logarithm of a matrix by inverse scaling and squaring: square roots of the Schur triangle until it is
 * near the identity, then Gauss and Legendre's quadrature of `log(I + X)`, which is its Padé approximant. Matrices are
 * interleaved complex doubles by rows (see factor.ts).
 */
import { adjointMatrix, at, matrixProduct, minus, size1 } from './complex_numbers';
import { luFactor, luSolve } from './factor';
import { double } from './precision';
import { schurForm } from './schur';
import { triangleRoot } from './square_root';

type Matrix = Float64Array;

/** Places and weights of the quadrature on 0 to 1 with seven points, exact enough up to this distance from I. */
const places = [
  0.02544604382862076, 0.12923440720030277, 0.2970774243113014, 0.5, 0.7029225756886985, 0.8707655927996972,
  0.9745539561713792,
];
const weights = [
  0.06474248308443485, 0.13985269574463832, 0.19091502525255946, 0.2089795918367347, 0.19091502525255946,
  0.13985269574463832, 0.06474248308443485,
];
const reach = 0.2;
const rootsAtMost = 100;

/** The largest column of `t - I`. */
function distance(t: Matrix, n: number): number {
  let most = 0;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += size1(minus(at(t, n, i, j), [i === j ? 1 : 0, 0]));
    most = Math.max(most, sum);
  }
  return most;
}

/** The logarithm of `a` (`n x n`, destroyed); NaN throughout if there is none. */
export function matrixLogarithm(a: Matrix, n: number): Matrix {
  const form = schurForm(a, n, double);
  const out = new Float64Array(a.length);
  if (form === null) return out.fill(Number.NaN);
  let { t } = form;
  let roots = 0;
  while (distance(t, n) > reach && roots < rootsAtMost) {
    t = triangleRoot(t, n);
    roots++;
  }
  const x = t.slice();
  for (let i = 0; i < n; i++) x[2 * i * (n + 1)]! -= 1;
  const sum = new Float64Array(a.length);
  places.forEach((place, p) => {
    const denominator = x.map((value) => value * place);
    for (let i = 0; i < n; i++) denominator[2 * i * (n + 1)]! += 1;
    const part = x.slice();
    const order = new Int32Array(n);
    luFactor(denominator, n, order);
    // Functions of one matrix commute: what is solved from the left is the quotient.
    luSolve(denominator, order, n, part, n);
    for (let i = 0; i < sum.length; i++) sum[i]! += weights[p]! * part[i]!;
  });
  const { u } = form;
  const scale = 2 ** roots;
  return matrixProduct(
    matrixProduct(
      u,
      sum.map((value) => value * scale),
      n,
    ),
    adjointMatrix(u, n, n),
    n,
  );
}

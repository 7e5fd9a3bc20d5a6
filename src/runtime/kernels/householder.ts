/**
 * Householder's reflections of complex matrices, with LAPACK's and Eigen's signs: QR factors and Hessenberg forms.
 * Matrices are interleaved complex numbers by rows.
 */
import { at, type Complex, minus, product, put, quotient, roundedSum } from './complex_numbers';
import { double, isAlone, laneSum, type Numbers, type Precision, rounded } from './precision';

/**
 * Replaces `a` (`m x n`) by R and fills `q` (`m x m`) so that `q R = a`. The diagonal's signs are those of LAPACK and
 * Eigen: opposite to the element that is reflected.
 */
export function qrFactor(a: Numbers, m: number, n: number, q: Numbers): void {
  const steps = Math.min(m, n);
  const vectors: Numbers[] = [];
  const taus = double.allocate(2 * steps);
  for (let k = 0; k < steps; k++) {
    const v = double.allocate(2 * m);
    const beta = reflector(a, m, n, k, k, v, taus, double);
    vectors.push(v);
    reflect(a, n, m, k, k + 1, v, [taus[2 * k]!, taus[2 * k + 1]!], double);
    for (let i = k; i < m; i++) a.fill(0, 2 * (i * n + k), 2 * (i * n + k) + 2);
    a[2 * (k * n + k)] = beta;
  }
  q.fill(0);
  for (let i = 0; i < m; i++) q[2 * i * (m + 1)] = 1;
  // Q is the product of the adjoint reflections, the last one first.
  for (let k = steps - 1; k >= 0; k--)
    reflect(q, m, m, k, k, vectors[k]!, [taus[2 * k]!, -taus[2 * k + 1]!], double);
}

/** Makes the reflection that clears a column below `row`. @returns what stays there */
export function reflector(
  a: Numbers,
  m: number,
  n: number,
  row: number,
  column: number,
  v: Numbers,
  taus: Numbers,
  { least, round }: Precision,
): number {
  const [re, im] = at(a, n, row, column);
  const square = (i: number) => {
    const [x, y] = at(a, n, i, column);
    return round(round(x * x) + round(y * y));
  };
  let tail = 0;
  for (let i = row + 1; i < m; i++) tail = round(tail + square(i));
  v[2 * row] = 1;
  if (tail <= least && im * im <= least) return re;
  const size = round(Math.sqrt(round(square(row) + tail)));
  const beta = re >= 0 ? -size : size;
  const gap: Complex = [round(re - beta), im];
  for (let i = row + 1; i < m; i++) [v[2 * i], v[2 * i + 1]] = quotient(at(a, n, i, column), gap, round);
  taus[2 * column] = round(beta - re) / beta;
  taus[2 * column + 1] = im / beta;
  return beta;
}

/** `a -= tau * v * (v^H a)` for the columns from `first` on; `v` is zero above row `k`. */
export function reflect(
  a: Numbers,
  n: number,
  m: number,
  k: number,
  first: number,
  v: Numbers,
  [tauRe, tauIm]: Complex,
  { narrow }: Precision,
): void {
  if (tauRe === 0 && tauIm === 0) return;
  const width = 2 * (n - first);
  const sums = new Float64Array(width);
  for (let i = k + 1; i <= m; i++) {
    // The row that is reflected comes last, with a factor of 1.
    const row = i === m ? k : i;
    const [vr, vi] = [v[2 * row]!, v[2 * row + 1]!];
    const from = 2 * (row * n + first);
    for (let j = 0; j < width; j += 2) {
      const [x, y] = [a[from + j]!, a[from + j + 1]!];
      sums[j] = rounded(
        sums[j]! + rounded(rounded(vr * x, narrow) + rounded(vi * y, narrow), narrow),
        narrow,
      );
      sums[j + 1] = rounded(
        sums[j + 1]! + rounded(rounded(vr * y, narrow) - rounded(vi * x, narrow), narrow),
        narrow,
      );
    }
  }
  for (let i = k; i < m; i++) {
    const [vr, vi] = [v[2 * i]!, v[2 * i + 1]!];
    const p = rounded(rounded(tauRe * vr, narrow) - rounded(tauIm * vi, narrow), narrow);
    const q = rounded(rounded(tauRe * vi, narrow) + rounded(tauIm * vr, narrow), narrow);
    const from = 2 * (i * n + first);
    for (let j = 0; j < width; j += 2) {
      const [re, im] = [sums[j]!, sums[j + 1]!];
      a[from + j] = a[from + j]! - rounded(rounded(p * re, narrow) - rounded(q * im, narrow), narrow);
      a[from + j + 1] = a[from + j + 1]! - rounded(rounded(p * im, narrow) + rounded(q * re, narrow), narrow);
    }
  }
}

/** Replaces `a` by its Hessenberg form H with `a = q H q^*`. */
export function toHessenberg(a: Numbers, n: number, q: Numbers, precision: Precision): void {
  const vectors: Numbers[] = [];
  const taus = precision.allocate(2 * n);
  for (let k = 0; k < n - 1; k++) {
    const v = precision.allocate(2 * n);
    const beta = reflector(a, n, n, k + 1, k, v, taus, precision);
    const [re, im] = [taus[2 * k]!, taus[2 * k + 1]!];
    vectors.push(v);
    for (let i = k + 1; i < n; i++) put(a, n, i, k, [i === k + 1 ? beta : 0, 0]);
    reflect(a, n, n, k + 1, k + 1, v, [re, im], precision);
    reflectRight(a, n, k + 1, v, [re, -im], precision);
  }
  for (let i = 0; i < n; i++) q[2 * i * (n + 1)] = 1;
  for (let k = n - 2; k >= 0; k--)
    reflect(q, n, n, k + 1, k + 1, vectors[k]!, [taus[2 * k]!, -taus[2 * k + 1]!], precision);
}

/** `a -= tau * (a v) * v^H`; `v` is zero above row `k`. */
function reflectRight(
  a: Numbers,
  n: number,
  k: number,
  v: Numbers,
  tau: Complex,
  precision: Precision,
): void {
  if (tau[0] === 0 && tau[1] === 0) return;
  const { round } = precision;
  const complex = { ...precision, lanes: precision.lanes / 2 };
  for (let i = 0; i < n; i++) {
    const [re, im]: [number[], number[]] = [[], []];
    for (let j = k + 1; j < n; j++) {
      const [x, y] = product(at(a, n, i, j), [v[2 * j]!, v[2 * j + 1]!], round);
      re.push(x);
      im.push(y);
    }
    const alone = isAlone(i, n);
    const sum: Complex = [laneSum(re, alone, complex), laneSum(im, alone, complex)];
    const factor = product(tau, roundedSum(sum, at(a, n, i, k), round), round);
    for (let j = k; j < n; j++)
      put(a, n, i, j, minus(at(a, n, i, j), product(factor, [v[2 * j]!, -v[2 * j + 1]!], round)));
  }
}

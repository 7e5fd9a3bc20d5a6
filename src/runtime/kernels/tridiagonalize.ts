/**
 * Hermitian matrices to three diagonals by Householder's reflections, with the steps in Eigen's order: which vectors
 * belong to an eigenvalue that stands twice follows from rounding. Matrices are interleaved complex numbers by rows.
 */
import { type Complex, product, put, roundedSum } from './complex_numbers';
import { reflect, reflector } from './householder';
import { type Numbers, type Precision, rounded } from './precision';

/** `A (tau x)` for the Hermitian matrix whose lower triangle stands in the rows and columns of `a` from `first` on. */
function timesVector(
  a: Numbers,
  n: number,
  first: number,
  x: Numbers,
  tau: Complex,
  { narrow, round }: Precision,
): Numbers {
  const out = new Float64Array(x.length);
  const add = (i: number, re: number, im: number) => {
    out[i] = rounded(out[i]! + re, narrow);
    out[i + 1] = rounded(out[i + 1]! + im, narrow);
  };
  for (let j = 0; j < x.length; j += 2) {
    const [p, q] = product(tau, [x[j]!, x[j + 1]!], round);
    const row = 2 * ((first + j / 2) * n + first);
    add(j, rounded(a[row + j]! * p, narrow), rounded(a[row + j]! * q, narrow));
    let [restRe, restIm] = [0, 0];
    for (let i = 0; i < j; i += 2) {
      const [re, im] = [a[row + i]!, a[row + i + 1]!];
      const [u, w] = [x[i]!, x[i + 1]!];
      add(
        i,
        rounded(rounded(re * p, narrow) + rounded(im * q, narrow), narrow),
        rounded(rounded(re * q, narrow) - rounded(im * p, narrow), narrow),
      );
      restRe = rounded(restRe + rounded(rounded(re * u, narrow) - rounded(im * w, narrow), narrow), narrow);
      restIm = rounded(restIm + rounded(rounded(re * w, narrow) + rounded(im * u, narrow), narrow), narrow);
    }
    add(j, ...product(tau, [restRe, restIm], round));
  }
  return out;
}

/** `A -= v w^H + w v^H`, of which only the lower triangle is kept. */
function update(a: Numbers, n: number, first: number, v: Numbers, w: Numbers, { narrow }: Precision): void {
  for (let i = 0; i < v.length; i += 2) {
    const row = 2 * ((first + i / 2) * n + first);
    const [vr, vi, wr, wi] = [v[i]!, v[i + 1]!, w[i]!, w[i + 1]!];
    for (let j = 0; j <= i; j += 2) {
      const [xr, xi, yr, yi] = [w[j]!, w[j + 1]!, v[j]!, v[j + 1]!];
      const re =
        rounded(rounded(vr * xr, narrow) + rounded(vi * xi, narrow), narrow) +
        rounded(rounded(wr * yr, narrow) + rounded(wi * yi, narrow), narrow);
      const im =
        rounded(rounded(vi * xr, narrow) - rounded(vr * xi, narrow), narrow) +
        rounded(rounded(wi * yr, narrow) - rounded(wr * yi, narrow), narrow);
      a[row + j] = a[row + j]! - rounded(re, narrow);
      a[row + j + 1] = a[row + j + 1]! - rounded(im, narrow);
    }
  }
}

/**
 * Of the lower triangle of `a` (`n x n`, overwritten) only the main diagonal and the one below count afterwards, both
 * real, with `q` the basis in which they are the matrix.
 */
export function tridiagonalize(a: Numbers, n: number, q: Numbers, precision: Precision): void {
  const { round } = precision;
  const vectors: Numbers[] = [];
  const taus = precision.allocate(2 * n);
  for (let k = 0; k < n - 1; k++) {
    const reflection = precision.allocate(2 * n);
    const beta = reflector(a, n, n, k + 1, k, reflection, taus, precision);
    vectors.push(reflection);
    const tau: Complex = [taus[2 * k]!, -taus[2 * k + 1]!];
    const v = reflection.slice(2 * (k + 1));
    const w = timesVector(a, n, k + 1, v, tau, precision);
    let overlap: Complex = [0, 0];
    for (let i = 0; i < v.length; i += 2)
      overlap = roundedSum(overlap, product([w[i]!, -w[i + 1]!], [v[i]!, v[i + 1]!], round), round);
    const factor = product([-0.5 * tau[0], -0.5 * tau[1]], overlap, round);
    for (let i = 0; i < v.length; i += 2) {
      const [re, im] = product(factor, [v[i]!, v[i + 1]!], round);
      w[i] = round(w[i]! + re);
      w[i + 1] = round(w[i + 1]! + im);
    }
    update(a, n, k + 1, v, w, precision);
    put(a, n, k + 1, k, [beta, 0]);
  }
  for (let i = 0; i < n; i++) q[2 * i * (n + 1)] = 1;
  for (let k = n - 2; k >= 0; k--)
    reflect(q, n, n, k + 1, k + 1, vectors[k]!, [taus[2 * k]!, -taus[2 * k + 1]!], precision);
}

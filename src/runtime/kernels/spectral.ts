/**
 * QR by Householder reflections, eigenvalues of Hermitian matrices and singular values by Jacobi rotations. Matrices
 * are interleaved complex doubles by rows (see factor.ts).
 */

/**
 * Replaces `a` (`m x n`) by R and fills `q` (`m x m`) so that `q R = a`. The diagonal's signs are those of LAPACK and
 * Eigen: opposite to the element that is reflected.
 */
export function qrFactor(a: Float64Array, m: number, n: number, q: Float64Array): void {
  const steps = Math.min(m, n);
  const vectors: Float64Array[] = [];
  const taus = new Float64Array(2 * steps);
  for (let k = 0; k < steps; k++) {
    const v = new Float64Array(2 * m);
    const beta = reflector(a, m, n, k, k, v, taus);
    vectors.push(v);
    reflect(a, n, m, k, k + 1, v, taus[2 * k]!, taus[2 * k + 1]!);
    for (let i = k; i < m; i++) a.fill(0, 2 * (i * n + k), 2 * (i * n + k) + 2);
    a[2 * (k * n + k)] = beta;
  }
  q.fill(0);
  for (let i = 0; i < m; i++) q[2 * i * (m + 1)] = 1;
  // Q is the product of the adjoint reflections, the last one first.
  for (let k = steps - 1; k >= 0; k--) reflect(q, m, m, k, 0, vectors[k]!, taus[2 * k]!, -taus[2 * k + 1]!);
}

/** Makes the reflection that clears a column below `row`. @returns what stays there */
export function reflector(
  a: Float64Array,
  m: number,
  n: number,
  row: number,
  column: number,
  v: Float64Array,
  taus: Float64Array,
): number {
  const re = a[2 * (row * n + column)]!;
  const im = a[2 * (row * n + column) + 1]!;
  let tail = 0;
  for (let i = row + 1; i < m; i++) tail += a[2 * (i * n + column)]! ** 2 + a[2 * (i * n + column) + 1]! ** 2;
  v[2 * row] = 1;
  if (tail === 0 && im === 0) return re;
  const size = Math.sqrt(re * re + im * im + tail);
  const beta = re >= 0 ? -size : size;
  const dRe = re - beta;
  const scale = dRe * dRe + im * im;
  for (let i = row + 1; i < m; i++) {
    const x = a[2 * (i * n + column)]!;
    const y = a[2 * (i * n + column) + 1]!;
    v[2 * i] = (x * dRe + y * im) / scale;
    v[2 * i + 1] = (y * dRe - x * im) / scale;
  }
  taus[2 * column] = (beta - re) / beta;
  taus[2 * column + 1] = im / beta;
  return beta;
}

/** `a -= tau * v * (v^H a)` for the columns from `first` on; `v` is zero above row `k`. */
export function reflect(
  a: Float64Array,
  n: number,
  m: number,
  k: number,
  first: number,
  v: Float64Array,
  tauRe: number,
  tauIm: number,
): void {
  if (tauRe === 0 && tauIm === 0) return;
  for (let j = first; j < n; j++) {
    let re = 0;
    let im = 0;
    for (let i = k; i < m; i++) {
      const x = a[2 * (i * n + j)]!;
      const y = a[2 * (i * n + j) + 1]!;
      re += v[2 * i]! * x + v[2 * i + 1]! * y;
      im += v[2 * i]! * y - v[2 * i + 1]! * x;
    }
    const p = tauRe * re - tauIm * im;
    const q = tauRe * im + tauIm * re;
    for (let i = k; i < m; i++) {
      const at = 2 * (i * n + j);
      a[at] = a[at]! - (v[2 * i]! * p - v[2 * i + 1]! * q);
      a[at + 1] = a[at + 1]! - (v[2 * i]! * q + v[2 * i + 1]! * p);
    }
  }
}

const sweeps = 60;

/** Rotates columns `p` and `q` of an `m x n` matrix: `[p, q] = [c p - s conj(w) q, s w p + c q]`, `w` of size 1. */
function rotateColumns(
  a: Float64Array,
  m: number,
  n: number,
  p: number,
  q: number,
  c: number,
  s: number,
  wRe: number,
  wIm: number,
): void {
  for (let i = 0; i < m; i++) {
    const at = 2 * (i * n + p);
    const bt = 2 * (i * n + q);
    const x = a[at]!;
    const y = a[at + 1]!;
    const u = a[bt]!;
    const v = a[bt + 1]!;
    a[at] = c * x - s * (wRe * u + wIm * v);
    a[at + 1] = c * y - s * (wRe * v - wIm * u);
    a[bt] = s * (wRe * x - wIm * y) + c * u;
    a[bt + 1] = s * (wRe * y + wIm * x) + c * v;
  }
}

/** Sine and cosine that make two values, `alpha` and `beta` coupled by `gamma`, independent. */
function rotation(alpha: number, beta: number, gamma: number): [c: number, s: number] {
  const zeta = (beta - alpha) / (2 * gamma);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  return [c, c * t];
}

/**
 * Makes the columns of `a` (`m x n`) orthogonal by rotations, which are collected in `v` (`n x n`): one-sided Jacobi.
 * Afterwards the columns are `U S`.
 */
export function orthogonalize(a: Float64Array, m: number, n: number, v: Float64Array): void {
  v.fill(0);
  for (let i = 0; i < n; i++) v[2 * i * (n + 1)] = 1;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let rotated = false;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        let alpha = 0;
        let beta = 0;
        let re = 0;
        let im = 0;
        for (let i = 0; i < m; i++) {
          const x = a[2 * (i * n + p)]!;
          const y = a[2 * (i * n + p) + 1]!;
          const u = a[2 * (i * n + q)]!;
          const w = a[2 * (i * n + q) + 1]!;
          alpha += x * x + y * y;
          beta += u * u + w * w;
          re += x * u + y * w;
          im += x * w - y * u;
        }
        const gamma = Math.hypot(re, im);
        if (gamma === 0 || gamma <= 1e-15 * Math.sqrt(alpha * beta)) continue;
        rotated = true;
        const [c, s] = rotation(alpha, beta, gamma);
        rotateColumns(a, m, n, p, q, c, s, re / gamma, im / gamma);
        rotateColumns(v, n, n, p, q, c, s, re / gamma, im / gamma);
      }
    if (!rotated) return;
  }
}

/** Hermitian `a` (`n x n`, the lower triangle counts) becomes diagonal; `v` collects the eigenvectors as columns. */
export function diagonalize(a: Float64Array, n: number, v: Float64Array): void {
  for (let i = 0; i < n; i++) {
    a[2 * i * (n + 1) + 1] = 0;
    for (let j = i + 1; j < n; j++) {
      a[2 * (i * n + j)] = a[2 * (j * n + i)]!;
      a[2 * (i * n + j) + 1] = -a[2 * (j * n + i) + 1]!;
    }
  }
  v.fill(0);
  for (let i = 0; i < n; i++) v[2 * i * (n + 1)] = 1;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let rotated = false;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const re = a[2 * (p * n + q)]!;
        const im = a[2 * (p * n + q) + 1]!;
        const gamma = Math.hypot(re, im);
        const alpha = a[2 * p * (n + 1)]!;
        const beta = a[2 * q * (n + 1)]!;
        if (gamma === 0 || gamma <= 1e-17 * (Math.abs(alpha) + Math.abs(beta))) continue;
        rotated = true;
        const [c, s] = rotation(alpha, beta, gamma);
        rotateColumns(a, n, n, p, q, c, s, re / gamma, im / gamma);
        rotateRows(a, n, p, q, c, s, re / gamma, im / gamma);
        rotateColumns(v, n, n, p, q, c, s, re / gamma, im / gamma);
      }
    if (!rotated) return;
  }
}

/** The adjoint of {@link rotateColumns} from the left. */
function rotateRows(
  a: Float64Array,
  n: number,
  p: number,
  q: number,
  c: number,
  s: number,
  wRe: number,
  wIm: number,
): void {
  for (let j = 0; j < n; j++) {
    const at = 2 * (p * n + j);
    const bt = 2 * (q * n + j);
    const x = a[at]!;
    const y = a[at + 1]!;
    const u = a[bt]!;
    const v = a[bt + 1]!;
    a[at] = c * x - s * (wRe * u - wIm * v);
    a[at + 1] = c * y - s * (wRe * v + wIm * u);
    a[bt] = s * (wRe * x + wIm * y) + c * u;
    a[bt + 1] = s * (wRe * y - wIm * x) + c * v;
  }
}

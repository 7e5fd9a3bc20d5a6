/**
 * Singular values by Jacobi's rotations from both sides, after QR factors with exchanged columns for what is not square:
 * Eigen's algorithm for few columns, so that vectors have its signs and phases. Matrices are interleaved complex numbers
 * by rows.
 */
import {
  adjointMatrix,
  at,
  type Complex,
  minus,
  plus,
  product,
  put,
  quotient,
  sizeOf,
} from './complex_numbers';
import { type Rotation, rotatePlane } from './givens';
import { reflect, reflector } from './householder';
import { type Numbers, narrowed, type Precision } from './precision';

export interface Singular {
  /** Descending. */
  readonly s: Numbers;
  /** `m x m`. */
  readonly u: Numbers;
  /** `n x n`. */
  readonly v: Numbers;
}

function identity(n: number, { allocate }: Precision): Numbers {
  const out = allocate(2 * n * n);
  for (let i = 0; i < n; i++) out[2 * i * (n + 1)] = 1;
  return out;
}

function exchangeColumns(a: Numbers, m: number, n: number, i: number, j: number): void {
  for (let row = 0; row < m; row++)
    for (let lane = 0; lane < 2; lane++) {
      const [x, y] = [2 * (row * n + i) + lane, 2 * (row * n + j) + lane];
      [a[x], a[y]] = [a[y]!, a[x]!];
    }
}

function columnSize(a: Numbers, m: number, n: number, column: number, from: number): number {
  let sum = 0;
  for (let i = from; i < m; i++) sum += a[2 * (i * n + column)]! ** 2 + a[2 * (i * n + column) + 1]! ** 2;
  return Math.sqrt(sum);
}

/** `a p = q r` for a tall matrix, the largest remaining column first; `a` becomes R. */
function pivotedQr(a: Numbers, m: number, n: number, precision: Precision): { q: Numbers; p: Numbers } {
  const p = identity(n, precision);
  const vectors: Numbers[] = [];
  const taus = precision.allocate(2 * n);
  for (let k = 0; k < n; k++) {
    let largest = k;
    let size = columnSize(a, m, n, k, k);
    for (let j = k + 1; j < n; j++) {
      const other = columnSize(a, m, n, j, k);
      if (other > size) [largest, size] = [j, other];
    }
    if (largest !== k) {
      exchangeColumns(a, m, n, k, largest);
      exchangeColumns(p, n, n, k, largest);
    }
    const v = precision.allocate(2 * m);
    const beta = reflector(a, m, n, k, k, v, taus, precision);
    vectors.push(v);
    reflect(a, n, m, k, k + 1, v, [taus[2 * k]!, taus[2 * k + 1]!], precision);
    for (let i = k; i < m; i++) put(a, n, i, k, [i === k ? beta : 0, 0]);
  }
  const q = identity(m, precision);
  for (let k = n - 1; k >= 0; k--)
    reflect(q, m, m, k, k, vectors[k]!, [taus[2 * k]!, -taus[2 * k + 1]!], precision);
  return { q, p };
}

/** A square matrix whose off-diagonal elements are rotated away pair by pair, and the bases that turn along. */
class Sweeps {
  private largest: number;

  /** @param u `m` rows, the columns of the square first; @param v the same with `n` rows */
  constructor(
    private readonly work: Numbers,
    private readonly size: number,
    private readonly u: Numbers,
    private readonly m: number,
    private readonly v: Numbers,
    private readonly n: number,
    private readonly complex: boolean,
    private readonly precision: Precision,
  ) {
    this.largest = 0;
    for (let i = 0; i < size; i++) this.largest = Math.max(this.largest, this.sizeAt(i, i));
  }

  private at(i: number, j: number): Complex {
    return at(this.work, this.size, i, j);
  }
  private sizeAt(i: number, j: number): number {
    return this.precision.round(sizeOf(this.at(i, j)));
  }

  run(): void {
    const { epsilon, least } = this.precision;
    for (let finished = false; !finished; ) {
      finished = true;
      for (let p = 1; p < this.size; p++)
        for (let q = 0; q < p; q++) {
          const limit = Math.max(least, 2 * epsilon * this.largest);
          if (!(this.sizeAt(p, q) > limit || this.sizeAt(q, p) > limit)) continue;
          finished = false;
          if (this.complex && !this.makeReal(p, q)) continue;
          this.diagonalize(p, q);
        }
    }
  }

  private noteSizes(p: number, q: number): void {
    this.largest = Math.max(this.largest, this.sizeAt(p, p), this.sizeAt(q, q));
  }
  private scaleRow(i: number, z: Complex): void {
    for (let j = 0; j < this.size; j++)
      put(this.work, this.size, i, j, product(this.at(i, j), z, this.precision.round));
    scaleColumn(this.u, this.m, this.m, i, [z[0], -z[1]], this.precision);
  }
  /** What turns an element with an imaginary part into a real one; null if it is real. */
  private phaseOf(i: number, j: number): Complex | null {
    const [re, im] = this.at(i, j);
    if (!(Math.abs(im) > this.precision.least)) return null;
    return quotient([this.sizeAt(i, j), 0], [re, im], this.precision.round);
  }

  /** Makes the block of rows and columns `p` and `q` real. @returns whether it is not diagonal yet */
  private makeReal(p: number, q: number): boolean {
    const [first, below] = [this.at(p, p), this.at(q, p)];
    const { round } = this.precision;
    const square = ([x, y]: Complex) => round(round(x * x) + round(y * y));
    const n = round(Math.sqrt(round(square(first) + square(below))));
    if (n === 0) {
      put(this.work, this.size, p, p, [0, 0]);
      put(this.work, this.size, q, p, [0, 0]);
      const phase = this.phaseOf(p, q);
      if (phase !== null) this.scaleRow(p, phase);
    } else {
      this.turnRows(
        p,
        q,
        [round(first[0] / n), -round(first[1] / n)],
        [round(below[0] / n), round(below[1] / n)],
      );
      const phase = this.phaseOf(p, q);
      if (phase !== null) {
        scaleColumn(this.work, this.size, this.size, q, phase, this.precision);
        scaleColumn(this.v, this.n, this.n, q, phase, this.precision);
      }
    }
    const phase = this.phaseOf(q, q);
    if (phase !== null) this.scaleRow(q, phase);
    this.noteSizes(p, q);
    const limit = Math.max(this.precision.least, this.precision.epsilon * this.largest);
    return this.sizeAt(p, q) > limit || this.sizeAt(q, p) > limit;
  }

  /** `[x, y] = [c x + s^* y, -s x + c^* y]` for rows, and what undoes it for the columns of `u`. */
  private turnRows(p: number, q: number, c: Complex, s: Complex): void {
    const [cc, sc]: [Complex, Complex] = [
      [c[0], -c[1]],
      [s[0], -s[1]],
    ];
    const { round } = this.precision;
    for (let j = 0; j < this.size; j++) {
      const [x, y] = [this.at(p, j), this.at(q, j)];
      put(this.work, this.size, p, j, plus(product(c, x, round), product(sc, y, round)));
      put(this.work, this.size, q, j, minus(product(cc, y, round), product(s, x, round)));
    }
    for (let i = 0; i < this.m; i++) {
      const [x, y] = [at(this.u, this.m, i, p), at(this.u, this.m, i, q)];
      put(this.u, this.m, i, p, plus(product(cc, x, round), product(s, y, round)));
      put(this.u, this.m, i, q, minus(product(c, y, round), product(sc, x, round)));
    }
  }

  /** Rotates a real block from both sides until it is diagonal. */
  private diagonalize(p: number, q: number): void {
    const { work, size, u, m, v, n, precision } = this;
    const { left, right } = this.rotations(p, q);
    const back = { c: left.c, s: -left.s };
    rotatePlane(work, 2 * p * size, 2 * q * size, 2, size, 2, back, precision);
    rotatePlane(u, 2 * p, 2 * q, 2 * m, m, 2, back, precision);
    rotatePlane(work, 2 * p, 2 * q, 2 * size, size, 2, right, precision);
    rotatePlane(v, 2 * p, 2 * q, 2 * n, n, 2, right, precision);
    this.noteSizes(p, q);
  }

  /** The first rotation makes the block symmetric, the second one, from both sides, diagonal. */
  private rotations(p: number, q: number): { left: Rotation; right: Rotation } {
    const { least, round } = this.precision;
    let [[a], [b], [c], [d]] = [this.at(p, p), this.at(p, q), this.at(q, p), this.at(q, q)];
    const difference = round(c - b);
    let first: Rotation = { c: 1, s: 0 };
    if (!(Math.abs(difference) < least)) {
      const t = round(round(a + d) / difference);
      const size = round(Math.sqrt(round(1 + round(t * t))));
      first = { c: round(t / size), s: round(1 / size) };
    }
    const turn = (x: number, y: number) => round(round(first.c * x) + round(first.s * y));
    const across = (x: number, y: number) => round(round(first.c * y) - round(first.s * x));
    [a, c] = [turn(a, c), across(a, c)];
    [b, d] = [turn(b, d), across(b, d)];
    const right = jacobiOf(a, b, d, this.precision);
    return { left: { c: turn(right.c, right.s), s: -across(right.c, right.s) }, right };
  }
}

/** The rotation that makes `[[x, y], [y, z]]` diagonal from both sides. */
function jacobiOf(x: number, y: number, z: number, { least, round }: Precision): Rotation {
  const twice = 2 * Math.abs(y);
  if (twice < least) return { c: 1, s: 0 };
  const tau = round(round(x - z) / twice);
  const w = round(Math.sqrt(round(round(tau * tau) + 1)));
  const t = round(1 / round(tau > 0 ? tau + w : tau - w));
  const c = round(1 / round(Math.sqrt(round(round(t * t) + 1))));
  const s = round((t > 0 ? -1 : 1) * Math.sign(y) * round(Math.abs(t) * c));
  return { c, s };
}

function scaleColumn(
  a: Numbers,
  m: number,
  n: number,
  column: number,
  z: Complex,
  { round }: Precision,
): void {
  for (let i = 0; i < m; i++) put(a, n, i, column, product(at(a, n, i, column), z, round));
}

/** The bases before the sweeps, and the square matrix that is left. */
function reduced(a: Numbers, m: number, n: number, precision: Precision) {
  if (m === n) return { work: a, u: identity(m, precision), v: identity(n, precision) };
  const tall = m > n;
  const own = tall ? a : narrowed(adjointMatrix(a, m, n), precision);
  const { q, p } = pivotedQr(own, Math.max(m, n), Math.min(m, n), precision);
  const size = Math.min(m, n);
  const r = own.slice(0, 2 * size * size);
  return tall
    ? { work: r, u: q, v: p }
    : { work: narrowed(adjointMatrix(r, size, size), precision), u: p, v: q };
}

/** Singular values and whole bases of a finite matrix `a` (`m x n`). @param complex false if all elements are real */
export function jacobiSvd(
  a: Numbers,
  m: number,
  n: number,
  complex: boolean,
  precision: Precision,
): Singular {
  let scale = 0;
  for (let i = 0; i < a.length; i += 2) scale = Math.max(scale, sizeOf([a[i]!, a[i + 1]!]));
  const { round } = precision;
  scale = round(scale) || 1;
  const { work, u, v } = reduced(narrowed(a, precision, scale), m, n, precision);
  const size = Math.min(m, n);
  new Sweeps(work, size, u, m, v, n, complex, precision).run();
  const s = precision.allocate(size);
  for (let i = 0; i < size; i++) {
    const [re, im] = at(work, size, i, i);
    const length = round(sizeOf([re, im]));
    s[i] = length;
    if (Math.abs(im) > precision.least)
      scaleColumn(u, m, m, i, [round(re / length), round(im / length)], precision);
    else if (re < 0) scaleColumn(u, m, m, i, [-1, 0], precision);
  }
  for (let i = 0; i < size; i++) s[i]! *= scale;
  for (let i = 0; i < size; i++) {
    let most = i;
    for (let j = i + 1; j < size; j++) if (s[j]! > s[most]!) most = j;
    if (s[most] === 0) break;
    if (most === i) continue;
    [s[i], s[most]] = [s[most]!, s[i]!];
    exchangeColumns(u, m, m, i, most);
    exchangeColumns(v, n, n, i, most);
  }
  return { s, u, v };
}

/**
 * The real Schur form of a real matrix: Householder's reflections to Hessenberg form, then Francis' double steps, which
 * take complex pairs of eigenvalues together. Choices of sign, shift and end are Eigen's, because the order and the
 * phases of TF's eigenvectors follow from them. Matrices are plain reals by rows.
 */
import { givensOf, rotatePlane } from './givens';
import { isAlone, laneSum, type Numbers, narrowed, type Precision } from './precision';

/** The reflection `I - tau v v^T` that turns `x` into `(beta, 0, ...)`; `v` starts with 1. */
interface Reflection {
  readonly v: readonly number[];
  readonly tau: number;
  readonly beta: number;
}
function reflectionOf(x: readonly number[], { least, round }: Precision): Reflection {
  const first = x[0]!;
  let tail = 0;
  for (let i = 1; i < x.length; i++) tail = round(tail + round(x[i]! * x[i]!));
  if (tail <= least) return { v: x.map((_, i) => (i === 0 ? 1 : 0)), tau: 0, beta: first };
  const size = round(Math.sqrt(round(round(first * first) + tail)));
  const beta = first >= 0 ? -size : size;
  const v = x.map((y, i) => (i === 0 ? 1 : round(y / round(first - beta))));
  return { v, tau: round(round(beta - first) / beta), beta };
}

/** Reflects the rows from `row` on, in the columns from `from` on. */
function reflectRows(
  a: Numbers,
  n: number,
  row: number,
  from: number,
  { v, tau }: Reflection,
  { round }: Precision,
): void {
  if (tau === 0) return;
  for (let j = from; j < n; j++) {
    let sum = 0;
    for (let i = 1; i < v.length; i++) sum = round(sum + round(v[i]! * a[(row + i) * n + j]!));
    sum = round(sum + a[row * n + j]!);
    for (let i = 0; i < v.length; i++) a[(row + i) * n + j]! -= round(round(tau * v[i]!) * sum);
  }
}
/** Reflects the columns from `column` on, in the first `rows` rows. */
function reflectColumns(
  a: Numbers,
  n: number,
  column: number,
  rows: number,
  { v, tau }: Reflection,
  precision: Precision,
): void {
  if (tau === 0) return;
  const { round } = precision;
  for (let i = 0; i < rows; i++) {
    const at = i * n + column;
    const sum = round(
      laneSum(
        v.slice(1).map((y, j) => round(y * a[at + 1 + j]!)),
        isAlone(i, rows),
        precision,
      ) + a[at]!,
    );
    for (let j = 0; j < v.length; j++) a[at + j]! -= round(round(tau * sum) * v[j]!);
  }
}

/** Replaces `t` by its Hessenberg form H with `t = u H u^T`. */
function toHessenberg(t: Numbers, u: Numbers, n: number, precision: Precision): void {
  const reflections: Reflection[] = [];
  for (let k = 0; k < n - 1; k++) {
    const column = Array.from({ length: n - 1 - k }, (_, i) => t[(k + 1 + i) * n + k]!);
    const reflection = reflectionOf(column, precision);
    reflections.push(reflection);
    column.forEach((_, i) => {
      t[(k + 1 + i) * n + k] = i === 0 ? reflection.beta : 0;
    });
    reflectRows(t, n, k + 1, k + 1, reflection, precision);
    reflectColumns(t, n, k + 1, n, reflection, precision);
  }
  for (let i = 0; i < n; i++) u[i * (n + 1)] = 1;
  for (let k = n - 2; k >= 0; k--) reflectRows(u, n, k + 1, k + 1, reflections[k]!, precision);
}

const stepsARow = 40;
/** Steps without a result after which other shifts are tried: Wilkinson's first, then MATLAB's. */
const wilkinson = 10;
const matlab = 30;

/** One reduction of a Hessenberg form; what it has split off lies below and right of row `last`. */
class Reduction {
  private turn = 0;
  private total = 0;
  private shifted = 0;
  private readonly negligible: number;

  constructor(
    private readonly t: Numbers,
    private readonly u: Numbers,
    private readonly n: number,
    private readonly precision: Precision,
  ) {
    let norm = 0;
    for (let i = 0; i < n; i++) for (let j = Math.max(0, i - 1); j < n; j++) norm += Math.abs(this.at(i, j));
    this.negligible = Math.max(norm * precision.epsilon ** 2, precision.least);
  }

  private at(i: number, j: number): number {
    return this.t[i * this.n + j]!;
  }
  private put(i: number, j: number, value: number): void {
    this.t[i * this.n + j] = value;
  }

  /** @returns false if it does not converge */
  run(): boolean {
    for (let last = this.n - 1; last >= 0; ) {
      const first = this.startOfBlock(last);
      if (first === last) {
        this.put(last, last, this.at(last, last) + this.shifted);
        if (last > 0) this.put(last, last - 1, 0);
      } else if (first === last - 1) this.splitPair(last);
      else {
        const shift = this.nextShift(last);
        this.turn++;
        if (++this.total > stepsARow * this.n) return false;
        this.step(first, last, shift);
        continue;
      }
      last = first - 1;
      this.turn = 0;
    }
    return true;
  }

  /** The first row of the block that ends with row `last` and falls apart nowhere. */
  private startOfBlock(last: number): number {
    let row = last;
    while (row > 0) {
      const beside = Math.abs(this.at(row - 1, row - 1)) + Math.abs(this.at(row, row));
      const limit = Math.max(beside * this.precision.epsilon, this.negligible);
      if (Math.abs(this.at(row, row - 1)) <= limit) break;
      row--;
    }
    return row;
  }

  /** Rows `last - 1` and `last` belong together: made a triangle if their eigenvalues are real. */
  private splitPair(last: number): void {
    const { t, n, precision } = this;
    const { round } = precision;
    const p = round(0.5 * round(this.at(last - 1, last - 1) - this.at(last, last)));
    const q = round(round(p * p) + round(this.at(last, last - 1) * this.at(last - 1, last)));
    this.put(last, last, this.at(last, last) + this.shifted);
    this.put(last - 1, last - 1, this.at(last - 1, last - 1) + this.shifted);
    if (q >= 0) {
      const z = round(Math.sqrt(q));
      const rotation = givensOf(round(p >= 0 ? p + z : p - z), this.at(last, last - 1), precision);
      const corner = (last - 1) * (n + 1);
      rotatePlane(t, corner, corner + n, 1, n - last + 1, 1, rotation, precision);
      rotatePlane(t, last - 1, last, n, last + 1, 1, rotation, precision);
      this.put(last, last - 1, 0);
      rotatePlane(this.u, last - 1, last, n, n, 1, rotation, precision);
    }
    if (last > 1) this.put(last - 1, last - 2, 0);
  }

  /** Sum, product and coupling of the next double shift, as the two last diagonal elements and their coupling. */
  private nextShift(last: number): readonly [number, number, number] {
    const [x, y] = [this.at(last, last), this.at(last - 1, last - 1)];
    const w = this.precision.round(this.at(last, last - 1) * this.at(last - 1, last));
    if (this.turn === wilkinson) {
      this.moveBy(x, last);
      const s = Math.abs(this.at(last, last - 1)) + Math.abs(this.at(last - 1, last - 2));
      return [0.75 * s, 0.75 * s, -0.4375 * s * s];
    }
    if (this.turn === matlab) {
      const half = (y - x) / 2;
      const square = half * half + w;
      if (square > 0) {
        const length = y < x ? -Math.sqrt(square) : Math.sqrt(square);
        this.moveBy(x - w / (length + half), last);
        return [0.964, 0.964, 0.964];
      }
    }
    return [x, y, w];
  }
  private moveBy(shift: number, last: number): void {
    this.shifted += shift;
    for (let i = 0; i <= last; i++) this.put(i, i, this.at(i, i) - shift);
  }

  /** Where two consecutive small elements let the step begin, and the column it begins with. */
  private startOfStep(
    first: number,
    last: number,
    [x, y, w]: readonly [number, number, number],
  ): readonly [row: number, column: readonly number[]] {
    const { epsilon, round } = this.precision;
    for (let row = last - 2; ; row--) {
      const own = this.at(row, row);
      const [r, s] = [round(x - own), round(y - own)];
      const column = [
        round(round(round(round(r * s) - w) / this.at(row + 1, row)) + this.at(row, row + 1)),
        round(round(round(this.at(row + 1, row + 1) - own) - r) - s),
        this.at(row + 2, row + 1),
      ];
      if (row === first) return [row, column];
      const left = this.at(row, row - 1) * (Math.abs(column[1]!) + Math.abs(column[2]!));
      const beside = Math.abs(this.at(row - 1, row - 1)) + Math.abs(this.at(row + 1, row + 1));
      if (Math.abs(left) < epsilon * column[0]! * (beside + Math.abs(own))) return [row, column];
    }
  }

  /** One double step: a bulge of two rows is made at the start and chased to the end. */
  private step(first: number, last: number, shift: readonly [number, number, number]): void {
    const { t, u, n, precision } = this;
    const [start, column] = this.startOfStep(first, last, shift);
    for (let k = start; k < last; k++) {
      const size = Math.min(3, last - k + 1);
      const x = k === start ? column : Array.from({ length: size }, (_, i) => this.at(k + i, k - 1));
      const reflection = reflectionOf(x, precision);
      if (reflection.beta === 0) continue;
      if (k > start) this.put(k, k - 1, reflection.beta);
      else if (k > first) this.put(k, k - 1, -this.at(k, k - 1));
      reflectRows(t, n, k, k, reflection, precision);
      reflectColumns(t, n, k, Math.min(last, k + 3) + 1, reflection, precision);
      reflectColumns(u, n, k, n, reflection, precision);
    }
    for (let i = start + 2; i <= last; i++) {
      this.put(i, i - 2, 0);
      if (i > start + 2) this.put(i, i - 3, 0);
    }
  }
}

/** `a = u t u^T`, `t` a triangle but for the pairs on its diagonal that are complex; null if it does not converge. */
export function realSchurForm(
  a: Numbers,
  n: number,
  precision: Precision,
): { t: Numbers; u: Numbers } | null {
  let scale = 0;
  for (const x of a) scale = Math.max(scale, Math.abs(x));
  const u = precision.allocate(n * n);
  for (let i = 0; i < n; i++) u[i * (n + 1)] = 1;
  if (scale < precision.least) return { t: precision.allocate(n * n), u };
  const t = narrowed(a, precision, scale);
  toHessenberg(t, u, n, precision);
  if (!new Reduction(t, u, n, precision).run()) return null;
  for (let i = 0; i < t.length; i++) t[i]! *= scale;
  return { t, u };
}

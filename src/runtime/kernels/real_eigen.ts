/** Eigenvalues and eigenvectors of a real matrix from its real Schur form, in the order and with the phases of Eigen. */
import { type Complex, quotient } from './complex_numbers';
import { isAlone, laneSum, type Numbers, type Precision } from './precision';
import { realSchurForm } from './real_schur';

/** The eigenvalues on the diagonal of the Schur form: of pairs, the one with the positive imaginary part first. */
function valuesOf(t: Numbers, n: number, { round }: Precision): Complex[] {
  const values: Complex[] = [];
  for (let i = 0; i < n; i++) {
    const below = i === n - 1 ? 0 : t[(i + 1) * n + i]!;
    if (below === 0) {
      values.push([t[i * (n + 1)]!, 0]);
      continue;
    }
    const last = t[(i + 1) * (n + 1)]!;
    const p = round(0.5 * (t[i * (n + 1)]! - last));
    const above = t[i * n + i + 1]!;
    const most = Math.max(Math.abs(p), Math.abs(below), Math.abs(above));
    const [p0, b0, a0] = [round(p / most), round(below / most), round(above / most)];
    const z = round(most * Math.sqrt(Math.abs(p0 * p0 + b0 * a0)));
    values.push([round(last + p), z], [round(last + p), -z]);
    i++;
  }
  return values;
}

/** Back substitution in the Schur form, which is overwritten column by column from the last one. */
class Substitution {
  private readonly norm: number;

  constructor(
    private readonly t: Numbers,
    private readonly n: number,
    private readonly values: readonly Complex[],
    private readonly precision: Precision,
  ) {
    this.norm = 0;
    for (let i = 0; i < n; i++)
      for (let j = Math.max(0, i - 1); j < n; j++) this.norm += Math.abs(this.at(i, j));
  }

  private at(i: number, j: number): number {
    return this.t[i * this.n + j]!;
  }
  private put(i: number, j: number, value: number): void {
    this.t[i * this.n + j] = value;
  }
  private putPair(i: number, column: number, [re, im]: Complex): void {
    this.put(i, column - 1, re);
    this.put(i, column, im);
  }
  private along(row: number, column: number, from: number, to: number): number {
    let sum = 0;
    const { round } = this.precision;
    for (let k = from; k <= to; k++) sum = round(sum + round(this.at(row, k) * this.at(k, column)));
    return sum;
  }

  run(): void {
    for (let column = this.n - 1; column >= 0; column--)
      if (this.values[column]![1] === 0) this.realColumn(column);
      else this.complexColumns(column--);
  }

  private realColumn(column: number): void {
    const p = this.values[column]![0];
    const { epsilon, round } = this.precision;
    let from = column;
    // Of a complex pair the second row is met first and waits for the other one.
    let [waitingR, waitingW] = [0, 0];
    this.put(column, column, 1);
    for (let i = column - 1; i >= 0; i--) {
      const [re, im] = this.values[i]!;
      const w = this.precision.round(this.at(i, i) - p);
      const r = this.along(i, column, from, column);
      if (im < 0) {
        [waitingR, waitingW] = [r, w];
        continue;
      }
      from = i;
      if (im === 0) this.put(i, column, w !== 0 ? -r / w : -r / round(epsilon * this.norm));
      else {
        const [x, y] = [this.at(i, i + 1), this.at(i + 1, i)];
        const size = round(round(round(re - p) ** 2) + round(im * im));
        this.put(i, column, round(round(x * waitingR) - round(waitingW * r)) / size);
        const t = this.at(i, column);
        const steep = Math.abs(x) > Math.abs(waitingW);
        this.put(
          i + 1,
          column,
          round(steep ? -r - round(w * t) : -waitingR - round(y * t)) / (steep ? x : waitingW),
        );
      }
      this.keepSmall(i, [column], Math.abs(this.at(i, column)));
    }
  }

  /** Real and imaginary parts of the vector of the pair that ends at `column`. */
  private complexColumns(column: number): void {
    const { round } = this.precision;
    const [p, q] = this.values[column]!;
    const before = column - 1;
    let from = before;
    let [waitingRa, waitingSa, waitingW] = [0, 0, 0];
    if (Math.abs(this.at(column, before)) > Math.abs(this.at(before, column))) {
      const below = this.at(column, before);
      this.putPair(before, column, [q / below, -(this.at(column, column) - p) / below]);
    } else
      this.putPair(
        before,
        column,
        quotient([0, -this.at(before, column)], [this.at(before, before) - p, q], round),
      );
    this.putPair(column, column, [0, 1]);
    for (let i = column - 2; i >= 0; i--) {
      const [re, im] = this.values[i]!;
      const ra = this.along(i, before, from, column);
      const sa = this.along(i, column, from, column);
      const w = this.precision.round(this.at(i, i) - p);
      if (im < 0) {
        [waitingRa, waitingSa, waitingW] = [ra, sa, w];
        continue;
      }
      from = i;
      if (im === 0) this.putPair(i, column, quotient([-ra, -sa], [w, q], round));
      else {
        const [x, y] = [this.at(i, i + 1), this.at(i + 1, i)];
        let vr = (re - p) * (re - p) + im * im - q * q;
        const vi = (re - p) * 2 * q;
        if (vr === 0 && vi === 0) {
          const sizes = [w, q, x, y, waitingW].reduce((sum, z) => sum + Math.abs(z), 0);
          vr = this.precision.epsilon * this.norm * sizes;
        }
        const upper: Complex = [
          x * waitingRa - waitingW * ra + q * sa,
          x * waitingSa - waitingW * sa - q * ra,
        ];
        this.putPair(i, column, quotient(upper, [vr, vi], round));
        const [a, b] = [this.at(i, before), this.at(i, column)];
        if (Math.abs(x) > Math.abs(waitingW) + Math.abs(q))
          this.putPair(i + 1, column, [(-ra - w * a + q * b) / x, (-sa - w * b - q * a) / x]);
        else
          this.putPair(
            i + 1,
            column,
            quotient([-waitingRa - y * a, -waitingSa - y * b], [waitingW, q], round),
          );
      }
      const most = Math.max(Math.abs(this.at(i, before)), Math.abs(this.at(i, column)));
      this.keepSmall(i, [before, column], most);
    }
  }

  private keepSmall(row: number, columns: readonly number[], size: number): void {
    if (!(this.precision.epsilon * size * size > 1)) return;
    for (const column of columns)
      for (let i = row; i < this.n; i++) this.put(i, column, this.at(i, column) / size);
  }
}

/** `u t` column by column: the vectors in the coordinates of the matrix itself. */
function turnedBack(u: Numbers, t: Numbers, n: number, precision: Precision): Numbers {
  const out = precision.allocate(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const terms = Array.from({ length: j + 1 }, (_, k) => precision.round(u[i * n + k]! * t[k * n + j]!));
      out[i * n + j] = laneSum(terms, isAlone(i, n), precision);
    }
  return out;
}

/** Column `from` (with column `imaginary` times `sign` i) as complex column `to` of length 1. */
function putVector(
  parts: Numbers,
  n: number,
  to: number,
  columns: readonly [real: number, imaginary: number | null, sign: number],
  vectors: Float64Array,
  { round }: Precision,
): void {
  const [from, imaginary, sign] = columns;
  let square = 0;
  for (let i = 0; i < n; i++) {
    const [re, im] = [parts[i * n + from]!, imaginary === null ? 0 : sign * parts[i * n + imaginary]!];
    square += re * re + im * im;
    vectors[2 * (i * n + to)] = re;
    vectors[2 * (i * n + to) + 1] = im;
  }
  const length = square > 0 ? round(Math.sqrt(square)) : 1;
  for (let i = 0; i < n; i++) {
    vectors[2 * (i * n + to)]! /= length;
    vectors[2 * (i * n + to) + 1]! /= length;
  }
}

/**
 * The eigenvalues of a real matrix `a` (`n x n`) as interleaved complex numbers, in the order in which they split off,
 * and its eigenvectors of length 1 as the columns of `vectors`.
 * @returns null if the steps do not converge, as with elements that are no numbers
 */
export function realEigenvalues(
  a: Numbers,
  n: number,
  vectors: Float64Array,
  precision: Precision,
): Float64Array | null {
  if (!a.every(Number.isFinite)) return null;
  const form = realSchurForm(a, n, precision);
  if (form === null) return null;
  const values = valuesOf(form.t, n, precision);
  const flat = Float64Array.from(values.flat());
  if (!flat.every(Number.isFinite)) return null;
  const { t, u } = form;
  const isZero = t.every((x) => x === 0);
  if (!isZero) new Substitution(t, n, values, precision).run();
  const parts = isZero ? u : turnedBack(u, t, n, precision);
  for (let j = 0; j < n; j++) {
    const [re, im] = values[j]!;
    if (Math.abs(im) <= 2 * precision.epsilon * Math.abs(re) || j === n - 1)
      putVector(parts, n, j, [j, null, 1], vectors, precision);
    else {
      putVector(parts, n, j, [j, j + 1, 1], vectors, precision);
      putVector(parts, n, j + 1, [j, j + 1, -1], vectors, precision);
      j++;
    }
  }
  return flat;
}

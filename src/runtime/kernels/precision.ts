/** The two precisions in which matrices are decomposed, as TF does: steps end sooner in the narrower one. */

export type Numbers = Float32Array | Float64Array;

export interface Precision<A extends Numbers = Numbers> {
  /** The distance from 1 to the next number. */
  readonly epsilon: number;
  /** How many numbers a processor's register holds: Eigen sums that many in parallel. */
  readonly lanes: number;
  /** The smallest number of full precision; what is smaller counts as zero. */
  readonly least: number;
  readonly narrow: boolean;
  readonly round: (x: number) => number;
  readonly allocate: (size: number) => A;
}

export const single: Precision<Float32Array> = {
  epsilon: 2 ** -23,
  lanes: 8,
  least: 2 ** -126,
  narrow: true,
  round: Math.fround,
  allocate: (size) => new Float32Array(size),
};
export const double: Precision<Float64Array> = {
  epsilon: Number.EPSILON,
  lanes: 4,
  least: 2 ** -1022,
  narrow: false,
  round: (x) => x,
  allocate: (size) => new Float64Array(size),
};

/** {@link Precision.round} for inner loops: one function, which V8 can inline there. */
export function rounded(x: number, narrow: boolean): number {
  return narrow ? Math.fround(x) : x;
}

/** A copy in this precision, every number divided by `scale`. */
export function narrowed<A extends Numbers>(a: Numbers, precision: Precision<A>, scale = 1): A {
  const out = precision.allocate(a.length);
  for (let i = 0; i < a.length; i++) out[i] = a[i]! / scale;
  return out;
}

/**
 * A sum of terms in the order in which Eigen adds the products of a row and a vector: as many sums side by side as a
 * register has lanes, then these, then what is left one by one. What QR steps leave of an element that has almost
 * vanished is rounding, and phases follow from it.
 * @param alone for the last one of an odd number of rows, where half a register is used too
 */
export function laneSum(terms: readonly number[], alone: boolean, precision: Precision): number {
  const { lanes, round } = precision;
  let at = terms.length - (terms.length % lanes);
  let sum = at > 0 ? folded(terms, 0, at, precision) : 0;
  if (alone && terms.length - at >= lanes / 2) {
    sum = round(sum + folded(terms, at, at + lanes / 2, precision));
    at += lanes / 2;
  }
  for (; at < terms.length; at++) sum = round(sum + terms[at]!);
  return sum;
}

function folded(terms: readonly number[], from: number, to: number, { lanes, round }: Precision): number {
  const width = Math.min(lanes, to - from);
  let parts: readonly number[] = terms.slice(from, from + width);
  for (let i = from + width; i < to; i += width)
    parts = parts.map((part, lane) => round(part + terms[i + lane]!));
  while (parts.length > 1) {
    const half = parts.length / 2;
    parts = parts.slice(0, half).map((part, lane) => round(part + parts[half + lane]!));
  }
  return parts[0]!;
}

/** True for the last one of an odd number of rows. */
export function isAlone(row: number, rows: number): boolean {
  return row === rows - 1 && rows % 2 === 1;
}

/**
 * The error function and its inverses for one number. No table is typed in: near zero the power series
 * serves, and `exp(x * x) * erfc(x)`, which is smooth, is fitted by Chebyshev polynomials on first use.
 */
import { exp32 } from '../exp32';

const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/** Coefficients of erf(x) / x in powers of x * x, enough below 0.5. */
const series = Float64Array.from({ length: 14 }, (_, n) => {
  let factorial = 1;
  for (let k = 2; k <= n; k++) factorial *= k;
  return (twoOverRootPi * (n % 2 === 0 ? 1 : -1)) / (factorial * (2 * n + 1));
});

function erfNearZero(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let n = series.length - 1; n >= 0; n--) sum = sum * square + series[n]!;
  return x * sum;
}

/** `exp(x * x) * erfc(x)` for x >= 0, slowly: by its continued fraction, below 1 by the series of erf. */
function scaledErfcExact(x: number): number {
  if (x < 1) {
    // erf(x) * exp(x * x) has only positive terms.
    let term = twoOverRootPi * x;
    let sum = term;
    for (let n = 1; n < 60; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return Math.exp(x * x) - sum;
  }
  let tail = x;
  for (let k = 400; k >= 1; k--) tail = x + k / 2 / tail;
  return 1 / (tail * Math.sqrt(Math.PI));
}

/** x goes from 0 to infinity as t goes from 1 to -1. */
const stretch = 3.75;
const terms = 32;
/** As many as float32 can tell. */
const terms32 = 15;
let fitted: Float64Array | undefined;

function chebyshev(): Float64Array {
  const nodes = 64;
  const values = Float64Array.from({ length: nodes }, (_, i) => {
    const t = Math.cos((Math.PI * (i + 0.5)) / nodes);
    const x = (stretch * (1 - t)) / (1 + t);
    return scaledErfcExact(x) * (x + stretch);
  });
  fitted = Float64Array.from({ length: terms }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < nodes; i++) sum += values[i]! * Math.cos((Math.PI * k * (i + 0.5)) / nodes);
    return ((k === 0 ? 1 : 2) * sum) / nodes;
  });
  return fitted;
}

/** `exp(x * x) * erfc(x)` for x >= 0, from the first `count` polynomials. */
function scaledErfc(x: number, count: number): number {
  const c = fitted ?? chebyshev();
  const t = (stretch - x) / (stretch + x);
  let b1 = 0;
  let b2 = 0;
  for (let k = count - 1; k > 0; k--) {
    const b = 2 * t * b1 - b2 + c[k]!;
    b2 = b1;
    b1 = b;
  }
  return (t * b1 - b2 + c[0]!) / (x + stretch);
}

export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 0.5) return erfNearZero(x);
  if (size > 6) return Math.sign(x);
  const rest = 1 - Math.exp(-x * x) * scaledErfc(size, terms);
  return x < 0 ? -rest : rest;
}

/** {@link erf} for float32 results. */
export function erf32(x: number): number {
  const size = Math.abs(x);
  if (size < 0.5) return erfNearZero(x);
  if (size > 4) return Math.sign(x);
  const rest = 1 - exp32(-x * x) * scaledErfc(size, terms32);
  return x < 0 ? -rest : rest;
}

export function erfc(x: number): number {
  const size = Math.abs(x);
  if (size < 0.5) return 1 - erfNearZero(x);
  if (size > 28) return x < 0 ? 2 : 0;
  const tail = Math.exp(-x * x) * scaledErfc(size, terms);
  return x < 0 ? 2 - tail : tail;
}

/** The inverse of the normal distribution's probability: -infinity at 0, infinity at 1, NaN outside. */
export function ndtri(p: number): number {
  if (!(p > 0 && p < 1))
    return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (p === 0.5) return 0;
  return p > 0.5 ? -lowerNdtri(1 - p) : lowerNdtri(p);
}

/**
 * For p up to one half: Hastings' formula (Abramowitz and Stegun 26.2.23), then Halley's steps to full
 * precision.
 */
function lowerNdtri(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p));
  const start =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  let y = start - t;
  for (let step = 0; step < 3; step++) {
    const u = (erfc(-y / Math.SQRT2) / 2 / p - 1) * p * Math.sqrt(2 * Math.PI) * Math.exp((y * y) / 2);
    if (!Number.isFinite(u)) break;
    y -= u / (1 + (y * u) / 2);
  }
  return y;
}

/** The inverse of {@link erf}. */
export function erfinv(x: number): number {
  const size = Math.abs(x);
  if (!(size < 1)) return size === 1 ? x * Number.POSITIVE_INFINITY : Number.NaN;
  if (size > 0.5) {
    const y = -lowerNdtri((1 - size) / 2) / Math.SQRT2;
    return x < 0 ? -y : y;
  }
  let y = (x * Math.sqrt(Math.PI)) / 2;
  for (let step = 0; step < 4; step++) {
    const u = ((erf(y) - x) * Math.exp(y * y)) / twoOverRootPi;
    y -= u / (1 + y * u);
  }
  return y;
}

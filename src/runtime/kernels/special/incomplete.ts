/**
 * The regularised incomplete gamma and beta functions for one set of numbers: series and continued fractions.
 */
import { digamma, lgamma } from './gamma';

const tiny = 1e-300;
const enough = 1e-16;
const mostTerms = 5000;

/** `x ** a * exp(-x) / gamma(a + 1)` times a series of positive terms: for x up to about a. */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < mostTerms; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * enough) break;
  }
  return Math.exp(a * Math.log(x) - x - lgamma(a + 1)) * sum;
}

/** The upper part by Lentz's evaluation of its continued fraction: for x above a. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < mostTerms; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < enough) break;
  }
  return Math.exp(a * Math.log(x) - x - lgamma(a)) * h;
}

function nonZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** The share of gamma(a) that lies below x. */
export function igamma(a: number, x: number): number {
  if (x === 0) return 0;
  if (!(x > 0 && a > 0)) return Number.NaN;
  if (a === Number.POSITIVE_INFINITY) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x > 1 && x > a ? 1 - upperFraction(a, x) : lowerSeries(a, x);
}

/** The share of gamma(a) that lies above x. */
export function igammac(a: number, x: number): number {
  if (!(x >= 0 && a > 0)) return Number.NaN;
  if (x === 0) return 1;
  // TF asks for an infinite x first: both shares are 0 where a is infinite too.
  if (x === Number.POSITIVE_INFINITY) return 0;
  if (a === Number.POSITIVE_INFINITY) return 1;
  return x < 1 || x < a ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** The derivative of igamma by `a`: that of every term of the series, whose terms are all positive. */
export function igammaGradA(a: number, x: number): number {
  if (x === 0) return 0;
  if (!(x > 0 && a > 0)) return Number.NaN;
  if (a === Number.POSITIVE_INFINITY) return 0;
  // Out here the sum would overflow, and a central difference has digits enough for what is left.
  if (x > 600) {
    const h = 1e-5 * Math.max(1, a);
    return (igammac(a - h, x) - igammac(a + h, x)) / (2 * h);
  }
  let term = 1;
  let slope = 0;
  let sum = 1;
  let slopes = 0;
  for (let n = 1; n < mostTerms; n++) {
    slope = (slope * x) / (a + n) - (term * x) / ((a + n) * (a + n));
    term *= x / (a + n);
    sum += term;
    slopes += slope;
    if (term < sum * enough && Math.abs(slope) < Math.abs(slopes) * enough) break;
  }
  const factor = Math.exp(a * Math.log(x) - x - lgamma(a + 1));
  return factor * (slopes + sum * (Math.log(x) - digamma(a + 1)));
}

/** The regularised incomplete beta function; NaN unless a, b > 0 and 0 <= x <= 1, but at 0 and 1 that is all. */
export function betainc(a: number, b: number, x: number): number {
  if (a <= 0 || b <= 0) return Number.NaN;
  if (x === 0 || x === 1) return x;
  if (!(a > 0 && b > 0 && x > 0 && x < 1)) return Number.NaN;
  const front = Math.exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(a, b, x)) / a
    : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < enough * 4) break;
  }
  return h;
}

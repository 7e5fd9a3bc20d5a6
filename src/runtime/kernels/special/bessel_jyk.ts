/** Bessel functions of order 0 and 1: J, Y, and the modified ones of the second kind, K, for one number. */

const euler = 0.5772156649015329;
/** Up to here series; from here on Hankel's expansions, whose terms become small enough. */
const hankelFrom = 13;

/** The alternating power series of J, or with `logarithm` what Y adds to it. */
function series(order: 0 | 1, x: number, harmonic: boolean): number {
  const quarter = -(x * x) / 4;
  let term = order === 0 ? 1 : x / 2;
  let low = 0;
  let high = order;
  let sum = harmonic ? term * (low + high) : term;
  for (let k = 1; k < 100; k++) {
    term *= quarter / (k * (k + order));
    low += 1 / k;
    high += 1 / (k + order);
    const part = harmonic ? term * (low + high) : term;
    sum += part;
    if (Math.abs(part) < Math.abs(sum) * 1e-18) break;
  }
  return sum;
}

/** The two sums of Hankel's expansion for large x: what stands before cosine and sine. */
function hankel(order: 0 | 1, x: number): [p: number, q: number] {
  const mu = 4 * order * order;
  let term = 1;
  let [p, q] = [1, 0];
  for (let k = 1; k < 60; k++) {
    const next = (term * (mu - (2 * k - 1) ** 2)) / (8 * k * x);
    if (Math.abs(next) > Math.abs(term) || Math.abs(next) < 1e-18) break;
    term = next;
    const sign = k % 4 < 2 ? 1 : -1;
    if (k % 2 === 1) q += sign * term;
    else p += sign * term;
  }
  return [p, q];
}

function wave(order: 0 | 1, x: number, second: boolean): number {
  const [p, q] = hankel(order, x);
  const phase = x - (order / 2 + 0.25) * Math.PI;
  const [c, s] = [Math.cos(phase), Math.sin(phase)];
  return Math.sqrt(2 / (Math.PI * x)) * (second ? p * s + q * c : p * c - q * s);
}

function besselJ(order: 0 | 1, x: number): number {
  const size = Math.abs(x);
  const value = size < hankelFrom ? series(order, size, false) : wave(order, size, false);
  return order === 1 && x < 0 ? -value : value;
}
function besselY(order: 0 | 1, x: number): number {
  if (x <= 0) return Number.NEGATIVE_INFINITY;
  if (x >= hankelFrom) return wave(order, x, true);
  const regular = 2 * (Math.log(x / 2) + euler) * series(order, x, false) - series(order, x, true);
  return (order === 0 ? regular : regular - 2 / x) / Math.PI;
}

/** From here on the leading term is all. */
const leadingFrom = 1e20;

/** Steed's continued fraction for K0 and K1 (times exp(x)), from 2 on. */
function steed(x: number): [k0: number, k1: number] {
  let b = 2 * (1 + x);
  let d = 1 / b;
  let h = d;
  let delta = d;
  let [q1, q2] = [0, 1];
  const a1 = 0.25;
  let q = a1;
  let c = a1;
  let a = -a1;
  let s = 1 + q * delta;
  for (let i = 2; i < 10000; i++) {
    a -= 2 * (i - 1);
    c = (-a * c) / i;
    const next = (q1 - b * q2) / a;
    q1 = q2;
    q2 = next;
    q += c * next;
    b += 2;
    d = 1 / (b + a * d);
    delta = (b * d - 1) * delta;
    h += delta;
    const part = q * delta;
    s += part;
    if (Math.abs(part / s) < 1e-17) break;
  }
  const k0 = Math.sqrt(Math.PI / (2 * x)) / s;
  return [k0, (k0 * (x + 0.5 - a1 * h)) / x];
}

/** The power series of K0 and K1 below 2. */
function small(order: 0 | 1, x: number): number {
  const quarter = (x * x) / 4;
  const log = Math.log(x / 2) + euler;
  let term = order === 0 ? 1 : x / 2;
  let low = 0;
  let high = order;
  let sum = 0;
  for (let k = 0; k < 60; k++) {
    if (k > 0) {
      term *= quarter / (k * (k + order));
      low += 1 / k;
      high += 1 / (k + order);
    }
    const part = term * ((low + high) / 2 - log);
    sum += part;
    if (k > 2 && term < 1e-19) break;
  }
  return order === 0 ? sum : 1 / x - sum;
}
function besselKe(order: 0 | 1, x: number): number {
  if (x <= 0) return Number.POSITIVE_INFINITY;
  if (Number.isNaN(x)) return x;
  if (x < 2) return small(order, x) * Math.exp(x);
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x > leadingFrom ? Math.sqrt(Math.PI / 2 / x) : steed(x)[order];
}

export const besselJ0 = (x: number): number => besselJ(0, x);
export const besselJ1 = (x: number): number => besselJ(1, x);
export const besselY0 = (x: number): number => besselY(0, x);
export const besselY1 = (x: number): number => besselY(1, x);
export const besselK0e = (x: number): number => besselKe(0, x);
export const besselK1e = (x: number): number => besselKe(1, x);
export const besselK0 = (x: number): number => besselKe(0, x) * Math.exp(-x);
export const besselK1 = (x: number): number => besselKe(1, x) * Math.exp(-x);

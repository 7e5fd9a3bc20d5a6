/** Integrals that have names: Dawson's, Fresnel's, the exponential integral, Spence's function; for one number. */

const euler = 0.5772156649015329;

/** `exp(-x^2)` times the integral of `exp(t^2)` up to x, by Rybicki's sum of shifted bells. */
export function dawsn(x: number): number {
  const size = Math.abs(x);
  // Out here TF forgets the sign.
  if (size > 1e9) return 0.5 / size;
  if (size < 0.2) {
    let term = x;
    let sum = x;
    for (let k = 1; k < 12; k++) {
      term *= (-2 * x * x) / (2 * k + 1);
      sum += term;
    }
    return sum;
  }
  const step = 0.2;
  const middle = 2 * Math.round(size / (2 * step));
  const rest = size - middle * step;
  let sum = 0;
  for (let n = -31; n <= 31; n += 2) sum += Math.exp(-((rest - n * step) ** 2)) / (middle + n);
  return (Math.sign(x) * sum) / Math.sqrt(Math.PI);
}

/** The exponential integral Ei; NaN below zero and at infinity, as TF's. */
export function expint(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return Number.NaN;
  if (x < 40) {
    let term = 1;
    let sum = 0;
    for (let k = 1; k < 300; k++) {
      term *= x / k;
      sum += term / k;
      if (term / k < sum * 1e-17) break;
    }
    return euler + Math.log(x) + sum;
  }
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 60; k++) {
    const next = (term * k) / x;
    if (next > term) break;
    term = next;
    sum += term;
  }
  return (Math.exp(x) / x) * sum;
}

const seriesBelow = 1.6;

/** The integrals of cos and sin of `pi t^2 / 2` up to x. */
function fresnel(x: number): [cos: number, sin: number] {
  const size = Math.abs(x);
  const sign = x < 0 ? -1 : 1;
  // The waves around a half are smaller than what a double can tell.
  if (size > 1e17) return [sign / 2, sign / 2];
  const angle = (Math.PI / 2) * size * size;
  if (size < seriesBelow) {
    let term = size;
    const sums: [number, number] = [size, 0];
    for (let k = 1; k < 80; k++) {
      term *= angle / k;
      const turn = k % 4 < 2 ? 1 : -1;
      sums[k % 2 === 0 ? 0 : 1] += (turn * term) / (2 * k + 1);
      if (term < 1e-18) break;
    }
    return [sign * sums[0], sign * sums[1]];
  }
  // The continued fraction of the complementary error function of a complex number (Lentz).
  const square = Math.PI * size * size;
  let [bRe, bIm] = [1, -square];
  let [dRe, dIm] = over(1, 0, bRe, bIm);
  let [hRe, hIm] = [dRe, dIm];
  let [cRe, cIm] = [1e300, 0];
  for (let k = 2, n = -1; k < 200; k++) {
    n += 2;
    const a = -n * (n + 1);
    bRe += 4;
    [dRe, dIm] = over(1, 0, a * dRe + bRe, a * dIm + bIm);
    const [qRe, qIm] = over(a, 0, cRe, cIm);
    [cRe, cIm] = [bRe + qRe, bIm + qIm];
    const [eRe, eIm] = [cRe * dRe - cIm * dIm, cRe * dIm + cIm * dRe];
    [hRe, hIm] = [hRe * eRe - hIm * eIm, hRe * eIm + hIm * eRe];
    if (Math.abs(eRe - 1) + Math.abs(eIm) < 1e-16) break;
  }
  [hRe, hIm] = [size * (hRe + hIm), size * (hIm - hRe)];
  const [c, s] = [Math.cos(square / 2), Math.sin(square / 2)];
  const [re, im] = [1 - (c * hRe - s * hIm), -(c * hIm + s * hRe)];
  return [(sign * (re - im)) / 2, (sign * (re + im)) / 2];
}
function over(a: number, b: number, c: number, d: number): [number, number] {
  const size = c * c + d * d;
  return [(a * c + b * d) / size, (b * c - a * d) / size];
}
export const fresnelCos = (x: number): number => fresnel(x)[0];
export const fresnelSin = (x: number): number => fresnel(x)[1];

/** The sum of `z^k / k^2`, for z up to one half. */
function dilogarithm(z: number): number {
  let power = 1;
  let sum = 0;
  for (let k = 1; k < 200; k++) {
    power *= z;
    sum += power / (k * k);
    if (Math.abs(power) < 1e-18) break;
  }
  return sum;
}

/** Spence's function: the integral of `log(t) / (1 - t)` from 1 to x; NaN below zero. */
export function spence(x: number): number {
  if (!(x >= 0 && x < Number.POSITIVE_INFINITY)) return Number.NaN;
  if (x === 0) return Math.PI ** 2 / 6;
  if (x === 1) return 0;
  if (x > 2) return -(Math.log(x) ** 2) / 2 - spence(1 / x);
  if (x > 1.5) return -(Math.log(x) ** 2) / 2 - dilogarithm(1 - 1 / x);
  if (x < 0.5) return Math.PI ** 2 / 6 - Math.log(x) * Math.log1p(-x) - dilogarithm(x);
  return dilogarithm(1 - x);
}

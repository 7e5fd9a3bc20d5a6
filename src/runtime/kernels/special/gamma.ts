/** The gamma function's logarithm, its derivatives and the Hurwitz zeta function, for one number. */

/** Bernoulli numbers B2, B4, ...: the coefficients of all the asymptotic series here. */
const bernoulli = [
  1 / 6,
  -1 / 30,
  1 / 42,
  -1 / 30,
  5 / 66,
  -691 / 2730,
  7 / 6,
  -3617 / 510,
  43867 / 798,
  -174611 / 330,
  854513 / 138,
  -236364091 / 2730,
];
/** From here on the series of lgamma and digamma give all digits of a double. */
const asymptoticFrom = 10;
const halfLogTwoPi = Math.log(2 * Math.PI) / 2;

/** log(|gamma(x)|); infinite at 0, -1, -2, ... */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (x <= 0) {
    if (x === Math.floor(x)) return Number.POSITIVE_INFINITY;
    // The sine of a large product loses all digits; that of what an integer lacks does not.
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * (x - Math.round(x))))) - lgamma(1 - x);
  }
  if (x === 1 || x === 2) return 0;
  let product = 1;
  let y = x;
  while (y < asymptoticFrom) product *= y++;
  const inverse = 1 / (y * y);
  let sum = 0;
  for (let k = 7; k >= 0; k--) sum = sum * inverse + bernoulli[k]! / ((2 * k + 2) * (2 * k + 1));
  return (y - 0.5) * Math.log(y) - y + halfLogTwoPi + sum / y - Math.log(product);
}

/** The derivative of lgamma; NaN at 0 and negative integers. */
export function digamma(x: number): number {
  if (x <= 0) {
    if (x === Math.floor(x)) return Number.NaN;
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * (x - Math.round(x)));
  }
  if (x === Number.POSITIVE_INFINITY) return x;
  let shift = 0;
  let y = x;
  while (y < asymptoticFrom) shift += 1 / y++;
  const inverse = 1 / (y * y);
  let sum = 0;
  for (let k = 7; k >= 0; k--) sum = sum * inverse + bernoulli[k]! / (2 * k + 2);
  return Math.log(y) - 0.5 / y - sum * inverse - shift;
}

/** From here on terms with a base of 10 are nothing beside those with a base near 1. */
const largePower = 1000;

/** Hurwitz zeta: the sum of `(q + k) ** -x`; NaN for x below 1, infinite at its poles. */
export function zeta(x: number, q: number): number {
  if (x === 1) return Number.POSITIVE_INFINITY;
  if (!(x > 1) || Number.isNaN(q)) return Number.NaN;
  if (q <= 0) {
    if (q === Math.floor(q))
      return x === Number.POSITIVE_INFINITY || x % 2 === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
    if (x !== Math.floor(x)) return Number.NaN;
  }
  if (q === Number.POSITIVE_INFINITY) return 0;
  let sum = 0;
  let a = q;
  // Far to the left the terms vanish; what is near zero counts.
  const first = Math.max(0, Math.floor(-q) - 2000);
  a += first;
  // JavaScript has no number for 1 to an infinite power.
  for (; a < asymptoticFrom; a++) sum += a === 1 ? 1 : a ** -x;
  if (x > largePower) return a < asymptoticFrom + 1 ? sum : a ** -x;
  // Euler and Maclaurin's formula for the rest.
  sum += a ** (1 - x) / (x - 1) + a ** -x / 2;
  let factor = x;
  let power = a ** (-x - 1);
  let factorial = 2;
  for (let k = 0; k < bernoulli.length; k++) {
    const term = (bernoulli[k]! * factor * power) / factorial;
    sum += term;
    if (Math.abs(term) < Math.abs(sum) * 1e-17) break;
    factor *= (x + 2 * k + 1) * (x + 2 * k + 2);
    power /= a * a;
    factorial *= (2 * k + 3) * (2 * k + 4);
  }
  return sum;
}

/** The n-th derivative of digamma; NaN if n is no whole number. @param round to the precision that TF's parts have */
export function polygamma(n: number, x: number, round: (y: number) => number): number {
  if (n !== Math.floor(n)) return Number.NaN;
  if (n === 0) return digamma(x);
  if (n < 0) return Number.NaN;
  const next = round(n + 1);
  const sign = next % 2 === 1 ? -1 : 1;
  return sign * round(Math.exp(lgamma(next))) * round(zeta(next, x));
}

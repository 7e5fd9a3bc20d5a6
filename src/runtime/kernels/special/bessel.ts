/** Modified Bessel functions of the first kind, of order 0 and 1, times exp(-|x|), for one number. */

/** From here on the asymptotic series gives all digits. */
const asymptoticFrom = 25;

/** The power series, whose terms are all positive. */
function powerSeries(order: 0 | 1, x: number): number {
  const quarter = (x * x) / 4;
  let term = order === 0 ? 1 : x / 2;
  let sum = term;
  for (let k = 1; k < 200; k++) {
    term *= quarter / (k * (k + order));
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum * Math.exp(-x);
}

/** Hankel's expansion for large x. */
function asymptotic(order: 0 | 1, x: number): number {
  const mu = 4 * order * order;
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 40; k++) {
    const next = (-term * (mu - (2 * k - 1) ** 2)) / (8 * k * x);
    if (Math.abs(next) > Math.abs(term)) break;
    term = next;
    sum += term;
    if (Math.abs(term) < 1e-17) break;
  }
  return sum / Math.sqrt(2 * Math.PI * x);
}

export function besselI0e(x: number): number {
  const size = Math.abs(x);
  return size < asymptoticFrom ? powerSeries(0, size) : asymptotic(0, size);
}

export function besselI1e(x: number): number {
  const size = Math.abs(x);
  const value = size < asymptoticFrom ? powerSeries(1, size) : asymptotic(1, size);
  return x < 0 ? -value : value;
}

export function besselI0(x: number): number {
  return besselI0e(x) * Math.exp(Math.abs(x));
}

export function besselI1(x: number): number {
  return besselI1e(x) * Math.exp(Math.abs(x));
}

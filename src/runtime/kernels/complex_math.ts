/**
 * Functions of one complex number, with what C's library and Eigen give for infinities, NaN and zeros. The result is left in `z`, because an object for each element would cost
 * more than the function does.
 */

/** Where every function here leaves its result. */
export const z = { re: 0, im: 0 };

export function set(re: number, im: number): void {
  z.re = re;
  z.im = im;
}

const infinite = Number.POSITIVE_INFINITY;
export function isInfinite(x: number): boolean {
  return x === infinite || x === -infinite;
}
export function withSign(size: number, x: number): number {
  return x < 0 || Object.is(x, -0) ? -size : size;
}

export function complexExp(a: number, b: number): void {
  const e = Math.exp(a);
  // An infinite e must not meet sin(0).
  if (b === 0) set(e, b);
  else if (e === 0) set(0, 0);
  else if (e === infinite && !Number.isFinite(b)) set(e, Number.NaN);
  else set(e * Math.cos(b), e * Math.sin(b));
}

export function complexExpm1(a: number, b: number): void {
  const less = Math.expm1(a);
  const half = Math.sin(b / 2);
  set(less - 2 * (less + 1) * (half * half), (less + 1) * Math.sin(b));
}

export function complexLog(a: number, b: number): void {
  set(Math.log(Math.hypot(a, b)), Math.atan2(b, a));
}

export function complexLog1p(a: number, b: number): void {
  const x = 1 + a;
  if (Number.isFinite(x) && Number.isFinite(b) && !(x === 0 && b === 0)) {
    const small = Math.abs(a) < 0.5 && Math.abs(b) < 0.5;
    set(small ? Math.log1p(a * (2 + a) + b * b) / 2 : Math.log(Math.hypot(x, b)), Math.atan2(b, x));
    return;
  }
  // Eigen: x log(1 + x) / ((1 + x) - 1).
  complexLog(x, b);
  if (x === z.re && b === z.im) return;
  safelyDivide(z.re, z.im, x - 1, b);
  safelyMultiply(a, b, z.re, z.im);
}

/** The principal root. @param alone TF's code for single numbers, which takes a negative zero for zero */
export function complexSqrt(a: number, b: number, alone = false): void {
  if (a === 0 && b === 0) set(0, b);
  else if (isInfinite(b)) set(infinite, b);
  else {
    const t = Math.sqrt((Math.abs(a) + Math.hypot(a, b)) / 2);
    if (a >= 0) set(t, b / (2 * t));
    else set(Math.abs(b / (2 * t)), b < 0 || (!alone && Object.is(b, -0)) ? -t : t);
  }
}

export function complexReciprocal(a: number, b: number): void {
  complexDivide(1, 0, a, b);
}

export function complexRsqrt(a: number, b: number): void {
  const size = Math.hypot(a, b);
  if (size === 0) set(infinite, Number.NaN);
  else if (isInfinite(a) || isInfinite(b)) set(0, 0);
  else {
    const w = Math.sqrt((Math.abs(a) + size) / 2);
    if (a > 0) set(w / size, -b / (2 * w * size));
    else set(a === 0 ? w / size : Math.abs(b) / (2 * w * size), b < 0 ? w / size : -w / size);
  }
}

export function complexSquare(a: number, b: number): void {
  set(a * a - b * b, a * b + b * a);
}

export function complexSign(a: number, b: number): void {
  const size = Math.hypot(a, b);
  if (size === 0) set(0, 0);
  else set(a / size, b / size);
}

/** `e / (1 + e)`; Eigen takes an exponential that vanishes for one that is infinite. */
export function complexSigmoid(a: number, b: number): void {
  complexExp(a, b);
  if (z.re === 0 && z.im === 0) set(1, 0);
  else complexDivide(z.re, z.im, 1 + z.re, z.im);
}

/** `(a + bi) ** (c + di)`, C's `exp(y log(x))`. @param narrow in floats, whose right angle is none exactly */
export function complexPow(a: number, b: number, c: number, d: number, narrow: boolean): void {
  complexLog(a, b);
  if (narrow) set(Math.fround(z.re), Math.fround(z.im));
  safelyMultiply(c, d, z.re, z.im);
  const [re, im] = narrow ? [Math.fround(z.re), Math.fround(z.im)] : [z.re, z.im];
  if (re === -infinite) set(0, 0);
  else if (im !== 0 && re === infinite && Number.isFinite(im))
    set(withSign(infinite, Math.cos(im)), withSign(infinite, Math.sin(im)));
  else complexExp(re, im);
}

/** A quotient as registers compute it: NaN for infinite and vanishing divisors. */
export function complexDivide(a: number, b: number, c: number, d: number): void {
  const most = Math.max(Math.abs(c), Math.abs(d));
  const [x, y] = [c / most, d / most];
  const size = x * x + y * y;
  set((a * x + b * y) / size / most, (b * x - a * y) / size / most);
}

export function complexMultiply(a: number, b: number, c: number, d: number): void {
  set(a * c - b * d, a * d + b * c);
}

/** An infinite part as 1, a finite one as 0, with its sign: only the direction counts. */
function direction(x: number): number {
  return withSign(isInfinite(x) ? 1 : 0, x);
}
function numberOf(x: number): number {
  return Number.isNaN(x) ? 0 : x;
}

/** C's product: an infinite factor makes it infinite, whatever NaN stands beside. */
export function safelyMultiply(a: number, b: number, c: number, d: number): void {
  complexMultiply(a, b, c, d);
  if (!Number.isNaN(z.re) || !Number.isNaN(z.im)) return;
  const [left, right] = [isInfinite(a) || isInfinite(b), isInfinite(c) || isInfinite(d)];
  let [p, q, r, s] = [a, b, c, d];
  if (left) [p, q, r, s] = [direction(p), direction(q), numberOf(r), numberOf(s)];
  if (right) [p, q, r, s] = [numberOf(p), numberOf(q), direction(r), direction(s)];
  if (!left && !right) {
    if (![a * c, b * d, a * d, b * c].some(isInfinite)) return;
    [p, q, r, s] = [numberOf(p), numberOf(q), numberOf(r), numberOf(s)];
  }
  set(infinite * (p * r - q * s), infinite * (p * s + q * r));
}

/** C's quotient: infinite by finite is infinite, finite by infinite is zero. */
export function safelyDivide(a: number, b: number, c: number, d: number): void {
  complexDivide(a, b, c, d);
  if (!Number.isNaN(z.re) || !Number.isNaN(z.im)) return;
  const finite = (x: number, y: number) => Number.isFinite(x) && Number.isFinite(y);
  if (c === 0 && d === 0) set(withSign(infinite, c) * a, withSign(infinite, c) * b);
  else if ((isInfinite(a) || isInfinite(b)) && finite(c, d)) {
    const [p, q] = [direction(a), direction(b)];
    set(infinite * (p * c + q * d), infinite * (q * c - p * d));
  } else if ((isInfinite(c) || isInfinite(d)) && finite(a, b)) {
    const [r, s] = [direction(c), direction(d)];
    set(0 * (a * r + b * s), 0 * (b * r - a * s));
  }
}

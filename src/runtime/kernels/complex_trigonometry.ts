/**
 * Hyperbolic and trigonometric functions of one complex number and their inverses, with C's results for infinities and
 * NaN (C99, annex G). The results are left in `z` (see complex_math.ts).
 */
import { complexSqrt, isInfinite, set, withSign, z } from './complex_math';

const infinite = Number.POSITIVE_INFINITY;
const { isFinite, isNaN, NaN: none } = Number;

export function complexSinh(a: number, b: number): void {
  if (isFinite(b) && !isNaN(a)) {
    if (isInfinite(a) && b === 0) set(a, b);
    else set(Math.sinh(a) * Math.cos(b), Math.cosh(a) * Math.sin(b));
  } else if (isNaN(a)) set(none, b === 0 ? b : none);
  else set(a === 0 ? a : isInfinite(a) ? infinite : none, none);
}

export function complexCosh(a: number, b: number): void {
  if (isFinite(b) && !isNaN(a)) {
    if (isInfinite(a) && b === 0) set(infinite, withSign(b, a));
    else set(Math.cosh(a) * Math.cos(b), Math.sinh(a) * Math.sin(b));
  } else if (isNaN(a)) set(none, b === 0 ? b : none);
  else set(isInfinite(a) ? infinite : none, a === 0 ? 0 : none);
}

export function complexTanh(a: number, b: number): void {
  // Beyond this cosh(2a) is all there is.
  if (isInfinite(a)) set(Math.sign(a), 0);
  else if (isNaN(a) || !isFinite(b)) set(a === 0 ? a : none, b === 0 ? b : none);
  else if (Math.abs(a) > 20) set(Math.sign(a), 4 * Math.sin(b) * Math.cos(b) * Math.exp(-2 * Math.abs(a)));
  else {
    const d = Math.cosh(2 * a) + Math.cos(2 * b);
    set(Math.sinh(2 * a) / d, Math.sin(2 * b) / d);
  }
}

/** From here on the logarithm of twice the number is its inverse hyperbolic function. */
const large = 1e8;
function logOfTwice(a: number, b: number): number {
  return Math.log(Math.hypot(a / 2, b / 2)) + 2 * Math.LN2;
}

export function complexAsinh(a: number, b: number): void {
  if (isInfinite(b)) {
    set(withSign(infinite, a), isNaN(a) ? none : withSign(isInfinite(a) ? Math.PI / 4 : Math.PI / 2, b));
  } else if (!isFinite(a)) {
    set(a, (isInfinite(a) && !isNaN(b)) || b === 0 ? withSign(0, b) : none);
  } else if (isNaN(b)) set(none, none);
  else if (Math.abs(a) > large || Math.abs(b) > large)
    set(withSign(logOfTwice(a, b), a), Math.atan2(b, Math.abs(a)));
  else {
    complexSqrt(1 + b, -a);
    const { re, im } = z;
    complexSqrt(1 - b, a);
    set(Math.asinh(re * z.im - z.re * im), Math.atan2(b, re * z.re - im * z.im));
  }
}

export function complexAcosh(a: number, b: number): void {
  if (isInfinite(b)) {
    const angle = isInfinite(a) ? (a < 0 ? (3 * Math.PI) / 4 : Math.PI / 4) : Math.PI / 2;
    set(infinite, isNaN(a) ? none : withSign(angle, b));
  } else if (isInfinite(a)) set(infinite, isNaN(b) ? none : withSign(a < 0 ? Math.PI : 0, b));
  else if (isNaN(a) || isNaN(b)) set(none, a === 0 ? Math.PI / 2 : none);
  else if (Math.abs(a) > large || Math.abs(b) > large) set(logOfTwice(a, b), Math.atan2(b, a));
  else {
    complexSqrt(a - 1, b);
    const { re, im } = z;
    complexSqrt(a + 1, b);
    set(Math.asinh(re * z.re + im * z.im), 2 * Math.atan2(im, z.re));
  }
}

export function complexAtanh(a: number, b: number): void {
  if (isInfinite(b)) set(withSign(0, a), withSign(Math.PI / 2, b));
  else if (isInfinite(a)) set(withSign(0, a), isNaN(b) ? none : withSign(Math.PI / 2, b));
  else if (isNaN(a) || isNaN(b)) set(a === 0 ? a : none, none);
  else {
    const below = (1 - a) * (1 - a) + b * b;
    set(Math.log1p((4 * a) / below) / 4, Math.atan2(2 * b, (1 - a) * (1 + a) - b * b) / 2);
  }
}

/** `f(iz) / i`, by which the circular functions follow from the hyperbolic ones. */
function turned(f: (a: number, b: number) => void, a: number, b: number): void {
  f(-b, a);
  set(z.im, -z.re);
}

export function complexSin(a: number, b: number): void {
  turned(complexSinh, a, b);
  if (isInfinite(b) && !isFinite(a)) z.im = infinite;
}

export function complexCos(a: number, b: number): void {
  complexCosh(-b, a);
}

export function complexTan(a: number, b: number): void {
  turned(complexTanh, a, b);
}

export function complexAsin(a: number, b: number): void {
  if ((isNaN(a) || isNaN(b)) && a === 0) set(a, b);
  else if (isNaN(a) || isNaN(b)) set(none, isInfinite(a) || isInfinite(b) ? withSign(infinite, b) : none);
  else turned(complexAsinh, a, b);
}

export function complexAcos(a: number, b: number): void {
  if (!isFinite(a) || !isFinite(b)) {
    complexAsin(a, b);
    set(Math.PI / 2 - z.re, -z.im);
  } else if (Math.abs(a) > large || Math.abs(b) > large)
    set(Math.atan2(Math.abs(b), a), -withSign(logOfTwice(a, b), b));
  else {
    complexSqrt(1 - a, -b);
    const { re, im } = z;
    complexSqrt(1 + a, b);
    set(2 * Math.atan2(re, z.re), Math.asinh(z.re * im - z.im * re));
  }
}

export function complexAtan(a: number, b: number): void {
  turned(complexAtanh, a, b);
}

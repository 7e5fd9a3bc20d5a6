/**
 * Functions of one complex number. The result is left in `z`, because an object for each element would cost
 * more than the function does.
 */

/** Where every function here leaves its result. */
export const z = { re: 0, im: 0 };

function set(re: number, im: number): void {
  z.re = re;
  z.im = im;
}

export function complexExp(a: number, b: number): void {
  const e = Math.exp(a);
  // An infinite e must not meet sin(0).
  if (b === 0) set(e, b);
  else if (e === 0) set(0, 0);
  else set(e * Math.cos(b), e * Math.sin(b));
}

export function complexExpm1(a: number, b: number): void {
  const half = Math.sin(b / 2);
  set(Math.expm1(a) * Math.cos(b) - 2 * half * half, b === 0 ? b : Math.exp(a) * Math.sin(b));
}

export function complexLog(a: number, b: number): void {
  set(Math.log(Math.hypot(a, b)), Math.atan2(b, a));
}

export function complexLog1p(a: number, b: number): void {
  const small = Math.abs(a) < 0.5 && Math.abs(b) < 0.5;
  set(small ? Math.log1p(a * (2 + a) + b * b) / 2 : Math.log(Math.hypot(1 + a, b)), Math.atan2(b, 1 + a));
}

export function complexSqrt(a: number, b: number): void {
  if (a === 0 && b === 0) set(0, b);
  else if (Math.abs(b) === Number.POSITIVE_INFINITY) set(Number.POSITIVE_INFINITY, b);
  else {
    const t = Math.sqrt((Math.abs(a) + Math.hypot(a, b)) / 2);
    const u = b / (2 * t);
    if (a >= 0) set(t, u);
    else set(Math.abs(u), b < 0 || Object.is(b, -0) ? -t : t);
  }
}

export function complexReciprocal(a: number, b: number): void {
  const norm = a * a + b * b;
  set(a / norm, -b / norm);
}

export function complexRsqrt(a: number, b: number): void {
  complexSqrt(a, b);
  complexReciprocal(z.re, z.im);
}

export function complexSquare(a: number, b: number): void {
  set(a * a - b * b, 2 * a * b);
}

export function complexSign(a: number, b: number): void {
  const size = Math.hypot(a, b);
  if (size === 0) set(0, 0);
  else set(a / size, b / size);
}

export function complexSinh(a: number, b: number): void {
  set(Math.sinh(a) * Math.cos(b), Math.cosh(a) * Math.sin(b));
}

export function complexCosh(a: number, b: number): void {
  set(Math.cosh(a) * Math.cos(b), Math.sinh(a) * Math.sin(b));
}

export function complexTanh(a: number, b: number): void {
  // Beyond this cosh(2a) is all there is.
  if (Math.abs(a) > 20) set(Math.sign(a), 4 * Math.sin(b) * Math.cos(b) * Math.exp(-2 * Math.abs(a)));
  else {
    const d = Math.cosh(2 * a) + Math.cos(2 * b);
    set(Math.sinh(2 * a) / d, Math.sin(2 * b) / d);
  }
}

export function complexSin(a: number, b: number): void {
  set(Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b));
}

export function complexCos(a: number, b: number): void {
  set(Math.cos(a) * Math.cosh(b), -Math.sin(a) * Math.sinh(b));
}

export function complexTan(a: number, b: number): void {
  complexTanh(-b, a);
  set(z.im, -z.re);
}

export function complexAsinh(a: number, b: number): void {
  // The formula cancels on the left, and asinh is odd.
  const sign = a < 0 ? -1 : 1;
  const [x, y] = [sign * a, sign * b];
  complexSqrt(x * x - y * y + 1, 2 * x * y);
  complexLog(x + z.re, y + z.im);
  set(sign * z.re, sign * z.im);
}

export function complexAcosh(a: number, b: number): void {
  complexSqrt(a + 1, b);
  const { re, im } = z;
  complexSqrt(a - 1, b);
  complexLog(a + re * z.re - im * z.im, b + re * z.im + im * z.re);
}

export function complexAtanh(a: number, b: number): void {
  if (Math.abs(a) === Number.POSITIVE_INFINITY || Math.abs(b) === Number.POSITIVE_INFINITY) {
    const below = b < 0 || Object.is(b, -0);
    set(a < 0 || Object.is(a, -0) ? -0 : 0, below ? -Math.PI / 2 : Math.PI / 2);
    return;
  }
  const below = (1 - a) * (1 - a) + b * b;
  set(Math.log1p((4 * a) / below) / 4, Math.atan2(2 * b, (1 - a) * (1 + a) - b * b) / 2);
}

export function complexAsin(a: number, b: number): void {
  complexAsinh(-b, a);
  set(z.im, -z.re);
}

export function complexAcos(a: number, b: number): void {
  complexAsin(a, b);
  set(Math.PI / 2 - z.re, -z.im);
}

export function complexAtan(a: number, b: number): void {
  complexAtanh(-b, a);
  set(z.im, -z.re);
}

export function complexSigmoid(a: number, b: number): void {
  complexExp(-a, -b);
  complexReciprocal(1 + z.re, z.im);
}

/** `(a + bi) ** (c + di)`. */
export function complexPow(a: number, b: number, c: number, d: number): void {
  if (c === 0 && d === 0) set(1, 0);
  else if (a === 0 && b === 0) set(0, 0);
  else {
    complexLog(a, b);
    complexExp(c * z.re - d * z.im, c * z.im + d * z.re);
  }
}

export function complexDivide(a: number, b: number, c: number, d: number): void {
  const norm = c * c + d * d;
  set((a * c + b * d) / norm, (b * c - a * d) / norm);
}

export function complexMultiply(a: number, b: number, c: number, d: number): void {
  set(a * c - b * d, a * d + b * c);
}

/** The loops of squares, roots, reciprocals and powers: one text for each (see arithmetic.ts). */
import type { BinaryLoops, UnaryLoops } from '../elementwise';
import { complexPow, complexReciprocal, complexRsqrt, complexSqrt, complexSquare, z } from './complex_math';

export const squareLoops: UnaryLoops = {
  vector: 'square',
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = x[i]! * x[i]!;
  },
  int32(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.imul(x[i]!, x[i]!);
  },
  big(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = x[i]! * x[i]!;
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexSquare(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const sqrtLoops: UnaryLoops = {
  vector: 'squareRoot',
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(x[i]!);
  },
  complex(x, out) {
    // TF takes as many numbers at once as a register holds, and what is left one by one by other code.
    const whole = out.length - (out.length % (out instanceof Float32Array ? 8 : 4));
    for (let i = 0; i < out.length; i += 2) {
      complexSqrt(x[i]!, x[i + 1]!, i >= whole);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const rsqrtLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = 1 / Math.sqrt(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexRsqrt(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const reciprocalLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = 1 / x[i]!;
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexReciprocal(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

/** C's `pow`: JavaScript's gives NaN for 1 to the power of NaN and for 1 and -1 to an infinite power. */
function power(a: number, b: number): number {
  if (b === 2) return a * a;
  if (a === 1) return 1;
  if (a === -1 && (b === Number.POSITIVE_INFINITY || b === Number.NEGATIVE_INFINITY)) return 1;
  return a ** b;
}

/** A power of 32-bit integers that wraps at every step, as TF's does. */
function integerPower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest >>= 1) {
    if (rest & 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

function bigPower(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}

/**
 * {@link power} for float32 results: by the logarithm, which takes a third of the time, where that is
 * defined.
 */
function power32(a: number, b: number): number {
  const result = b === 2 ? a * a : Math.exp(b * Math.log(a));
  return result > 0 && result < Number.POSITIVE_INFINITY ? result : power(a, b);
}

export const powLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = power32(a[ao]!, b[bo]!);
  },
  float64(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = power(a[ao]!, b[bo]!);
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = integerPower(a[ao]!, b[bo]!);
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = bigPower(a[ao]!, b[bo]!);
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      complexPow(a[2 * ao]!, a[2 * ao + 1]!, b[2 * bo]!, b[2 * bo + 1]!, out instanceof Float32Array);
      out[2 * (o + i)] = z.re;
      out[2 * (o + i) + 1] = z.im;
    }
  },
};

/** The loops of what is zero where one side is zero: one text for each (see arithmetic.ts). */
import type { BinaryLoops } from '../elementwise';
import { complexDivide, complexLog, complexLog1p, complexMultiply, safelyMultiply, z } from './complex_math';

export const divNoNanLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = b[bo]! === 0 ? 0 : a[ao]! / b[bo]!;
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      z.re = 0;
      z.im = 0;
      if (b[2 * bo] !== 0 || b[2 * bo + 1] !== 0)
        complexDivide(a[2 * ao]!, a[2 * ao + 1]!, b[2 * bo]!, b[2 * bo + 1]!);
      out[2 * (o + i)] = z.re;
      out[2 * (o + i) + 1] = z.im;
    }
  },
};

export const mulNoNanLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = b[bo]! === 0 ? 0 : a[ao]! * b[bo]!;
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      z.re = 0;
      z.im = 0;
      if (b[2 * bo] !== 0 || b[2 * bo + 1] !== 0)
        complexMultiply(a[2 * ao]!, a[2 * ao + 1]!, b[2 * bo]!, b[2 * bo + 1]!);
      out[2 * (o + i)] = z.re;
      out[2 * (o + i) + 1] = z.im;
    }
  },
};

export const xdivyLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! === 0 ? 0 : a[ao]! / b[bo]!;
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      z.re = 0;
      z.im = 0;
      if (a[2 * ao] !== 0 || a[2 * ao + 1] !== 0)
        complexDivide(a[2 * ao]!, a[2 * ao + 1]!, b[2 * bo]!, b[2 * bo + 1]!);
      out[2 * (o + i)] = z.re;
      out[2 * (o + i) + 1] = z.im;
    }
  },
};

export const xlogyLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! === 0 ? 0 : a[ao]! * Math.log(b[bo]!);
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      z.re = 0;
      z.im = 0;
      if (a[2 * ao] !== 0 || a[2 * ao + 1] !== 0) {
        complexLog(b[2 * bo]!, b[2 * bo + 1]!);
        safelyMultiply(a[2 * ao]!, a[2 * ao + 1]!, z.re, z.im);
      }
      out[2 * (o + i)] = z.re;
      out[2 * (o + i) + 1] = z.im;
    }
  },
};

export const xlog1pyLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs)
      out[o + i] = a[ao]! === 0 ? 0 : a[ao]! * Math.log1p(b[bo]!);
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      z.re = 0;
      z.im = 0;
      if (a[2 * ao] !== 0 || a[2 * ao + 1] !== 0) {
        complexLog1p(b[2 * bo]!, b[2 * bo + 1]!);
        safelyMultiply(a[2 * ao]!, a[2 * ao + 1]!, z.re, z.im);
      }
      out[2 * (o + i)] = z.re;
      out[2 * (o + i) + 1] = z.im;
    }
  },
};

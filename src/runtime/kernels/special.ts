/** The loops of the special functions: one text for each (see arithmetic.ts). */
import type { BinaryLoops, Floats, UnaryLoops } from '../elementwise';
import { besselI0, besselI0e, besselI1, besselI1e } from './special/bessel';
import { erf, erf32, erfc, erfinv, ndtri } from './special/erf';
import { digamma, lgamma, polygamma, zeta } from './special/gamma';
import { betainc, igamma, igammac, igammaGradA } from './special/incomplete';
import { nextAfter32, nextAfter64 } from './special/next_after';

export const erfLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = erf32(x[i]!);
  },
  float64(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = erf(x[i]!);
  },
};

export const erfcLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = erfc(x[i]!);
  },
};

export const erfinvLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = erfinv(x[i]!);
  },
};

export const ndtriLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = ndtri(x[i]!);
  },
};

export const lgammaLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = lgamma(x[i]!);
  },
};

export const digammaLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = digamma(x[i]!);
  },
};

export const besselI0Loops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = besselI0(x[i]!);
  },
};

export const besselI0eLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = besselI0e(x[i]!);
  },
};

export const besselI1Loops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = besselI1(x[i]!);
  },
};

export const besselI1eLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = besselI1e(x[i]!);
  },
};

export const polygammaLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = polygamma(a[ao]!, b[bo]!, Math.fround);
  },
  float64(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = polygamma(a[ao]!, b[bo]!, (x) => x);
  },
};

export const zetaLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = zeta(a[ao]!, b[bo]!);
  },
};

export const igammaLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = igamma(a[ao]!, b[bo]!);
  },
};

export const igammacLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = igammac(a[ao]!, b[bo]!);
  },
};

export const igammaGradALoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = igammaGradA(a[ao]!, b[bo]!);
  },
};

export const nextAfterLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = nextAfter32(a[ao]!, b[bo]!);
  },
  float64(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = nextAfter64(a[ao]!, b[bo]!);
  },
};

/** Three operands of one length, or single values where a step is 0. */
export function betaincLoop(
  a: Floats,
  as: number,
  b: Floats,
  bs: number,
  x: Floats,
  xs: number,
  out: Floats,
): void {
  for (let i = 0; i < out.length; i++) out[i] = betainc(a[i * as]!, b[i * bs]!, x[i * xs]!);
}

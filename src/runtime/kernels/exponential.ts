/** The loops of exponentials, logarithms and what is made of them: one text for each (see arithmetic.ts). */
import type { UnaryLoops } from '../elementwise';
import { complexExp, complexExpm1, complexLog, complexLog1p, complexSigmoid, z } from './complex_math';
import { exp32 } from './exp32';
import { vectorUnary } from './vector';

export const expLoops: UnaryLoops = {
  vector: 'exp',
  float(x, out) {
    if (vectorUnary('exp', x, out)) return;
    for (let i = 0; i < out.length; i++) out[i] = exp32(x[i]!);
  },
  float64(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.exp(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexExp(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const expm1Loops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.expm1(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexExpm1(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const logLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.log(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexLog(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const log1pLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.log1p(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexLog1p(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const sigmoidLoops: UnaryLoops = {
  vector: 'sigmoid',
  float(x, out) {
    if (vectorUnary('sigmoid', x, out)) return;
    for (let i = 0; i < out.length; i++) out[i] = 1 / (1 + exp32(-x[i]!));
  },
  float64(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]!));
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexSigmoid(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const softplusLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.max(x[i]!, 0) + Math.log1p(exp32(-Math.abs(x[i]!)));
  },
  float64(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.max(x[i]!, 0) + Math.log1p(Math.exp(-Math.abs(x[i]!)));
  },
};

export const softsignLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = x[i]! / (1 + Math.abs(x[i]!));
  },
};

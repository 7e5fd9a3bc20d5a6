/** The loops of the hyperbolic functions and their inverses: one text for each (see arithmetic.ts). */
import type { UnaryLoops } from '../elementwise';
import { z } from './complex_math';
import {
  complexAcosh,
  complexAsinh,
  complexAtanh,
  complexCosh,
  complexSinh,
  complexTanh,
} from './complex_trigonometry';
import { tanh32 } from './exp32';
import { vectorUnary } from './vector';

export const sinhLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.sinh(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexSinh(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const coshLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.cosh(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexCosh(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const asinhLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.asinh(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexAsinh(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const acoshLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.acosh(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexAcosh(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const atanhLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.atanh(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexAtanh(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const tanhLoops: UnaryLoops = {
  vector: 'tanh',
  float(x, out) {
    if (vectorUnary('tanh', x, out)) return;
    for (let i = 0; i < out.length; i++) out[i] = tanh32(x[i]!);
  },
  float64(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.tanh(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexTanh(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

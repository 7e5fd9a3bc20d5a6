/** The loops of the trigonometric functions and their inverses: one text for each (see arithmetic.ts). */
import type { UnaryLoops } from '../elementwise';
import { z } from './complex_math';
import {
  complexAcos,
  complexAsin,
  complexAtan,
  complexCos,
  complexSin,
  complexTan,
} from './complex_trigonometry';

export const sinLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.sin(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexSin(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const cosLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.cos(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexCos(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const tanLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.tan(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexTan(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const asinLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.asin(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexAsin(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const acosLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.acos(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexAcos(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const atanLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.atan(x[i]!);
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexAtan(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

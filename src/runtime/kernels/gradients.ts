/**
 * The loops of gradients that TF computes in one op from the function's result: one text for each (see
 * arithmetic.ts).
 */
import type { BinaryLoops } from '../elementwise';

/** `a`: the result of the function; `b`: its gradient. All of one shape, so the steps are 1. */
// Where nothing comes back nothing goes on, even from an infinite slope.
export const sqrtGradLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = b[bo]! === 0 ? 0 : (0.5 * b[bo]!) / a[ao]!;
  },
};

export const rsqrtGradLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs)
      out[o + i] = b[bo]! === 0 ? 0 : -0.5 * b[bo]! * a[ao]! ** 3;
  },
};

export const reciprocalGradLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs)
      out[o + i] = b[bo]! === 0 ? 0 : -a[ao]! * (b[bo]! * a[ao]!);
  },
};

export const tanhGradLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = b[bo]! * (1 - a[ao]! * a[ao]!);
  },
};

export const sigmoidGradLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = b[bo]! * (1 - a[ao]!) * a[ao]!;
  },
};

/** `a`: the gradient; `b`: the function's argument. */
export const softplusGradLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! / (1 + Math.exp(-b[bo]!));
  },
};

export const softsignGradLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! / (1 + Math.abs(b[bo]!)) ** 2;
  },
};

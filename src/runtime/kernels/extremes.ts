/** The loops of maximum, minimum, squared differences and angles: one text for each (see arithmetic.ts). */
import type { BinaryLoops } from '../elementwise';

export const maximumLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.max(a[ao]!, b[bo]!);
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.max(a[ao]!, b[bo]!);
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    // biome-ignore lint/complexity/useMathMinMax: not for bigints
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! > b[bo]! ? a[ao]! : b[bo]!;
  },
};

export const minimumLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.min(a[ao]!, b[bo]!);
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.min(a[ao]!, b[bo]!);
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    // biome-ignore lint/complexity/useMathMinMax: not for bigints
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! < b[bo]! ? a[ao]! : b[bo]!;
  },
};

export const squaredDifferenceLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      const difference = a[ao]! - b[bo]!;
      out[o + i] = difference * difference;
    }
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      const difference = a[ao]! - b[bo]!;
      out[o + i] = Math.imul(difference, difference);
    }
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      const difference = a[ao]! - b[bo]!;
      out[o + i] = difference * difference;
    }
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      const re = a[2 * ao]! - b[2 * bo]!;
      const im = a[2 * ao + 1]! - b[2 * bo + 1]!;
      // A complex difference times its conjugate: what cancels does not if it is infinite.
      out[2 * (o + i)] = re * re + im * im;
      out[2 * (o + i) + 1] = re * im - im * re;
    }
  },
};

export const atan2Loops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.atan2(a[ao]!, b[bo]!);
  },
};

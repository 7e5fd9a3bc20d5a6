/**
 * The loops of + - * / and negation: one text for each op and group of dtypes, because a loop that takes its function as
 * an argument, or has seen many kinds of arrays, runs many times slower (PERFORMANCE.md).
 */

import type { BinaryLoops, Floats, UnaryLoops } from '../elementwise';
import { complexDivide, z } from './complex_math';
import { vectorBinary, vectorFrom } from './vector';

/** True if the run is all there is: then indices need no offsets, and four elements at a time take half the time. */
function isWhole(a: Floats, b: Floats, out: Floats, n: number): boolean {
  return out.length === n && a.length === n && b.length === n;
}

export const addLoops: BinaryLoops = {
  vector: 'add',
  float(a, ao, as, b, bo, bs, out, o, n) {
    if (n >= vectorFrom && vectorBinary('add', a, ao, as, b, bo, bs, out, o, n)) return;
    if (as === 1 && bs === 1 && isWhole(a, b, out, n)) {
      let i = 0;
      for (const last = n - 3; i < last; i += 4) {
        out[i] = a[i]! + b[i]!;
        out[i + 1] = a[i + 1]! + b[i + 1]!;
        out[i + 2] = a[i + 2]! + b[i + 2]!;
        out[i + 3] = a[i + 3]! + b[i + 3]!;
      }
      for (; i < n; i++) out[i] = a[i]! + b[i]!;
    } else if (bs === 0) {
      const y = b[bo]!;
      for (let i = 0; i < n; i++, ao += as) out[o + i] = a[ao]! + y;
    } else if (as === 0) {
      const x = a[ao]!;
      for (let i = 0; i < n; i++) out[o + i] = x + b[bo + i]!;
    } else for (let i = 0; i < n; i++) out[o + i] = a[ao + i]! + b[bo + i]!;
  },
  float64(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! + b[bo]!;
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! + b[bo]!;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! + b[bo]!;
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      out[2 * (o + i)] = a[2 * ao]! + b[2 * bo]!;
      out[2 * (o + i) + 1] = a[2 * ao + 1]! + b[2 * bo + 1]!;
    }
  },
  string(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      const joined = new Uint8Array(a[ao]!.length + b[bo]!.length);
      joined.set(a[ao]!);
      joined.set(b[bo]!, a[ao]!.length);
      out[o + i] = joined;
    }
  },
};

export const subtractLoops: BinaryLoops = {
  vector: 'subtract',
  float(a, ao, as, b, bo, bs, out, o, n) {
    if (n >= vectorFrom && vectorBinary('subtract', a, ao, as, b, bo, bs, out, o, n)) return;
    if (as === 1 && bs === 1 && isWhole(a, b, out, n)) {
      let i = 0;
      for (const last = n - 3; i < last; i += 4) {
        out[i] = a[i]! - b[i]!;
        out[i + 1] = a[i + 1]! - b[i + 1]!;
        out[i + 2] = a[i + 2]! - b[i + 2]!;
        out[i + 3] = a[i + 3]! - b[i + 3]!;
      }
      for (; i < n; i++) out[i] = a[i]! - b[i]!;
    } else if (bs === 0) {
      const y = b[bo]!;
      for (let i = 0; i < n; i++, ao += as) out[o + i] = a[ao]! - y;
    } else if (as === 0) {
      const x = a[ao]!;
      for (let i = 0; i < n; i++) out[o + i] = x - b[bo + i]!;
    } else for (let i = 0; i < n; i++) out[o + i] = a[ao + i]! - b[bo + i]!;
  },
  float64(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! - b[bo]!;
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! - b[bo]!;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! - b[bo]!;
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      out[2 * (o + i)] = a[2 * ao]! - b[2 * bo]!;
      out[2 * (o + i) + 1] = a[2 * ao + 1]! - b[2 * bo + 1]!;
    }
  },
};

export const multiplyLoops: BinaryLoops = {
  vector: 'multiply',
  float(a, ao, as, b, bo, bs, out, o, n) {
    if (n >= vectorFrom && vectorBinary('multiply', a, ao, as, b, bo, bs, out, o, n)) return;
    if (as === 1 && bs === 1 && isWhole(a, b, out, n)) {
      let i = 0;
      for (const last = n - 3; i < last; i += 4) {
        out[i] = a[i]! * b[i]!;
        out[i + 1] = a[i + 1]! * b[i + 1]!;
        out[i + 2] = a[i + 2]! * b[i + 2]!;
        out[i + 3] = a[i + 3]! * b[i + 3]!;
      }
      for (; i < n; i++) out[i] = a[i]! * b[i]!;
    } else if (bs === 0) {
      const y = b[bo]!;
      for (let i = 0; i < n; i++, ao += as) out[o + i] = a[ao]! * y;
    } else if (as === 0) {
      const x = a[ao]!;
      for (let i = 0; i < n; i++) out[o + i] = x * b[bo + i]!;
    } else for (let i = 0; i < n; i++) out[o + i] = a[ao + i]! * b[bo + i]!;
  },
  float64(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! * b[bo]!;
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.imul(a[ao]!, b[bo]!);
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! * b[bo]!;
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      const ar = a[2 * ao]!;
      const ai = a[2 * ao + 1]!;
      const br = b[2 * bo]!;
      const bi = b[2 * bo + 1]!;
      out[2 * (o + i)] = ar * br - ai * bi;
      out[2 * (o + i) + 1] = ar * bi + ai * br;
    }
  },
};

export const divideLoops: BinaryLoops = {
  vector: 'divide',
  float(a, ao, as, b, bo, bs, out, o, n) {
    if (n >= vectorFrom && vectorBinary('divide', a, ao, as, b, bo, bs, out, o, n)) return;
    if (as === 1 && bs === 1 && isWhole(a, b, out, n)) {
      let i = 0;
      for (const last = n - 3; i < last; i += 4) {
        out[i] = a[i]! / b[i]!;
        out[i + 1] = a[i + 1]! / b[i + 1]!;
        out[i + 2] = a[i + 2]! / b[i + 2]!;
        out[i + 3] = a[i + 3]! / b[i + 3]!;
      }
      for (; i < n; i++) out[i] = a[i]! / b[i]!;
    } else if (bs === 0) {
      const y = b[bo]!;
      for (let i = 0; i < n; i++, ao += as) out[o + i] = a[ao]! / y;
    } else if (as === 0) {
      const x = a[ao]!;
      for (let i = 0; i < n; i++) out[o + i] = x / b[bo + i]!;
    } else for (let i = 0; i < n; i++) out[o + i] = a[ao + i]! / b[bo + i]!;
  },
  float64(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! / b[bo]!;
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      complexDivide(a[2 * ao]!, a[2 * ao + 1]!, b[2 * bo]!, b[2 * bo + 1]!);
      out[2 * (o + i)] = z.re;
      out[2 * (o + i) + 1] = z.im;
    }
  },
};

export const negateLoops: UnaryLoops = {
  vector: 'negate',
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = -x[i]!;
  },
  int32(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = -x[i]!;
  },
  big(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = -x[i]!;
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = -x[i]!;
  },
};

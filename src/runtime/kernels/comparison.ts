/** The loops of comparisons: one text for each op and group of dtypes (see arithmetic.ts). */
import type { BinaryLoops } from '../elementwise';

type ComparisonLoops = BinaryLoops<Uint8Array, Uint8Array, Uint8Array>;

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export const equalLoops: ComparisonLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! === b[bo]! ? 1 : 0;
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! === b[bo]! ? 1 : 0;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! === b[bo]! ? 1 : 0;
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs)
      out[o + i] = a[2 * ao] === b[2 * bo] && a[2 * ao + 1] === b[2 * bo + 1] ? 1 : 0;
  },
  string(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = sameBytes(a[ao]!, b[bo]!) ? 1 : 0;
  },
};

export const notEqualLoops: ComparisonLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! !== b[bo]! ? 1 : 0;
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! !== b[bo]! ? 1 : 0;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! !== b[bo]! ? 1 : 0;
  },
  complex(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs)
      out[o + i] = a[2 * ao] !== b[2 * bo] || a[2 * ao + 1] !== b[2 * bo + 1] ? 1 : 0;
  },
  string(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = !sameBytes(a[ao]!, b[bo]!) ? 1 : 0;
  },
};

export const lessLoops: ComparisonLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! < b[bo]! ? 1 : 0;
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! < b[bo]! ? 1 : 0;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! < b[bo]! ? 1 : 0;
  },
};

export const lessEqualLoops: ComparisonLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! <= b[bo]! ? 1 : 0;
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! <= b[bo]! ? 1 : 0;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! <= b[bo]! ? 1 : 0;
  },
};

export const greaterLoops: ComparisonLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! > b[bo]! ? 1 : 0;
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! > b[bo]! ? 1 : 0;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! > b[bo]! ? 1 : 0;
  },
};

export const greaterEqualLoops: ComparisonLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! >= b[bo]! ? 1 : 0;
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! >= b[bo]! ? 1 : 0;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! >= b[bo]! ? 1 : 0;
  },
};

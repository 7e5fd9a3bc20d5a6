/** The loops of whole quotients and remainders, Python's and C's: one text for each (see arithmetic.ts). */
import type { BinaryLoops } from '../elementwise';

export const floorModLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      const rest = a[ao]! % b[bo]!;
      out[o + i] = rest !== 0 && rest < 0 !== b[bo]! < 0 ? rest + b[bo]! : rest;
    }
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      const rest = a[ao]! % b[bo]!;
      out[o + i] = rest !== 0 && rest < 0 !== b[bo]! < 0 ? rest + b[bo]! : rest;
    }
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      const rest = a[ao]! % b[bo]!;
      out[o + i] = rest !== 0n && rest < 0n !== b[bo]! < 0n ? rest + b[bo]! : rest;
    }
  },
};

export const truncateModLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! % b[bo]!;
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! % b[bo]!;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! % b[bo]!;
  },
};

export const floorDivLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.floor(Math.fround(a[ao]! / b[bo]!));
  },
  float64(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.floor(a[ao]! / b[bo]!);
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.floor(a[ao]! / b[bo]!);
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) {
      const quotient = a[ao]! / b[bo]!;
      out[o + i] = a[ao]! % b[bo]! !== 0n && a[ao]! < 0n !== b[bo]! < 0n ? quotient - 1n : quotient;
    }
  },
};

export const truncateDivLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.trunc(Math.fround(a[ao]! / b[bo]!));
  },
  float64(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.trunc(a[ao]! / b[bo]!);
  },
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = Math.trunc(a[ao]! / b[bo]!);
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! / b[bo]!;
  },
};

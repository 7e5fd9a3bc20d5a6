/**
 * The loops of operations on bits: one text for each (see arithmetic.ts). Unsigned integers take int32's
 * loops.
 */
import type { RunLoop } from '../broadcast';
import type { Bigs } from '../elementwise';

export interface BitLoops {
  readonly int32: RunLoop<Int32Array, Int32Array>;
  readonly big: RunLoop<Bigs, Bigs>;
}

export const andLoops: BitLoops = {
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! & b[bo]!;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! & b[bo]!;
  },
};

export const orLoops: BitLoops = {
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! | b[bo]!;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! | b[bo]!;
  },
};

export const xorLoops: BitLoops = {
  int32(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! ^ b[bo]!;
  },
  big(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! ^ b[bo]!;
  },
};

/** What C leaves undefined, TF clamps: a shift by less than 0 or more than the width. */
function within(shift: number, width: number): number {
  return shift < 0 ? 0 : shift < width ? shift : width - 1;
}

function withinBig(shift: bigint): bigint {
  return shift < 0n ? 0n : shift < 64n ? shift : 63n;
}

/** Shifts need the width of the type: `bits` says it. */
export function shiftLeftLoop(bits: number): RunLoop<Int32Array, Int32Array> {
  return (a, ao, as, b, bo, bs, out, o, n) => {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! << within(b[bo]!, bits);
  };
}

/** @param unsigned true if the 32 bits are those of an unsigned integer */
export function shiftRightLoop(bits: number, unsigned: boolean): RunLoop<Int32Array, Int32Array> {
  if (unsigned)
    return (a, ao, as, b, bo, bs, out, o, n) => {
      for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! >>> within(b[bo]!, bits);
    };
  return (a, ao, as, b, bo, bs, out, o, n) => {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! >> within(b[bo]!, bits);
  };
}

export const shiftLeftBig: RunLoop<Bigs, Bigs> = (a, ao, as, b, bo, bs, out, o, n) => {
  for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! << withinBig(b[bo]!);
};

export const shiftRightBig: RunLoop<Bigs, Bigs> = (a, ao, as, b, bo, bs, out, o, n) => {
  for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! >> withinBig(b[bo]!);
};

export function invert(x: Int32Array, out: Int32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = ~x[i]!;
}

export function invertBig(x: Bigs, out: Bigs): void {
  for (let i = 0; i < out.length; i++) out[i] = ~x[i]!;
}

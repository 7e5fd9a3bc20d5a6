/**
 * The loops of absolute values, signs, rounding and tests of one value: one text for each (see
 * arithmetic.ts).
 */
import type { Floats, UnaryLoops } from '../elementwise';
import { complexSign, z } from './complex_math';

/** To the nearest integer; halves to the even one. */
function roundEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest < 0.5) return low;
  if (rest > 0.5) return low + 1;
  return rest === 0.5 ? (low % 2 === 0 ? low : low + 1) : x;
}

export const absLoops: UnaryLoops = {
  vector: 'absolute',
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i]!);
  },
  int32(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i]!);
  },
  big(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = x[i]! < 0n ? -x[i]! : x[i]!;
  },
};

export const signLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.sign(x[i]!);
  },
  int32(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.sign(x[i]!);
  },
  big(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = x[i]! > 0n ? 1n : x[i]! < 0n ? -1n : 0n;
  },
  complex(x, out) {
    for (let i = 0; i < out.length; i += 2) {
      complexSign(x[i]!, x[i + 1]!);
      out[i] = z.re;
      out[i + 1] = z.im;
    }
  },
};

export const floorLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.floor(x[i]!);
  },
};

export const ceilLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = Math.ceil(x[i]!);
  },
};

export const roundLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = roundEven(x[i]!);
  },
  int32(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = x[i]!;
  },
  big(x, out) {
    for (let i = 0; i < out.length; i++) out[i] = x[i]!;
  },
};

export function isNan(x: Floats, out: Uint8Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(x[i]!) ? 1 : 0;
}

export function isInf(x: Floats, out: Uint8Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i]!) === Number.POSITIVE_INFINITY ? 1 : 0;
}

export function isFinite(x: Floats, out: Uint8Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Number.isFinite(x[i]!) ? 1 : 0;
}

/** Sizes of complex numbers. */
export function complexAbs(x: Floats, out: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.hypot(x[2 * i]!, x[2 * i + 1]!);
}

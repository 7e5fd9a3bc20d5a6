/** The loops that take complex numbers apart and put them together; parts are interleaved. */
import type { Floats } from '../elementwise';

export function conjLoop(x: Floats, out: Floats): void {
  for (let i = 0; i < out.length; i += 2) {
    out[i] = x[i]!;
    out[i + 1] = -x[i + 1]!;
  }
}

export function realParts(x: Floats, out: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = x[2 * i]!;
}

export function imaginaryParts(x: Floats, out: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = x[2 * i + 1]!;
}

export function angles(x: Floats, out: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.atan2(x[2 * i + 1]!, x[2 * i]!);
}

/** One run of pairs (see RunLoop): `out` holds two floats for each. */
export function joinParts(
  a: Floats,
  ao: number,
  as: number,
  b: Floats,
  bo: number,
  bs: number,
  out: Floats,
  o: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) {
    out[2 * (o + i)] = a[ao + i * as]!;
    out[2 * (o + i) + 1] = b[bo + i * bs]!;
  }
}

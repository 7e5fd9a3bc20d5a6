/** The loops of logic: one text for each (see arithmetic.ts). */
import type { RunLoop } from '../broadcast';

type LogicLoop = RunLoop<Uint8Array, Uint8Array>;

export const logicalAnd: LogicLoop = (a, ao, as, b, bo, bs, out, o, n) => {
  for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! & b[bo]!;
};

export const logicalOr: LogicLoop = (a, ao, as, b, bo, bs, out, o, n) => {
  for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = a[ao]! | b[bo]!;
};

export function logicalNot(x: Uint8Array, out: Uint8Array): void {
  for (let i = 0; i < out.length; i++) out[i] = 1 - x[i]!;
}

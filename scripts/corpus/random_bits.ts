/** Comparing random numbers: bit for bit, but for the functions whose last bit is free. */
import type { Tensor } from '../../src/runtime/tensor';
import type { Verdict } from './cases';
import { type CorpusTensor, difference } from './tensors';

export interface Bits extends CorpusTensor {
  readonly bits_u32?: readonly number[];
  readonly bits_u64?: readonly string[];
}

export const exact = { rtol: 0, atol: 0 };

/** Last bits that may differ: floats that go through log, sin, cos or pow. */
function tolerance(fn: string): { rtol: number; atol: number } | null {
  return /normal|gamma|variance_scaling|orthogonal/.test(fn) ? { rtol: 3e-7, atol: 1e-7 } : null;
}

/** Bit for bit, but for functions whose last bit is free. */
export function compare(fn: string, got: Tensor, wanted: Bits): Verdict {
  const free = tolerance(fn);
  if (free !== null) return difference(got, wanted, free);
  const wrong = difference(got, wanted, exact);
  if (wrong !== null) return wrong;
  const { data } = got;
  if (data instanceof Float32Array && wanted.bits_u32)
    return sameBits(new Uint32Array(data.slice().buffer), wanted.bits_u32);
  if (data instanceof Float64Array && wanted.bits_u64)
    return sameBits(new BigUint64Array(data.slice().buffer), wanted.bits_u64);
  return null;
}
function sameBits(got: ArrayLike<number | bigint>, wanted: readonly unknown[]): Verdict {
  const at = wanted.findIndex((bits, i) => String(got[i]) !== String(bits));
  return at < 0 ? null : `bits of element ${at} are ${got[at]} instead of ${wanted[at]}`;
}

/** The first verdict that finds something wrong. */
export function first(...verdicts: readonly (() => Verdict)[]): Verdict {
  for (const verdict of verdicts) {
    const wrong = verdict();
    if (wrong !== null) return wrong;
  }
  return null;
}

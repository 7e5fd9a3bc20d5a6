/** The sum of several tensors of one shape. */
import type { Bigs, Floats } from '../elementwise';

/** The first two at once: most sums have no more. */
export function addFloats(parts: readonly Floats[], out: Floats): void {
  const [first, second] = [parts[0]!, parts[1]!];
  for (let i = 0; i < out.length; i++) out[i] = first[i]! + second[i]!;
  for (let k = 2; k < parts.length; k++) {
    const part = parts[k]!;
    for (let i = 0; i < out.length; i++) out[i] = out[i]! + part[i]!;
  }
}

export function addIntegers(parts: readonly Int32Array[], out: Int32Array): void {
  for (const part of parts) for (let i = 0; i < out.length; i++) out[i] = out[i]! + part[i]!;
}

export function addBigs(parts: readonly Bigs[], out: Bigs): void {
  for (const part of parts) for (let i = 0; i < out.length; i++) out[i] = out[i]! + part[i]!;
}

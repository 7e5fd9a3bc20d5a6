/** The neighbour of a float on the way to another. */

const value64 = new Float64Array(1);
const bits64 = new BigInt64Array(value64.buffer);
const value32 = new Float32Array(1);
const bits32 = new Int32Array(value32.buffer);

export function nextAfter64(from: number, to: number): number {
  if (Number.isNaN(from) || Number.isNaN(to)) return Number.NaN;
  if (from === to) return to;
  if (from === 0) return to > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  value64[0] = from;
  // Patterns of one sign are ordered as the sizes of their values are.
  bits64[0] = bits64[0]! + (from < to === from > 0 ? 1n : -1n);
  return value64[0]!;
}

export function nextAfter32(from: number, to: number): number {
  if (Number.isNaN(from) || Number.isNaN(to)) return Number.NaN;
  if (from === to) return to;
  if (from === 0) return to > 0 ? 2 ** -149 : -(2 ** -149);
  value32[0] = from;
  bits32[0] = bits32[0]! + (from < to === from > 0 ? 1 : -1);
  return value32[0]!;
}

/** The order of keys (unsigned bytes, shorter first) and the shortest keys that separate blocks. */

/** Negative, zero or positive as `a` sorts before, with or after `b`. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** A short key from `last` up to but not including `next` (format.md F3.8). */
export function shortestSeparator(last: Uint8Array, next: Uint8Array): Uint8Array {
  const shorter = Math.min(last.length, next.length);
  let i = 0;
  while (i < shorter && last[i] === next[i]) i++;
  if (i === shorter) return last;
  // Only the first differing byte is tried, as TensorFlow does.
  return last[i]! + 1 < next[i]! ? incremented(last, i) : last;
}

/** A short key not below `last`, for the last block (format.md F3.9). */
export function shortSuccessor(last: Uint8Array): Uint8Array {
  const i = last.findIndex((byte) => byte !== 0xff);
  return i < 0 ? last : incremented(last, i);
}

function incremented(key: Uint8Array, at: number): Uint8Array {
  const result = key.slice(0, at + 1);
  result[at]!++;
  return result;
}

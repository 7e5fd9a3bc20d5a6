/** The buckets of a histogram summary. */

/**
 * Rows of left edge, right edge and count. If all values are the same, all buckets lie there and the last
 * holds them.
 * @returns `[buckets, 3]` in row-major order
 */
export function histogramBuckets(values: ArrayLike<number>, buckets: number): Float64Array {
  const rows = new Float64Array(buckets * 3);
  if (values.length === 0 || buckets === 0) return rows;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    most = Math.max(most, values[i]!);
  }
  const width = (most - least) / buckets;
  for (let k = 0; k < buckets; k++) {
    rows[3 * k] = least + k * width;
    rows[3 * k + 1] = k === buckets - 1 ? most : least + (k + 1) * width;
  }
  if (most === least) rows[3 * buckets - 1] = values.length;
  else {
    for (let i = 0; i < values.length; i++) {
      const k = Math.min(Math.floor((values[i]! - least) / width), buckets - 1);
      rows[3 * k + 2] = rows[3 * k + 2]! + 1;
    }
  }
  return rows;
}

/** Finding the largest, and binary search. */
import type { NumericStorage } from '../../dtypes';

/** So many elements C++'s `std::sort` sorts by insertion, which tells where NaN ends up in TF. */
const insertedUpTo = 16;

/** Sorts places, the largest value first: each goes before all that are smaller, up to the first that is not. */
function insertAll(places: Int32Array, values: NumericStorage, offset: number): void {
  for (let i = 1; i < places.length; i++) {
    const place = places[i]!;
    const value = values[offset + place]!;
    let to = i;
    if (values[offset + places[0]!]! < value) {
      places.copyWithin(1, 0, i);
      to = 0;
    } else for (; values[offset + places[to - 1]!]! < value; to--) places[to] = places[to - 1]!;
    places[to] = place;
  }
}

/** Places of the `k` largest of `values[offset .. offset + n)`, largest first; of equals the first goes first. */
export function largest(values: NumericStorage, offset: number, n: number, k: number): Int32Array {
  const places = new Int32Array(n);
  for (let i = 0; i < n; i++) places[i] = i;
  if (k === 1) {
    // Eigen's maximum, which takes NaN and gives it up for the next; where no value equals it, TF takes the first.
    let most = values[offset]!;
    for (let i = 1; i < n; i++) if (!(most > values[offset + i]!)) most = values[offset + i]!;
    let place = 0;
    while (place < n && values[offset + place] !== most) place++;
    return Int32Array.of(place < n ? place : 0);
  }
  if (k === n && n <= insertedUpTo) {
    insertAll(places, values, offset);
    return places;
  }
  // NaN counts as larger than everything, so that the order is total.
  places.sort((a, b) => {
    const [x, y] = [values[offset + a]!, values[offset + b]!];
    if (x > y) return -1;
    if (x < y) return 1;
    // Of NaN and another, neither comparison holds.
    if (x === y) return a - b;
    const nan = Number(Number.isNaN(y as number)) - Number(Number.isNaN(x as number));
    return nan === 0 ? a - b : nan;
  });
  return k === n ? places : places.slice(0, k);
}

/** How many of `sorted[from .. from + n)` are smaller than `value`, or not larger if `upper`. */
export function bound(
  sorted: NumericStorage,
  from: number,
  n: number,
  value: number | bigint,
  upper: boolean,
): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = sorted[from + middle]!;
    if (upper ? !(value < at) : at < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

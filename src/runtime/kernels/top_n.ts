/**
 * The `k` best of a row by a heap, as TF keeps them: where an op leaves the order open, the order that TF's results
 * have is the order of its heap, and so this one takes the same steps.
 */
import type { NumericStorage } from '../../dtypes';

type Better = (a: number, b: number) => boolean;

/** Puts `value` at `hole` or below, where it is worse than nothing under it. The root is the worst. */
function sink(heap: Int32Array, hole: number, n: number, value: number, better: Better): void {
  let at = hole;
  for (let child = 2 * at + 1; child < n; child = 2 * at + 1) {
    if (child + 1 < n && better(heap[child]!, heap[child + 1]!)) child++;
    if (!better(value, heap[child]!)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = value;
}

/** Puts `value` at `hole` or above. */
function rise(heap: Int32Array, hole: number, value: number, better: Better): void {
  let at = hole;
  for (let parent = (at - 1) >> 1; at > 0 && better(heap[parent]!, value); parent = (at - 1) >> 1) {
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = value;
}

/** The larger value is the better; of equals the first. */
function betterIn(values: NumericStorage, offset: number): Better {
  return (a, b) => {
    const [x, y] = [values[offset + a]!, values[offset + b]!];
    return y < x || (!(y > x) && a < b);
  };
}

/** Places of the `k < n` largest of `values[offset .. offset + n)`, in the heap's order; of equals the first. */
export function heapLargest(values: NumericStorage, offset: number, n: number, k: number): Int32Array {
  const better = betterIn(values, offset);
  const heap = new Int32Array(k + 1);
  for (let i = 0; i <= k; i++) heap[i] = i;
  for (let top = (k - 1) >> 1; top >= 0; top--) sink(heap, top, k + 1, heap[top]!, better);
  sink(heap, 0, k, heap[k]!, better);
  for (let i = k + 1; i < n; i++) {
    if (!better(i, heap[0]!)) continue;
    sink(heap, 0, k - 1, heap[k - 1]!, better);
    rise(heap, k - 1, i, better);
  }
  return heap.slice(0, k);
}

/** The same, the largest first: C++ sorts the heap, whose steps tell where NaN ends up. */
export function heapSorted(values: NumericStorage, offset: number, n: number, k: number): Int32Array {
  const heap = heapLargest(values, offset, n, k);
  const better = betterIn(values, offset);
  for (let last = k - 1; last > 0; last--) {
    const value = heap[last]!;
    heap[last] = heap[0]!;
    drop(heap, last, value, better);
  }
  return heap;
}

/** Puts `value` in for the root: the hole goes down to the end of the better children's way, then `value` goes up. */
function drop(heap: Int32Array, n: number, value: number, better: Better): void {
  let at = 0;
  for (let child = 2 * at + 1; child < n; child = 2 * at + 1) {
    if (child + 1 < n && better(heap[child]!, heap[child + 1]!)) child++;
    heap[at] = heap[child]!;
    at = child;
  }
  rise(heap, at, value, better);
}

/**
 * The `k` best of a row by a heap, as TF keeps them: where an op leaves the order open, this is the order that TF's
 * results have. The heap's operations are those of libstdc++, whose choices show in that order.
 */
import type { NumericStorage } from '../../dtypes';

/** Lets a hole at `top` sink to the bottom of the first `n`, then puts `value` there and moves it up. */
function adjust(
  heap: Int32Array,
  top: number,
  n: number,
  value: number,
  better: (a: number, b: number) => boolean,
): void {
  let hole = top;
  let child = top;
  while (child < (n - 1) >> 1) {
    child = 2 * (child + 1);
    if (better(heap[child]!, heap[child - 1]!)) child--;
    heap[hole] = heap[child]!;
    hole = child;
  }
  if ((n & 1) === 0 && child === (n - 2) >> 1) {
    child = 2 * child + 1;
    heap[hole] = heap[child]!;
    hole = child;
  }
  let at = hole;
  while (at > top) {
    const parent = (at - 1) >> 1;
    if (!better(heap[parent]!, value)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = value;
}

/** Takes the worst off the heap of `n` and puts it last. */
function popWorst(heap: Int32Array, n: number, better: (a: number, b: number) => boolean): void {
  const value = heap[n - 1]!;
  heap[n - 1] = heap[0]!;
  adjust(heap, 0, n - 1, value, better);
}

/** Places of the `k < n` largest of `values[offset .. offset + n)`, in the heap's order; of equals the first. */
export function heapLargest(values: NumericStorage, offset: number, n: number, k: number): Int32Array {
  const better = (a: number, b: number): boolean => {
    const [x, y] = [values[offset + a]!, values[offset + b]!];
    return y < x || (!(y > x) && a < b);
  };
  const heap = new Int32Array(k + 1);
  for (let i = 0; i <= k; i++) heap[i] = i;
  for (let top = (k - 1) >> 1; top >= 0; top--) adjust(heap, top, k + 1, heap[top]!, better);
  popWorst(heap, k + 1, better);
  for (let i = k + 1; i < n; i++) {
    if (!better(i, heap[0]!)) continue;
    // The new one waits behind the heap and takes the place of the worst.
    heap[k] = i;
    popWorst(heap, k + 1, better);
  }
  return heap.slice(0, k);
}

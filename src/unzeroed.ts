/** Memory of which every byte is about to be written. */

/** The largest block that the C library may learn to reuse, less what it adds to it. */
const largestReused = 32 * 2 ** 20 - 2 ** 16;
/** From this size on the C library asks the system for each block, and gives it back. */
const notReusedFrom = 2 ** 17;
let reuses = false;

/**
 * A buffer that is not zeroed, where Node runs.
 *
 * Memory that comes anew from the system costs more, page by page, than most loops over it. glibc keeps freed blocks as large as the
 * largest that it has seen freed (`mallopt(3)`, `M_MMAP_THRESHOLD`), and free memory up to twice that: the first large
 * request therefore makes a block that nobody touches, which the next garbage collection frees.
 */
export function unzeroed(bytes: number): ArrayBufferLike {
  if (typeof Buffer === 'undefined') return new ArrayBuffer(bytes);
  if (!reuses && bytes >= notReusedFrom) {
    reuses = true;
    Buffer.allocUnsafeSlow(largestReused);
  }
  return Buffer.allocUnsafeSlow(bytes).buffer;
}

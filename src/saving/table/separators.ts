/**
 * The keys of an index block: the n-th is not below any key of data block n, and below all keys of block n +
 * 1. Writers other than TensorFlow's choose them carelessly, and as long as TensorFlow's own search still
 * arrives at every key such a table is valid. So the search here takes TensorFlow's very steps.
 */

import type { Block } from './block';

export class Separators {
  private readonly index: Block;

  constructor(index: Block) {
    this.index = index;
  }

  get length(): number {
    return this.index.length;
  }

  /** Whether each separator sorts behind the one before, as in every table of TensorFlow's. */
  get ascend(): boolean {
    for (let i = 1; i < this.length; i++)
      if (this.index.compareKey(i, this.index.key(i - 1)) <= 0) return false;
    return true;
  }

  /** The block in which a search for `key` begins; `length` if there is none. */
  seek(key: Uint8Array): number {
    const { index } = this;
    const { restarts } = index;
    let left = 0;
    let right = restarts.length - 1;
    while (left < right) {
      const middle = (left + right + 1) >>> 1;
      if (index.compareKey(restarts[middle]!, key) < 0) left = middle;
      else right = middle - 1;
    }
    let i = restarts[left] ?? 0;
    while (i < index.length && index.compareKey(i, key) < 0) i++;
    return i;
  }

  /** Whether `block` number `i` lies where the separators beside it say. */
  enclose(block: Block, i: number): boolean {
    if (block.length === 0) return true;
    if (i > 0 && this.index.compareKey(i - 1, block.key(0)) >= 0) return false;
    return this.index.compareKey(i, block.key(block.length - 1)) >= 0;
  }

  /**
   * Whether the search arrives at entry `at` of `block` number `i`, `before` being the last block in front of
   * it that has entries (-1 if none): it begins there, or runs out of an earlier block onto this one's first
   * key.
   */
  reach(block: Block, i: number, at: number, before: number): boolean {
    const start = this.seek(block.key(at));
    return start === i || (at === 0 && start < i && start >= before);
  }
}

/**
 * Writes the contents of one block (format.md F3.1 to F3.3). Keys that follow each other share prefixes:
 *
 *     entry    = varint32 shared, varint32 unshared, varint32 value length, unshared key bytes, value bytes
 *     contents = entries, restart offsets (fixed32 each), number of restarts (fixed32)
 *
 * Every so many entries the whole key is written (shared = 0). These restarts allow binary search in a block.
 */

import { ByteWriter } from '../coding';

export class BlockBuilder {
  private readonly restartInterval: number;
  private readonly out = new ByteWriter(4096);
  private restarts: number[] = [0];
  private entriesSinceRestart = 0;
  private lastKey: Uint8Array = new Uint8Array(0);

  constructor(restartInterval: number) {
    this.restartInterval = restartInterval;
  }

  /** Adds an entry; `key` is kept until the next call and must sort behind the one before. */
  add(key: Uint8Array, value: Uint8Array): void {
    const { out, lastKey } = this;
    let shared = 0;
    if (this.entriesSinceRestart < this.restartInterval) {
      const limit = Math.min(lastKey.length, key.length);
      while (shared < limit && lastKey[shared] === key[shared]) shared++;
    } else {
      this.restarts.push(out.length);
      this.entriesSinceRestart = 0;
    }
    out.varint(shared);
    out.varint(key.length - shared);
    out.varint(value.length);
    out.bytes(key, shared);
    out.bytes(value);
    this.lastKey = key;
    this.entriesSinceRestart++;
  }

  get isEmpty(): boolean {
    return this.out.length === 0;
  }

  /** How many bytes the block would have if it ended now. */
  get sizeEstimate(): number {
    return this.out.length + 4 * this.restarts.length + 4;
  }

  /** The finished contents; the builder is then ready for the next block. */
  finish(): Uint8Array {
    for (const offset of this.restarts) this.out.fixed32(offset);
    this.out.fixed32(this.restarts.length);
    this.restarts = [0];
    this.entriesSinceRestart = 0;
    this.lastKey = new Uint8Array(0);
    return this.out.take();
  }
}

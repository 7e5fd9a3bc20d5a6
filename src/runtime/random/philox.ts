/**
 * Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3"): a 128-bit counter hashed under a
 * 64-bit key, four 32-bit words a block. Everything random in TF's CPU kernels comes from it.
 *
 * JS has no 32x32->64 product. The high word is put together from four 16-bit products, which stay within int32
 * modulo 2^32.
 */

const multiplierA = 0xd2511f53;
const multiplierB = 0xcd9e8d57;
const [highA, lowA] = [multiplierA >>> 16, multiplierA & 0xffff];
const [highB, lowB] = [multiplierB >>> 16, multiplierB & 0xffff];
const raiseA = 0x9e3779b9;
const raiseB = 0xbb67ae85;
const rounds = 10;

const span = 4294967296;

/** Low and high 32 bits of a 64-bit integer, two's complement. */
export function halves(value: bigint | number): [number, number] {
  if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
    return [value >>> 0, Math.floor(value / span) >>> 0];
  const bits = BigInt.asUintN(64, BigInt(value));
  return [Number(bits & 0xffffffffn), Number(bits >> 32n)];
}

export class Philox {
  /** Counter, least significant word first, then the key's two words. */
  private readonly state: Uint32Array;
  /** Words of the block that {@link word} deals from, and how many are dealt. */
  private readonly block = new Uint32Array(4);
  private dealt = 4;

  private constructor(state: Uint32Array) {
    this.state = state;
  }

  /** The generator of a stateful op: `seed` is the key, `seed2` the counter's high half. */
  static fromSeeds(seed: bigint | number, seed2: bigint | number): Philox {
    return new Philox(Uint32Array.of(0, 0, ...halves(seed2), ...halves(seed)));
  }

  /** From 64-bit words as they lie in the tensors `counter` (two) and `key` (one). */
  static fromWords(counter: BigUint64Array | BigInt64Array, key: bigint): Philox {
    return new Philox(Uint32Array.of(...halves(counter[0]!), ...halves(counter[1]!), ...halves(key)));
  }

  /** The words of the counter and the key, as {@link fromWords} takes them. */
  toWords(): { counter: BigUint64Array; key: bigint } {
    const s = this.state;
    const wide = (i: number): bigint => BigInt(s[i]!) | (BigInt(s[i + 1]!) << 32n);
    return { counter: BigUint64Array.of(wide(0), wide(2)), key: wide(4) };
  }

  clone(): Philox {
    return new Philox(this.state.slice());
  }

  /** Goes on as `other` stands now, with nothing dealt: no object is made for each sample. */
  copyFrom(other: Philox): void {
    this.state.set(other.state);
    this.dealt = 4;
  }

  /** Moves the counter on by `blocks`, below 2^64. */
  skip(blocks: number | bigint): void {
    const s = this.state;
    const [low, high] = halves(blocks);
    const sum0 = s[0]! + low;
    const sum1 = s[1]! + high + (sum0 >= span ? 1 : 0);
    s[0] = sum0;
    s[1] = sum1;
    if (sum1 < span) return;
    const sum2 = s[2]! + 1;
    s[2] = sum2;
    if (sum2 >= span) s[3] = s[3]! + 1;
  }

  /** The next 32 bits, block after block. */
  word(): number {
    if (this.dealt === 4) {
      this.fill(this.block, 1);
      this.dealt = 0;
    }
    return this.block[this.dealt++]!;
  }

  /** Writes `blocks` blocks of four words and moves on. */
  fill(out: Uint32Array, blocks: number): void {
    const s = this.state;
    // No destructuring in here: it would make arrays.
    let c0 = s[0]! | 0;
    let c1 = s[1]! | 0;
    let c2 = s[2]! | 0;
    let c3 = s[3]! | 0;
    for (let at = 0, end = 4 * blocks; at < end; at += 4) {
      let x0 = c0;
      let x1 = c1;
      let x2 = c2;
      let x3 = c3;
      let k0 = s[4]! | 0;
      let k1 = s[5]! | 0;
      for (let r = 0; r < rounds; r++) {
        const l0 = x0 & 0xffff;
        const h0 = x0 >>> 16;
        const mid0 = (Math.imul(highA, l0) + (Math.imul(lowA, l0) >>> 16)) | 0;
        const sum0 = (Math.imul(lowA, h0) + (mid0 & 0xffff)) | 0;
        const up0 = (Math.imul(highA, h0) + (mid0 >>> 16) + (sum0 >>> 16)) | 0;
        const l2 = x2 & 0xffff;
        const h2 = x2 >>> 16;
        const mid2 = (Math.imul(highB, l2) + (Math.imul(lowB, l2) >>> 16)) | 0;
        const sum2 = (Math.imul(lowB, h2) + (mid2 & 0xffff)) | 0;
        const up2 = (Math.imul(highB, h2) + (mid2 >>> 16) + (sum2 >>> 16)) | 0;
        const down0 = Math.imul(multiplierA, x0);
        const down2 = Math.imul(multiplierB, x2);
        x0 = up2 ^ x1 ^ k0;
        x1 = down2;
        x2 = up0 ^ x3 ^ k1;
        x3 = down0;
        k0 = (k0 + raiseA) | 0;
        k1 = (k1 + raiseB) | 0;
      }
      out[at] = x0;
      out[at + 1] = x1;
      out[at + 2] = x2;
      out[at + 3] = x3;
      c0 = (c0 + 1) | 0;
      if (c0 === 0) {
        c1 = (c1 + 1) | 0;
        if (c1 === 0) {
          c2 = (c2 + 1) | 0;
          if (c2 === 0) c3 = (c3 + 1) | 0;
        }
      }
    }
    s[0] = c0;
    s[1] = c1;
    s[2] = c2;
    s[3] = c3;
  }
}

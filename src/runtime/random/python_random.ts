/**
 * Python's `random.Random` as far as TF needs it: the Mersenne Twister (MT19937) seeded with an int of any size, and
 * `randint`. Eager TF deals op seeds with it.
 */
import { ValueError } from '../../errors';

const size = 624;
const middle = 397;

export class PythonRandom {
  private readonly state = new Uint32Array(size);
  private next = size;

  /** @param seed an int of any size; its sign is dropped, as Python does. */
  constructor(seed: bigint) {
    const words: number[] = [];
    for (let rest = seed < 0n ? -seed : seed; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
    this.mixIn(words.length === 0 ? [0] : words);
  }

  private start(seed: number): void {
    const s = this.state;
    s[0] = seed;
    for (let i = 1; i < size; i++) s[i] = Math.imul(1812433253, s[i - 1]! ^ (s[i - 1]! >>> 30)) + i;
  }

  /** The reference seeding by an array of words. */
  private mixIn(words: readonly number[]): void {
    this.start(19650218);
    const s = this.state;
    let i = 1;
    const step = (): void => {
      i++;
      if (i < size) return;
      s[0] = s[size - 1]!;
      i = 1;
    };
    for (let k = 0; k < Math.max(size, words.length); k++) {
      const j = k % words.length;
      s[i] = (s[i]! ^ Math.imul(s[i - 1]! ^ (s[i - 1]! >>> 30), 1664525)) + words[j]! + j;
      step();
    }
    for (let k = 1; k < size; k++) {
      s[i] = (s[i]! ^ Math.imul(s[i - 1]! ^ (s[i - 1]! >>> 30), 1566083941)) - i;
      step();
    }
    s[0] = 0x80000000;
  }

  private renew(): void {
    const s = this.state;
    for (let k = 0; k < size; k++) {
      const y = (s[k]! & 0x80000000) | (s[(k + 1) % size]! & 0x7fffffff);
      s[k] = s[(k + middle) % size]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.next = 0;
  }

  /** 32 random bits, as `getrandbits(32)`. */
  word(): number {
    if (this.next === size) this.renew();
    let y = this.state[this.next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /**
   * As Python's `randint(0, limit)`: both ends included.
   * @throws {@link ValueError} for limits outside of 0 to 2^32 - 2, which need more than one word
   */
  randint(limit: number): number {
    if (!Number.isInteger(limit) || limit < 0 || limit >= 0xffffffff)
      throw new ValueError(`randint deals integers up to 2**32 - 2, not up to ${limit}.`);
    const bits = 32 - Math.clz32(limit + 1);
    for (;;) {
      const dealt = this.word() >>> (32 - bits);
      if (dealt <= limit) return dealt;
    }
  }
}

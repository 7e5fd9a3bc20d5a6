/** Single numbers from Philox's words, one after the other, as TF's SimplePhilox deals them. */
import { uniform64 } from './distributions';
import type { Philox } from './philox';

/** A float of [0, 1): 23 bits of one word. */
export function drawFloat(gen: Philox): number {
  return (gen.word() & 0x7fffff) * 2 ** -23;
}

/** A double of [0, 1): 52 bits of two words. */
export function drawDouble(gen: Philox): number {
  const first = gen.word();
  return uniform64(first, gen.word());
}

/** An integer of [0, n), `n` above 0: words that would favour the small ones are drawn again. */
export function drawBelow(gen: Philox, n: number): number {
  if ((n & (n - 1)) === 0) return (gen.word() & (n - 1)) >>> 0;
  const surplus = (0xffffffff % n) + 1;
  for (;;) {
    const word = gen.word();
    if (word >= surplus) return word % n;
  }
}

/** The same of two words each, for any safe integer `n`. */
export function drawBelow64(gen: Philox, n: number): number {
  const range = BigInt(n);
  const isPower = (range & (range - 1n)) === 0n;
  const surplus = isPower ? 0n : ((2n ** 64n - 1n) % range) + 1n;
  for (;;) {
    const low = BigInt(gen.word());
    const drawn = low | (BigInt(gen.word()) << 32n);
    if (drawn >= surplus) return Number(drawn % range);
  }
}

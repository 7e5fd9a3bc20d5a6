/**
 * From Philox's words to samples, element by element as TF's CPU kernels take them: which word makes which sample is
 * part of the contract. Floats get their mantissa bits from a word, so that uniform values are exact.
 */
import type { DType } from '../../dtypes';
import { float64 } from '../../dtypes';
import { halves, type Philox } from './philox';

export type Floats = Float32Array | Float64Array;

/** Words made at a time: they stay in the cache until they are used. */
const chunkBlocks = 1024;
const chunk = new Uint32Array(4 * chunkBlocks);

/** Hands out `count` samples of `wordsEach` words: `use(words, from, to)` for each chunk. */
function inChunks(
  gen: Philox,
  count: number,
  wordsEach: 1 | 2,
  use: (words: Uint32Array, from: number, to: number) => void,
): void {
  const most = chunk.length / wordsEach;
  for (let from = 0; from < count; from += most) {
    const to = Math.min(count, from + most);
    gen.fill(chunk, Math.ceil(((to - from) * wordsEach) / 4));
    use(chunk, from, to);
  }
}

/** Uniform values of [0, 1): 23 random bits for float32 (`bits`), fewer for narrow floats held as float32. */
export function fillUniform32(gen: Philox, out: Float32Array, bits: number): void {
  const mask = 2 ** bits - 1;
  const unit = 2 ** -bits;
  inChunks(gen, out.length, 1, (words, from, to) => {
    for (let i = from; i < to; i++) out[i] = (words[i - from]! & mask) * unit;
  });
}

/** Uniform values of [0, 1) with 52 random bits, of two words each. */
export function fillUniform64(gen: Philox, out: Float64Array): void {
  inChunks(gen, out.length, 2, (words, from, to) => {
    for (let i = from, w = 0; i < to; i++, w += 2) out[i] = uniform64(words[w]!, words[w + 1]!);
  });
}

export function uniform64(x0: number, x1: number): number {
  return ((x0 & 0xfffff) * 4294967296 + x1) * 2 ** -52;
}

const mantissa32 = 0x7fffff;
const perMantissa32 = 2 ** -23;
const epsilon = 1e-7;
const fround = Math.fround;
const epsilon32 = fround(epsilon);

/** The two normal samples (Box-Muller) that {@link boxMuller32} and {@link boxMuller64} made last. */
const pair = new Float64Array(2);

function boxMuller32(x0: number, x1: number): void {
  const u = (x0 & mantissa32) * perMantissa32;
  const angle = fround(2 * Math.PI * ((x1 & mantissa32) * perMantissa32));
  const radius = fround(Math.sqrt(fround(-2 * fround(Math.log(Math.max(u, epsilon32))))));
  pair[0] = fround(fround(Math.sin(angle)) * radius);
  pair[1] = fround(fround(Math.cos(angle)) * radius);
}

function boxMuller64(x0: number, x1: number, x2: number, x3: number): void {
  const u = uniform64(x0, x1);
  const angle = 2 * Math.PI * uniform64(x2, x3);
  const radius = Math.sqrt(-2 * Math.log(Math.max(u, epsilon)));
  pair[0] = Math.sin(angle) * radius;
  pair[1] = Math.cos(angle) * radius;
}

/** Standard normal samples; narrow floats are rounded from float32 by the caller. */
export function fillNormal(gen: Philox, out: Floats): void {
  const wide = out instanceof Float64Array;
  inChunks(gen, out.length, wide ? 2 : 1, (words, from, to) => {
    for (let i = from, w = 0; i < to; i += 2) {
      if (wide) boxMuller64(words[w]!, words[w + 1]!, words[w + 2]!, words[w + 3]!);
      else boxMuller32(words[w]!, words[w + 1]!);
      w += wide ? 4 : 2;
      out[i] = pair[0]!;
      if (i + 1 < to) out[i + 1] = pair[1]!;
    }
  });
}

/** Words set aside for each sample whose cost is not known beforehand: TF's results depend on it. */
export const reservedPerSample = 256;
const truncation = 2;

/** Standard normal samples within two deviations: what lies outside is drawn again, within its group's own words. */
export function fillTruncatedNormal(gen: Philox, out: Floats): void {
  const wide = out instanceof Float64Array;
  const group = wide ? 2 : 4;
  const local = gen.clone();
  for (let from = 0, skipped = 0; from < out.length; from += group) {
    local.copyFrom(gen);
    local.skip(skipped);
    skipped += (group * reservedPerSample) / 4;
    for (let i = from, end = from + group; i < end; ) {
      if (wide) boxMuller64(local.word(), local.word(), local.word(), local.word());
      else boxMuller32(local.word(), local.word());
      if (Math.abs(pair[0]!) < truncation) {
        if (i < out.length) out[i] = pair[0]!;
        i++;
      }
      if (i < end && Math.abs(pair[1]!) < truncation) {
        if (i < out.length) out[i] = pair[1]!;
        i++;
      }
    }
  }
}

/** Integers of [low, high) by the remainder, as TF takes them. */
export function fillUniformInt32(gen: Philox, out: Int32Array, low: number, high: number): void {
  const range = (high - low) >>> 0;
  inChunks(gen, out.length, 1, (words, from, to) => {
    for (let i = from; i < to; i++) out[i] = (low + (words[i - from]! % range)) | 0;
  });
}

/** Up to here the remainder of 64 bits can be taken 16 bits at a time in exact doubles. */
const easyRange = 2n ** 37n;

export function fillUniformInt64(gen: Philox, out: BigInt64Array, low: bigint, high: bigint): void {
  const range = BigInt.asUintN(64, high - low);
  if (range > easyRange) {
    fillFullInt64(gen, out);
    for (let i = 0; i < out.length; i++) out[i] = low + (BigInt.asUintN(64, out[i]!) % range);
    return;
  }
  const divisor = Number(range);
  const [lowWord, highWord] = halves(low);
  const cells = new Uint32Array(out.buffer, out.byteOffset, 2 * out.length);
  inChunks(gen, out.length, 2, (words, from, to) => {
    for (let i = from, w = 0; i < to; i++, w += 2) {
      let rest = words[w + 1]! % divisor;
      rest = (rest * 65536 + (words[w]! >>> 16)) % divisor;
      rest = (rest * 65536 + (words[w]! & 0xffff)) % divisor;
      const sum = lowWord + (rest % 4294967296);
      cells[2 * i] = sum;
      cells[2 * i + 1] = highWord + Math.floor(rest / 4294967296) + (sum >= 4294967296 ? 1 : 0);
    }
  });
}

export function fillFullInt32(gen: Philox, out: Int32Array | Uint32Array): void {
  inChunks(gen, out.length, 1, (words, from, to) => {
    for (let i = from; i < to; i++) out[i] = words[i - from]!;
  });
}

export function fillFullInt64(gen: Philox, out: BigInt64Array | BigUint64Array): void {
  const cells = new Uint32Array(out.buffer, out.byteOffset, 2 * out.length);
  fillFullInt32(gen, cells);
}

/** How many random bits a uniform float of this type has: its mantissa. */
export function mantissaBits(dtype: DType): number {
  if (dtype === float64) return 52;
  return dtype.name === 'float16' ? 10 : dtype.name === 'bfloat16' ? 7 : 23;
}

/** A random order of `0 .. size - 1`: Fisher-Yates from the front, one word a place. */
export function permutation(gen: Philox, size: number): Int32Array {
  const order = Int32Array.from({ length: size }, (_, i) => i);
  for (let i = 0; i < size - 1; i++) {
    const j = i + (gen.word() % (size - i));
    const moved = order[i]!;
    order[i] = order[j]!;
    order[j] = moved;
  }
  return order;
}

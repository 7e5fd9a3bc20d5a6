/**
 * What candidate samplers draw from: distributions over the integers below `range`. Which words make which sample is
 * that of TF's kernels, and so is where probabilities are rounded to single precision.
 */
import { drawBelow, drawBelow64, drawDouble, drawFloat } from './draws';
import type { Philox } from './philox';

export interface RangeSampler {
  readonly range: number;
  sample(gen: Philox): number;
  /** In single precision. */
  probability(value: number): number;
  /** Learns that these have come. */
  update?(values: readonly number[]): void;
}

const fround = Math.fround;

export class UniformSampler implements RangeSampler {
  constructor(readonly range: number) {}
  sample(gen: Philox): number {
    return drawBelow64(gen, this.range);
  }
  probability(): number {
    return fround(1 / this.range);
  }
}

/** `P(k) = log((k + 2) / (k + 1)) / log(range + 1)`. */
export class LogUniformSampler implements RangeSampler {
  private readonly logRange: number;
  constructor(readonly range: number) {
    this.logRange = Math.log1p(range);
  }
  sample(gen: Philox): number {
    return (Math.trunc(Math.exp(drawDouble(gen) * this.logRange)) - 1) % this.range;
  }
  probability(value: number): number {
    return fround(Math.log((value + 2) / (value + 1)) / this.logRange);
  }
}

/** As often as the values have come so far, and once more. */
export class LearnedUnigramSampler implements RangeSampler {
  /** A binary tree of sums: the leaves begin at `leaves`. */
  private readonly sums: Float64Array;
  private readonly leaves: number;
  constructor(readonly range: number) {
    this.leaves = 2 ** Math.ceil(Math.log2(Math.max(range, 1)));
    this.sums = new Float64Array(2 * this.leaves);
    this.sums.fill(1, this.leaves, this.leaves + range);
    for (let i = this.leaves - 1; i > 0; i--) this.sums[i] = this.sums[2 * i]! + this.sums[2 * i + 1]!;
  }
  sample(gen: Philox): number {
    let left = drawBelow(gen, this.sums[1]!);
    let at = 1;
    while (at < this.leaves) {
      at *= 2;
      if (left >= this.sums[at]!) left -= this.sums[at++]!;
    }
    return at - this.leaves;
  }
  probability(value: number): number {
    return fround((this.sums[this.leaves + value] ?? 0) / this.sums[1]!);
  }
  update(values: readonly number[]): void {
    for (const value of values) for (let at = this.leaves + value; at > 0; at >>= 1) this.sums[at]!++;
  }
}

/** Given weights, by Walker's method: a place at random, which is kept or left for its partner. */
export class FixedUnigramSampler implements RangeSampler {
  readonly range: number;
  private readonly total: number;
  private readonly keeps: Float32Array;
  private readonly partners: Int32Array;
  /** @param weights in single precision */
  constructor(private readonly weights: Float32Array) {
    const n = weights.length;
    this.range = n;
    this.total = weights.reduce((sum, w) => sum + w, 0);
    this.partners = new Int32Array(n).fill(-1);
    const shares = Float64Array.from(weights, (w) => fround(w * n) / this.total);
    const [high, low]: [number[], number[]] = [[], []];
    shares.forEach((share, i) => {
      (share < 1 ? low : high).push(i);
    });
    while (high.length > 0 && low.length > 0) {
      const [poor, rich] = [low.pop()!, high.pop()!];
      this.partners[poor] = rich;
      shares[rich] = shares[rich]! - (1 - shares[poor]!);
      (shares[rich]! < 1 ? low : high).push(rich);
    }
    this.keeps = Float32Array.from(shares);
    for (const i of [...high, ...low]) {
      this.keeps[i] = 1;
      this.partners[i] = i;
    }
  }
  sample(gen: Philox): number {
    const share = drawFloat(gen);
    const at = drawBelow(gen, this.range);
    return share < this.keeps[at]! ? at : this.partners[at]!;
  }
  probability(value: number): number {
    return value < 0 || value >= this.range ? 0 : fround(this.weights[value]! / this.total);
  }
}

export interface Batch {
  readonly values: readonly number[];
  /** How often a value is to be expected in a batch drawn with so many tries, in single precision. */
  readonly expected: (value: number) => number;
}

/** Draws `count` values, no two equal if `unique`. */
export function drawBatch(sampler: RangeSampler, gen: Philox, count: number, unique: boolean): Batch {
  const values: number[] = [];
  const used = new Set<number>();
  let tries = 0;
  while (values.length < count) {
    tries++;
    const value = sampler.sample(gen);
    if (unique && used.has(value)) continue;
    used.add(value);
    values.push(value);
  }
  const expected = (value: number): number => {
    const p = sampler.probability(value);
    if (tries === count) return fround(p * count);
    return fround(-fround(Math.expm1(fround(tries * fround(Math.log1p(-p))))));
  };
  return { values, expected };
}

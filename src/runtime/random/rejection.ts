/**
 * Gamma, Poisson and binomial samples: accepted or drawn again, each within 256 blocks of its own. The methods are
 * those of TF's kernels - Marsaglia and Tsang; Knuth, and Hörmann's transformed rejection (PTRS, BTRS) -, computed in
 * doubles. Pairs of uniform samples are used last first, as TF does.
 */
import { reservedPerSample, uniform64 } from './distributions';
import type { Philox } from './philox';

/** Pairs of samples from blocks, dealt last first; an own buffer for each kind. */
class Draws {
  private uniformLeft = 0;
  private normalLeft = 0;
  private readonly uniforms = new Float64Array(2);
  private readonly normals = new Float64Array(2);
  private readonly words = new Uint32Array(4);

  constructor(readonly gen: Philox) {}

  /** Goes to the words of sample number `index`. */
  start(base: Philox, index: number, reserved = reservedPerSample): void {
    this.gen.copyFrom(base);
    this.gen.skip(reserved * index);
    this.uniformLeft = 0;
    this.normalLeft = 0;
  }
  uniform(): number {
    if (this.uniformLeft === 0) {
      this.gen.fill(this.words, 1);
      this.uniforms[0] = uniform64(this.words[0]!, this.words[1]!);
      this.uniforms[1] = uniform64(this.words[2]!, this.words[3]!);
      this.uniformLeft = 2;
    }
    return this.uniforms[--this.uniformLeft]!;
  }
  normal(): number {
    if (this.normalLeft === 0) {
      this.gen.fill(this.words, 1);
      const u = Math.max(1e-7, uniform64(this.words[0]!, this.words[1]!));
      const angle = 2 * Math.PI * uniform64(this.words[2]!, this.words[3]!);
      const radius = Math.sqrt(-2 * Math.log(u));
      this.normals[0] = Math.sin(angle) * radius;
      this.normals[1] = Math.cos(angle) * radius;
      this.normalLeft = 2;
    }
    return this.normals[--this.normalLeft]!;
  }
}

/** The output of these kernels: `samples` for each parameter, parameters innermost. */
type Sampler = (draws: Draws, parameter: number) => number;

function fillSamples(
  gen: Philox,
  out: Float64Array,
  parameters: number,
  sample: Sampler,
  reserved?: (parameter: number) => number,
): void {
  const each = parameters === 0 ? 0 : out.length / parameters;
  const draws = new Draws(gen.clone());
  for (let p = 0, index = 0; p < parameters; p++) {
    for (let s = 0; s < each; s++, index++) {
      draws.start(gen, index, reserved?.(p));
      out[s * parameters + p] = sample(draws, p);
    }
  }
}

export function fillGamma(gen: Philox, out: Float64Array, alphas: ArrayLike<number>): void {
  fillSamples(gen, out, alphas.length, (draws, p) => gammaSample(draws, alphas[p]!));
}

function gammaSample(draws: Draws, alpha: number): number {
  if (alpha === 1) return -Math.log1p(-draws.uniform());
  const small = alpha < 1;
  const d = alpha + (small ? 2 / 3 : -1 / 3);
  const c = 1 / 3 / Math.sqrt(d);
  for (;;) {
    const x = draws.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = draws.uniform();
    const squeezed = u < 1 - 0.0331 * (x * x) * (x * x);
    if (squeezed || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v)))
      return small ? d * v * draws.uniform() ** (1 / alpha) : d * v;
  }
}

export function fillPoisson(gen: Philox, out: Float64Array, rates: ArrayLike<number>): void {
  fillSamples(gen, out, rates.length, (draws, p) => {
    const rate = rates[p]!;
    if (!Number.isFinite(rate) || rate < 0) return Number.NaN;
    return rate < 10 ? countedPoisson(draws, rate) : transformedPoisson(draws, rate);
  });
}

function countedPoisson(draws: Draws, rate: number): number {
  const least = Math.exp(-rate);
  let product = 1;
  for (let count = 0; ; count++) {
    product *= draws.uniform();
    if (product <= least) return count;
  }
}

function transformedPoisson(draws: Draws, rate: number): number {
  const logRate = Math.log(rate);
  const b = 0.931 + 2.53 * Math.sqrt(rate);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  for (;;) {
    const u = draws.uniform() - 0.5;
    const v = draws.uniform();
    const shifted = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / shifted + b) * u + rate + 0.43);
    if (k > Number.MAX_SAFE_INTEGER) continue;
    if (shifted >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return k;
    if (k < 0 || (shifted < 0.013 && v > shifted)) continue;
    const s = Math.log((v * inverseAlpha) / (a / (shifted * shifted) + b));
    if (s <= -rate + k * logRate - logFactorial(k)) return k;
  }
}

/** log(k!) by Stirling's series; small ones by their product, which is exact. */
function logFactorial(k: number): number {
  if (k < 18) {
    let product = 1;
    for (let i = 2; i <= k; i++) product *= i;
    return Math.log(product);
  }
  const x = k + 1;
  const inverse = 1 / (x * x);
  const tail = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + tail;
}

/** Blocks set aside for a sample by inversion, which needs few. */
const reservedForInversion = 42;

export function fillBinomial(
  gen: Philox,
  out: Float64Array,
  counts: ArrayLike<number>,
  probs: ArrayLike<number>,
): void {
  const likely = (p: number): number => (probs[p]! <= 0.5 ? probs[p]! : 1 - probs[p]!);
  const transforms = (p: number): boolean => counts[p]! * likely(p) >= 10;
  fillSamples(
    gen,
    out,
    counts.length,
    (draws, p) => {
      const [count, prob] = [counts[p]!, probs[p]!];
      if (count <= 0 || prob <= 0) return 0;
      if (prob >= 1) return count;
      if (Number.isNaN(prob)) return Number.NaN;
      const drawn = (transforms(p) ? transformedBinomial : invertedBinomial)(draws, count, likely(p));
      return prob <= 0.5 ? drawn : count - drawn;
    },
    (p) => (transforms(p) ? reservedPerSample : reservedForInversion),
  );
}

function invertedBinomial(draws: Draws, count: number, prob: number): number {
  let sum = 0;
  for (let successes = 0; ; successes++) {
    sum += Math.ceil(Math.log(draws.uniform()) / Math.log1p(-prob));
    if (sum > count) return successes;
  }
}

/** log(k!) minus the leading terms of Stirling's formula, exact for small k. */
function stirlingTail(k: number): number {
  if (k <= 9) return logFactorial(k) - ((k + 0.5) * Math.log(k + 1) - (k + 1) + 0.5 * Math.log(2 * Math.PI));
  const square = (k + 1) * (k + 1);
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
}

function transformedBinomial(draws: Draws, count: number, prob: number): number {
  const deviation = Math.sqrt(count * prob * (1 - prob));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * prob;
  const c = count * prob + 0.5;
  const box = 0.92 - 4.2 / b;
  const odds = prob / (1 - prob);
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((count + 1) * prob);
  for (;;) {
    const u = draws.uniform() - 0.5;
    const v = draws.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= box) return k;
    if (k < 0 || k > count) continue;
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (count - mode + 1))) +
      (count + 1) * Math.log((count - mode + 1) / (count - k + 1)) +
      (k + 0.5) * Math.log((odds * (count - k + 1)) / (k + 1)) +
      stirlingTail(mode) +
      stirlingTail(count - mode) -
      stirlingTail(k) -
      stirlingTail(count - k);
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k;
  }
}

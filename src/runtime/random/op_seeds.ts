/**
 * Which seeds a stateful random op gets, and the generators that eager ops go on with. TF keeps one kernel for each
 * op type, dtype and pair of seeds, and the kernel its generator: the same op seed asked again continues the stream.
 */

import { currentContext } from '../../context';
import { TypeError } from '../../errors';
import { named } from '../../python/named';
import { repr } from '../../python/repr';
import type { GraphBuilder } from '../dispatch';
import { Philox } from './philox';
import { PythonRandom } from './python_random';

/** The seed of a program or of an op: an integer of any size; `null` is none. */
export type Seed = number | bigint | null;

/** What keeps the generators of stateful ops where nodes have a life of their own: sessions and traced functions. */
export interface RandomKernels {
  /** The generator of the node that runs now; `make` gives a new one. */
  generator(make: () => Philox): Philox;
}
declare module '../../context' {
  interface ContextFrame {
    /** Absent in eager execution, which shares kernels by their attributes. */
    readonly randomKernels?: RandomKernels | null;
  }
}

/** Attributes of a stateful random op; `dealt` says that its op seed was drawn and will not come again. */
export interface SeedAttributes {
  readonly [name: string]: unknown;
  readonly seed: number;
  readonly seed2: number;
  readonly dealt: boolean;
}

const seedSpan = 2n ** 31n - 1n;
const defaultGraphSeed = 87654321n;

let globalSeed: bigint | null = null;
/** Made when first asked: the platform's randomness is slow to start. */
let dealer: PythonRandom | null = null;
let kernels = new Map<string, Philox>();

function asSeed(seed: Seed): bigint | null {
  if (seed === null) return null;
  if (typeof seed === 'bigint') return seed;
  if (typeof seed === 'number' && Number.isInteger(seed)) return BigInt(seed);
  throw new TypeError(`A seed must be an integer, not ${repr(seed)}.`);
}

/** 64 bits from the platform's source of randomness. */
export function nonDeterministic(): bigint {
  return globalThis.crypto.getRandomValues(new BigInt64Array(1))[0]!;
}

/**
 * Mirrors `tf.random.set_seed`: what random ops give from now on is determined; all start anew.
 * @param seed an integer of any size
 * @throws {@link TypeError} for anything else
 */
export const set_seed = named('set_seed', ['seed'], [], (seed: Seed): void => {
  globalSeed = asSeed(seed);
  dealer = null;
  kernels = new Map();
});

function dealt(): number {
  dealer ??= new PythonRandom(globalSeed ?? nonDeterministic());
  return Number(dealer.randint(Number(seedSpan)));
}

/** Python's remainder, which is never negative. */
function truncated(seed: bigint): number {
  return Number(((seed % seedSpan) + seedSpan) % seedSpan);
}

/**
 * The pair of seeds that an eager op gets (TF's `get_seed`), `null` for none. An op without a seed of its own is dealt
 * one by Python's Random, seeded with the global seed.
 */
export function get_seed(opSeed: Seed = null): readonly [number, number] | readonly [null, null] {
  const own = asSeed(opSeed);
  const { builder } = currentContext();
  if (builder) return graphSeeds(builder, own);
  if (globalSeed === null) return own === null ? [null, null] : [truncated(defaultGraphSeed), truncated(own)];
  const pair = [truncated(globalSeed), truncated(own ?? BigInt(dealt()))] as const;
  // Two zeros would mean "no seed".
  return pair[0] === 0 && pair[1] === 0 ? [0, Number(seedSpan)] : pair;
}

/** In a graph: the graph's own seed, and for an op without one a running number. */
function graphSeeds(
  graph: GraphBuilder,
  own: bigint | null,
): readonly [number, number] | readonly [null, null] {
  const seed = asSeed(graph.seed);
  if (seed === null) return own === null ? [null, null] : [truncated(defaultGraphSeed), truncated(own)];
  const pair = [truncated(seed), truncated(own ?? BigInt(graph.nextOpSeed()))] as const;
  return pair[0] === 0 && pair[1] === 0 ? [0, Number(seedSpan)] : pair;
}
/** What `set_seed` was given last. */
export function global_seed(): bigint | null {
  return globalSeed;
}
/** Another object after each `set_seed`: what was drawn before is forgotten. */
export function seedEpoch(): object {
  return kernels;
}

/** The seeds of an op as its attributes. */
export function seedAttributes(opSeed: Seed | undefined): SeedAttributes {
  const [seed, seed2] = get_seed(opSeed ?? null);
  return { seed: seed ?? 0, seed2: seed2 ?? 0, dealt: (opSeed ?? null) === null && seed !== null };
}

/**
 * The generator that a stateful op draws from now; its own copy, while the kept one moves on by `blocks`.
 * @param kernel op type and type attributes: what else tells TF's kernels apart
 */
export function reserve(kernel: string, attrs: SeedAttributes, blocks: number): Philox {
  const kept = keptFor(kernel, attrs);
  const own = kept.clone();
  kept.skip(blocks);
  return own;
}

/** The generator itself, by which a kernel may find what else it keeps. */
export function keptFor(kernel: string, { seed, seed2, dealt }: SeedAttributes): Philox {
  const make = (): Philox =>
    seed === 0 && seed2 === 0
      ? Philox.fromSeeds(nonDeterministic(), nonDeterministic())
      : Philox.fromSeeds(seed, seed2);
  const owner = currentContext().randomKernels;
  if (owner) return owner.generator(make);
  const key = `${kernel} ${seed} ${seed2}`;
  let kept = kernels.get(key);
  if (kept === undefined) {
    kept = make();
    // A dealt seed is not dealt again: keeping its kernel would only let a long loop's memory grow, as TF's does.
    if (!dealt) kernels.set(key, kept);
  }
  return kept;
}

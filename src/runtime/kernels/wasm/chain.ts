/**
 * Chains of element-wise loops in the module's memory: each block of the operands is copied in once, all the loops run over
 * it, and only what is wanted outside is copied out.
 */
import type { BinaryName, UnaryName } from './vector';

/** One loop. Values have numbers from 0 on; `right` is -1 where the loop has one operand. */
export interface ChainLoop {
  readonly name: BinaryName | UnaryName;
  readonly left: number;
  readonly right: number;
  readonly out: number;
}

/** Loops over `count` elements, what they get and what is wanted of them. */
export interface Chain {
  readonly loops: readonly ChainLoop[];
  /** Values from outside; a single one has one element, which stands for all. */
  readonly operands: readonly { readonly value: number; readonly single: boolean }[];
  /** The numbers of the values that are copied out. */
  readonly results: readonly number[];
  readonly count: number;
}

/** Runs a chain; an array of the results may be that of an operand which no later loop reads. */
export type RunChain = (operands: readonly Float32Array[], results: readonly Float32Array[]) => void;

/** Elements of a block at most. */
const block = 4096;
/** The module reads and writes a few elements behind each value. */
const margin = 16;
/** Elements of memory that a chain may use. */
const room = 18 * (block + margin);

function stride(count: number): number {
  return ((Math.min(block, count) + 3) & ~3) + margin;
}

/** How many values there may be in a chain over `count` elements. */
export function mostChainValues(count: number): number {
  return Math.min(64, Math.floor(room / stride(count)));
}

type Loop = (...addressesAndCount: number[]) => void;

/** @param start of the part of `memory`, in elements, that chains use */
export function chainMaker(
  loopsByName: Record<string, Loop>,
  memory: Float32Array,
  start: number,
): (chain: Chain) => RunChain {
  return ({ loops, operands, results, count }) => {
    const step = stride(count);
    const place = (value: number): number => start + value * step;
    const run = loops.map(({ name }) => loopsByName[name]!);
    const isUnary = loops.map(({ right }) => right < 0);
    const [lefts, rights, outs] = (['left', 'right', 'out'] as const).map((side) =>
      loops.map((loop) => place(loop[side]) * 4),
    ) as [number[], number[], number[]];
    const operandPlaces = operands.map(({ value }) => place(value));
    const isSingle = operands.map(({ single }) => single);
    const wanted = results.map((value) =>
      memory.subarray(place(value), place(value) + Math.min(block, count)),
    );

    function runLoops(n: number): void {
      for (let i = 0; i < run.length; i++)
        if (isUnary[i]) run[i]!(lefts[i]!, outs[i]!, n);
        else run[i]!(lefts[i]!, rights[i]!, outs[i]!, n);
    }
    return (given, wantedIn) => {
      for (let o = 0; o < given.length; o++) {
        const at = operandPlaces[o]!;
        if (isSingle[o]) memory.fill(given[o]![0]!, at, at + Math.min(block, count));
        else if (count <= block) memory.set(given[o]!, at);
      }
      if (count <= block) {
        runLoops(count);
        for (let r = 0; r < wanted.length; r++) wantedIn[r]!.set(wanted[r]!);
        return;
      }
      for (let from = 0; from < count; from += block) {
        const n = Math.min(block, count - from);
        for (let o = 0; o < given.length; o++)
          if (!isSingle[o]) memory.set(given[o]!.subarray(from, from + n), operandPlaces[o]!);
        runLoops(n);
        for (let r = 0; r < wanted.length; r++)
          wantedIn[r]!.set(n === block ? wanted[r]! : wanted[r]!.subarray(0, n), from);
      }
    };
  };
}

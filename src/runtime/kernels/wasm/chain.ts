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

/** A value of a chain outside: all its elements, or one number that stands for all of them. */
export interface ChainValue<Data = Float32Array> {
  readonly value: number;
  readonly data: Data;
}

/**
 * Runs the loops over `n` elements. A result may lie where an operand does that no later loop reads.
 * There may be up to {@link mostChainValues} values.
 */
export type RunChain = (
  loops: readonly ChainLoop[],
  operands: readonly ChainValue<Float32Array | number>[],
  results: readonly ChainValue[],
  n: number,
) => void;

/** Elements of a block, and from one to the next: the module reads and writes a few behind each. */
const block = 4096;
const stride = block + 16;
export const mostChainValues = 18;

type Loop = (...addressesAndCount: number[]) => void;

/** @param start of the part of `memory`, in elements, that chains may use: there is room for all values */
export function chainRunner(
  loopsByName: Record<string, Loop>,
  memory: Float32Array,
  start: number,
): RunChain {
  const place = (value: number): number => start + value * stride;
  return (loops, operands, results, n) => {
    for (const { value, data } of operands)
      if (typeof data === 'number') memory.fill(data, place(value), place(value) + Math.min(block, n));
    for (let i = 0; i < n; i += block) {
      const count = Math.min(block, n - i);
      for (const { value, data } of operands)
        if (typeof data !== 'number') memory.set(data.subarray(i, i + count), place(value));
      for (const { name, left, right, out } of loops) {
        const run = loopsByName[name]!;
        if (right < 0) run(place(left) * 4, place(out) * 4, count);
        else run(place(left) * 4, place(right) * 4, place(out) * 4, count);
      }
      for (const { value, data } of results) data.set(memory.subarray(place(value), place(value) + count), i);
    }
  };
}

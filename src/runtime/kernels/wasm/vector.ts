/**
 * Loops over float32 by the module that wasm/vector.ts compiles to. Tensors live in the collector's memory, so they
 * pass through the module's own in blocks: copied in, computed, copied out, all in the processor's second cache.
 */
import { type Chain, chainMaker, type RunChain } from './chain';
import { instantiate } from './instantiate';
import { base64 } from './vector.generated';

export type BinaryName = 'add' | 'subtract' | 'multiply' | 'divide';
/** Those that take long enough to be worth the copies on their own. */
export type ExponentialName = 'exp' | 'tanh' | 'sigmoid';
export type UnaryName = ExponentialName | 'absolute' | 'negate' | 'relu' | 'square' | 'squareRoot';

/** The array of a result may be that of an operand, if they start together. */
export interface VectorKernels {
  /** Of `n` elements from the offsets on; a side that is a number is that for all of them. */
  binary(
    name: BinaryName,
    x: Float32Array | number,
    xOffset: number,
    y: Float32Array | number,
    yOffset: number,
    out: Float32Array,
    outOffset: number,
    n: number,
  ): void;
  unary(name: ExponentialName, x: Float32Array, out: Float32Array): void;
  /** Several loops, one after the other, block by block. */
  readonly chain: (chain: Chain) => RunChain;
  /** The sum of each of the rows of `n` numbers, in double. */
  sumRows(x: Float32Array, n: number, out: Float32Array): void;
  /** Sums the middle axis of `outer x n x inner`, in double; false if `inner` is nothing for this kernel. */
  sumMiddle(x: Float32Array, outer: number, n: number, inner: number, out: Float32Array): boolean;
  /** Softmax of rows of `n`; false if one is too long for this kernel. */
  softmaxRows(x: Float32Array, n: number, out: Float32Array): boolean;
}

type Binary = (x: number, y: number, out: number, count: number) => void;
type Unary = (x: number, out: number, count: number) => void;

type Exports = Readonly<Record<BinaryName, Binary> & Record<UnaryName, Unary>> & {
  readonly memory: WebAssembly.Memory;
  readonly sum: (x: number, count: number) => number;
  readonly addRows: (x: number, rows: number, count: number, sums: number) => void;
  readonly narrow: (from: number, out: number, count: number) => void;
  readonly softmax: (x: number, rows: number, count: number) => void;
};

/** Elements of a block; three blocks and what the module reads behind them fit the memory of 80 x 1024 numbers. */
const block = 16384;
const left = 1024;
const right = left + block + 64;
const result = right + block + 64;
const sums = result + block + 64;
/** How many doubles there is room for behind `sums`. */
const mostSums = 8192;

/** The kernels, or null where WebAssembly or its SIMD instructions are missing. Compiles at each call. */
export function compileVector(): VectorKernels | null {
  const exports = instantiate<Exports>(base64);
  if (exports === null) return null;
  const memory = new Float32Array(exports.memory.buffer);
  const doubles = new Float64Array(exports.memory.buffer, sums * 4, mostSums);
  const whole = memory.subarray(result, result + block);

  function enter(x: Float32Array, from: number, count: number, to: number): void {
    memory.set(count === x.length ? x : x.subarray(from, from + count), to);
  }
  function leave(out: Float32Array, from: number, count: number): void {
    out.set(count === block ? whole : memory.subarray(result, result + count), from);
  }

  return {
    chain: chainMaker(exports as unknown as Parameters<typeof chainMaker>[0], memory, left),
    binary(name, x, xOffset, y, yOffset, out, outOffset, n) {
      const run = exports[name];
      if (typeof x === 'number') memory.fill(x, left, left + Math.min(block, n));
      if (typeof y === 'number') memory.fill(y, right, right + Math.min(block, n));
      for (let i = 0; i < n; i += block) {
        const count = Math.min(block, n - i);
        if (typeof x !== 'number') enter(x, xOffset + i, count, left);
        if (typeof y !== 'number') enter(y, yOffset + i, count, right);
        run(left * 4, right * 4, result * 4, count);
        leave(out, outOffset + i, count);
      }
    },
    unary(name, x, out) {
      const run = exports[name];
      for (let i = 0; i < out.length; i += block) {
        const count = Math.min(block, out.length - i);
        enter(x, i, count, left);
        run(left * 4, result * 4, count);
        leave(out, i, count);
      }
    },
    sumRows(x, n, out) {
      const rows = Math.max(1, Math.floor(block / n));
      for (let row = 0; row < out.length; row += rows) {
        const taken = Math.min(rows, out.length - row);
        if (n <= block) {
          enter(x, row * n, taken * n, left);
          for (let i = 0; i < taken; i++) out[row + i] = exports.sum((left + i * n) * 4, n);
        } else {
          let total = 0;
          for (let i = 0; i < n; i += block) {
            const count = Math.min(block, n - i);
            enter(x, row * n + i, count, left);
            total += exports.sum(left * 4, count);
          }
          out[row] = total;
        }
      }
    },
    sumMiddle(x, outer, n, inner, out) {
      if (inner > mostSums || inner % 4 !== 0) return false;
      const rows = Math.floor(block / inner);
      for (let o = 0; o < outer; o++) {
        doubles.fill(0, 0, inner);
        for (let row = 0; row < n; row += rows) {
          const taken = Math.min(rows, n - row);
          enter(x, (o * n + row) * inner, taken * inner, left);
          exports.addRows(left * 4, taken, inner, sums * 4);
        }
        exports.narrow(sums * 4, result * 4, inner);
        leave(out, o * inner, inner);
      }
      return true;
    },
    softmaxRows(x, n, out) {
      if (n > block) return false;
      const rows = Math.floor(block / n);
      for (let i = 0; i < out.length; i += rows * n) {
        const count = Math.min(rows * n, out.length - i);
        enter(x, i, count, result);
        exports.softmax(result * 4, count / n, n);
        leave(out, i, count);
      }
      return true;
    },
  };
}

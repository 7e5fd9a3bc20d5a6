import * as fc from 'fast-check';
import { softmaxRows32 } from '../../src/runtime/kernels/activations';
import { addLoops, divideLoops, multiplyLoops, subtractLoops } from '../../src/runtime/kernels/arithmetic';
import { expLoops, sigmoidLoops } from '../../src/runtime/kernels/exponential';
import { forceKernels } from '../../src/runtime/kernels/fast_kernel';
import { tanhLoops } from '../../src/runtime/kernels/hyperbolic';
import { sumFloats } from '../../src/runtime/kernels/sum';
import { compileVector } from '../../src/runtime/kernels/wasm/vector';

/** Looked up once: Jest's global objects are slow to reach. */
const { abs, imul, max, sign, sin } = Math;
const { isNaN, isFinite } = Number;
const { is } = Object;
/** One for all: making arrays is slow here. */
const word = new Float32Array(1);
const wordBits = new Int32Array(word.buffer);

/** Every special value and sizes of all kinds, the same in every run. */
function numbers(count: number, seed: number, scale: number): Float32Array {
  const special = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-40, 3e38];
  let state = seed + 1;
  return Float32Array.from({ length: count }, (_, i) => {
    state = (imul(state, 1664525) + 1013904223) | 0;
    if (i % 501 < special.length) return special[i % 501]!;
    return (state / 2 ** 31) * (i % 3 === 0 ? 1 : i % 3 === 1 ? 1e-3 : scale);
  });
}

/** What the portable kernel and the fast one write. */
function both(count: number, work: (out: Float32Array) => void): [Float32Array, Float32Array] {
  const make = (kernels: 'portable' | 'best'): Float32Array => {
    forceKernels(kernels);
    const out = new Float32Array(count);
    work(out);
    return out;
  };
  return [make('portable'), make('best')];
}

function bits(x: number): number {
  word[0] = x;
  return wordBits[0]!;
}

/** The largest difference in units of the last place; NaN beside a number, or another sign, is infinite. */
function distance([a, b]: readonly [Float32Array, Float32Array]): number {
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    if (is(a[i], b[i])) continue;
    const apart = isNaN(a[i]!) !== isNaN(b[i]!) || is(sign(a[i]!), -sign(b[i]!));
    worst = max(worst, apart ? Number.POSITIVE_INFINITY : abs(bits(a[i]!) - bits(b[i]!)));
  }
  return worst;
}

/** Sizes around the thresholds and the blocks of the driver. */
const sizes = [511, 512, 4095, 4096, 4099, 16384, 16385, 40007];

afterEach(() => {
  jest.restoreAllMocks();
  forceKernels('best');
});

describe('large element-wise loops in WASM', () => {
  const binaries = { add: addLoops, subtract: subtractLoops, multiply: multiplyLoops, divide: divideLoops };

  it.each(Object.entries(binaries))('%s to the bit what the portable loop gives', (_, loops) => {
    for (const n of sizes) {
      const [x, y] = [numbers(n, 1, 50), numbers(n, 2, 50)];
      for (const [as, bs] of [
        [1, 1],
        [1, 0],
        [0, 1],
      ] as const)
        expect(distance(both(n, (out) => loops.float(x, 0, as, y, 0, bs, out, 0, n)))).toBe(0);
    }
  });

  it('work on a run inside larger arrays, and on an operand in its place', () => {
    const [x, y] = [numbers(20000, 3, 9), numbers(20000, 4, 9)];
    const [portable, fast] = both(20000, (out) => addLoops.float(x, 77, 1, y, 5, 1, out, 1001, 17000));
    expect(distance([portable, fast])).toBe(0);
    expect(fast[1000]).toBe(0);
    expect(fast[18001]).toBe(0);
    const inPlace = both(20000, (out) => {
      out.set(x);
      multiplyLoops.float(out, 0, 1, y, 0, 1, out, 0, 20000);
    });
    expect(distance(inPlace)).toBe(0);
  });

  it.each([
    ['exp', expLoops],
    ['tanh', tanhLoops],
    ['sigmoid', sigmoidLoops],
  ] as const)('%s to the last place, special values included', (_, loops) => {
    for (const n of sizes) {
      const x = numbers(n, 5, 85);
      expect(distance(both(n, (out) => loops.float(x, out)))).toBeLessThanOrEqual(1);
    }
  });
});

describe('sums and softmax in WASM', () => {
  it('sum any middle axis as the portable loop does, to rounding', () => {
    const size = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 200 }),
        size,
        (outer, n, inner) => {
          const x = numbers(outer * n * inner, 6, 1).map((v) => (isFinite(v) && abs(v) < 9 ? v : 0));
          const [portable, fast] = both(outer * inner, (out) => sumFloats(x, outer, n, inner, out));
          for (let i = 0; i < portable.length; i++) expect(abs(portable[i]! - fast[i]!)).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('sum rows longer than a block', () => {
    const x = Float32Array.from({ length: 3 * 50001 }, (_, i) => (i % 7) - 3);
    expect(distance(both(3, (out) => sumFloats(x, 3, 50001, 1, out)))).toBe(0);
  });

  it('make NaN of rows that hold it, and of those alone', () => {
    const n = 1000;
    const x = Float32Array.from({ length: 6 * n }, (_, i) => sin(i) * 30);
    x[2 * n + 17] = Number.NaN;
    x.fill(Number.NEGATIVE_INFINITY, 3 * n, 4 * n);
    x[4 * n + 999] = Number.NEGATIVE_INFINITY;
    const [portable, fast] = both(6 * n, (out) => softmaxRows32(x, n, out));
    for (let i = 0; i < x.length; i++) {
      const equal = isNaN(portable[i]!)
        ? isNaN(fast[i]!)
        : abs(portable[i]! - fast[i]!) <= 3e-7 * portable[i]!;
      if (!equal) throw new Error(`${fast[i]} at ${i} is not ${portable[i]}`);
    }
    expect(isNaN(fast[2 * n]!) && isNaN(fast[3 * n]!)).toBe(true);
    expect(fast[5 * n - 1]).toBe(0);
  });

  it('fall back silently where WebAssembly or its SIMD is missing', () => {
    jest.spyOn(WebAssembly, 'Module').mockImplementation(() => {
      throw new WebAssembly.CompileError('invalid opcode 0xfd');
    });
    expect(compileVector()).toBeNull();
    forceKernels('best');
    const out = new Float32Array(5000);
    addLoops.float(out.slice().fill(1), 0, 1, out.slice().fill(2), 0, 1, out, 0, 5000);
    expect(out.every((v) => v === 3)).toBe(true);
  });
});

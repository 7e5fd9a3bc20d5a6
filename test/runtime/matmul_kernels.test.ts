import * as fc from 'fast-check';
import { forceKernels } from '../../src/runtime/kernels/fast_kernel';
import { type MatrixView, matmulFloats } from '../../src/runtime/kernels/matmul';
import { matmulPortable } from '../../src/runtime/kernels/matmul_portable';
import { compileMultiply } from '../../src/runtime/kernels/wasm/matmul';

/** Looked up once: Jest's global objects are slow to reach. */
const { abs, floor, fround, max } = Math;

/** Numbers in -1..1 that are the same in every run. */
function numbers(count: number, seed: number): Float32Array {
  let state = seed + 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}

interface Case {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly add: boolean;
  /** Elements before each matrix and behind each of its lines that do not belong to it. */
  readonly offset: number;
  readonly gap: number;
}

function view(
  { offset, gap }: Case,
  rows: number,
  columns: number,
  transposed: boolean,
): [MatrixView, number] {
  const [lines, length] = transposed ? [columns, rows] : [rows, columns];
  const step = length + gap;
  const size = offset + lines * step;
  return [transposed ? { offset, row: 1, column: step } : { offset, row: step, column: 1 }, size];
}

/** The largest difference of a kernel's product from sums in double, in units of what rounding may make of it. */
function difference(multiply: typeof matmulFloats, one: Case): number {
  const { m, n, k, add, offset } = one;
  const [aView, aSize] = view(one, m, k, one.transposeA);
  const [bView, bSize] = view(one, k, n, one.transposeB);
  const a = numbers(aSize, 1);
  const b = numbers(bSize, 2);
  const before = numbers(offset + m * n + 5, 3);
  const out = before.slice();
  multiply(a, aView, b, bView, out, offset, m, n, k, add);
  let worst = 0;
  for (let i = 0; i < out.length; i++) {
    const place = i - offset;
    const inside = place >= 0 && place < m * n;
    const row = floor(place / n);
    const column = place % n;
    let sum = inside && !add ? 0 : before[i]!;
    let size = abs(sum);
    if (inside)
      for (let p = 0; p < k; p++) {
        const x = a[aView.offset + row * aView.row + p * aView.column]!;
        const term = x * b[bView.offset + p * bView.row + column * bView.column]!;
        sum += term;
        size += abs(term);
      }
    if (out[i] !== fround(sum)) worst = max(worst, abs(out[i]! - sum) / size);
  }
  return worst;
}

const sizes = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 70 }));
const cases: fc.Arbitrary<Case> = fc.record({
  m: sizes,
  n: sizes,
  k: sizes,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  add: fc.boolean(),
  offset: fc.integer({ min: 0, max: 3 }),
  gap: fc.integer({ min: 0, max: 3 }),
});

const wasm = compileMultiply();
const kernels: Record<string, typeof matmulFloats> = {
  portable: (a, av, b, bv, out, o, m, n, k, add = false) =>
    matmulPortable(a, av, b, bv, out, o, m, n, k, add),
  WASM: (a, av, b, bv, out, o, m, n, k, add = false) =>
    wasm?.(a as Float32Array, av, b as Float32Array, bv, out as Float32Array, o, m, n, k, add),
  chosen: matmulFloats,
};

describe.each(Object.entries(kernels))('the %s matrix product of float32', (_, multiply) => {
  it('is that of doubles but for rounding, at any size, transposed, cut out of more, or added', () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(difference(multiply, one)).toBeLessThan(1e-6);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    [133, 9, 600],
    [3, 1101, 515],
    [133, 1030, 2],
    [1, 2, 70_001],
    [70_003, 1, 1],
    [1, 140_001, 1],
    [1030, 131, 3],
  ])('crosses the borders of blocks: %i x %i x %i', (m, n, k) => {
    for (const add of [false, true]) {
      const one = { m, n, k, transposeA: add, transposeB: !add, add, offset: 1, gap: add ? 0 : 1 };
      expect(difference(multiply, one)).toBeLessThan(1e-6);
    }
  });

  it('lets infinities and NaN touch their own row and column only', () => {
    const size = 19;
    const dense = { offset: 0, row: size, column: 1 };
    const a = new Float32Array(size * size).fill(1);
    a[3 * size + 5] = Number.POSITIVE_INFINITY;
    const b = new Float32Array(size * size).fill(1);
    b[4 * size + 18] = Number.NaN;
    const out = new Float32Array(size * size);
    multiply(a, dense, b, dense, out, 0, size, size, size, false);
    for (let i = 0; i < out.length; i++) {
      const expected = i % size === 18 ? Number.NaN : floor(i / size) === 3 ? Infinity : size;
      expect(out[i]).toBe(expected);
    }
  });
});

describe('the choice of the matrix product', () => {
  const one: Case = {
    m: 40,
    n: 40,
    k: 40,
    transposeA: false,
    transposeB: true,
    add: true,
    offset: 0,
    gap: 0,
  };

  afterEach(() => {
    jest.restoreAllMocks();
    forceKernels('best');
  });

  it('compiles once, at the first large product', () => {
    const compile = jest.spyOn(WebAssembly, 'Module');
    forceKernels('best');
    difference(matmulFloats, { ...one, m: 2, n: 2, k: 2 });
    expect(compile).toHaveBeenCalledTimes(0);
    difference(matmulFloats, one);
    difference(matmulFloats, one);
    expect(compile).toHaveBeenCalledTimes(1);
  });

  it('falls back silently where WebAssembly or its SIMD is missing', () => {
    jest.spyOn(WebAssembly, 'Module').mockImplementation(() => {
      throw new WebAssembly.CompileError('invalid opcode 0xfd');
    });
    expect(compileMultiply()).toBeNull();
    forceKernels('best');
    expect(difference(matmulFloats, one)).toBeLessThan(1e-6);
  });

  it('can be forced to the portable kernel', () => {
    const compile = jest.spyOn(WebAssembly, 'Module');
    forceKernels('portable');
    expect(difference(matmulFloats, one)).toBeLessThan(1e-6);
    expect(compile).not.toHaveBeenCalled();
  });

  it('leaves doubles in double', () => {
    const view = { offset: 0, row: 32, column: 1 };
    const a = Float64Array.from({ length: 1024 }, (_, i) => 1 + i * 1e-12);
    const out = new Float64Array(1024);
    matmulFloats(a, view, new Float64Array(1024).fill(1), view, out, 0, 32, 32, 32);
    expect(out[0]).toBeCloseTo(32 + 496e-12, 13);
  });
});

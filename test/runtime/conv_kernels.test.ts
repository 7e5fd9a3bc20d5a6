import * as fc from 'fast-check';
import {
  type Convolution,
  convolve,
  convolveBackFilter,
  convolveBackInput,
} from '../../src/runtime/kernels/conv';
import { forceKernels } from '../../src/runtime/kernels/fast_kernel';
import { flatAxis, type WindowAxis } from '../../src/runtime/kernels/windows';

const axis: fc.Arbitrary<WindowAxis> = fc
  .record({
    input: fc.integer({ min: 1, max: 12 }),
    size: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    before: fc.integer({ min: 0, max: 2 }),
  })
  .map((one) => {
    const room = one.input + 2 * one.before - (one.size - 1) * one.dilation - 1;
    return { ...one, output: Math.max(1, Math.floor(room / one.stride) + 1) };
  });
const pointAxis: fc.Arbitrary<WindowAxis> = fc
  .integer({ min: 1, max: 12 })
  .map((input) => ({ ...flatAxis, input, output: input }));

const convolutions: fc.Arbitrary<Convolution> = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    plane: fc.oneof(fc.tuple(axis, axis), fc.tuple(pointAxis, pointAxis)),
    depth: fc.oneof(fc.constant(flatAxis), axis),
    groups: fc.integer({ min: 1, max: 2 }),
    groupIn: fc.integer({ min: 1, max: 9 }),
    groupOut: fc.integer({ min: 1, max: 17 }),
  })
  .map(({ batch, plane: [height, width], depth, groups, groupIn, groupOut }) => ({
    windows: { batch, channels: groups * groupIn, depth, height, width },
    groups,
    outChannels: groups * groupOut,
  }));

/** Calls back with the places in input, filter and output of every product that a convolution sums. */
function eachProduct(
  { windows, groups, outChannels }: Convolution,
  visit: (x: number, f: number, y: number) => void,
): void {
  const { batch, channels, depth, height, width } = windows;
  const groupIn = channels / groups;
  const groupOut = outChannels / groups;
  let y = 0;
  for (let n = 0; n < batch; n++)
    for (let oz = 0; oz < depth.output; oz++)
      for (let oy = 0; oy < height.output; oy++)
        for (let ox = 0; ox < width.output; ox++, y += outChannels)
          for (let w = 0; w < depth.size * height.size * width.size; w++) {
            const kx = w % width.size;
            const ky = Math.floor(w / width.size) % height.size;
            const kz = Math.floor(w / width.size / height.size);
            const ix = ox * width.stride + kx * width.dilation - width.before;
            const iy = oy * height.stride + ky * height.dilation - height.before;
            const iz = oz * depth.stride + kz * depth.dilation - depth.before;
            if (ix < 0 || ix >= width.input || iy < 0 || iy >= height.input || iz < 0 || iz >= depth.input)
              continue;
            const at = (((n * depth.input + iz) * height.input + iy) * width.input + ix) * channels;
            for (let c = 0; c < groupIn; c++)
              for (let o = 0; o < outChannels; o++)
                visit(
                  at + Math.floor(o / groupOut) * groupIn + c,
                  (w * groupIn + c) * outChannels + o,
                  y + o,
                );
          }
}

/** Small integers: their sums are exact in float32, so that any order of them gives the same. */
function integers(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >> 28;
  });
}

describe.each(['portable', 'best'] as const)('convolutions with the %s matrix product', (kernel) => {
  beforeAll(() => forceKernels(kernel));
  afterAll(() => forceKernels('best'));

  it.each(['float32', 'float64'])('of %s and their gradients sum the products of every window', (type) => {
    const make = (values: Float32Array) => (type === 'float32' ? values : Float64Array.from(values));
    fc.assert(
      fc.property(convolutions, (conv) => {
        const { batch, channels, depth, height, width } = conv.windows;
        const size = (part: 'input' | 'output' | 'size') => depth[part] * height[part] * width[part];
        const xSize = batch * size('input') * channels;
        const fSize = (size('size') * channels * conv.outChannels) / conv.groups;
        const ySize = batch * size('output') * conv.outChannels;
        const [x, f, g] = [make(integers(xSize, 1)), make(integers(fSize, 2)), make(integers(ySize, 3))];
        const zeros = (count: number) => make(new Float32Array(count));
        const [y, dx, df] = [zeros(ySize), zeros(xSize), zeros(fSize)];
        eachProduct(conv, (i, w, o) => {
          y[o]! += x[i]! * f[w]!;
          dx[i]! += g[o]! * f[w]!;
          df[w]! += g[o]! * x[i]!;
        });
        const made = [zeros(ySize).fill(9), zeros(xSize), zeros(fSize)] as const;
        convolve(conv, x, f, made[0]);
        convolveBackInput(conv, f, g, made[1]);
        convolveBackFilter(conv, x, g, made[2]);
        expect([y, dx, df].map((right, i) => right.findIndex((value, at) => value !== made[i]![at]))).toEqual(
          [-1, -1, -1],
        );
      }),
      { numRuns: 60 },
    );
  });
});

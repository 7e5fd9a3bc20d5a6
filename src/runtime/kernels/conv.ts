/**
 * Convolutions of 1 to 3 dimensions as matrix products: the windows of some output places are laid out as rows of a
 * matrix ("patches"), which is multiplied with the filter. The two gradients are products of the same matrices.
 */
import type { Floats } from '../elementwise';
import { matmulFloats } from './matmul';
import type { Windows } from './windows';

/** What a convolution works on: `windows.channels` are the input's, the filter has `windows.channels / groups`. */
export interface Convolution {
  readonly windows: Windows;
  readonly groups: number;
  readonly outChannels: number;
}

/** Elements of the patches that are made at a time. */
const patchElements = 1 << 16;
/** Reused by all convolutions; of the operands' kind, for products of float32 are the fast ones. */
let patches32 = new Float32Array(0);
let patches64 = new Float64Array(0);

interface Plan {
  /** Where patches are laid out. */
  readonly patches: Floats;
  /** Places of the output in one image. */
  readonly places: number;
  /** How many of them are done at a time. */
  readonly chunk: number;
  /** Elements of a window in one group. */
  readonly k: number;
  readonly groupIn: number;
  readonly groupOut: number;
  readonly inputSize: number;
}

function plan({ windows, groups, outChannels }: Convolution, like: Floats): Plan {
  const { channels, depth, height, width } = windows;
  const places = depth.output * height.output * width.output;
  const groupIn = channels / groups;
  const k = depth.size * height.size * width.size * groupIn;
  const chunk = Math.min(places, Math.max(4, Math.floor(patchElements / Math.max(1, k))));
  const patches = patchesFor(like, chunk * k);
  const inputSize = depth.input * height.input * width.input * channels;
  return { patches, places, chunk, k, groupIn, groupOut: outChannels / groups, inputSize };
}

function patchesFor(like: Floats, size: number): Floats {
  if (like instanceof Float32Array) {
    if (patches32.length < size) patches32 = new Float32Array(size);
    return patches32;
  }
  if (patches64.length < size) patches64 = new Float64Array(size);
  return patches64;
}

function emptyLike(like: Floats, size: number): Floats {
  return like instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
}

/** Whether the windows are single places side by side, so that an image is its own matrix of patches. */
function pointwise({ depth, height, width }: Windows): boolean {
  return [depth, height, width].every(
    (axis) => axis.size === 1 && axis.stride === 1 && axis.before === 0 && axis.output === axis.input,
  );
}

/** `out[place, o] = sum over window w, channel c of input[place + w, c] * filter[w, c, o]`. */
export function convolve(conv: Convolution, input: Floats, filter: Floats, out: Floats): void {
  const { patches, places, chunk, k, groupIn, groupOut, inputSize } = plan(conv, out);
  const { windows, groups, outChannels } = conv;
  const part = groups > 1 ? emptyLike(out, chunk * groupOut) : null;
  const own = pointwise(windows);
  const rows = own ? input : patches;
  for (let n = 0; n < windows.batch; n++)
    for (let from = 0; from < places; from += chunk) {
      const count = Math.min(chunk, places - from);
      const o = (n * places + from) * outChannels;
      for (let g = 0; g < groups; g++) {
        const image = n * inputSize + g * groupIn;
        if (!own) gatherPatches(windows, input, image, groupIn, from, count, patches);
        const left = own
          ? { offset: image + from * windows.channels, row: windows.channels, column: 1 }
          : { offset: 0, row: k, column: 1 };
        const right = { offset: g * groupOut, row: outChannels, column: 1 };
        if (part === null) matmulFloats(rows, left, filter, right, out, o, count, groupOut, k);
        else {
          matmulFloats(rows, left, filter, right, part, 0, count, groupOut, k);
          copyColumns(part, groupOut, out, o + g * groupOut, outChannels, count);
        }
      }
    }
}

/** The gradient of the input: every place gives its share back to the window it saw. `out` holds zeros. */
export function convolveBackInput(conv: Convolution, filter: Floats, gradient: Floats, out: Floats): void {
  const { patches, places, chunk, k, groupIn, groupOut, inputSize } = plan(conv, out);
  const { windows, groups, outChannels } = conv;
  for (let n = 0; n < windows.batch; n++)
    for (let from = 0; from < places; from += chunk) {
      const count = Math.min(chunk, places - from);
      for (let g = 0; g < groups; g++) {
        const left = {
          offset: (n * places + from) * outChannels + g * groupOut,
          row: outChannels,
          column: 1,
        };
        const right = { offset: g * groupOut, row: 1, column: outChannels };
        matmulFloats(gradient, left, filter, right, patches, 0, count, k, groupOut);
        scatterPatches(windows, patches, from, count, groupIn, out, n * inputSize + g * groupIn);
      }
    }
}

/** The gradient of the filter. `out` holds zeros. */
export function convolveBackFilter(conv: Convolution, input: Floats, gradient: Floats, out: Floats): void {
  const { patches, places, chunk, k, groupIn, groupOut, inputSize } = plan(conv, out);
  const { windows, groups, outChannels } = conv;
  const part = groups > 1 ? emptyLike(out, k * groupOut) : null;
  const own = pointwise(windows);
  const rows = own ? input : patches;
  for (let g = 0; g < groups; g++) {
    part?.fill(0);
    for (let n = 0; n < windows.batch; n++)
      for (let from = 0; from < places; from += chunk) {
        const count = Math.min(chunk, places - from);
        const image = n * inputSize + g * groupIn;
        if (!own) gatherPatches(windows, input, image, groupIn, from, count, patches);
        const left = own
          ? { offset: image + from * windows.channels, row: 1, column: windows.channels }
          : { offset: 0, row: 1, column: k };
        const right = {
          offset: (n * places + from) * outChannels + g * groupOut,
          row: outChannels,
          column: 1,
        };
        matmulFloats(rows, left, gradient, right, part ?? out, 0, k, groupOut, count, true);
      }
    if (part !== null) copyColumns(part, groupOut, out, g * groupOut, outChannels, k);
  }
}

function copyColumns(
  from: Floats,
  columns: number,
  to: Floats,
  offset: number,
  stride: number,
  rows: number,
): void {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) to[offset + i * stride + j] = from[i * columns + j]!;
}

/** Lays out the windows of `count` output places as rows. @param offset of the image, at its group's first channel */
function gatherPatches(
  { channels, depth, height, width }: Windows,
  input: Floats,
  offset: number,
  groupIn: number,
  from: number,
  count: number,
  to: Floats,
): void {
  // Then a window's line is one run of the input, where it is inside.
  const joined = width.dilation === 1 && groupIn === channels;
  let o = 0;
  for (let place = from; place < from + count; place++) {
    const x = place % width.output;
    const row = (place - x) / width.output;
    const y = row % height.output;
    const z = (row - y) / height.output;
    for (let kz = 0; kz < depth.size; kz++) {
      const iz = z * depth.stride + kz * depth.dilation - depth.before;
      for (let ky = 0; ky < height.size; ky++) {
        const iy = y * height.stride + ky * height.dilation - height.before;
        const outside = iz < 0 || iz >= depth.input || iy < 0 || iy >= height.input;
        const line = offset + (iz * height.input + iy) * width.input * channels;
        const start = x * width.stride - width.before;
        if (joined && !outside && start >= 0 && start + width.size <= width.input) {
          const end = line + (start + width.size) * channels;
          for (let at = line + start * channels; at < end; at++) to[o++] = input[at]!;
          continue;
        }
        for (let kx = 0; kx < width.size; kx++) {
          const ix = start + kx * width.dilation;
          if (outside || ix < 0 || ix >= width.input) for (let c = 0; c < groupIn; c++) to[o++] = 0;
          else {
            const at = line + ix * channels;
            for (let c = 0; c < groupIn; c++) to[o++] = input[at + c]!;
          }
        }
      }
    }
  }
}

/** Adds rows of windows to the places of the input that they came from. */
function scatterPatches(
  { channels, depth, height, width }: Windows,
  from: Floats,
  first: number,
  count: number,
  groupIn: number,
  to: Floats,
  offset: number,
): void {
  // Then a window's line is one run of the input, where it is inside.
  const joined = width.dilation === 1 && groupIn === channels;
  let o = 0;
  for (let place = first; place < first + count; place++) {
    const x = place % width.output;
    const row = (place - x) / width.output;
    const y = row % height.output;
    const z = (row - y) / height.output;
    for (let kz = 0; kz < depth.size; kz++) {
      const iz = z * depth.stride + kz * depth.dilation - depth.before;
      for (let ky = 0; ky < height.size; ky++) {
        const iy = y * height.stride + ky * height.dilation - height.before;
        const outside = iz < 0 || iz >= depth.input || iy < 0 || iy >= height.input;
        const line = offset + (iz * height.input + iy) * width.input * channels;
        const start = x * width.stride - width.before;
        if (joined && !outside && start >= 0 && start + width.size <= width.input) {
          const end = line + (start + width.size) * channels;
          for (let at = line + start * channels; at < end; at++) to[at] = to[at]! + from[o++]!;
          continue;
        }
        for (let kx = 0; kx < width.size; kx++, o += groupIn) {
          const ix = start + kx * width.dilation;
          if (outside || ix < 0 || ix >= width.input) continue;
          const at = line + ix * channels;
          for (let c = 0; c < groupIn; c++) to[at + c] = to[at + c]! + from[o + c]!;
        }
      }
    }
  }
}

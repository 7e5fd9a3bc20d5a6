/**
 * Pooling over channels-last tensors. Maxima remember where they were found (the first of equals), so that gradients
 * go there; averages leave out what lies outside the input.
 */
import type { Floats } from '../elementwise';
import type { WindowAxis, Windows } from './windows';

/** First index inside the input that a window touches, and the one after the last (dilation counted in steps). */
function firstTap({ stride, before, dilation }: WindowAxis, place: number): number {
  const start = place * stride - before;
  return start < 0 ? Math.ceil(-start / dilation) : 0;
}
function lastTap({ input, stride, before, dilation, size }: WindowAxis, place: number): number {
  const start = place * stride - before;
  return Math.min(size, Math.ceil((input - start) / dilation));
}

/** What is done with one window: its place in the output and the input offsets of its elements, for channel 0. */
type Visit = (output: number, offsets: Int32Array, count: number) => void;

/** Walks over all windows; both offsets are of the first channel. */
function eachWindow(windows: Windows, visit: Visit): void {
  const { batch, channels, depth, height, width } = windows;
  const offsets = new Int32Array(depth.size * height.size * width.size);
  let output = 0;
  for (let n = 0; n < batch; n++)
    for (let z = 0; z < depth.output; z++)
      for (let y = 0; y < height.output; y++)
        for (let x = 0; x < width.output; x++, output += channels) {
          let count = 0;
          const zEnd = lastTap(depth, z);
          const yEnd = lastTap(height, y);
          const xEnd = lastTap(width, x);
          for (let kz = firstTap(depth, z); kz < zEnd; kz++)
            for (let ky = firstTap(height, y); ky < yEnd; ky++)
              for (let kx = firstTap(width, x); kx < xEnd; kx++) {
                const iz = z * depth.stride - depth.before + kz * depth.dilation;
                const iy = y * height.stride - height.before + ky * height.dilation;
                const ix = x * width.stride - width.before + kx * width.dilation;
                offsets[count++] =
                  (((n * depth.input + iz) * height.input + iy) * width.input + ix) * channels;
              }
          visit(output, offsets, count);
        }
}

/**
 * @param at the input offset of each maximum
 * @param least what the maximum of nothing is, which stays where nothing is larger; null: the first element, be it NaN
 */
export function maxPool(
  windows: Windows,
  input: Floats,
  out: Floats,
  at: Int32Array,
  least: number | null,
): void {
  const { channels } = windows;
  eachWindow(windows, (output, offsets, count) => {
    for (let c = 0; c < channels; c++) {
      let best = offsets[0]! + c;
      let max = least ?? input[best]!;
      for (let i = 0; i < count; i++) {
        const value = input[offsets[i]! + c]!;
        if (value > max) {
          max = value;
          best = offsets[i]! + c;
        }
      }
      out[output + c] = max;
      at[output + c] = best;
    }
  });
}

export function averagePool(windows: Windows, input: Floats, out: Floats): void {
  const { channels } = windows;
  eachWindow(windows, (output, offsets, count) => {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += input[offsets[i]! + c]!;
      out[output + c] = sum / count;
    }
  });
}

/** Shares each output's gradient among the inputs it averaged. `out` holds zeros. */
export function averagePoolBack(windows: Windows, gradient: Floats, out: Floats): void {
  const { channels } = windows;
  eachWindow(windows, (output, offsets, count) => {
    for (let c = 0; c < channels; c++) {
      const share = gradient[output + c]! / count;
      for (let i = 0; i < count; i++) out[offsets[i]! + c]! += share;
    }
  });
}

/** `out[at[i]] += gradient[i]`. */
export function scatterAdd(gradient: Floats, at: Int32Array, out: Floats): void {
  for (let i = 0; i < gradient.length; i++) out[at[i]!] = out[at[i]!]! + gradient[i]!;
}

/** `out[i] = from[at[i]]`. */
export function pickElements(from: Floats, at: Int32Array, out: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = from[at[i]!]!;
}

/** Depthwise convolution: every input channel has filters of its own. The loops of it and of its two gradients. */
import type { Floats } from '../elementwise';
import type { Windows } from './windows';

/** What one tap of the filter does with one place: offsets of the input's, the filter's and the output's channels. */
type Tap = (input: number, filter: number, output: number) => void;

function eachTap({ batch, channels, height, width }: Windows, multiplier: number, tap: Tap): void {
  for (let n = 0; n < batch; n++)
    for (let y = 0; y < height.output; y++)
      for (let x = 0; x < width.output; x++) {
        const output = ((n * height.output + y) * width.output + x) * channels * multiplier;
        for (let ky = 0; ky < height.size; ky++) {
          const iy = y * height.stride + ky * height.dilation - height.before;
          if (iy < 0 || iy >= height.input) continue;
          for (let kx = 0; kx < width.size; kx++) {
            const ix = x * width.stride + kx * width.dilation - width.before;
            if (ix < 0 || ix >= width.input) continue;
            const input = ((n * height.input + iy) * width.input + ix) * channels;
            tap(input, (ky * width.size + kx) * channels * multiplier, output);
          }
        }
      }
}

export function depthwise(
  windows: Windows,
  multiplier: number,
  input: Floats,
  filter: Floats,
  out: Floats,
): void {
  const { channels } = windows;
  eachTap(windows, multiplier, (at, f, o) => {
    for (let c = 0; c < channels; c++) {
      const x = input[at + c]!;
      for (let q = c * multiplier; q < (c + 1) * multiplier; q++)
        out[o + q] = out[o + q]! + x * filter[f + q]!;
    }
  });
}

export function depthwiseBackInput(
  windows: Windows,
  multiplier: number,
  filter: Floats,
  gradient: Floats,
  out: Floats,
): void {
  const { channels } = windows;
  eachTap(windows, multiplier, (at, f, o) => {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let q = c * multiplier; q < (c + 1) * multiplier; q++) sum += gradient[o + q]! * filter[f + q]!;
      out[at + c] = out[at + c]! + sum;
    }
  });
}

export function depthwiseBackFilter(
  windows: Windows,
  multiplier: number,
  input: Floats,
  gradient: Floats,
  out: Floats,
): void {
  const { channels } = windows;
  eachTap(windows, multiplier, (at, f, o) => {
    for (let c = 0; c < channels; c++) {
      const x = input[at + c]!;
      for (let q = c * multiplier; q < (c + 1) * multiplier; q++)
        out[f + q] = out[f + q]! + x * gradient[o + q]!;
    }
  });
}

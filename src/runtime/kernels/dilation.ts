/** Morphological dilation: the largest sum of an input element and one of the structuring function. */
import type { Floats } from '../elementwise';
import type { Windows } from './windows';

/** The place of the largest sum in the input and in the filter. */
export type TakeLargest = (output: number, input: number, filter: number, sum: number) => void;

/**
 * Calls `take` for each output with the first of its largest sums. Windows that lie in the padding altogether, or
 * hold nothing larger than `least`, get that and their first place.
 */
export function dilate(
  { batch, channels, height, width }: Windows,
  x: Floats,
  filter: Floats,
  least: number,
  take: TakeLargest,
): void {
  let output = 0;
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < height.output; i++)
      for (let j = 0; j < width.output; j++) {
        const top = i * height.stride - height.before;
        const left = j * width.stride - width.before;
        for (let c = 0; c < channels; c++, output++) {
          const place = (h: number, w: number) => ((b * height.input + h) * width.input + w) * channels + c;
          let [largest, at, by] = [least, place(Math.max(top, 0), Math.max(left, 0)), c];
          for (let k = 0; k < height.size; k++) {
            const h = top + k * height.dilation;
            if (h < 0 || h >= height.input) continue;
            for (let l = 0; l < width.size; l++) {
              const w = left + l * width.dilation;
              if (w < 0 || w >= width.input) continue;
              const own = (k * width.size + l) * channels + c;
              const sum = x[place(h, w)]! + filter[own]!;
              if (sum > largest) [largest, at, by] = [sum, place(h, w), own];
            }
          }
          take(output, at, by, largest);
        }
      }
}

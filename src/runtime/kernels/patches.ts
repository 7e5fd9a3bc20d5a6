/** Windows copied out side by side: the elements of each, channels innermost, zeros beyond the border. */
import type { WindowAxis, Windows } from './windows';

export type Cells = Float32Array | Int32Array | BigInt64Array;

/** The offset of one element of a window along an axis, or -1 beyond the border. */
function placeOf(axis: WindowAxis, output: number, element: number): number {
  const at = output * axis.stride - axis.before + element * axis.dilation;
  return at < axis.input ? Math.max(at, -1) : -1;
}

/** @param out zeroed, `[batch, depth, height, width, window, channels]` */
export function copyPatches(windows: Windows, x: Cells, out: Cells): void {
  const { batch, channels, depth, height, width } = windows;
  const [from, to] = [x as Float32Array, out as Float32Array];
  let o = 0;
  for (let b = 0; b < batch; b++)
    for (let d = 0; d < depth.output; d++)
      for (let h = 0; h < height.output; h++)
        for (let w = 0; w < width.output; w++)
          for (let i = 0; i < depth.size; i++)
            for (let j = 0; j < height.size; j++)
              for (let k = 0; k < width.size; k++, o += channels) {
                const [z, y, c] = [placeOf(depth, d, i), placeOf(height, h, j), placeOf(width, w, k)];
                if (z < 0 || y < 0 || c < 0) continue;
                const at = (((b * depth.input + z) * height.input + y) * width.input + c) * channels;
                for (let e = 0; e < channels; e++) to[o + e] = from[at + e]!;
              }
}

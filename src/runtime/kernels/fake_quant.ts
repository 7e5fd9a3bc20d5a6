/** Values as they would be after quantization: on a grid between two bounds, all in single precision. */

/** The grid: its ends, moved so that zero is on it, and the width of a step. */
export interface Grid {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

const fround = Math.fround;

/** @param least the lowest level @param most the highest one */
export function gridOf(min: number, max: number, least: number, most: number): Grid {
  const step = fround(fround(max - min) / (most - least));
  const zero = fround(least - fround(min / step));
  const level = Math.min(Math.max(Math.round(zero), least), most);
  return { low: fround((least - level) * step), high: fround((most - level) * step), step };
}

/** Every `channels`th value belongs to the same grid; null stands for one of zeros only. */
export function quantize(x: Float32Array, grids: readonly (Grid | null)[], out: Float32Array): void {
  const channels = grids.length;
  for (let c = 0; c < channels; c++) {
    const grid = grids[c]!;
    if (grid === null) {
      for (let i = c; i < x.length; i += channels) out[i] = 0;
      continue;
    }
    const { low, high, step } = grid;
    const inverse = fround(1 / step);
    const zero = Math.floor(fround(fround(-low * inverse) + 0.5));
    for (let i = c; i < x.length; i += channels) {
      const value = x[i]!;
      const clamped = Math.max(Math.min(value, high), low);
      const level = fround(fround(fround(fround(clamped - low) * inverse) - zero) + 0.5);
      out[i] = fround(Math.floor(level) * step);
    }
  }
}

/** Gradients of the values, which pass between the bounds, and of the bounds, which get what does not. */
export function quantizeBack(
  g: Float32Array,
  x: Float32Array,
  grids: readonly (Grid | null)[],
  out: { readonly x: Float32Array; readonly min: Float32Array; readonly max: Float32Array },
): void {
  const channels = grids.length;
  for (let c = 0; c < channels; c++) {
    const grid = grids[c]!;
    let [below, above] = [0, 0];
    for (let i = c; i < x.length; i += channels) {
      const [value, gradient] = [x[i]!, g[i]!];
      if (grid !== null && value < grid.low) below += gradient;
      else if (grid !== null && value > grid.high) above += gradient;
      else if (grid === null || !Number.isNaN(value)) out.x[i] = gradient;
    }
    out.min[c] = below;
    out.max[c] = above;
  }
}

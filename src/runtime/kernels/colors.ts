/** The loops of colour spaces: pixels of three channels, one after the other. */
import type { Floats } from '../elementwise';

/** Hue, saturation and value of one pixel, all in 0 to 1 for channels in 0 to 1; written to `hsv`. */
function toHsv(r: number, g: number, b: number, hsv: Float64Array): void {
  const value = Math.max(r, g, b);
  const range = value - Math.min(r, g, b);
  const step = 1 / (6 * range);
  let hue = 0;
  if (range > 0) {
    if (r === value) hue = step * (g - b);
    else if (g === value) hue = step * (b - r) + 2 / 6;
    else hue = step * (r - g) + 4 / 6;
  }
  hsv[0] = hue < 0 ? hue + 1 : hue;
  hsv[1] = value > 0 ? range / value : 0;
  hsv[2] = value;
}

const clipped = (x: number): number => Math.min(Math.max(x, 0), 1);

function putRgb(hue: number, saturation: number, value: number, out: Floats, at: number): void {
  const turn = hue * 6;
  const rest = 1 - saturation;
  out[at] = (rest + saturation * clipped(Math.abs(turn - 3) - 1)) * value;
  out[at + 1] = (rest + saturation * clipped(2 - Math.abs(turn - 2))) * value;
  out[at + 2] = (rest + saturation * clipped(2 - Math.abs(turn - 4))) * value;
}

export function hsvToRgb(x: Floats, out: Floats): void {
  for (let i = 0; i < x.length; i += 3) putRgb(x[i]!, x[i + 1]!, x[i + 2]!, out, i);
}

/** Turns every hue by `delta`, a fraction of the circle. */
export function turnHue(x: Floats, delta: number, out: Floats): void {
  const hsv = new Float64Array(3);
  for (let i = 0; i < x.length; i += 3) {
    toHsv(x[i]!, x[i + 1]!, x[i + 2]!, hsv);
    const hue = hsv[0]! + delta;
    putRgb(hue - Math.floor(hue), hsv[1]!, hsv[2]!, out, i);
  }
}

export function scaleSaturation(x: Floats, scale: number, out: Floats): void {
  const hsv = new Float64Array(3);
  for (let i = 0; i < x.length; i += 3) {
    toHsv(x[i]!, x[i + 1]!, x[i + 2]!, hsv);
    putRgb(hsv[0]!, clipped(hsv[1]! * scale), hsv[2]!, out, i);
  }
}

/** Moves the pixels of each channel of an image away from the channel's mean. */
export function scaleContrast(
  x: Floats,
  factor: number,
  pixels: number,
  channels: number,
  out: Floats,
): void {
  const size = pixels * channels;
  for (let start = 0; start < x.length; start += size)
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let i = start + c; i < start + size; i += channels) sum += x[i]!;
      const mean = sum / pixels;
      for (let i = start + c; i < start + size; i += channels) out[i] = mean + (x[i]! - mean) * factor;
    }
}

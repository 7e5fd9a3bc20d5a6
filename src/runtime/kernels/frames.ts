/** Frames of boxes, one pixel wide, drawn into images. */
type Floats = Float32Array | Float64Array;

interface Canvas {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly depth: number;
}

const fround = Math.fround;

/** The pixel of a coordinate from 0 to 1: single precision, cut off. */
function pixel(coordinate: number, size: number): number {
  return Math.trunc(fround(fround(coordinate) * (size - 1)));
}

function clamp(at: number, size: number): number {
  return Math.min(Math.max(at, 0), size - 1);
}

/**
 * Sides beyond the border are not drawn; a box with its ends in the wrong order is not drawn at all.
 * @param colours rows of `step` values that boxes take in turn
 */
export function drawFrames(
  canvas: Canvas,
  boxes: Floats,
  colours: Floats,
  step: number,
  out: Float32Array,
): void {
  const { batch, height, width, depth } = canvas;
  const each = batch === 0 ? 0 : boxes.length / 4 / batch;
  const rows = colours.length / step;
  const paint = (image: number, y: number, x: number, colour: number): void => {
    const at = ((image * height + y) * width + x) * depth;
    for (let c = 0; c < depth; c++) out[at + c] = colours[colour * step + c]!;
  };
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < each; i++) {
      const at = 4 * (b * each + i);
      const [top, left] = [pixel(boxes[at]!, height), pixel(boxes[at + 1]!, width)];
      const [bottom, right] = [pixel(boxes[at + 2]!, height), pixel(boxes[at + 3]!, width)];
      if (!(top <= bottom && left <= right)) continue;
      if (top >= height || bottom < 0 || left >= width || right < 0) continue;
      const colour = i % rows;
      const [firstX, lastX] = [clamp(left, width), clamp(right, width)];
      const [firstY, lastY] = [clamp(top, height), clamp(bottom, height)];
      for (let x = firstX; x <= lastX; x++) {
        if (top >= 0) paint(b, top, x, colour);
        if (bottom < height) paint(b, bottom, x, colour);
      }
      for (let y = firstY; y <= lastY; y++) {
        if (left >= 0) paint(b, y, left, colour);
        if (right < width) paint(b, y, right, colour);
      }
    }
}

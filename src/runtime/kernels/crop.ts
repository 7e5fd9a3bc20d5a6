/** Boxes cut out of images and resized: where each crop reads its image, in float32 as TF does. */
import type { Floats } from '../elementwise';

/** Sizes of what crops are made of. */
export interface CropSizes {
  readonly height: number;
  readonly width: number;
  readonly depth: number;
  readonly boxes: number;
  readonly rows: number;
  readonly columns: number;
}
/** A place along one axis: between which elements, and how far from the first one. */
interface Place {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

/** Where the `i`-th of `count` places between two ends of a box lies; null if outside of the image. */
function placeOf(from: number, to: number, size: number, i: number, count: number): Place | null {
  const { fround } = Math;
  const step = count > 1 ? fround(fround(fround(to - from) * (size - 1)) / (count - 1)) : 0;
  const at =
    count > 1
      ? fround(fround(from * (size - 1)) + fround(i * step))
      : fround(0.5 * fround(from + to) * (size - 1));
  if (!(at >= 0 && at <= size - 1)) return null;
  return { low: Math.floor(at), high: Math.ceil(at), share: fround(at - Math.floor(at)) };
}

/** One place of a crop: four elements of the image by offset, and how near it is to each. */
export interface Corners {
  readonly topLeft: number;
  readonly topRight: number;
  readonly bottomLeft: number;
  readonly bottomRight: number;
  readonly x: number;
  readonly y: number;
}

/** Calls `each` for every place of every crop, with null outside of the image; `offset` is that of its first channel. */
export function eachPlace(
  sizes: CropSizes,
  boxes: Floats,
  images: Int32Array,
  each: (offset: number, corners: Corners | null, box: number, row: number, column: number) => void,
): void {
  const { height, width, depth, rows, columns } = sizes;
  let offset = 0;
  for (let b = 0; b < sizes.boxes; b++) {
    const [top, left, bottom, right] = boxes.subarray(4 * b, 4 * b + 4) as unknown as number[];
    const place = (h: number, w: number) => ((images[b]! * height + h) * width + w) * depth;
    for (let i = 0; i < rows; i++) {
      const y = placeOf(top!, bottom!, height, i, rows);
      for (let j = 0; j < columns; j++, offset += depth) {
        const x = y && placeOf(left!, right!, width, j, columns);
        const corners = x && {
          topLeft: place(y.low, x.low),
          topRight: place(y.low, x.high),
          bottomLeft: place(y.high, x.low),
          bottomRight: place(y.high, x.high),
          x: x.share,
          y: y.share,
        };
        each(offset, corners, b, i, j);
      }
    }
  }
}

/** The corner that a place is nearest to; from the middle away from zero. */
export function nearest({ topLeft, topRight, bottomLeft, bottomRight, x, y }: Corners): number {
  if (y >= 0.5) return x >= 0.5 ? bottomRight : bottomLeft;
  return x >= 0.5 ? topRight : topLeft;
}

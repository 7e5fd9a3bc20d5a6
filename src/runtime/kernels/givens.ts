/** Real plane rotations, with the signs that Eigen gives them, on interleaved complex or plain real matrices. */
import { type Numbers, type Precision, rounded } from './precision';

export interface Rotation {
  readonly c: number;
  readonly s: number;
}

/** The rotation that turns `(p, q)` into `(r, 0)`: `r = c p - s q`. */
export function givensOf(p: number, q: number, { round }: Precision): Rotation {
  if (q === 0) return { c: p < 0 ? -1 : 1, s: 0 };
  if (p === 0) return { c: 0, s: q < 0 ? 1 : -1 };
  const steep = !(Math.abs(p) > Math.abs(q));
  const t = round(steep ? p / q : q / p);
  const length = round(Math.sqrt(round(1 + round(t * t))));
  const first = round(((steep ? q : p) < 0 ? -1 : 1) / length);
  return steep ? { c: round(t * first), s: -first } : { c: first, s: -round(t * first) };
}

/** `[x, y] = [c x - s y, s x + c y]` for `count` elements of `lanes` numbers, `step` numbers apart. */
export function rotatePlane(
  a: Numbers,
  x: number,
  y: number,
  step: number,
  count: number,
  lanes: number,
  { c, s }: Rotation,
  { narrow }: Precision,
): void {
  if (c === 1 && s === 0) return;
  for (let k = 0; k < count; k++, x += step, y += step)
    for (let lane = 0; lane < lanes; lane++) {
      const [p, q] = [a[x + lane]!, a[y + lane]!];
      a[x + lane] = rounded(c * p, narrow) - rounded(s * q, narrow);
      a[y + lane] = rounded(s * p, narrow) + rounded(c * q, narrow);
    }
}

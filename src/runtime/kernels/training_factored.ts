/** Adafactor: the second moment of a matrix is kept as one number for each row and one for each column. */
import type { Floats } from '../elementwise';

function rootMeanSquare(x: Floats): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]!;
  return Math.sqrt(sum / x.length);
}

/** Updates the means of squares of the last two dimensions, and from them the second moment `s`. */
export function factorMoments(
  s: Floats,
  rows: Floats,
  columns: Floats,
  g: Floats,
  height: number,
  width: number,
  beta2: number,
  epsilon: number,
): void {
  const matrices = height * width === 0 ? 0 : s.length / (height * width);
  const across = new Float64Array(width);
  for (let at = 0; at < matrices; at++) {
    across.fill(0);
    let total = 0;
    for (let i = 0; i < height; i++) {
      let along = 0;
      const row = (at * height + i) * width;
      for (let j = 0; j < width; j++) {
        const square = g[row + j]! * g[row + j]! + epsilon;
        along += square;
        across[j] = across[j]! + square;
      }
      const k = at * height + i;
      rows[k] = beta2 * rows[k]! + (1 - beta2) * (along / width);
      total += rows[k]!;
    }
    for (let j = 0; j < width; j++) {
      const k = at * width + j;
      columns[k] = beta2 * columns[k]! + (1 - beta2) * (across[j]! / height);
    }
    for (let i = 0; i < height; i++) {
      const share = rows[at * height + i]! / (total / height);
      const row = (at * height + i) * width;
      for (let j = 0; j < width; j++) s[row + j] = share * columns[at * width + j]!;
    }
  }
}

/** The same for what has fewer than two dimensions: a second moment for each element. */
export function plainMoments(s: Floats, g: Floats, beta2: number, epsilon: number): void {
  for (let i = 0; i < s.length; i++) s[i] = beta2 * s[i]! + (1 - beta2) * (g[i]! * g[i]! + epsilon);
}

/**
 * One step along the gradient by its second moment, no longer than `threshold`, relative to the variable's
 * own size.
 */
export function factoredStep(
  v: Floats,
  s: Floats,
  g: Floats,
  rate: number,
  epsilon: number,
  threshold: number,
): void {
  const alpha = Math.max(epsilon, rootMeanSquare(v)) * rate;
  const step = new Float64Array(v.length);
  for (let i = 0; i < v.length; i++) step[i] = g[i]! / Math.sqrt(s[i]!);
  const clip = Math.max(1, rootMeanSquare(step) / threshold);
  for (let i = 0; i < v.length; i++) v[i] = v[i]! - (alpha * step[i]!) / clip;
}

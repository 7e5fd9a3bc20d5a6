/**
 * The loops of updates whose rate adapts to the squares of past gradients. What `at`, `from` and `count`
 * mean: training.ts.
 */
import type { Floats } from '../elementwise';

/**
 * RMSprop with epsilon under the root, as TF's ops and Keras. Slots that are not in use may be any array.
 * @param hasMomentum false: the increment is taken at once; @param centered true: the variance is the divisor
 */
export function rmsprop(
  v: Floats,
  squares: Floats,
  moving: Floats,
  means: Floats,
  g: Floats,
  lr: number,
  rho: number,
  momentum: number,
  epsilon: number,
  hasMomentum: boolean,
  centered: boolean,
  at: number,
  from: number,
  count: number,
): void {
  const fresh = 1 - rho;
  for (let i = 0; i < count; i++) {
    const k = at + i;
    const gradient = g[from + i]!;
    const square = rho * squares[k]! + fresh * gradient * gradient;
    squares[k] = square;
    let divisor = square + epsilon;
    if (centered) {
      const mean = rho * means[k]! + fresh * gradient;
      means[k] = mean;
      divisor = square - mean * mean + epsilon;
    }
    let step = (lr * gradient) / Math.sqrt(divisor);
    if (hasMomentum) {
      step += momentum * moving[k]!;
      moving[k] = step;
    }
    v[k] = v[k]! - step;
  }
}

/** RMSprop with epsilon beside the root, as Keras's legacy optimizer without momentum. */
export function rmspropOutside(
  v: Floats,
  squares: Floats,
  means: Floats,
  g: Floats,
  lr: number,
  rho: number,
  epsilon: number,
  centered: boolean,
  at: number,
  from: number,
  count: number,
): void {
  const fresh = 1 - rho;
  for (let i = 0; i < count; i++) {
    const k = at + i;
    const gradient = g[from + i]!;
    const square = rho * squares[k]! + fresh * gradient * gradient;
    squares[k] = square;
    let divisor = square;
    if (centered) {
      const mean = rho * means[k]! + fresh * gradient;
      means[k] = mean;
      divisor = square - mean * mean;
    }
    v[k] = v[k]! - (lr * gradient) / (Math.sqrt(divisor) + epsilon);
  }
}

/** @param inside added to the sum under the root; @param outside added to the root */
export function adagrad(
  v: Floats,
  sums: Floats,
  g: Floats,
  lr: number,
  inside: number,
  outside: number,
  at: number,
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const k = at + i;
    const gradient = g[from + i]!;
    const sum = sums[k]! + gradient * gradient;
    sums[k] = sum;
    v[k] = v[k]! - (lr * gradient) / (Math.sqrt(sum + inside) + outside);
  }
}

export function adadelta(
  v: Floats,
  squares: Floats,
  deltas: Floats,
  g: Floats,
  lr: number,
  rho: number,
  epsilon: number,
  at: number,
  from: number,
  count: number,
): void {
  const fresh = 1 - rho;
  for (let i = 0; i < count; i++) {
    const k = at + i;
    const gradient = g[from + i]!;
    const square = rho * squares[k]! + fresh * gradient * gradient;
    squares[k] = square;
    const delta = (Math.sqrt(deltas[k]! + epsilon) / Math.sqrt(square + epsilon)) * gradient;
    deltas[k] = rho * deltas[k]! + fresh * delta * delta;
    v[k] = v[k]! - lr * delta;
  }
}

/** Follow the regularised leader. @param power of the accumulator, as a rule 0.5 */
export function ftrl(
  v: Floats,
  sums: Floats,
  linear: Floats,
  g: Floats,
  lr: number,
  l1: number,
  l2: number,
  shrinkage: number,
  power: number,
  at: number,
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const k = at + i;
    const gradient = g[from + i]!;
    const before = sums[k]!;
    const sum = before + gradient * gradient;
    const root = power === 0.5 ? Math.sqrt(sum) : sum ** power;
    const rootBefore = power === 0.5 ? Math.sqrt(before) : before ** power;
    const shrunk = gradient + 2 * shrinkage * v[k]!;
    const z = linear[k]! + shrunk - ((root - rootBefore) / lr) * v[k]!;
    linear[k] = z;
    sums[k] = sum;
    v[k] = (Math.max(-l1, Math.min(l1, z)) - z) / (root / lr + 2 * l2);
  }
}

/** What a step leads to is drawn towards zero by l1 and l2, at the rate of the step. */
export function proximalDescend(
  v: Floats,
  g: Floats,
  lr: number,
  l1: number,
  l2: number,
  at: number,
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) v[at + i] = drawn(v[at + i]! - lr * g[from + i]!, lr, l1, l2);
}

/** As {@link proximalDescend}, with Adagrad's rates. */
export function proximalAdagrad(
  v: Floats,
  sums: Floats,
  g: Floats,
  lr: number,
  l1: number,
  l2: number,
  at: number,
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const k = at + i;
    const gradient = g[from + i]!;
    const sum = sums[k]! + gradient * gradient;
    sums[k] = sum;
    const rate = lr / Math.sqrt(sum);
    v[k] = drawn(v[k]! - rate * gradient, rate, l1, l2);
  }
}

/** Adagrad with dual averaging: what a step leads to depends on the sums of all gradients, not on where it began. */
export function adagradDualAveraging(
  v: Floats,
  sums: Floats,
  squares: Floats,
  g: Floats,
  lr: number,
  l1: number,
  l2: number,
  step: number,
  at: number,
  from: number,
  count: number,
): void {
  const fixed = l2 * step * lr;
  for (let i = 0; i < count; i++) {
    const k = at + i;
    const gradient = g[from + i]!;
    const sum = sums[k]! + gradient;
    const square = squares[k]! + gradient * gradient;
    sums[k] = sum;
    squares[k] = square;
    const kept = l1 > 0 ? Math.sign(sum) * Math.max(Math.abs(sum) - step * l1, 0) : sum;
    v[k] = (-lr * kept) / (fixed + Math.sqrt(square));
  }
}

function drawn(x: number, rate: number, l1: number, l2: number): number {
  const inner = l1 > 0 ? Math.sign(x) * Math.max(Math.abs(x) - rate * l1, 0) : x;
  return inner / (1 + l2 * rate);
}

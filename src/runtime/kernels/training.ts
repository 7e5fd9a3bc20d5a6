/**
 * The loops of optimizer updates on momentum and Adam's moments: one pass over a variable and its slots, in
 * place. A loop covers elements `at` to `at + count` of the variable and its slots and takes the gradient's
 * from `from` on, so that the same text serves a whole variable and single rows of it.
 */
import type { Floats } from '../elementwise';

/** `v -= alpha * g` */
export function descend(v: Floats, g: Floats, alpha: number, at: number, from: number, count: number): void {
  for (let i = 0; i < count; i++) v[at + i] = v[at + i]! - alpha * g[from + i]!;
}

/** Keras's momentum: the rate is inside of what accumulates. */
export function kerasMomentum(
  v: Floats,
  a: Floats,
  g: Floats,
  lr: number,
  momentum: number,
  nesterov: boolean,
  at: number,
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const step = lr * g[from + i]!;
    const m = a[at + i]! * momentum - step;
    a[at + i] = m;
    v[at + i] = v[at + i]! + (nesterov ? m * momentum - step : m);
  }
}

/** TF1's momentum: gradients accumulate as they are. */
export function momentum(
  v: Floats,
  a: Floats,
  g: Floats,
  lr: number,
  momentum: number,
  nesterov: boolean,
  at: number,
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const gradient = g[from + i]!;
    const m = a[at + i]! * momentum + gradient;
    a[at + i] = m;
    v[at + i] = v[at + i]! - lr * (nesterov ? gradient + m * momentum : m);
  }
}

/** @param alpha the rate with the corrections of both moments */
export function adam(
  v: Floats,
  m: Floats,
  s: Floats,
  g: Floats,
  alpha: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  at: number,
  from: number,
  count: number,
): void {
  const [new1, new2] = [1 - beta1, 1 - beta2];
  const end = at + count;
  const shift = from - at;
  for (let k = at; k < end; k++) {
    const gradient = g[k + shift]!;
    const before1 = m[k]!;
    const before2 = s[k]!;
    const first = before1 + (gradient - before1) * new1;
    const second = before2 + (gradient * gradient - before2) * new2;
    m[k] = first;
    s[k] = second;
    v[k] = v[k]! - (first * alpha) / (Math.sqrt(second) + epsilon);
  }
}

/** As {@link adam}, a step ahead along the first moment: a loop of its own, for the branch costs a third. */
export function nesterovAdam(
  v: Floats,
  m: Floats,
  s: Floats,
  g: Floats,
  alpha: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  at: number,
  from: number,
  count: number,
): void {
  const [new1, new2] = [1 - beta1, 1 - beta2];
  const end = at + count;
  const shift = from - at;
  for (let k = at; k < end; k++) {
    const gradient = g[k + shift]!;
    const before1 = m[k]!;
    const before2 = s[k]!;
    const first = before1 + (gradient - before1) * new1;
    const second = before2 + (gradient * gradient - before2) * new2;
    m[k] = first;
    s[k] = second;
    const direction = gradient * new1 + first * beta1;
    v[k] = v[k]! - (direction * alpha) / (Math.sqrt(second) + epsilon);
  }
}

/** Adam whose second moment never shrinks. */
export function amsgrad(
  v: Floats,
  m: Floats,
  s: Floats,
  top: Floats,
  g: Floats,
  alpha: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  at: number,
  from: number,
  count: number,
): void {
  const [new1, new2] = [1 - beta1, 1 - beta2];
  for (let i = 0; i < count; i++) {
    const k = at + i;
    const gradient = g[from + i]!;
    const first = m[k]! + (gradient - m[k]!) * new1;
    const second = s[k]! + (gradient * gradient - s[k]!) * new2;
    m[k] = first;
    s[k] = second;
    const highest = Math.max(second, top[k]!);
    top[k] = highest;
    v[k] = v[k]! - (first * alpha) / (Math.sqrt(highest) + epsilon);
  }
}

/**
 * Adam by the largest gradient instead of the second moment. @param alpha the rate with the first moment's
 * correction
 */
export function adamax(
  v: Floats,
  m: Floats,
  u: Floats,
  g: Floats,
  alpha: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  at: number,
  from: number,
  count: number,
): void {
  const new1 = 1 - beta1;
  for (let i = 0; i < count; i++) {
    const k = at + i;
    const gradient = g[from + i]!;
    const first = m[k]! + (gradient - m[k]!) * new1;
    const largest = Math.max(beta2 * u[k]!, Math.abs(gradient));
    m[k] = first;
    u[k] = largest;
    v[k] = v[k]! - alpha * (first / (largest + epsilon));
  }
}

/**
 * Adam with Nesterov's momentum: `fromMoment` and `fromGradient` weigh the two parts of the corrected first
 * moment, `correction` divides the second.
 */
export function nadam(
  v: Floats,
  m: Floats,
  s: Floats,
  g: Floats,
  lr: number,
  fromMoment: number,
  fromGradient: number,
  correction: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  at: number,
  from: number,
  count: number,
): void {
  const [new1, new2] = [1 - beta1, 1 - beta2];
  for (let i = 0; i < count; i++) {
    const k = at + i;
    const gradient = g[from + i]!;
    const first = m[k]! + (gradient - m[k]!) * new1;
    const second = s[k]! + (gradient * gradient - s[k]!) * new2;
    m[k] = first;
    s[k] = second;
    const direction = fromMoment * first + fromGradient * gradient;
    v[k] = v[k]! - (direction * lr) / (Math.sqrt(second / correction) + epsilon);
  }
}

/** The sign of a mixture of momentum and gradient. */
export function lion(
  v: Floats,
  m: Floats,
  g: Floats,
  lr: number,
  beta1: number,
  beta2: number,
  at: number,
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const k = at + i;
    const gradient = g[from + i]!;
    v[k] = v[k]! - lr * Math.sign(m[k]! * beta1 + gradient * (1 - beta1));
    m[k] = m[k]! * beta2 + gradient * (1 - beta2);
  }
}

/** `x *= by` */
export function scale(x: Floats, by: number, at: number, count: number): void {
  for (let i = 0; i < count; i++) x[at + i] = x[at + i]! * by;
}

/** `average = momentum * average + (1 - momentum) * x` */
export function average(average: Floats, x: Floats, momentum: number, count: number): void {
  for (let i = 0; i < count; i++) average[i] = momentum * average[i]! + (1 - momentum) * x[i]!;
}

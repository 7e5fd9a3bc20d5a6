/** The loops of activations and of their gradients: one text for each (see arithmetic.ts). */
import type { BinaryLoops, Floats, UnaryLoops } from '../elementwise';
import { exp32 } from './exp32';
import { vectorSoftmax } from './vector';

export const reluLoops: UnaryLoops = {
  vector: 'relu',
  float(x, out) {
    // Written so that NaN stays NaN.
    for (let i = 0; i < x.length; i++) out[i] = Math.max(x[i]!, 0);
  },
  int32(x, out) {
    for (let i = 0; i < x.length; i++) out[i] = Math.max(x[i]!, 0);
  },
  big(x, out) {
    for (let i = 0; i < x.length; i++) out[i] = x[i]! < 0n ? 0n : x[i]!;
  },
};

export const relu6Loops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < x.length; i++) out[i] = x[i]! <= 0 ? 0 : Math.min(x[i]!, 6);
  },
  int32(x, out) {
    for (let i = 0; i < x.length; i++) out[i] = Math.min(Math.max(x[i]!, 0), 6);
  },
  big(x, out) {
    for (let i = 0; i < x.length; i++) out[i] = x[i]! < 0n ? 0n : x[i]! > 6n ? 6n : x[i]!;
  },
};

export const eluLoops: UnaryLoops = {
  float(x, out) {
    // The difference itself, as in TF, of which little is left near zero.
    for (let i = 0; i < x.length; i++) out[i] = x[i]! < 0 ? Math.fround(Math.exp(x[i]!)) - 1 : x[i]!;
  },
  float64(x, out) {
    for (let i = 0; i < x.length; i++) out[i] = x[i]! < 0 ? Math.exp(x[i]!) - 1 : x[i]!;
  },
};

const seluScale = 1.0507009873554805;
const seluScaleAlpha = 1.7580993408473768;

export const seluLoops: UnaryLoops = {
  float(x, out) {
    for (let i = 0; i < x.length; i++)
      out[i] = x[i]! < 0 ? seluScaleAlpha * (Math.fround(Math.exp(x[i]!)) - 1) : seluScale * x[i]!;
  },
  float64(x, out) {
    for (let i = 0; i < x.length; i++)
      out[i] = x[i]! < 0 ? seluScaleAlpha * (Math.exp(x[i]!) - 1) : seluScale * x[i]!;
  },
};

/** Of a gradient and the features. */
export const reluGradLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = b[bo]! > 0 ? a[ao]! : 0;
  },
};
/** Of a gradient and the features. */
export const relu6GradLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = b[bo]! > 0 && b[bo]! < 6 ? a[ao]! : 0;
  },
};
/** Of a gradient and the activations. */
export const eluGradLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs) out[o + i] = b[bo]! < 0 ? (b[bo]! + 1) * a[ao]! : a[ao]!;
  },
};
/** Of a gradient and the activations. */
export const seluGradLoops: BinaryLoops = {
  float(a, ao, as, b, bo, bs, out, o, n) {
    // Rounded as the activations are, so that nothing is left where they have come to their end.
    const least = Math.fround(seluScaleAlpha);
    for (let i = 0; i < n; i++, ao += as, bo += bs)
      out[o + i] = (b[bo]! < 0 ? b[bo]! + least : seluScale) * a[ao]!;
  },
  float64(a, ao, as, b, bo, bs, out, o, n) {
    for (let i = 0; i < n; i++, ao += as, bo += bs)
      out[o + i] = (b[bo]! < 0 ? b[bo]! + seluScaleAlpha : seluScale) * a[ao]!;
  },
};

export function leakyRelu(x: Floats, alpha: number, out: Floats): void {
  for (let i = 0; i < x.length; i++) out[i] = x[i]! > 0 ? x[i]! : alpha * x[i]!;
}

/** `gradient` where the features are positive, `alpha` times it elsewhere. */
export function leakyReluGrad(gradient: Floats, features: Floats, alpha: number, out: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = features[i]! > 0 ? gradient[i]! : alpha * gradient[i]!;
}

/** Softmax of rows of `n`: the largest is taken off first, so that nothing overflows. */
export function softmaxRows32(x: Float32Array, n: number, out: Float32Array): void {
  if (vectorSoftmax(x, n, out)) return;
  for (let start = 0; start < x.length; start += n) {
    const end = start + n;
    let max = Number.NEGATIVE_INFINITY;
    for (let i = start; i < end; i++) if (x[i]! > max) max = x[i]!;
    let sum = 0;
    for (let i = start; i < end; i++) {
      const e = exp32(x[i]! - max);
      out[i] = e;
      sum += e;
    }
    const scale = 1 / sum;
    for (let i = start; i < end; i++) out[i] = out[i]! * scale;
  }
}

/** {@link softmaxRows32} for doubles. */
export function softmaxRows64(x: Float64Array, n: number, out: Float64Array): void {
  for (let start = 0; start < x.length; start += n) {
    const end = start + n;
    let max = Number.NEGATIVE_INFINITY;
    for (let i = start; i < end; i++) if (x[i]! > max) max = x[i]!;
    let sum = 0;
    for (let i = start; i < end; i++) {
      const e = Math.exp(x[i]! - max);
      out[i] = e;
      sum += e;
    }
    for (let i = start; i < end; i++) out[i] = out[i]! / sum;
  }
}

/** The largest of a row, and the logarithm of its sum of exponentials after the largest is taken off. */
export interface RowScale {
  max: number;
  logSum: number;
}

/** Fills `scale` for the row of `n` at `start`. */
export function rowScale(x: Floats, start: number, n: number, scale: RowScale): void {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = start; i < start + n; i++) if (x[i]! > max) max = x[i]!;
  let sum = 0;
  if (x instanceof Float32Array) for (let i = start; i < start + n; i++) sum += exp32(x[i]! - max);
  else for (let i = start; i < start + n; i++) sum += Math.exp(x[i]! - max);
  scale.max = max;
  scale.logSum = Math.log(sum);
}

const scale: RowScale = { max: 0, logSum: 0 };

export function logSoftmaxRows(x: Floats, n: number, out: Floats): void {
  for (let start = 0; start < x.length; start += n) {
    rowScale(x, start, n, scale);
    for (let i = start; i < start + n; i++) out[i] = x[i]! - scale.max - scale.logSum;
  }
}

/** The cross entropy of each row with its labels, and `softmax - labels`, the gradient of the logits. */
export function crossEntropyRows(
  logits: Floats,
  labels: Floats,
  n: number,
  loss: Floats,
  back: Floats,
): void {
  for (let row = 0; row < loss.length; row++) {
    const start = row * n;
    rowScale(logits, start, n, scale);
    let sum = 0;
    for (let i = start; i < start + n; i++) {
      const log = logits[i]! - scale.max - scale.logSum;
      sum -= labels[i]! * log;
      back[i] = Math.exp(log) - labels[i]!;
    }
    loss[row] = sum;
  }
}

/** {@link crossEntropyRows} where one class of each row is the label. */
export function sparseCrossEntropyRows(
  logits: Floats,
  labels: Int32Array,
  n: number,
  loss: Floats,
  back: Floats,
): void {
  for (let row = 0; row < loss.length; row++) {
    const start = row * n;
    const label = start + labels[row]!;
    rowScale(logits, start, n, scale);
    for (let i = start; i < start + n; i++) {
      const log = logits[i]! - scale.max - scale.logSum;
      back[i] = Math.exp(log) - (i === label ? 1 : 0);
    }
    loss[row] = scale.max + scale.logSum - logits[label]!;
  }
}

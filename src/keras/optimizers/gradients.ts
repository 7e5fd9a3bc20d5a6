/**
 * Gradients on their way into an update: pairs with variables, none where there is none, clipped, rows
 * summed.
 */
import { ValueError } from '../../errors';
import { logger } from '../../logging';
import { repr } from '../../python/repr';
import { PyTuple } from '../../python/tuple';
import type { BaseVariable } from '../../runtime/base_variable';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { IndexedSlices } from '../../runtime/indexed_slices';
import { clip_by_global_norm, clip_by_norm, clip_by_value } from '../../runtime/ops/clip';
import { unsorted_segment_sum } from '../../runtime/ops/segment';
import { size } from '../../runtime/ops/shapes';
import { unique } from '../../runtime/ops/unique';
import { Tensor } from '../../runtime/tensor';

/** A gradient as `apply_gradients` takes it. */
export type GradientLike = TensorLike | IndexedSlices | null;
export type GradientPair = readonly [gradient: GradientLike, variable: BaseVariable];
export type Gradient = Tensor | IndexedSlices;

/**
 * The pairs that have a gradient. Variables without one are named in a warning.
 * @throws {@link ValueError} if none has
 */
export function filterEmptyGradients(pairs: readonly GradientPair[]): GradientPair[] {
  const kept: GradientPair[] = [];
  for (const pair of pairs) if (pair[0] !== null && pair[0] !== undefined) kept.push(pair);
  if (kept.length === pairs.length) return kept;
  const names = pairs.filter(([g]) => g === null || g === undefined).map(([, v]) => v.name);
  if (kept.length === 0)
    throw new ValueError(
      `No gradients provided for any variable: (${repr(names)},). Provided \`grads_and_vars\` is ` +
        `${repr(new PyTuple(pairs.map(([g, v]) => new PyTuple([g ?? null, v]))))}.`,
      { fields: { actual: names } },
    );
  logger.warning(
    `Gradients do not exist for variables ${repr(names)} when minimizing the loss. If you're using ` +
      '`model.compile()`, did you forget to provide a `loss` argument?',
  );
  return kept;
}

/** A gradient as tensor or slices; plain values become the variable's dtype. */
export function asGradient(gradient: GradientLike, variable: BaseVariable): Gradient {
  return gradient instanceof Tensor || gradient instanceof IndexedSlices
    ? gradient
    : toTensor(gradient as TensorLike, variable.dtype);
}

export interface Clipping {
  readonly clipnorm: number | null;
  readonly clipvalue: number | null;
  readonly global_clipnorm: number | null;
}

export function clippedByNorm(gradients: readonly Gradient[], norm: number): Gradient[] {
  return gradients.map((g) => clip_by_norm(g as Tensor, norm) as Gradient);
}
export function clippedByValue(gradients: readonly Gradient[], value: number): Gradient[] {
  return gradients.map((g) => clip_by_value(g as Tensor, -value, value) as Gradient);
}
export function clippedByGlobalNorm(gradients: readonly Gradient[], norm: number): Gradient[] {
  return clip_by_global_norm(gradients as Tensor[], norm)[0] as Gradient[];
}

/** The gradient of the whole variable: rows that are not named are zero, rows named twice add up. */
export function wholeGradient(gradient: Gradient, variable: BaseVariable): Tensor {
  if (gradient instanceof Tensor) return gradient;
  return unsorted_segment_sum(gradient.values, gradient.indices, variable.shape[0] as number);
}

/** Slices that name every row once: rows named twice are added up. */
export function deduplicated({ values, indices, dense_shape }: IndexedSlices): IndexedSlices {
  const { y, idx } = unique(indices);
  return new IndexedSlices(unsorted_segment_sum(values, idx, size(y)), y, dense_shape);
}

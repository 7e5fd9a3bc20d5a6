/** What is enough of a tensor to know its mean and variance, and these from it. */

import { int32 } from '../../dtypes';
import { type Args, bindArguments } from '../../python/arguments';
import { tuple } from '../../python/tuple';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { inOwnScope } from '../name_scope';
import type { Tensor } from '../tensor';
import { add, multiply, subtract } from './arithmetic';
import { shape } from './array';
import { cast } from './cast';
import { constant } from './creation';
import { squared_difference } from './extremes';
import { gather } from './gather';
import { type Axes, axesOf } from './normalization';
import { reciprocal, square } from './power';
import { reduce_prod, reduce_sum } from './reduction';

interface StatisticsKeywords {
  shift?: TensorLike | null;
  keepdims?: boolean;
  name?: string | null;
}
/**
 * Mirrors `tf.nn.sufficient_statistics`: how many elements of `x` lie along `axes`, their sum and the sum of their
 * squares, both of the elements less `shift`, and `shift` itself. Feed them to {@link normalize_moments}.
 */
export function sufficient_statistics(
  ...args: Args<
    [x: TensorLike, axes: Axes],
    [shift: TensorLike | null, keepdims: boolean, name: string | null],
    StatisticsKeywords,
    ['x', 'axes']
  >
): readonly [count: Tensor, mean_ss: Tensor, variance_ss: Tensor, shift: Tensor | null] {
  type All = StatisticsKeywords & { x: TensorLike; axes: Axes };
  const names = ['x', 'axes', 'shift', 'keepdims', 'name'] as const;
  const given = bindArguments<All>('sufficient_statistics_v2', names, args, { required: 2 });
  const keep = given.keepdims ?? false;
  return inOwnScope(given.name ?? 'sufficient_statistics', () => {
    const x = toTensor(given.x!);
    const rank = x.dims.length;
    const axes = [...new Set(axesOf(given.axes, x))];
    const places = axes.map((axis) => (axis < 0 ? axis + rank : axis));
    const sizes = places.map((place) => x.dims[place] ?? null);
    const count = sizes.includes(null)
      ? reduce_prod(gather(cast(shape(x), x.dtype), toTensor(places, int32)))
      : constant(
          sizes.reduce((product: number, size) => product * size!, 1),
          x.dtype,
        );
    const shift = given.shift ?? null;
    const moved = shift === null ? null : toTensor(shift, undefined, x.dtype);
    const first = moved === null ? x : subtract(x, moved);
    const second = moved === null ? square(x) : squared_difference(x, moved);
    return tuple(count, reduce_sum(first, axes, keep), reduce_sum(second, axes, keep), moved);
  });
}

/** Mirrors `tf.nn.normalize_moments`: mean and variance from what {@link sufficient_statistics} gives. */
export function normalize_moments(
  ...args: Args<
    [counts: TensorLike, mean_ss: TensorLike, variance_ss: TensorLike, shift: TensorLike | null],
    [name: string | null],
    { name?: string | null },
    ['counts', 'mean_ss', 'variance_ss', 'shift']
  >
): readonly [mean: Tensor, variance: Tensor] {
  interface All {
    counts: TensorLike;
    mean_ss: TensorLike;
    variance_ss: TensorLike;
    shift: TensorLike | null;
    name: string | null;
  }
  const names = ['counts', 'mean_ss', 'variance_ss', 'shift', 'name'] as const;
  const given = bindArguments<All>('normalize_moments', names, args, { required: 4 });
  return inOwnScope(given.name ?? 'normalize', () => {
    const divisor = reciprocal(given.counts!);
    const shifted = multiply(given.mean_ss!, divisor);
    const mean = given.shift === null ? shifted : add(shifted, given.shift!);
    return tuple(mean, subtract(multiply(given.variance_ss!, divisor), square(shifted)));
  });
}

/** `tf.ragged.range`: rows that count from a start to a limit. */
import { as_dtype, type DType, type DTypeLike, float32, float64, int32, int64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { isKnown } from '../graph/operation';
import { integersOf } from '../index_argument';
import { add, multiply, realdiv, subtract } from '../ops/arithmetic';
import { reshape } from '../ops/array';
import { cast } from '../ops/cast';
import { zeros_like } from '../ops/creation';
import { floordiv } from '../ops/division';
import { maximum } from '../ops/extremes';
import { ceil, sign } from '../ops/rounding';
import { repeat } from '../ops/sequences';
import { stop_gradient } from '../ops/shapes';
import type { Tensor } from '../tensor';
import { bySplits, splitsType } from './partition';
import { RaggedTensor } from './ragged_tensor';
import { runs, splitsOf } from './rows';

interface RangeKeywords {
  limits?: TensorLike | null;
  deltas?: TensorLike;
  dtype?: DTypeLike | null;
  name?: string | null;
  row_splits_dtype?: DTypeLike;
}
/**
 * Mirrors `tf.ragged.range`: a row for each start, limit and step; with `starts` alone they are the limits.
 * @throws {@link InvalidArgumentError} for a step of zero
 */
export function range(
  ...args: Args<
    [starts: TensorLike],
    [
      limits: TensorLike | null,
      deltas: TensorLike,
      dtype: DTypeLike | null,
      name: string | null,
      row_splits_dtype: DTypeLike,
    ],
    RangeKeywords,
    ['starts']
  >
): RaggedTensor {
  const names = ['starts', 'limits', 'deltas', 'dtype', 'name', 'row_splits_dtype'] as const;
  const given = bindArguments<RangeKeywords & { starts: TensorLike }>('range', names, args, { required: 1 });
  const type = given.dtype === undefined || given.dtype === null ? null : as_dtype(given.dtype);
  const alone = given.limits === undefined || given.limits === null;
  const [starts, limits] = alone ? [0, given.starts!] : [given.starts!, given.limits!];
  const parts = [starts, limits, given.deltas ?? 1].map((part) =>
    type === null ? toTensor(part, undefined, int32) : toTensor(part, type),
  );
  const widest = type ?? hierarchy[Math.max(...parts.map(({ dtype }) => hierarchy.indexOf(dtype)))]!;
  for (const { dims } of parts)
    if (dims.length > 1)
      throw new InvalidArgumentError('starts, limits and deltas must be scalars or vectors');
  const splits = splitsType(given.row_splits_dtype ?? int64, 'row_splits_dtype');
  const [from, to, by] = parts.map((part) => cast(part, widest)) as [Tensor, Tensor, Tensor];
  const { numbers, counts } = rangesOf(from, to, by, splits);
  // TF's op for this has no gradient.
  return RaggedTensor._of(stop_gradient(numbers), [bySplits(splitsOf(counts))]);
}

/** The types of a range, the narrowest first. */
const hierarchy: readonly DType[] = [int32, int64, float32, float64];

/**
 * The numbers from each start to its limit, one run after the other, and how many of them each run has. Scalars go with all.
 * @throws {@link InvalidArgumentError} for a step of zero
 */
export function rangesOf(
  from: Tensor,
  to: Tensor,
  by: Tensor,
  countType: DType = from.dtype,
): { numbers: Tensor; counts: Tensor } {
  const longest = [from, to, by].find((t) => t.dims.length > 0);
  const rows = [from, to, by].map((t) => {
    if (longest === undefined) return reshape(t, [1]);
    return t.dims.length > 0 ? t : add(t, zeros_like(longest));
  });
  const [starts, limits, deltas] = rows as [Tensor, Tensor, Tensor];
  if (isKnown(deltas) && integersOf(deltas)!.includes(0))
    throw new InvalidArgumentError('Requires delta != 0');
  const { dtype } = from;
  const ends = add(subtract(limits, starts), dtype.is_floating ? 0 : subtract(deltas, sign(deltas)));
  const steps = dtype.is_floating ? ceil(realdiv(ends, deltas)) : floordiv(ends, deltas);
  const counts = maximum(cast(steps, countType), 0);
  const places = cast(runs(zeros_like(counts), counts, toTensor(1, counts.dtype)), dtype);
  return { numbers: add(repeat(starts, counts), multiply(repeat(deltas, counts), places)), counts };
}

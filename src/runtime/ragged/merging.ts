/** Several axes of a ragged tensor as one. */
import { multiply } from '../ops/arithmetic';
import { reshape } from '../ops/array';
import { cast } from '../ops/cast';
import { gather } from '../ops/gather';
import { sizeList, sizeOf, sizeProduct, sizeTensor } from '../ops/sizes';
import type { Tensor } from '../tensor';
import { bySplits, type Partition } from './partition';

interface RowsOf {
  readonly values: Tensor;
  readonly partitions: readonly Partition[];
}

/** The axes `outer` to `inner` of a tensor as one. */
function mergedAxes(x: Tensor, outer: number, inner: number): Tensor {
  const sizes = x.dims.map((_, axis) => sizeOf(x, axis));
  return reshape(x, sizeList([...sizes.slice(0, outer), -1, ...sizes.slice(inner + 1)]));
}

/** Values and their division with the axes `outer` to `inner` as one. */
export function merged(
  values: Tensor,
  partitions: readonly Partition[],
  outer: number,
  inner: number,
): RowsOf {
  if (outer === inner) return { values, partitions };
  // Without its outermost divisions a value has all their rows in its first axis.
  if (outer === 0 && partitions.length > 0)
    return inner === 1
      ? { values, partitions: partitions.slice(1) }
      : merged(values, partitions.slice(1), 0, inner - 1);
  const before = outer - partitions.length;
  if (before > 0 || partitions.length === 0)
    return {
      values: mergedAxes(values, outer - partitions.length, inner - partitions.length),
      partitions,
    };
  const kept = partitions.slice(0, outer - 1);
  const used = partitions.slice(outer - 1, inner);
  const splits = used.slice(1).reduce((own, next) => gather(next.row_splits, own), used[0]!.row_splits);
  const rest = partitions.slice(inner);
  const left = inner - partitions.length;
  if (left <= 0) return { values, partitions: [...kept, bySplits(splits), ...rest] };
  const size = sizeProduct(values.dims.slice(1, left + 1).map((_, i) => sizeOf(values, i + 1)));
  return {
    values: mergedAxes(values, 0, left),
    partitions: [...kept, bySplits(multiply(splits, cast(sizeTensor(size), splits.dtype)))],
  };
}

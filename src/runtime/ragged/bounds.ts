/** The sizes of the smallest tensor that holds all rows. */
import { as_dtype, type DTypeLike } from '../../dtypes';
import type { TensorLike } from '../convert_types';
import { reshape, shape } from '../ops/array';
import { cast } from '../ops/cast';
import { gather } from '../ops/gather';
import { getitem } from '../ops/getitem';
import { concat } from '../ops/joining';
import { reduce_max } from '../ops/reduction';
import type { Tensor } from '../tensor';
import { lengthsOf, type Partition, rowCount, scalar } from './partition';

export interface BoundingKeywords {
  axis?: TensorLike | null;
  name?: string | null;
  out_type?: DTypeLike | null;
}

/** The length of the longest row; 0 if there is none. */
export function longest(partition: Partition): Tensor {
  const lengths = lengthsOf(partition);
  return reduce_max(concat([reshape(scalar(0, lengths.dtype), [1]), lengths], 0));
}

export function boundingShape(
  flat: Tensor,
  partitions: readonly Partition[],
  { axis = null, out_type = null }: BoundingKeywords,
): Tensor {
  const first = partitions[0]!;
  const type = as_dtype(out_type ?? first.row_splits.dtype);
  const ragged = [rowCount(first), ...partitions.map(longest)].map((size) => reshape(cast(size, type), [1]));
  const all = concat([...ragged, getitem(shape(flat, type), ['1:'])], 0);
  return axis === null ? all : gather(all, axis);
}

/** `tf.sparse.segment_sum`, `segment_mean`, `segment_sqrt_n`: sums of rows that are picked by their numbers. */
import { type DType, int32, int64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { isKnown } from '../../graph/operation';
import { integersOf } from '../../index_argument';
import { checkAllowed } from '../../op';
import { shapeTensor } from '../../shape_argument';
import type { Tensor } from '../../tensor';
import { floats, realNumbers } from '../../type_groups';
import { realdiv, subtract } from '../arithmetic';
import { reshape, shape } from '../array';
import { cast } from '../cast';
import { ones, ones_like, zeros } from '../creation';
import { maximum } from '../extremes';
import { gather } from '../gather';
import { getitem } from '../getitem';
import { concat } from '../joining';
import { sqrt } from '../power';
import { segment_sum as sumOfRows } from '../segment';

interface SegmentKeywords {
  num_segments?: TensorLike | null;
  name?: string | null;
  sparse_gradient?: boolean;
}
type SegmentArgs = Args<
  [data: TensorLike, indices: TensorLike, segment_ids: TensorLike],
  [num_segments: TensorLike | null, name: string | null, sparse_gradient: boolean],
  SegmentKeywords,
  ['data', 'indices', 'segment_ids']
>;
const names = ['data', 'indices', 'segment_ids', 'num_segments', 'name', 'sparse_gradient'] as const;

/** Sums of the picked rows, and how many rows each has. */
interface Sums {
  readonly sums: Tensor;
  readonly counts: () => Tensor;
}

function sumsOf(method: string, type: string, allowed: readonly DType[], args: SegmentArgs): Sums {
  type All = SegmentKeywords & Record<'data' | 'indices' | 'segment_ids', TensorLike>;
  const given = bindArguments<All>(method, names, args, { required: 3 });
  const [indices, ids] = [shapeTensor(given.indices!), shapeTensor(given.segment_ids!)];
  const data = toTensor(given.data!);
  checkAllowed(type, data.dtype, allowed);
  checkAllowed(type, indices.dtype, [int32, int64], 'Tidx');
  checkAllowed(type, ids.dtype, [int32, int64], 'Tsegmentids');
  checkVectors(indices, ids);
  // Behind a reshape the gradient of the rows is as large as the data.
  const from = given.sparse_gradient ? data : reshape(data, shape(data));
  const count = given.num_segments ?? null;
  const whole = (rows: Tensor): Tensor => {
    const sums = sumOfRows(rows, ids);
    return count === null ? sums : filled(sums, countOf(count, ids));
  };
  return {
    sums: whole(gather(from, indices)),
    counts: () => {
      const own = whole(ones_like(ids, data.dtype));
      const behind = ones(reshape(subtract(shape(shape(data)), 1), [1]), int32);
      return reshape(maximum(own, ones([], data.dtype)), concat([shape(own), behind], 0));
    },
  };
}

function checkVectors(indices: Tensor, ids: Tensor): void {
  for (const [name, { dims }] of Object.entries({ indices, segment_ids: ids }))
    if (dims !== null && dims.length !== 1)
      throw new InvalidArgumentError(`${name} should be a vector.`, {
        fields: { expected: 1, actual: dims },
      });
  if (indices.dims !== null && ids.dims !== null && indices.dims[0] !== ids.dims[0] && allKnown(indices, ids))
    throw new InvalidArgumentError('segment_ids and indices should have same size.', {
      fields: { expected: indices.dims[0], actual: ids.dims[0] },
    });
}
function allKnown(...tensors: readonly Tensor[]): boolean {
  return tensors.every(({ dims }) => !(dims as readonly (number | null)[]).includes(null));
}

/** @throws {@link InvalidArgumentError} for a count that is below 0 or that the last number does not fit */
function countOf(given: TensorLike, ids: Tensor): Tensor {
  const count = cast(shapeTensor(given), int32);
  const size = isKnown(count) ? integersOf(count)![0]! : null;
  if (size !== null && size < 0)
    throw new InvalidArgumentError(`Input num_segments == ${size} must not be negative.`);
  const last = isKnown(ids) ? (integersOf(ids)!.at(-1) ?? -1) : null;
  if (size !== null && last !== null && last >= size)
    throw new InvalidArgumentError(`segment ids must be < num_segments: ${last} >= ${size}`, {
      fields: { expected: size, actual: last },
    });
  return count;
}

/** Zeros behind, up to as many rows as there are to be. */
function filled(sums: Tensor, count: Tensor): Tensor {
  const sizes = shape(sums);
  const missing = subtract(count, getitem(sizes, [0]));
  return concat([sums, zeros(concat([reshape(missing, [1]), getitem(sizes, ['1:'])], 0), sums.dtype)], 0);
}

/**
 * Mirrors `tf.sparse.segment_sum`: rows `indices` of `data`, of which those with the same id add up.
 * @param segment_ids which must not fall
 * @param num_segments how many rows there are to be; one more than the last id if not given
 * @param sparse_gradient true: the gradient of `data` is {@link IndexedSlices}
 * @throws {@link InvalidArgumentError} for ids that fall, rows that there are not, too few segments
 */
export function segment_sum(...args: SegmentArgs): Tensor {
  return sumsOf('sparse_segment_sum_v2', 'SparseSegmentSum', realNumbers, args).sums;
}
/** Mirrors `tf.sparse.segment_mean`: {@link segment_sum} divided by how many rows there are. */
export function segment_mean(...args: SegmentArgs): Tensor {
  const { sums, counts } = sumsOf('sparse_segment_mean_v2', 'SparseSegmentMean', floats, args);
  return realdiv(sums, counts());
}
/** Mirrors `tf.sparse.segment_sqrt_n`: {@link segment_sum} divided by the root of how many rows there are. */
export function segment_sqrt_n(...args: SegmentArgs): Tensor {
  const { sums, counts } = sumsOf('sparse_segment_sqrt_n_v2', 'SparseSegmentSqrtN', floats, args);
  return realdiv(sums, sqrt(counts()));
}

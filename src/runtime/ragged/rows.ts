/** Rows of ragged tensors as integers: where they begin and end, and which values are in them. */

import { as_dtype, type DType, type DTypeLike, int64 } from '../../dtypes';
import { ValueError } from '../../errors';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { inOwnScope } from '../name_scope';
import { add, multiply, subtract } from '../ops/arithmetic';
import { shape } from '../ops/array';
import { cast } from '../ops/cast';
import { range } from '../ops/creation';
import { sum } from '../ops/fill';
import { getitem } from '../ops/getitem';
import { concat } from '../ops/joining';
import { reduce_max } from '../ops/reduction';
import { cumsum } from '../ops/scan';
import { repeat } from '../ops/sequences';
import { searchsorted } from '../ops/sorting';
import type { Tensor } from '../tensor';
import type { RaggedTensor } from './ragged_tensor';

export type Rows = Tensor | RaggedTensor;

export function isRagged(value: unknown): value is RaggedTensor {
  return typeof value === 'object' && value !== null && '_partition' in value;
}

/** How many there are along the first axis; a scalar. */
export function countOf(value: Rows, dtype: DType = int64): Tensor {
  if (isRagged(value)) return subtract(getitem(shape(value.row_splits, dtype), [0]), toTensor(1, dtype));
  return getitem(shape(value, dtype), [0]);
}

/** Where rows of these lengths begin, and the end. */
export function splitsOf(lengths: Tensor): Tensor {
  return concat([toTensor([0], lengths.dtype), cumsum(lengths)], 0);
}

/** The number of its row for each value: `[0, 2, 2, 3]` of splits gives `[0, 0, 2]`. */
export function rowNumbers(splits: Tensor): Tensor {
  const lengths = subtract(getitem(splits, ['1:']), getitem(splits, [':-1']));
  return repeat(cast(range(getitem(shape(lengths), [0])), splits.dtype), lengths);
}

/** `counts[i]` numbers from `starts[i]` on, in steps, one run after the other. */
export function runs(starts: Tensor, counts: Tensor, step: Tensor): Tensor {
  const begins = subtract(starts, multiply(cumsum(counts, { exclusive: true }), step));
  return add(
    repeat(begins, counts),
    multiply(cast(range(cast(sum(counts), starts.dtype)), starts.dtype), step),
  );
}

/** Rows' numbers or ends: int64 unless they are, or are to be, int32. */
function indicesOf(values: TensorLike, out_type: DTypeLike | null): Tensor {
  const given = toTensor(values, undefined, int64);
  return out_type === null ? given : cast(given, as_dtype(out_type));
}

/**
 * Mirrors `tf.ragged.row_splits_to_segment_ids`: the number of its row for each value.
 * @throws {@link ValueError} if there are no splits
 */
export const row_splits_to_segment_ids = named(
  'row_splits_to_segment_ids',
  ['splits'],
  ['name', 'out_type'],
  (splits: TensorLike, name: string | null = null, out_type: DTypeLike | null = null): Tensor => {
    const given = indicesOf(splits, out_type);
    if (given.dims?.[0] === 0) throw new ValueError('Invalid row_splits: []');
    return inOwnScope('RaggedSplitsToSegmentIds', () => rowNumbers(given), name);
  },
);

/**
 * Mirrors `tf.ragged.segment_ids_to_row_splits`: where the rows begin to which sorted values belong, and the end.
 * @param num_segments how many rows there are; one more than the last number if not given
 */
export const segment_ids_to_row_splits = named(
  'segment_ids_to_row_splits',
  ['segment_ids'],
  ['num_segments', 'out_type', 'name'],
  (
    segment_ids: TensorLike,
    num_segments: TensorLike | null = null,
    out_type: DTypeLike | null = null,
    name: string | null = null,
  ): Tensor => {
    const ids = indicesOf(segment_ids, out_type);
    const compute = (): Tensor => {
      const one = toTensor(1, ids.dtype);
      const count =
        num_segments === null
          ? add(reduce_max(concat([toTensor([-1], ids.dtype), ids], 0)), one)
          : toTensor(num_segments, ids.dtype);
      return searchsorted(ids, range(add(count, one)), { out_type: ids.dtype });
    };
    return inOwnScope('SegmentIdsToRaggedSplits', compute, name);
  },
);

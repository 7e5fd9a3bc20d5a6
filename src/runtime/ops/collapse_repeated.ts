/** `tf.nn.collapse_repeated`: each run of equal labels becomes one. */

import { bool, int32 } from '../../dtypes';
import { named } from '../../python/named';
import { tuple } from '../../python/tuple';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { Tensor } from '../tensor';
import { reshape } from './array';
import { cast } from './cast';
import { not_equal } from './comparison';
import { ones_like, range } from './creation';
import { concat } from './joining';
import { logical_and } from './logic';
import { boolean_mask } from './partition';
import { reduce_max, reduce_sum } from './reduction';
import { scatter_nd } from './scatter';
import { sequence_mask } from './sequences';
import { expand_dims } from './shapes';
import { sizeList, sizeOf, sizeTensor } from './sizes';
import { slice } from './slicing';

/**
 * Mirrors `tf.nn.collapse_repeated`: `labels`, `[batch, time]`, of which the first `seq_length` of each row count, without
 * those that equal the one before.
 * @returns the labels with zeros behind them, and how many each row has, of the dtype of `seq_length`
 * @throws {@link InvalidArgumentError} for labels that are no matrix
 */
export const collapse_repeated = named(
  'collapse_repeated',
  ['labels', 'seq_length'],
  ['name'],
  (
    labels: TensorLike,
    seq_length: TensorLike,
    _name?: string | null,
  ): readonly [collapsed: Tensor, lengths: Tensor] => {
    const rows = toTensor(labels);
    const lengths = toTensor(seq_length);
    const first = slice(rows, [0, 0], [-1, 1]);
    const behind = slice(rows, [0, 1], [-1, -1]);
    const before = slice(rows, [0, 0], sizeList([sizeOf(rows, 0), sizeOf(behind, 1)]));
    const isNew = concat([ones_like(first, bool), not_equal(behind, before)], 1);
    const kept = logical_and(isNew, sequence_mask(lengths, sizeTensor(sizeOf(rows, 1))));
    const counts = reduce_sum(cast(kept, int32), 1);
    const places = sequence_mask(counts, reduce_max(counts));
    const flat = reshape(places, [-1]);
    const order = range(sizeTensor(sizeOf(flat, 0)));
    const taken = boolean_mask(reshape(rows, [-1]), reshape(kept, [-1]));
    const at = expand_dims(boolean_mask(order, flat), 1);
    const out = scatter_nd(at, taken, sizeList([sizeOf(flat, 0)]));
    return tuple(reshape(out, sizeList([sizeOf(rows, 0), sizeOf(places, 1)])), cast(counts, lengths.dtype));
  },
);

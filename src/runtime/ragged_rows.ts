/** Rows of ragged tensors: where they begin and end, which are taken, and parts of them. */

import { as_dtype, type DType, type DTypeLike, int64 } from '../dtypes';
import { IndexError, NotImplementedError, ValueError } from '../errors';
import { PySlice } from '../python/builtins';
import { named } from '../python/named';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { inOwnScope } from './name_scope';
import { add, multiply, subtract } from './ops/arithmetic';
import { shape } from './ops/array';
import { cast } from './ops/cast';
import { less } from './ops/comparison';
import { range } from './ops/creation';
import { floordiv } from './ops/division';
import { maximum, minimum } from './ops/extremes';
import { sum } from './ops/fill';
import { gather } from './ops/gather';
import { getitem, type SliceItem, type TensorSlice } from './ops/getitem';
import { concat } from './ops/joining';
import { reduce_max } from './ops/reduction';
import { cumsum } from './ops/scan';
import { selectV2 } from './ops/select';
import { repeat } from './ops/sequences';
import { searchsorted } from './ops/sorting';
import type { RaggedTensor } from './ragged';
import type { Tensor } from './tensor';

type Rows = Tensor | RaggedTensor;

export function isRagged(value: Rows): value is RaggedTensor {
  return 'row_splits' in value;
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

/** The rows with these numbers. */
export function rowsAt(value: Rows, places: Tensor): Rows {
  if (!isRagged(value)) return gather(value, places);
  const [starts, lengths] = [gather(value.row_starts(), places), gather(value.row_lengths(), places)];
  const inner = rowsAt(value.values, runs(starts, lengths, toTensor(1, starts.dtype)));
  return value._withComponents([inner, splitsOf(lengths)]);
}

/** Python's `slice.indices` for rows of these lengths: where the part of each begins, and how much of it there is. */
function partsOf(part: TensorSlice, lengths: Tensor): [starts: Tensor, counts: Tensor, step: Tensor] {
  const { dtype } = lengths;
  const [start, stop, step] = [part.start, part.stop, part.step].map((b) =>
    b === null ? null : Number(b),
  ) as [number | null, number | null, number | null];
  const by = step ?? 1;
  if (by === 0) throw new ValueError('slice step cannot be zero');
  const number = (value: number): Tensor => toTensor(value, dtype);
  const [low, high] = by > 0 ? [number(0), lengths] : [number(-1), subtract(lengths, number(1))];
  const bound = (at: number | null, otherwise: Tensor): Tensor => {
    if (at === null) return otherwise;
    const place = at < 0 ? add(lengths, number(at)) : add(multiply(lengths, number(0)), number(at));
    return minimum(maximum(place, low), high);
  };
  const first = bound(start, by > 0 ? multiply(lengths, number(0)) : high);
  const last = bound(stop, by > 0 ? lengths : number(-1));
  const span = subtract(last, first);
  const counts = floordiv(add(span, number(by > 0 ? by - 1 : by + 1)), number(by));
  return [first, selectV2(less(counts, number(0)), number(0), counts), number(by)];
}

/** `value[:, part]` for the rows of a ragged tensor. */
function partsOfRows(value: RaggedTensor, part: TensorSlice): RaggedTensor {
  const [firsts, counts, step] = partsOf(part, value.row_lengths());
  const inner = rowsAt(value.values, runs(add(value.row_starts(), firsts), counts, step));
  return value._withComponents([inner, splitsOf(counts)]);
}

function everything(item: SliceItem): boolean {
  return item instanceof PySlice && item.start === null && item.stop === null && (item.step ?? 1) === 1;
}

/** One row, as the values in it. */
function rowAt(value: RaggedTensor, row: number): Rows {
  const count = value.row_splits.dims[0] as number | null;
  if (count !== null && row >= count - 1) throw new IndexError(`Row key ${row} out of bounds`);
  const at = (splits: Tensor, i: number): Tensor => getitem(splits, [i]);
  const [starts, limits] = [value.row_starts(), value.row_limits()];
  return rowsAt(value.values, range(at(starts, row), at(limits, row)));
}

/** `value[items]`. @throws {@link IndexError} for a row that there is not */
export function raggedItem(value: Rows, items: readonly SliceItem[]): Rows {
  if (items.length === 0) return value;
  if (!isRagged(value)) return getitem(value, items);
  const [first, ...rest] = items;
  if (typeof first === 'number' || typeof first === 'bigint')
    return raggedItem(rowAt(value, Number(first)), rest);
  if (!(first instanceof PySlice))
    throw new NotImplementedError(
      `Ragged tensors are indexed by integers and slices, not by ${String(first)}.`,
    );
  const rows = everything(first)
    ? value
    : (rowsAt(value, getitem(range(countOf(value)), [first])) as RaggedTensor);
  const [second, ...deeper] = rest;
  if (second === undefined) return rows;
  if (!(second instanceof PySlice)) throw new ValueError('Cannot index into an inner ragged dimension.');
  const parts = everything(second) ? rows : partsOfRows(rows, second);
  if (deeper.length === 0) return parts;
  return parts._withComponents([
    raggedItem(parts.values, [new PySlice<number>(null, null, null), ...deeper]),
    parts.row_splits,
  ]);
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

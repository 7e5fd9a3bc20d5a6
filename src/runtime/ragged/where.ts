/** `tf.where` of ragged tensors: elements of one or the other, or the coordinates of what is set. */
import { bool, int64 } from '../../dtypes';
import { ValueError } from '../../errors';
import { bindArguments } from '../../python/arguments';
import { dtypeOf, toTensor } from '../convert';
import { dispatchFor } from '../dispatched';
import { add, subtract } from '../ops/arithmetic';
import { zeros_like } from '../ops/creation';
import { gather } from '../ops/gather';
import { getitem } from '../ops/getitem';
import { concat } from '../ops/joining';
import { selectV2, where } from '../ops/select';
import { expand_dims } from '../ops/shapes';
import type { Tensor } from '../tensor';
import { broadcastRows } from './broadcast';
import { type RaggedLike, RaggedTensor } from './ragged_tensor';
import { isRagged, type Rows } from './rows';
import { matchTypes } from './types';

/** Coordinates of what is set, `[n, rank]` of int64. */
function coordinates(condition: Rows): Tensor {
  if (!isRagged(condition)) return where(condition);
  const selected = coordinates(condition.values);
  const rows = condition.with_row_splits_dtype(int64);
  const first = getitem(selected, [':, 0']);
  const row = gather(rows.value_rowids(), first);
  const column = subtract(first, gather(rows.row_splits, row));
  return concat([expand_dims(row, 1), expand_dims(column, 1), getitem(selected, [':, 1:'])], 1);
}

/** Elements of `x` and `y` in the rows that all three broadcast to. */
function chosen(condition: Rows, x: Rows, y: Rows): Rows {
  matchTypes(condition, x, y);
  const dtype = [condition, x, y].find(isRagged)!.row_splits.dtype;
  const both = broadcastRows(x, y, dtype);
  const zeros = wide(...both.values);
  const like = both.partitions.length === 0 ? zeros : RaggedTensor._of(zeros, both.partitions);
  const all = broadcastRows(condition, like, dtype);
  const target = RaggedTensor._of(wide(...all.values), all.partitions);
  const rows = (value: Rows): Tensor => broadcastRows(value, target, dtype).values[0];
  const flat = selectV2(all.values[0], rows(x), rows(y));
  return RaggedTensor._of(flat, all.partitions);
}

/** Zeros of the shape that two tensors broadcast to. */
function wide(x: Tensor, y: Tensor): Tensor {
  const zeros = (value: Tensor): Tensor => zeros_like(value, { dtype: int64 });
  return add(zeros(x), zeros(y));
}

interface WhereArguments {
  condition: RaggedLike;
  x?: RaggedLike | null;
  y?: RaggedLike | null;
  name?: string | null;
}
dispatchFor(where, isRagged, (args) => {
  const names = ['condition', 'x', 'y', 'name'] as const;
  const given = bindArguments<WhereArguments>('where', names, args, { required: 1 });
  const { x = null, y = null } = given;
  if ((x === null) !== (y === null))
    throw new ValueError('x and y must be either both None or both non-None');
  const condition = isRagged(given.condition) ? given.condition : toTensor(given.condition!, undefined, bool);
  if (x === null || y === null) return coordinates(condition);
  const hint = [x, y].map(dtypeOfRows).find((dtype) => dtype !== undefined);
  const [a, b] = [x, y].map((value) => (isRagged(value) ? value : toTensor(value, undefined, hint)));
  return chosen(condition, a!, b!);
});

function dtypeOfRows(value: RaggedLike): ReturnType<typeof dtypeOf> {
  return isRagged(value) ? value.dtype : dtypeOf(value);
}

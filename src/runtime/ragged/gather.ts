/** `tf.gather`, `tf.gather_nd` and `tf.batch_gather` where something is ragged. */
import { type DType, int64 } from '../../dtypes';
import { ValueError } from '../../errors';
import { bindArguments } from '../../python/arguments';
import { PySlice } from '../../python/builtins';
import { repr } from '../../python/repr';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchFor } from '../dispatched';
import { integer } from '../index_argument';
import { add, multiply } from '../ops/arithmetic';
import { reshape } from '../ops/array';
import { cast } from '../ops/cast';
import { range } from '../ops/creation';
import { gather, gather_nd } from '../ops/gather';
import { getitem } from '../ops/getitem';
import { concat } from '../ops/joining';
import { repeat } from '../ops/sequences';
import { expand_dims } from '../ops/shapes';
import { sizeList, sizeOf, sizeProduct, sizeTensor } from '../ops/sizes';
import type { Tensor } from '../tensor';
import { compatibleDims } from '../tensor_shape';
import { innerOf, positiveAxis } from './construction';
import { bySplits, evenSplits, lengthsOf, rowCount, scalar } from './partition';
import { type RaggedLike, RaggedTensor } from './ragged_tensor';
import { isRagged, type Rows, runs, splitsOf } from './rows';
import { matchTypes } from './types';

/** The rows with these numbers; `places` is a vector. */
export function rowsAt(value: Rows, places: Tensor): Rows {
  if (!isRagged(value)) return gather(value, places);
  const lengths = gather(lengthsOf(value._partition), places);
  const starts = gather(value.row_starts(), places);
  const inner = rowsAt(value.values, runs(starts, lengths, scalar(1, starts.dtype)));
  return RaggedTensor._of(inner, [bySplits(splitsOf(lengths))]);
}

/** Rows of `params` by the numbers in a tensor of any rank, whose axes become ragged ones. */
function rowsAtTensor(params: RaggedTensor, indices: Tensor): Rows {
  const { dtype } = params.row_splits;
  const sizes = indices.dims.map((_, axis) => sizeOf(indices, axis));
  const rows = rowsAt(params, cast(reshape(indices, [-1]), dtype));
  if (indices.dims.length === 0) return (rows as RaggedTensor).getitem(0);
  const outer = sizes.slice(1).map((size, i) => {
    const [count, length] = [sizeProduct(sizes.slice(0, i + 1)), size].map((n) => cast(sizeTensor(n), dtype));
    return bySplits(evenSplits(count!, length!));
  });
  return outer.length === 0 ? rows : RaggedTensor._of(rows, outer);
}

/** `tf.gather` of values that are ragged or not; both already of one type of splits. */
export function gathered(params: Rows, indices: Rows, axis = 0, batch_dims = 0): Rows {
  if (!isRagged(params) && !isRagged(indices)) return gather(params, indices, { axis, batch_dims });
  if (batch_dims > 0) return batchGathered(params, indices, axis, batch_dims);
  if (axis > 0) return gatheredAlong(params, indices, axis);
  if (isRagged(indices)) return indices.with_values(gathered(params, indices.values));
  return rowsAtTensor(params as RaggedTensor, indices);
}

/** A tensor as ragged along its first two axes. */
function raggedLike(value: Rows, like: Rows): RaggedTensor {
  if (isRagged(value)) return value;
  return RaggedTensor.from_tensor(value, { row_splits_dtype: (like as RaggedTensor).row_splits.dtype });
}

function batchGathered(params: Rows, indices: Rows, axis: number, batch_dims: number): Rows {
  const [own, others] = [params.shape.dims!, indices.shape.dims!].map((dims) => dims.slice(0, batch_dims));
  if (!compatibleDims(own!, others!))
    throw new ValueError(
      `batch shape from indices ${indices.shape} does not match params shape ${params.shape}`,
      { fields: { expected: own, actual: others } },
    );
  if (batch_dims > 1) {
    for (const [one, other] of [
      [params, indices],
      [indices, params],
    ] as const)
      if (!isRagged(one) && isRagged(other) && other.uniform_row_length === null)
        throw new ValueError(
          'batch shape from indices does not match params shape: a ragged dimension corresponds to a uniform one',
        );
    const [rows, places] = [raggedLike(params, indices), raggedLike(indices, params)];
    return rows.with_values(gathered(rows.values, places.values, axis - 1, batch_dims - 1));
  }
  if (axis > 1) {
    // The indices of a batch go with each of its rows.
    const rows = raggedLike(params, indices);
    const lengths = lengthsOf(rows._partition);
    const numbers = repeat(cast(range(rowCount(rows._partition)), lengths.dtype), lengths);
    return batchGathered(rows, rows.with_values(gathered(indices, numbers)), axis, batch_dims + 1);
  }
  return gathered(flattened(params), numberedOn(params, indices, indices.shape.rank!), axis - 1);
}

function gatheredAlong(params: Rows, indices: Rows, axis: number): Rows {
  if (axis > 1) {
    const rows = raggedLike(params, indices);
    return rows.with_values(gathered(rows.values, indices, axis - 1));
  }
  return gathered(flattened(params), numberedOn(params, indices, indices.shape.rank! + 1), 0);
}

/** Indices into rows as indices into the values of all rows. */
function numberedOn(params: Rows, indices: Rows, rank: number): Rows {
  const starts = startsOf(params, indices.dtype);
  const first = reshape(starts, [-1, ...new Array<number>(rank - 1).fill(1)]);
  return (add as (x: RaggedLike, y: RaggedLike) => Rows)(indices, first);
}

function flattened(value: Rows): Rows {
  if (isRagged(value)) return value.values;
  const inner = value.dims.slice(2).map((_, i) => sizeOf(value, i + 2));
  return reshape(value, sizeList([-1, ...inner]));
}

function startsOf(value: Rows, dtype: DType): Tensor {
  if (isRagged(value)) return cast(value.row_starts(), dtype);
  const [rows, columns] = [0, 1].map((axis) => cast(sizeTensor(sizeOf(value, axis)), dtype));
  return multiply(range(rows!), columns!);
}

interface GatherArguments {
  params: RaggedLike;
  indices: RaggedLike;
  validate_indices?: boolean | null;
  axis?: TensorLike | null;
  batch_dims?: number;
  name?: string | null;
}
const gatherNames = ['params', 'indices', 'validate_indices', 'axis', 'batch_dims', 'name'] as const;

function gatherOfRagged(args: readonly unknown[]): Rows {
  const given = bindArguments<GatherArguments>('gather', gatherNames, args, { required: 2 });
  const [params, indices] = matchTypes(innerOf(given.params!), indicesOf(given.indices!));
  const rank = indices!.shape.rank!;
  const asked = integer(given.batch_dims ?? 0, 'batch_dims');
  const batch_dims = asked === rank ? rank : positiveAxis(asked, rank, 'batch_dims');
  const own = params!.shape.rank;
  if (own !== null && batch_dims >= own) throw new ValueError('batch_dims must be less than rank(params)');
  const axis = positiveAxis(integer(given.axis ?? batch_dims, 'axis'), own);
  if (axis < batch_dims) throw new ValueError('axis must be greater than or equal to batch_dims');
  return gathered(params!, indices!, axis, batch_dims);
}

/** Integers, also of a plain list. */
function indicesOf(indices: RaggedLike): Rows {
  return isRagged(indices) ? indices : toTensor(indices, undefined, int64);
}

interface GatherNdArguments {
  params: RaggedLike;
  indices: RaggedLike;
  batch_dims?: number;
  name?: string | null;
}

function gatherNdOfRagged(args: readonly unknown[]): Rows {
  const names = ['params', 'indices', 'batch_dims', 'name'] as const;
  const given = bindArguments<GatherNdArguments>('gather_nd', names, args, { required: 2 });
  if ((given.batch_dims ?? 0) !== 0)
    throw new ValueError('batch_dims != 0 is not supported for ragged gather yet.');
  const [params, indices] = matchTypes(innerOf(given.params!), indicesOf(given.indices!));
  return gatheredTuples(params!, indices!);
}

function gatheredTuples(params: Rows, indices: Rows): Rows {
  if (!isRagged(params) && !isRagged(indices)) return gather_nd(params, indices);
  const { rank, dims } = indices.shape;
  if (rank === null || dims === null) throw new ValueError('indices.rank be statically known.');
  if (rank === 0) throw new ValueError('indices.rank must be at least 1.');
  if (isRagged(indices) && rank === indices.ragged_rank + 1)
    throw new ValueError('The innermost dimension of indices may not be ragged');
  const size = dims[rank - 1]!;
  if (size === null) throw new ValueError('indices.shape[-1] must be statically known.');
  if (rank > 2) {
    const rows = isRagged(indices)
      ? indices
      : RaggedTensor.from_tensor(indices, {
          ragged_rank: rank - 2,
          row_splits_dtype: (params as RaggedTensor).row_splits.dtype,
        });
    const result = rows.with_flat_values(gatheredTuples(params, rows.flat_values));
    return !isRagged(indices) && result.ragged_rank === rank - 2 ? result.to_tensor() : result;
  }
  return tuplesOfMatrix(params as RaggedTensor, indices as Tensor, size);
}

/** @param indices a vector or a matrix of tuples of this size */
function tuplesOfMatrix(params: RaggedTensor, indices: Tensor, size: number): Rows {
  if (size === 0) throw new ValueError(`Empty index tuples into a ragged tensor: ${repr(indices)}`);
  if (size === 1) return gathered(params, reshape(indices, [-1]));
  const vector = indices.dims.length === 1;
  const tuples = cast(vector ? reshape(indices, [1, -1]) : indices, params.row_splits.dtype);
  const column = (i: number): Tensor => getitem(tuples, [new PySlice<number>(null, null, null), i]);
  let places = column(0);
  let rows: Rows = params;
  let used = 1;
  for (; used < size && isRagged(rows); used++) {
    places = add(gather(rows.row_starts(), places), column(used));
    rows = rows.values;
  }
  const rest = concat([expand_dims(places, 1), getitem(tuples, ['...', new PySlice(used, null, null)])], 1);
  const found = used < size ? gather_nd(rows as Tensor, rest) : gathered(rows, places);
  if (!vector) return found;
  return isRagged(found) ? found.getitem(0) : getitem(found, [0]);
}

const isKind = isRagged as (value: unknown) => boolean;
dispatchFor(gather, isKind, gatherOfRagged);
dispatchFor(gather_nd, isKind, gatherNdOfRagged);

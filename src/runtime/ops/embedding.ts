/** Rows by their numbers (`embedding_lookup`), and whether the right class is among the best (`in_top_k`). */
import { bool, float32, int32, int64 } from '../../dtypes';
import { InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne } from '../dispatch';
import { dispatching } from '../dispatched';
import { checkAllowed, defineOp, mismatch, type OpRecord } from '../op';
import { shapeTensors } from '../shape_argument';
import { Tensor } from '../tensor';
import { multiply, realdiv } from './arithmetic';
import { greater } from './comparison';
import { ones_like } from './creation';
import { maximum } from './extremes';
import { sum } from './fill';
import { gather } from './gather';
import { concat } from './joining';
import { sqrt, square } from './power';
import { selectV2 } from './select';

/** Scales each embedding that is longer than `maxNorm` to that length. */
function clipped(rows: Tensor, idsRank: number, maxNorm: TensorLike): Tensor {
  const axes = rows.dims.map((_, i) => i).slice(idsRank);
  const squares = sum(square(rows), axes, true);
  const some = greater(squares, 0);
  const length = selectV2(some, sqrt(selectV2(some, squares, ones_like(squares))), squares);
  return realdiv(multiply(rows, maxNorm), maximum(length, maxNorm));
}

interface LookupKeywords {
  max_norm?: TensorLike | null;
  name?: string | null;
}
/**
 * Mirrors `tf.nn.embedding_lookup`: rows of `params` (a list of them is one table cut in parts).
 * @throws {@link InvalidArgumentError} for a row that does not exist
 */
export const embedding_lookup = dispatching()(function embedding_lookup(
  ...args: Args<
    [params: TensorLike, ids: TensorLike],
    [max_norm: TensorLike | null, name: string | null],
    LookupKeywords,
    ['params', 'ids']
  >
): Tensor {
  type All = LookupKeywords & { params: TensorLike; ids: TensorLike };
  const names = ['params', 'ids', 'max_norm', 'name'] as const;
  const given = bindArguments<All>('embedding_lookup_v2', names, args, { required: 2 });
  const { max_norm = null } = given;
  const ids = isHostValue(given.ids) ? toTensor(given.ids!) : whole(given.ids!);
  const rows = gather(table(given.params!), ids);
  return max_norm === null ? rows : clipped(rows, ids.dims.length, max_norm);
});

/** Plain whole numbers are int32, as Python's are; fractions are refused by the op. */
function whole(ids: TensorLike): Tensor {
  return toTensor(ids, undefined, int32);
}

function table(params: TensorLike): TensorLike {
  if (!Array.isArray(params) || !params.some((part) => isHostValue(part))) return params;
  if (params.length === 0) throw new ValueError('params must be specified');
  return params.length === 1 ? (params[0] as TensorLike) : concat(params as TensorLike[], 0);
}

const InTopK: OpRecord = defineOp({
  type: 'InTopKV2',
  infer: ([predictions, targets, k]) => {
    if (predictions!.dtype !== float32) throw mismatch('InTopKV2', 0, float32, predictions!.dtype);
    checkAllowed('InTopKV2', targets!.dtype, [int32, int64]);
    if (k!.dtype !== targets!.dtype) throw mismatch('InTopKV2', 2, targets!.dtype, k!.dtype);
    if (k!.dims !== null && k!.dims.length > 0)
      throw new InvalidArgumentError(`k must be 0-D, got shape [${k!.dims}]`);
    const [p, t] = [predictions!.dims, targets!.dims];
    if (p !== null && p.length !== 2) throw new InvalidArgumentError('predictions must be 2-dimensional');
    if (t !== null && t.length !== 1) throw new InvalidArgumentError('targets must be 1-dimensional');
    if (p !== null && t !== null && p[0] !== null && t[0] !== null && p[0] !== t[0])
      throw new InvalidArgumentError(
        `First dimension of predictions ${p[0]} must match length of targets ${t[0]}`,
        { fields: { expected: p[0], actual: t[0] } },
      );
    return [{ dtype: bool, dims: t }];
  },
  kernel: ([predictions, targets, k], _attrs, [spec]) => {
    const best = Number(k!.data[0]);
    const classes = predictions!.dims[1]!;
    const values = predictions!.data as Float32Array;
    const out = Uint8Array.from(targets!.data as ArrayLike<number>, (target, row) => {
      const label = Number(target);
      if (label < 0 || label >= classes) return 0;
      const own = values[row * classes + label]!;
      let above = 0;
      for (let i = row * classes; i < (row + 1) * classes; i++) {
        if (!Number.isFinite(values[i])) return 0;
        if (values[i]! > own) above++;
      }
      return above < best ? 1 : 0;
    });
    return [new Tensor(bool, spec!.dims, out)];
  },
  grad: null,
});

interface TopKeywords {
  predictions?: TensorLike;
  k?: TensorLike;
  name?: string | null;
}
/**
 * Mirrors `tf.math.in_top_k`: whether the target's prediction is among the `k` largest of its row. Ties count, rows
 * with an infinity or NaN do not.
 */
export function in_top_k(
  ...args: Args<
    [targets: TensorLike],
    [predictions: TensorLike, k: TensorLike, name: string | null],
    TopKeywords,
    ['targets']
  >
): Tensor {
  type All = TopKeywords & { targets: TensorLike };
  const names = ['targets', 'predictions', 'k', 'name'] as const;
  const given = bindArguments<All>('in_top_k_v2', names, args, { required: 3 });
  const [targets, k] = shapeTensors([given.targets!, given.k!]);
  return dispatchOne(InTopK, [toTensor(given.predictions!, float32), targets!, k!]);
}

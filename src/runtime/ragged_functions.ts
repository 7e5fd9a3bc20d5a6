/** Functions of `tf.ragged`: ranges of different lengths, and functions of the values alone. */
import { as_dtype, type DTypeLike, int32, int64 } from '../dtypes';
import { InvalidArgumentError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { isKnown } from './graph/operation';
import { integersOf } from './index_argument';
import { add, multiply, realdiv, subtract } from './ops/arithmetic';
import { reshape } from './ops/array';
import { cast } from './ops/cast';
import { zeros_like } from './ops/creation';
import { floordiv } from './ops/division';
import { maximum } from './ops/extremes';
import { broadcast_to } from './ops/movement';
import { ceil, sign } from './ops/rounding';
import { repeat } from './ops/sequences';
import { RaggedTensor } from './ragged';
import { runs } from './ragged_rows';
import type { Tensor } from './tensor';
import { compatibleDims, shapeText } from './tensor_shape';

/** The arguments with values in the place of ragged tensors, which are collected. */
function flattened(value: unknown, found: RaggedTensor[]): unknown {
  if (value instanceof RaggedTensor) {
    found.push(value);
    return value.flat_values;
  }
  return Array.isArray(value) ? value.map((item) => flattened(item, found)) : value;
}

/**
 * Mirrors `tf.ragged.map_flat_values`: `op` of the innermost values, in the same rows.
 * @throws {@link ValueError} if the rows of several ragged tensors are not the same, or the result has not as many values
 */
export function map_flat_values(op: (...args: never[]) => unknown, ...args: readonly unknown[]): unknown {
  const found: RaggedTensor[] = [];
  const inner = args.map((arg) => flattened(arg, found));
  const call = op as (...given: unknown[]) => unknown;
  const [first] = found;
  if (first === undefined) return call(...inner);
  const sizes = [...new Set(found.map((rt) => rt.flat_values.dims[0]))];
  if (sizes.length > 1)
    throw new ValueError(
      `Input RaggedTensors' flat_values must all have the same outer-dimension size.  Got sizes: {${sizes.join(', ')}}`,
    );
  if (found.some((rt) => rt.ragged_rank !== first.ragged_rank))
    throw new ValueError('All ragged inputs must have the same ragged_rank.');
  const result = toTensor(call(...inner) as TensorLike);
  if (!compatibleDims(result.dims.slice(0, 1), [sizes[0]!]) || result.dims.length === 0)
    throw new ValueError(
      'tf.ragged.map_flat_values requires that the output of `op` have the same outer-dimension size as flat_values of any ' +
        `ragged inputs. (output shape: ${shapeText(result.dims)}; expected outer dimension size: ${sizes[0]})`,
    );
  return first.with_flat_values(result);
}

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
  const first = toTensor(given.starts!, undefined, int32);
  const alone = given.limits === undefined || given.limits === null;
  const type = given.dtype === undefined || given.dtype === null ? first.dtype : as_dtype(given.dtype);
  const whole = [
    alone ? toTensor(0, type) : cast(first, type),
    alone ? cast(first, type) : cast(toTensor(given.limits!, undefined, type), type),
    cast(toTensor(given.deltas ?? 1, undefined, type), type),
  ] as [Tensor, Tensor, Tensor];
  const longest = whole.find((t) => t.dims.length > 0) ?? whole[0];
  const [starts, limits, deltas] = whole.map((t) => reshape(broadcast_to(t, longest.dims), [-1])) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  if (isKnown(deltas) && integersOf(deltas)!.includes(0))
    throw new InvalidArgumentError('Requires delta != 0');
  const ends = add(subtract(limits, starts), type.is_floating ? 0 : subtract(deltas, sign(deltas)));
  const steps = type.is_floating ? ceil(realdiv(ends, deltas)) : floordiv(ends, deltas);
  const counts = maximum(cast(steps, as_dtype(given.row_splits_dtype ?? int64)), 0);
  const places = cast(runs(zeros_like(counts), counts, toTensor(1, counts.dtype)), type);
  const values = add(repeat(starts, counts), multiply(repeat(deltas, counts), places));
  return RaggedTensor.from_row_lengths(values, counts);
}

/** Tensors made of a rule: `one_hot`, `eye`, `linspace`, `meshgrid`, and `histogram_fixed_width`. */

import {
  as_dtype,
  type DType,
  type DTypeLike,
  float32,
  float64,
  int8,
  int32,
  int64,
  uint8,
} from '../../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments, isPlainObject } from '../../python/arguments';
import { broadcastDims } from '../broadcast';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { dispatching } from '../dispatched';
import { integer, integersOf, integerTensor } from '../index_argument';
import { checkAllowed, defineOp, type OpRecord } from '../op';
import { plainDims, type ShapeArgument, shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, elementCount } from '../tensor_shape';
import { workStorage } from '../work_storage';
import { add, divide, multiply, subtract } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { ones, range, zeros } from './creation';
import { repeated } from './fill';
import { concat } from './joining';
import { broadcast_to } from './movement';
import { expand_dims } from './shapes';
import { sizeList, sizeOf } from './sizes';
import { slice } from './slicing';

interface OneHotAttributes {
  readonly [name: string]: unknown;
  readonly axis: number;
}
const OneHot: OpRecord<OneHotAttributes> = defineOp<OneHotAttributes>({
  type: 'OneHot',
  indices: [
    [0, 'TI', [uint8, int8, int32, int64]],
    [1, int32],
  ],
  infer: ([indices, depth, on, off], { axis }) => {
    const size = integersOf(depth!);
    if (depth!.dims !== null && depth!.dims.length > 0)
      throw new InvalidArgumentError(
        `depth must be a scalar, but got: ${bracketText(depth!.dims as number[])}`,
      );
    for (const [name, value] of [
      ['on_value', on!],
      ['off_value', off!],
    ] as const)
      if (value.dims !== null && value.dims.length > 0)
        throw new InvalidArgumentError(
          `${name} must be a scalar, but got: ${bracketText(value.dims as number[])}`,
        );
    if (indices!.dims === null) return [{ dtype: on!.dtype, dims: null }];
    const rank = indices!.dims.length;
    if (axis < -1 || axis > rank)
      throw new InvalidArgumentError(
        `Expected axis to be -1 or between [0, ${rank + 1}).  But received: ${axis}`,
      );
    if (size !== null && size[0]! < 0)
      throw new InvalidArgumentError(`depth must be non-negative, got: ${size[0]}`);
    const at = axis === -1 ? rank : axis;
    const own = indices!.dims;
    return [{ dtype: on!.dtype, dims: [...own.slice(0, at), size?.[0] ?? null, ...own.slice(at)] }];
  },
  kernel: ([indices, , on, off], { axis }, [spec]) => {
    const { dims, dtype } = spec!;
    const at = axis === -1 ? dims.length - 1 : axis;
    const depth = dims[at]!;
    const inner = elementCount(indices!.dims.slice(at));
    const data = repeated(off!, elementCount(dims));
    const list = integersOf(indices!)!;
    for (let i = 0; i < list.length; i++) {
      const place = list[i]!;
      if (place < 0 || place >= depth) continue;
      const outer = Math.floor(i / inner);
      const target = ((outer * depth + place) * inner + (i % inner)) * dtype.lanes;
      for (let lane = 0; lane < dtype.lanes; lane++) data[target + lane] = on!.data[lane]!;
    }
    return [new Tensor(dtype, dims, data)];
  },
  grad: null,
});

interface OneHotKeywords {
  on_value?: TensorLike | null;
  off_value?: TensorLike | null;
  axis?: number | null;
  dtype?: DTypeLike | null;
  name?: string | null;
}
/**
 * Mirrors `tf.one_hot`: `on_value` at the index, `off_value` elsewhere; indices outside give a row of `off_value`.
 * @throws {@link TypeError} if the dtypes of the values do not fit, {@link InvalidArgumentError} for depth or axis
 */
export const one_hot = dispatching()(function one_hot(
  ...args: Args<
    [indices: TensorLike, depth: TensorLike],
    [on_value: TensorLike | null, off_value: TensorLike | null, axis: number | null, dtype: DTypeLike | null],
    OneHotKeywords,
    ['indices', 'depth']
  >
): Tensor {
  const names = ['indices', 'depth', 'on_value', 'off_value', 'axis', 'dtype', 'name'] as const;
  const given = bindArguments<OneHotKeywords & { indices: TensorLike; depth: TensorLike }>(
    'one_hot',
    names,
    args,
    {
      required: 2,
    },
  );
  const asked = given.dtype === undefined || given.dtype === null ? undefined : as_dtype(given.dtype);
  const read = (value: TensorLike | null | undefined): Tensor | null =>
    value === undefined || value === null ? null : toTensor(value, undefined, asked);
  const [on, off] = [read(given.on_value), read(given.off_value)];
  for (const [name, value] of [
    ['on_value', on],
    ['off_value', off],
  ] as const)
    if (value !== null && asked !== undefined && value.dtype !== asked)
      throw new TypeError(`dtype ${value.dtype} of ${name} does not match dtype parameter ${asked}`);
  const dtype = asked ?? on?.dtype ?? off?.dtype ?? float32;
  const hot = on ?? toTensor(1, dtype);
  const cold = off ?? toTensor(0, dtype);
  if (hot.dtype !== cold.dtype)
    throw new TypeError(`dtype ${hot.dtype} of on_value does not match dtype ${cold.dtype} of off_value`);
  const axis = integer(given.axis ?? -1, 'axis');
  const inputs = [shapeTensor(given.indices!), toTensor(shapeTensor(given.depth!), int32), hot, cold];
  return dispatch(OneHot, inputs, { axis })[0]!;
});

interface EyeKeywords {
  num_columns?: TensorLike | null;
  batch_shape?: ShapeArgument | null;
  dtype?: DTypeLike;
  name?: string | null;
}
/** Mirrors `tf.eye`: ones on the diagonal. @throws {@link InvalidArgumentError} for a negative size */
export function eye(
  ...args: Args<
    [num_rows: TensorLike],
    [num_columns: TensorLike | null, batch_shape: ShapeArgument | null, dtype: DTypeLike],
    EyeKeywords,
    ['num_rows']
  >
): Tensor {
  const names = ['num_rows', 'num_columns', 'batch_shape', 'dtype', 'name'] as const;
  const given = bindArguments<EyeKeywords & { num_rows: TensorLike }>('eye', names, args, { required: 1 });
  const rows = integer(given.num_rows!, 'num_rows');
  const columns =
    given.num_columns === undefined || given.num_columns === null
      ? rows
      : integer(given.num_columns, 'num_columns');
  const batch = given.batch_shape ?? [];
  const outer = plainDims(batch) ?? integersOf(shapeTensor(batch))!;
  const dtype = as_dtype(given.dtype ?? float32);
  const result = zeros([...outer, rows, columns], dtype);
  const one = ones([], dtype).data;
  const count = elementCount(outer);
  for (let b = 0; b < count; b++)
    for (let i = 0; i < Math.min(rows, columns); i++)
      result.data[((b * rows + i) * columns + i) * dtype.lanes] = one[0]!;
  return result;
}

interface LinspaceKeywords {
  name?: string | null;
  axis?: number;
}
/**
 * Mirrors `tf.linspace`: `num` values from `start` to `stop`, both included, along a new axis.
 * @throws {@link InvalidArgumentError} for a negative `num`
 */
export function linspace(
  ...args: Args<
    [start: TensorLike, stop: TensorLike, num: TensorLike],
    [name: string | null, axis: number],
    LinspaceKeywords,
    ['start', 'stop', 'num']
  >
): Tensor {
  const names = ['start', 'stop', 'num', 'name', 'axis'] as const;
  const given = bindArguments<LinspaceKeywords & { start: TensorLike; stop: TensorLike; num: TensorLike }>(
    'linspace',
    names,
    args,
    { required: 3 },
  );
  const first = toTensor(given.start!);
  const last = toTensor(given.stop!, first.dtype);
  const num = integer(given.num!, 'num');
  if (num < 0) throw new InvalidArgumentError(`Requires start >= limit when delta < 0: 1/${num}`);
  const dims = broadcastDims(first.dims, last.dims) as number[];
  const axis = given.axis ?? 0;
  const at = axis < 0 ? axis + dims.length + 1 : axis;
  const [start, stop] = [first, last].map((x) => expand_dims(broadcast_to(x, dims), at)) as [Tensor, Tensor];
  const steps = Math.max(num - 1, 1);
  const delta = divide(subtract(stop, start), cast(integerTensor([steps], int64, []), stop.dtype));
  const from = cast(start, delta.dtype);
  const along = start.dims.map((_, i) => (i === at ? Math.max(num - 2, 0) : 1));
  const places = reshape(cast(range(1n, BigInt(Math.max(steps, 1)), 1n, int64), delta.dtype), along);
  const all = concat([from, add(from, multiply(delta, places)), cast(stop, delta.dtype)], at);
  const size = start.dims.map((d, i) => (i === at ? num : d));
  return slice(
    all,
    start.dims.map(() => 0),
    size,
  );
}

interface MeshgridKeywords {
  indexing?: 'xy' | 'ij';
  name?: string | null;
}
/**
 * Mirrors `tf.meshgrid`: coordinates of a grid, one tensor for each axis; `indexing` is 'xy' or 'ij'.
 * @throws {@link ValueError} for another indexing
 */
export function meshgrid(...args: [...TensorLike[], MeshgridKeywords] | TensorLike[]): Tensor[] {
  const last = args[args.length - 1];
  const hasKeywords =
    isPlainObject(last) && Object.keys(last).every((key) => key === 'indexing' || key === 'name');
  const { indexing = 'xy' } = (hasKeywords ? last : {}) as MeshgridKeywords;
  if (indexing !== 'xy' && indexing !== 'ij')
    throw new ValueError(
      `Argument \`indexing\` parameter must be either 'xy' or 'ij', got '${indexing as string}'`,
    );
  const axes = (hasKeywords ? args.slice(0, -1) : args).map((x) => reshape(toTensor(x as TensorLike), [-1]));
  if (axes.length === 0) return [];
  const order = axes.map((_, i) => (indexing === 'xy' && axes.length > 1 && i < 2 ? 1 - i : i));
  const whole = ones(sizeList(order.map((i) => sizeOf(axes[i]!, 0))), axes[0]!.dtype);
  return axes.map((x, i) =>
    multiply(
      reshape(
        x,
        order.map((axis) => (axis === i ? -1 : 1)),
      ),
      whole,
    ),
  );
}

interface HistogramAttributes {
  readonly [name: string]: unknown;
  readonly dtype: DType;
}
const HistogramFixedWidth: OpRecord<HistogramAttributes> = defineOp<HistogramAttributes>({
  type: 'HistogramFixedWidth',
  infer: ([values, bounds, nbins], { dtype }) => {
    checkAllowed('HistogramFixedWidth', values!.dtype, [int32, int64, float32, float64]);
    const n = integersOf(nbins!)?.[0];
    if (bounds!.data && (bounds!.dims!.length !== 1 || bounds!.dims![0] !== 2))
      throw new InvalidArgumentError(`value_range should have shape [2], got [${bounds!.dims!.join(',')}]`);
    if (n !== undefined && n <= 0)
      throw new InvalidArgumentError(`nbins should be a positive number, but got '${n}'`);
    return [{ dtype, dims: [n ?? null] }];
  },
  kernel: ([values, bounds], { dtype }, [spec]) => {
    const n = spec!.dims[0]!;
    const [low, high] = Array.from(bounds!.data as ArrayLike<number | bigint>, Number) as [number, number];
    if (!(low < high))
      throw new InvalidArgumentError(
        `value_range should satisfy value_range[0] < value_range[1], but got '[${low}, ${high}]'`,
      );
    const counts = new Array<number>(n).fill(0);
    const step = (high - low) / n;
    for (const value of workStorage(values!) as ArrayLike<number | bigint> & Iterable<number | bigint>) {
      const x = Number(value);
      if (Number.isNaN(x)) throw new InvalidArgumentError('Histogram values must not contain NaN');
      const bin = Math.floor(Math.max(0, Math.min((x - low) / step, n - 1)));
      counts[bin]!++;
    }
    return [integerTensor(counts, dtype)];
  },
  grad: null,
});

interface HistogramKeywords {
  nbins?: TensorLike;
  dtype?: DTypeLike;
  name?: string | null;
}
/**
 * Mirrors `tf.histogram_fixed_width`: how many values fall in each of `nbins` bins; those outside go to the ends.
 * @throws {@link InvalidArgumentError} for an empty range
 */
export function histogram_fixed_width(
  ...args: Args<
    [values: TensorLike, value_range: TensorLike],
    [nbins: TensorLike, dtype: DTypeLike],
    HistogramKeywords,
    ['values', 'value_range']
  >
): Tensor {
  const names = ['values', 'value_range', 'nbins', 'dtype', 'name'] as const;
  const given = bindArguments<HistogramKeywords & { values: TensorLike; value_range: TensorLike }>(
    'histogram_fixed_width',
    names,
    args,
    { required: 2 },
  );
  const values = operand(given.values!, HistogramFixedWidth as unknown as OpRecord);
  const bounds = isHostValue(given.value_range!)
    ? toTensor(given.value_range!)
    : toTensor(given.value_range!, values.dtype);
  const dtype = as_dtype(given.dtype ?? int32);
  return dispatch(HistogramFixedWidth, [values, bounds, toTensor(shapeTensor(given.nbins ?? 100), int32)], {
    dtype,
  })[0]!;
}

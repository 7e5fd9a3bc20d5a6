/** `tf.math.segment_*` and `tf.math.unsorted_segment_*`: rows with the same id make one row. */
import { type DType, int16, int32, int64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import type { TensorLike } from '../convert_types';
import { dispatchOne, operand } from '../dispatch';
import { dispatching } from '../dispatched';
import { numeric, workType } from '../elementwise';
import { int32Of, integersOf } from '../index_argument';
import { castStorage } from '../kernels/cast';
import { addRows, maxRows, minRows, multiplyRows, type ScatterLoops } from '../kernels/scatter';
import { checkAllowed, defineOp, type Gradient, type InputSpec, type OpRecord } from '../op';
import { shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, elementCount } from '../tensor_shape';
import { realNumbers } from '../type_groups';
import { divide, multiply } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';
import { equal, greater, greater_equal } from './comparison';
import { ones, ones_like, zeros_like } from './creation';
import { maximum } from './extremes';
import { coordinates, gatherAlong } from './gather';
import { sqrt } from './power';
import { scatterInto, scatterWork } from './scatter';
import { selectV2 } from './select';
import { expand_dims } from './shapes';

/** Storage of a result before any row has come: every element `initial`. */
function filled(dtype: DType, count: number, initial: number | bigint): Tensor['data'] {
  const work = workType(dtype);
  const data = work.allocate(count);
  if (initial !== 0 && initial !== 0n) {
    if (work.is_complex) for (let i = 0; i < data.length; i += 2) data[i] = Number(initial);
    else (data as Float32Array).fill(initial as number);
  }
  return work === dtype ? data : castStorage(work, dtype, data, count);
}

/** The smallest or largest value of a type, as its working type holds it. */
function limitOf(dtype: DType, largest: boolean): number | bigint {
  if (dtype.is_floating) {
    const limits: Record<string, number> = {
      float16: 65504,
      bfloat16: 3.3895313892515355e38,
      float32: 3.4028234663852886e38,
    };
    const limit = limits[dtype.name] ?? Number.MAX_VALUE;
    return largest ? limit : -limit;
  }
  const bits = BigInt(dtype.size * 8);
  const limit = dtype.is_unsigned
    ? largest
      ? 2n ** bits - 1n
      : 0n
    : largest
      ? 2n ** (bits - 1n) - 1n
      : -(2n ** (bits - 1n));
  return dtype.size === 8 ? limit : Number(limit);
}

function one(dtype: DType): number | bigint {
  return dtype.is_integer && dtype.size === 8 ? 1n : 1;
}
function zero(dtype: DType): number | bigint {
  return dtype.is_integer && dtype.size === 8 ? 0n : 0;
}

interface SegmentParts {
  readonly type: string;
  /** What the definition allows for ids; int32 and int64 if not said. */
  readonly idTypes?: readonly DType[];
  readonly allowed: readonly DType[];
  readonly loops: ScatterLoops;
  /** What a segment starts from. */
  readonly initial: (dtype: DType) => number | bigint;
  readonly grad: Gradient;
}

/** How many segments sorted ids make. @throws {@link InvalidArgumentError} with TF's texts */
function sortedCount(ids: readonly number[]): number {
  let former = 0;
  for (const id of ids) {
    if (id < 0) throw new InvalidArgumentError('segment ids must be >= 0');
    if (id < former) throw new InvalidArgumentError('segment ids are not increasing');
    former = id;
  }
  return ids.length === 0 ? 0 : former + 1;
}

/** @param gap what a segment without rows becomes */
function sortedSegment(parts: SegmentParts & { readonly gap: (dtype: DType) => number | bigint }): OpRecord {
  const { type, loops, allowed } = parts;
  return defineOp({
    type,
    indices: [[1, 'Tindices']],
    infer: ([x, ids]) => {
      checkAllowed(type, x!.dtype, allowed);
      const { dtype, dims } = x!;
      if (dims === null || ids!.dims === null) return [{ dtype, dims: null }];
      if (ids!.dims.length !== 1) throw new InvalidArgumentError('segment_ids should be a vector.');
      if (dims.length === 0) throw new InvalidArgumentError('Shape must be at least rank 1');
      if (dims[0] !== ids!.dims[0] && dims[0] !== null && ids!.dims[0] !== null)
        throw new InvalidArgumentError('segment_ids should be the same size as dimension 0 of input.', {
          fields: { expected: dims[0], actual: ids!.dims[0] },
        });
      const list = integersOf(ids!);
      return [{ dtype, dims: [list === null ? null : sortedCount(list), ...dims.slice(1)] }];
    },
    kernel: ([x, ids], _attrs, [spec]) => {
      const { dtype, dims } = spec!;
      const rows = int32Of(ids!);
      const width = elementCount(dims.slice(1));
      const base = filled(dtype, elementCount(dims), parts.initial(dtype));
      const data = scatterInto(loops, dtype, base, rows, x!.data, width);
      fillGaps(data, rows, width * dtype.lanes, filled(dtype, 1, parts.gap(dtype)));
      return [new Tensor(dtype, dims, data)];
    },
    grad: parts.grad,
  });
}

/** Segments that no row belongs to become `value`. */
function fillGaps(data: Tensor['data'], rows: Int32Array, width: number, value: Tensor['data']): void {
  let next = 0;
  for (const row of rows) {
    for (let i = next * width; i < row * width; i++) data[i] = value[i % value.length]!;
    next = row + 1;
  }
}

/** The gradient where rows were added: each gets its segment's. */
const sumGradient: Gradient = ({ inputs: [, ids] }, g) => [gatherAlong(g!, ids!), null];

/** `x` with axes of 1 behind, up to the rank of `like`. */
function raised(x: Tensor, like: Tensor): Tensor {
  let raisedSoFar = x;
  for (let rank = x.dims.length; rank < like.dims.length; rank++) raisedSoFar = expand_dims(raisedSoFar, -1);
  return raisedSoFar;
}

const meanGradient: Gradient = ({ inputs: [x, ids] }, g) => {
  const counts = segment_sum(ones_like(ids!, x!.dtype), ids!);
  return [gatherAlong(divide(g!, raised(counts, g!)), ids!), null];
};
/** Extremes of a segment share its gradient. */
const extremeGradient: Gradient = ({ inputs: [x, ids], outputs: [y] }, g) => {
  const chosen = equal(x!, gatherAlong(y!, ids!));
  const count = segment_sum(cast(chosen, g!.dtype), ids!);
  const shares = gatherAlong(divide(g!, count), ids!);
  return [selectV2(chosen, shares, zeros_like(shares)), null];
};
/** What the others of the segment multiply to, worked out without dividing by zero. */
const productGradient: Gradient = ({ inputs: [x, ids], outputs: [y] }, g) => {
  const isZero = equal(x!, zeros_like(x!));
  const zeros = segment_sum(cast(isZero, int32), ids!);
  const flowing = selectV2(greater(zeros, ones_like(zeros)), zeros_like(g!), g!);
  const others = gatherAlong(segment_prod(selectV2(isZero, ones_like(x!), x!), ids!), ids!);
  const divided = divide(gatherAlong(y!, ids!), x!);
  return [multiply(gatherAlong(flowing, ids!), selectV2(isZero, others, divided)), null];
};

const SegmentSum = sortedSegment({
  type: 'SegmentSum',
  allowed: numeric,
  loops: addRows,
  initial: zero,
  gap: zero,
  grad: sumGradient,
});
const SegmentProd = sortedSegment({
  type: 'SegmentProd',
  allowed: numeric,
  loops: multiplyRows,
  initial: one,
  gap: one,
  grad: productGradient,
});
const SegmentMax = sortedSegment({
  type: 'SegmentMax',
  allowed: realNumbers,
  loops: maxRows,
  initial: (dtype) => (dtype.is_floating ? Number.NEGATIVE_INFINITY : limitOf(dtype, false)),
  gap: zero,
  grad: extremeGradient,
});
const SegmentMin = sortedSegment({
  type: 'SegmentMin',
  allowed: realNumbers,
  loops: minRows,
  initial: (dtype) => (dtype.is_floating ? Number.POSITIVE_INFINITY : limitOf(dtype, true)),
  gap: zero,
  grad: extremeGradient,
});
const SegmentMean: OpRecord = defineOp({
  type: 'SegmentMean',
  infer: (inputs, attrs) => {
    checkAllowed('SegmentMean', inputs[0]!.dtype, numeric);
    return SegmentSum.infer(inputs, attrs);
  },
  kernel: ([x, ids], attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const [summed] = SegmentSum.kernel([x!, ids!], attrs, [spec!]);
    const work = scatterWork(dtype, false);
    const data = work === dtype ? summed!.data : castStorage(dtype, work, summed!.data, elementCount(dims));
    const counts = new Int32Array(dims[0]!);
    for (const id of int32Of(ids!)) counts[id]!++;
    divideRows(data, counts, elementCount(dims.slice(1)) * dtype.lanes);
    return [
      new Tensor(dtype, dims, work === dtype ? data : castStorage(work, dtype, data, elementCount(dims))),
    ];
  },
  grad: meanGradient,
});

/** Every row divided by its count, integers rounding towards zero. */
function divideRows(data: Tensor['data'], counts: Int32Array, width: number): void {
  for (let row = 0; row < counts.length; row++) {
    const n = counts[row]!;
    if (n > 1)
      for (let i = row * width; i < (row + 1) * width; i++) {
        if (typeof data[i] === 'bigint') data[i] = (data[i] as bigint) / BigInt(n);
        else data[i] = (data[i] as number) / n;
      }
  }
}

function unsortedDims(x: InputSpec, ids: InputSpec, count: InputSpec): readonly Dimension[] | null {
  if (x.dims === null || ids.dims === null) return null;
  if (count.dims !== null && count.dims.length > 0)
    throw new InvalidArgumentError(
      `num_segments should be a scalar, not shape ${bracketText(count.dims as number[])}`,
    );
  const n = ids.dims.length;
  if (ids.dims.some((d, i) => d !== x.dims![i] && d !== null && x.dims![i] !== null))
    throw new InvalidArgumentError(
      `data.shape = ${bracketText(x.dims as number[])} does not start with segment_ids.shape = ${bracketText(ids.dims as number[])}`,
      { fields: { expected: ids.dims, actual: x.dims } },
    );
  const size = integersOf(count);
  if (size !== null && size[0]! < 0)
    throw new InvalidArgumentError(`Input num_segments == ${size[0]} must not be negative.`);
  return [size === null ? null : size[0]!, ...x.dims.slice(n)];
}

function unsortedSegment(parts: SegmentParts): OpRecord {
  const { type, loops, allowed } = parts;
  return defineOp({
    type,
    indices: [
      [1, 'Tindices', parts.idTypes],
      [2, 'Tnumsegments'],
    ],
    infer: ([x, ids, count]) => {
      checkAllowed(type, x!.dtype, allowed);
      return [{ dtype: x!.dtype, dims: unsortedDims(x!, ids!, count!) }];
    },
    kernel: ([x, ids], _attrs, [spec]) => {
      const { dtype, dims } = spec!;
      const rows = int32Of(ids!);
      const n = dims[0]!;
      rows.forEach((id, i) => {
        if (id >= n)
          throw new InvalidArgumentError(
            `segment_ids${bracketText(coordinates(i, ids!.dims))} = ${id} is out of range [0, ${n})`,
            { fields: { expected: [0, n], actual: id } },
          );
      });
      const base = filled(dtype, elementCount(dims), parts.initial(dtype));
      const data = scatterInto(loops, dtype, base, rows, x!.data, elementCount(dims.slice(1)));
      return [new Tensor(dtype, dims, data)];
    },
    grad: parts.grad,
  });
}

/** Rows of `from` by id; nothing for negative ids. */
function gatherOrZero(from: Tensor, ids: Tensor): Tensor {
  const rows = gatherAlong(from, maximum(ids, zeros_like(ids)));
  return selectV2(raised(greater_equal(ids, zeros_like(ids)), rows), rows, zeros_like(rows));
}

const unsortedExtremeGradient: Gradient = ({ inputs: [x, ids, count], outputs: [y] }, g) => {
  const inside = raised(greater_equal(ids!, zeros_like(ids!)), x!);
  const same = equal(x!, gatherOrZero(y!, ids!));
  const chosen = selectV2(inside, same, zeros_like(same));
  const shares = divide(g!, unsorted_segment_sum(cast(chosen, g!.dtype), ids!, count!));
  const rows = gatherOrZero(shares, ids!);
  return [selectV2(chosen, rows, zeros_like(rows)), null, null];
};
const unsortedProductGradient: Gradient = ({ inputs: [x, ids, count], outputs: [y] }, g) => {
  const isZero = equal(x!, zeros_like(x!));
  const zeros = unsorted_segment_sum(cast(isZero, int32), ids!, count!);
  const flowing = selectV2(greater(zeros, ones_like(zeros)), zeros_like(g!), g!);
  const nonZero = unsorted_segment_prod(selectV2(isZero, ones_like(x!), x!), ids!, count!);
  const clipped = maximum(ids!, zeros_like(ids!));
  const divided = divide(gatherAlong(y!, clipped), x!);
  const partial = selectV2(isZero, gatherAlong(nonZero, clipped), divided);
  return [multiply(gatherOrZero(flowing, ids!), partial), null, null];
};

const UnsortedSum = unsortedSegment({
  type: 'UnsortedSegmentSum',
  idTypes: [int16, int32, int64],
  allowed: numeric,
  loops: addRows,
  initial: zero,
  grad: ({ inputs: [, ids] }, g) => [gatherOrZero(g!, ids!), null, null],
});
const UnsortedProd = unsortedSegment({
  type: 'UnsortedSegmentProd',
  allowed: numeric,
  loops: multiplyRows,
  initial: one,
  grad: unsortedProductGradient,
});
const UnsortedMax = unsortedSegment({
  type: 'UnsortedSegmentMax',
  allowed: realNumbers,
  loops: maxRows,
  initial: (dtype) => limitOf(dtype, false),
  grad: unsortedExtremeGradient,
});
const UnsortedMin = unsortedSegment({
  type: 'UnsortedSegmentMin',
  allowed: realNumbers,
  loops: minRows,
  initial: (dtype) => limitOf(dtype, true),
  grad: unsortedExtremeGradient,
});

type SegmentArgs = Args<
  [data: TensorLike, segment_ids: TensorLike],
  [],
  { name?: string | null },
  ['data', 'segment_ids']
>;
function runSorted(method: string, op: OpRecord, args: SegmentArgs): Tensor {
  const names = ['data', 'segment_ids', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>(method, names, args, {
    required: 2,
  });
  return dispatchOne(op, [operand(given.data!, op), shapeTensor(given.segment_ids!)]);
}

type UnsortedArgs = Args<
  [data: TensorLike, segment_ids: TensorLike, num_segments: TensorLike],
  [],
  { name?: string | null },
  ['data', 'segment_ids', 'num_segments']
>;
function bindUnsorted(method: string, op: OpRecord, args: UnsortedArgs): [Tensor, Tensor, Tensor] {
  const names = ['data', 'segment_ids', 'num_segments', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>(method, names, args, {
    required: 3,
  });
  return [operand(given.data!, op), shapeTensor(given.segment_ids!), shapeTensor(given.num_segments!)];
}

/** Mirrors `tf.math.segment_sum`. @throws {@link InvalidArgumentError} for ids that fall or do not fit */
export function segment_sum(...args: SegmentArgs): Tensor {
  return runSorted('segment_sum', SegmentSum, args);
}
/** Mirrors `tf.math.segment_mean`; 0 for ids without rows. */
export function segment_mean(...args: SegmentArgs): Tensor {
  return runSorted('segment_mean', SegmentMean, args);
}
/** Mirrors `tf.math.segment_prod`; 1 for ids without rows. */
export function segment_prod(...args: SegmentArgs): Tensor {
  return runSorted('segment_prod', SegmentProd, args);
}
/** Mirrors `tf.math.segment_max`; 0 for ids without rows. */
export function segment_max(...args: SegmentArgs): Tensor {
  return runSorted('segment_max', SegmentMax, args);
}
/** Mirrors `tf.math.segment_min`; 0 for ids without rows. */
export function segment_min(...args: SegmentArgs): Tensor {
  return runSorted('segment_min', SegmentMin, args);
}
/** Mirrors `tf.math.unsorted_segment_sum`; rows with negative ids are dropped. */
export const unsorted_segment_sum = dispatching()(function unsorted_segment_sum(
  ...args: UnsortedArgs
): Tensor {
  return dispatchOne(UnsortedSum, bindUnsorted('unsorted_segment_sum', UnsortedSum, args));
});
/** Mirrors `tf.math.unsorted_segment_prod`; 1 for ids without rows. */
export const unsorted_segment_prod = dispatching()(function unsorted_segment_prod(
  ...args: UnsortedArgs
): Tensor {
  return dispatchOne(UnsortedProd, bindUnsorted('unsorted_segment_prod', UnsortedProd, args));
});
/** Mirrors `tf.math.unsorted_segment_max`; the lowest value for ids without rows. */
export const unsorted_segment_max = dispatching()(function unsorted_segment_max(
  ...args: UnsortedArgs
): Tensor {
  return dispatchOne(UnsortedMax, bindUnsorted('unsorted_segment_max', UnsortedMax, args));
});
/** Mirrors `tf.math.unsorted_segment_min`; the highest value for ids without rows. */
export const unsorted_segment_min = dispatching()(function unsorted_segment_min(
  ...args: UnsortedArgs
): Tensor {
  return dispatchOne(UnsortedMin, bindUnsorted('unsorted_segment_min', UnsortedMin, args));
});

/** How many rows each segment has, at least 1, with axes of 1 behind. */
function segmentCounts(x: Tensor, ids: Tensor, count: Tensor): Tensor {
  const n = unsorted_segment_sum(ones_like(ids, x.dtype), ids, count);
  const behind = x.dims.slice(ids.dims.length).map(() => 1);
  return maximum(reshape(n, [-1, ...behind]), ones([], x.dtype));
}
/** Mirrors `tf.math.unsorted_segment_mean`; 0 for ids without rows. */
export const unsorted_segment_mean = dispatching()(function unsorted_segment_mean(
  ...args: UnsortedArgs
): Tensor {
  const [x, ids, count] = bindUnsorted('unsorted_segment_mean', UnsortedSum, args);
  const counts = segmentCounts(x, ids, count);
  return divide(dispatchOne(UnsortedSum, [x, ids, count]), counts);
});
/** Mirrors `tf.math.unsorted_segment_sqrt_n`: the sum divided by the square root of the number of rows. */
export const unsorted_segment_sqrt_n = dispatching()(function unsorted_segment_sqrt_n(
  ...args: UnsortedArgs
): Tensor {
  const [x, ids, count] = bindUnsorted('unsorted_segment_sqrt_n', UnsortedSum, args);
  const counts = segmentCounts(x, ids, count);
  return divide(dispatchOne(UnsortedSum, [x, ids, count]), sqrt(counts));
});

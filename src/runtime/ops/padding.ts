import { InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { isKnown } from '../graph/operation';
import { integersOf, integerTensor } from '../index_argument';
import { gatherRows } from '../kernels/gather';
import { addRows } from '../kernels/scatter';
import { copyStrided, rowMajorStrides } from '../kernels/strided_copy';
import { defineOp, type InputSpec, mismatch, type OpRecord } from '../op';
import { shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, elementCount } from '../tensor_shape';
import { reshape, shape } from './array';
import { repeated } from './fill';
import { scatterInto } from './scatter';
import { slice } from './slicing';

/** Pairs of how many elements go before and after each axis, or null while they are not known. */
function paddingsOf(x: InputSpec, paddings: InputSpec): [number, number][] | null {
  const { dims } = paddings;
  if (dims === null || dims.includes(null) || x.dims === null) return null;
  if (dims.length !== 2 || dims[1] !== 2)
    throw new InvalidArgumentError(
      `paddings must be a matrix with 2 columns: ${bracketText(dims as number[])}`,
    );
  if (dims[0] !== x.dims.length)
    throw new InvalidArgumentError(
      `The first dimension of paddings must be the rank of inputs${bracketText(dims as number[])} ${bracketText(x.dims as number[])}`,
      { fields: { expected: x.dims.length, actual: dims[0] } },
    );
  const list = integersOf(paddings);
  if (list === null) return null;
  return x.dims.map((_, i) => {
    const [before, after] = [list[2 * i]!, list[2 * i + 1]!];
    if (before < 0 || after < 0)
      throw new InvalidArgumentError(`Paddings must be non-negative: ${before} ${after}`);
    return [before, after];
  });
}

function paddedDims(x: InputSpec, paddings: InputSpec): readonly Dimension[] | null {
  const pairs = paddingsOf(x, paddings);
  if (pairs === null) return x.dims === null ? null : x.dims.map(() => null);
  return x.dims!.map((d, i) => (d === null ? null : d + pairs[i]![0] + pairs[i]![1]));
}

function padded(x: Tensor, paddings: Tensor, dims: readonly number[], value: Tensor | null): Tensor {
  const count = elementCount(dims);
  const data = value === null ? x.dtype.allocate(count) : repeated(value, count);
  const strides = rowMajorStrides(dims);
  let offset = 0;
  paddingsOf(x, paddings)!.forEach(([before], i) => {
    offset += before * strides[i]!;
  });
  const own = { data: x.data, offset: 0, strides: rowMajorStrides(x.dims) };
  copyStrided(x.dtype, own, { data, offset, strides }, x.dims);
  return new Tensor(x.dtype, dims, data);
}

/** The part of a gradient that belongs to the tensor inside the padding. */
function inside(x: Tensor, paddings: Tensor, g: Tensor): Tensor {
  if (!isKnown(paddings)) return slice(g, reshape(slice(paddings, [0, 0], [-1, 1]), [-1]), shape(x));
  const before = paddingsOf(x, paddings)!.map(([n]) => n);
  return slice(g, integerTensor(before), shape(x));
}

const Pad: OpRecord = defineOp({
  type: 'Pad',
  indices: [[1, 'Tpaddings']],
  infer: ([x, paddings]) => [{ dtype: x!.dtype, dims: paddedDims(x!, paddings!) }],
  kernel: ([x, paddings], _attrs, [spec]) => [padded(x!, paddings!, spec!.dims, null)],
  grad: ({ inputs: [x, paddings] }, g) => [inside(x!, paddings!, g!), null],
});
const PadV2: OpRecord = defineOp({
  type: 'PadV2',
  indices: [[1, 'Tpaddings']],
  infer: ([x, paddings, value]) => {
    if (value!.dtype !== x!.dtype) throw mismatch('PadV2', 2, x!.dtype, value!.dtype);
    if (value!.dims !== null && value!.dims.length > 0)
      throw new InvalidArgumentError(
        `constant_values must be a scalar. Found: ${bracketText(value!.dims as number[])}`,
      );
    return [{ dtype: x!.dtype, dims: paddedDims(x!, paddings!) }];
  },
  kernel: ([x, paddings, value], _attrs, [spec]) => [padded(x!, paddings!, spec!.dims, value!)],
  grad: ({ inputs: [x, paddings] }, g) => {
    return [inside(x!, paddings!, g!), null, null];
  },
});

interface MirrorAttributes {
  readonly [name: string]: unknown;
  readonly mode: 'REFLECT' | 'SYMMETRIC';
}

/** TF's check that the tensor is long enough to be mirrored. */
function checkMirror(
  pairs: readonly [number, number][],
  dims: readonly number[],
  { mode }: MirrorAttributes,
): void {
  pairs.forEach(([before, after], i) => {
    const size = dims[i]!;
    const limit = mode === 'REFLECT' ? size - 1 : size;
    if (before <= limit && after <= limit) return;
    throw new InvalidArgumentError(
      mode === 'REFLECT'
        ? `paddings must be less than the dimension size: ${before}, ${after} not less than ${size}`
        : `paddings must be no greater than the dimension size: ${before}, ${after} greater than ${size}`,
      { fields: { expected: limit, actual: [before, after] } },
    );
  });
}

/** For each place along a padded axis, the place that it mirrors. */
function mirrored(size: number, before: number, after: number, mode: MirrorAttributes['mode']): Int32Array {
  const edge = mode === 'REFLECT' ? 0 : 1;
  return Int32Array.from({ length: before + size + after }, (_, i) => {
    const at = i - before;
    if (at < 0) return -at - edge;
    return at >= size ? 2 * (size - 1) - at + edge : at;
  });
}

const MirrorPad: OpRecord<MirrorAttributes> = defineOp<MirrorAttributes>({
  type: 'MirrorPad',
  indices: [[1, 'Tpaddings']],
  infer: ([x, paddings], attrs) => {
    const dims = paddedDims(x!, paddings!);
    if (dims !== null && !dims.includes(null))
      checkMirror(paddingsOf(x!, paddings!)!, x!.dims as number[], attrs);
    return [{ dtype: x!.dtype, dims }];
  },
  kernel: ([x, paddings], { mode }, [spec]) => {
    const { dims, dtype } = spec!;
    let result = x!;
    paddingsOf(x!, paddings!)!.forEach(([before, after], axis) => {
      if (before + after === 0) return;
      const from = result.dims;
      const to = from.map((d, i) => (i === axis ? dims[i]! : d));
      const data = dtype.allocate(elementCount(to));
      const places = mirrored(from[axis]!, before, after, mode);
      const outer = elementCount(from.slice(0, axis));
      const width = elementCount(from.slice(axis + 1)) * dtype.lanes;
      const indices = new Int32Array(outer * places.length);
      for (let b = 0; b < outer; b++) indices.set(places, b * places.length);
      gatherRows(result.data, from[axis]!, width, indices, outer, data);
      result = new Tensor(dtype, to, data);
    });
    return [new Tensor(dtype, dims, result.data)];
  },
  aliases: true,
  grad: ({ inputs: [, paddings], attrs }, g) => [dispatch(MirrorPadGrad, [g!, paddings!], attrs)[0]!, null],
});

const MirrorPadGrad: OpRecord<MirrorAttributes> = defineOp<MirrorAttributes>({
  type: 'MirrorPadGrad',
  indices: [[1, 'Tpaddings']],
  infer: ([g, paddings]) => {
    const pairs = paddingsOf(g!, paddings!);
    if (pairs === null) return [{ dtype: g!.dtype, dims: null }];
    return [
      {
        dtype: g!.dtype,
        dims: g!.dims!.map((d, i) => (d === null ? null : d - pairs[i]![0] - pairs[i]![1])),
      },
    ];
  },
  kernel: ([g, paddings], { mode }, [spec]) => {
    const { dims, dtype } = spec!;
    let result = g!;
    paddingsOf(g!, paddings!)!.forEach(([before, after], axis) => {
      if (before + after === 0) return;
      const from = result.dims;
      const to = from.map((d, i) => (i === axis ? dims[i]! : d));
      const places = mirrored(to[axis]!, before, after, mode);
      const outer = elementCount(from.slice(0, axis));
      const rows = new Int32Array(outer * places.length);
      for (let b = 0; b < outer; b++)
        for (let i = 0; i < places.length; i++) rows[b * places.length + i] = b * to[axis]! + places[i]!;
      const base = dtype.allocate(elementCount(to));
      const width = elementCount(from.slice(axis + 1));
      result = new Tensor(dtype, to, scatterInto(addRows, dtype, base, rows, result.data, width));
    });
    return [new Tensor(dtype, dims, result.data)];
  },
  aliases: true,
  grad: ({ inputs: [, paddings], attrs }, g) => [dispatch(MirrorPad, [g!, paddings!], attrs)[0]!, null],
});

interface PadKeywords {
  mode?: string;
  name?: string | null;
  constant_values?: TensorLike;
}
/**
 * Mirrors `tf.pad`; `mode` is CONSTANT, REFLECT or SYMMETRIC.
 * @throws {@link InvalidArgumentError} for paddings that do not fit, {@link ValueError} for another mode
 */
export function pad(
  ...args: Args<
    [tensor: TensorLike, paddings: TensorLike],
    [mode: string, constant_values: TensorLike, name: string | null],
    PadKeywords,
    ['tensor', 'paddings']
  >
): Tensor {
  const names = ['tensor', 'paddings', 'mode', 'constant_values', 'name'] as const;
  const given = bindArguments<PadKeywords & { tensor: TensorLike; paddings: TensorLike }>(
    'pad',
    names,
    args,
    {
      required: 2,
    },
  );
  const mode = (given.mode ?? 'CONSTANT').toUpperCase();
  const x = operand(given.tensor!, MirrorPad as unknown as OpRecord);
  const paddings = shapeTensor(given.paddings!);
  if (mode === 'REFLECT' || mode === 'SYMMETRIC') return dispatch(MirrorPad, [x, paddings], { mode })[0]!;
  if (mode !== 'CONSTANT')
    throw new ValueError(
      `Value of argument \`mode\` expected to be one of "CONSTANT", "REFLECT", or "SYMMETRIC". Received \`mode\` = ${given.mode}`,
    );
  const value = given.constant_values ?? 0;
  if (value === 0 || value === 0n || value === false) return dispatchOne(Pad, [x, paddings]);
  return dispatchOne(PadV2, [x, paddings, isHostValue(value) ? toTensor(value) : toTensor(value, x.dtype)]);
}

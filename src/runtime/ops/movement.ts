/** Ops that put elements elsewhere: `transpose`, `reverse`, `broadcast_to`, `tile`, `roll`. */

import { type DType, uint16 } from '../../dtypes';
import { InvalidArgumentError, UnimplementedError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';

import { arrayStr } from '../../python/numpy_format';
import { storageToFill } from '../allocate';
import { broadcastDims } from '../broadcast';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { dispatching } from '../dispatched';
import { integersOf } from '../index_argument';
import { copyStrided, rowMajorStrides, type View } from '../kernels/strided_copy';
import { defineOp, type InputSpec, noAttributes, type OpRecord } from '../op';
import type { RaggedTensor } from '../ragged/ragged_tensor';
import { indexTensor, shapeTensor, sizesOf, unknownSizes } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, elementCount, sameDims, shapeText } from '../tensor_shape';
import { negative, subtract } from './arithmetic';
import { reshape, shape } from './array';
import { range } from './creation';
import { sum } from './fill';
import { packed } from './joining';
import { rank } from './shapes';

/** A tensor of shape `dims` whose elements lie in `x` as the view says. */
function gathered(x: Tensor, dims: readonly number[], offset: number, strides: readonly number[]): Tensor {
  const data = storageToFill(x.dtype, elementCount(dims));
  copyStrided(
    x.dtype,
    { data: x.data, offset, strides },
    { data, offset: 0, strides: rowMajorStrides(dims) },
    dims,
  );
  return new Tensor(x.dtype, dims, data);
}

function permutedDims(x: InputSpec, perm: InputSpec): readonly Dimension[] | null {
  const order = sizesOf(perm, (d) => `perm must be rank 1, got shape ${bracketText(d)}`);
  if (order === null || x.dims === null) return x.dims === null ? null : x.dims.map(() => null);
  const rank = x.dims.length;
  if (order.length !== rank)
    throw new InvalidArgumentError(
      `transpose expects a vector of size ${rank}. But input(1) is a vector of size ${order.length}`,
    );
  const seen = new Array<boolean>(rank).fill(false);
  const dims = order.map((d) => {
    const axis = d < 0 ? d + rank : d;
    if (axis < 0 || axis >= rank) throw new InvalidArgumentError(`${d} is out of range [0 .. ${rank})`);
    seen[axis] = true;
    return x.dims![axis]!;
  });
  const missing = seen.indexOf(false);
  if (missing >= 0) throw new InvalidArgumentError(`${missing} is missing from {${order.join(',')}}.`);
  return dims;
}

function permute(x: Tensor, perm: Tensor, dims: readonly number[]): Tensor {
  const own = rowMajorStrides(x.dims);
  const rank = x.dims.length;
  return gathered(
    x,
    dims,
    0,
    integersOf(perm)!.map((d) => own[d < 0 ? d + rank : d]!),
  );
}

/** The permutation that undoes another. */
function inverse(perm: Tensor): number[] {
  const order = integersOf(perm)!;
  const result = new Array<number>(order.length);
  order.forEach((d, i) => {
    result[d < 0 ? d + order.length : d] = i;
  });
  return result;
}

const Transpose: OpRecord = defineOp({
  type: 'Transpose',
  indices: [[1, 'Tperm']],
  infer: ([x, perm]) => [{ dtype: x!.dtype, dims: permutedDims(x!, perm!) }],
  kernel: ([x, perm], _attrs, [spec]) => [permute(x!, perm!, spec!.dims)],
  grad: ({ inputs: [, perm] }, g) => [transposed(g!, inverse(perm!)), null],
});
const ConjugateTranspose: OpRecord = defineOp({
  type: 'ConjugateTranspose',
  indices: [[1, 'Tperm']],
  infer: ([x, perm]) => [{ dtype: x!.dtype, dims: permutedDims(x!, perm!) }],
  kernel: ([x, perm], _attrs, [spec]) => {
    const result = permute(x!, perm!, spec!.dims);
    const data = result.data as Float32Array;
    if (x!.dtype.is_complex) for (let i = 1; i < data.length; i += 2) data[i] = -data[i]!;
    return [result];
  },
  grad: ({ inputs: [, perm] }, g) => [
    dispatchOne(ConjugateTranspose, [g!, shapeTensor(inverse(perm!))]),
    null,
  ],
});

/** `transpose` with a known permutation. */
export function transposed(x: Tensor, perm: readonly number[]): Tensor {
  return dispatchOne(Transpose, [x, shapeTensor(perm)]);
}

interface TransposeKeywords {
  perm?: TensorLike | null;
  conjugate?: boolean;
  name?: string | null;
}
/** The axes from the last to the first. */
function backwards(a: Tensor): TensorLike {
  if (a.dims === null) return range(subtract(rank(a), 1), -1, -1);
  return a.dims.map((_, i) => a.dims.length - 1 - i);
}
/**
 * Mirrors `tf.transpose`: axes in the order of `perm`, or reversed.
 * @throws {@link InvalidArgumentError} if `perm` is no permutation of the axes
 */
export function transpose(
  ...args: Args<[a: TensorLike], [perm: TensorLike | null, conjugate: boolean], TransposeKeywords, ['a']>
): Tensor {
  const names = ['a', 'perm', 'conjugate', 'name'] as const;
  const given = bindArguments<TransposeKeywords & { a: TensorLike }>('transpose', names, args, {
    required: 1,
  });
  const a = operand(given.a!, Transpose);
  const op = given.conjugate === true && a.dtype.is_complex ? ConjugateTranspose : Transpose;
  return dispatchOne(op, [a, shapeTensor(given.perm ?? backwards(a))]);
}

interface MatrixTransposeKeywords {
  name?: string | null;
  conjugate?: boolean;
}
/** Mirrors `tf.linalg.matrix_transpose`: the last two axes change places. @throws {@link ValueError} below rank 2 */
export function matrix_transpose(
  ...args: Args<[a: TensorLike], [name: string | null, conjugate: boolean], MatrixTransposeKeywords, ['a']>
): Tensor {
  const names = ['a', 'name', 'conjugate'] as const;
  const given = bindArguments<MatrixTransposeKeywords & { a: TensorLike }>('matrix_transpose', names, args, {
    required: 1,
  });
  const a = operand(given.a!, Transpose);
  const rank = a.dims.length;
  if (rank < 2)
    throw new ValueError(
      `Argument \`a\` should be a (batch) matrix with rank >= 2.  Received \`a\` = ${arrayStr(a)} with shape: ${shapeText(a.dims)}`,
    );
  const perm = a.dims.map((_, i) => (i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i));
  return transpose(a, perm, given.conjugate === true);
}

const Reverse: OpRecord = defineOp({
  type: 'ReverseV2',
  indices: [[1, 'Tidx']],
  infer: ([x, axes]) => {
    if (axes!.dims?.length === 0) throw new InvalidArgumentError(`'dims' must be 1-dimension, not 0`);
    const list = sizesOf(axes!, () => `'dims' must be 1-dimension`);
    if (x!.dims !== null && list !== null) reversedAxes(list, x!.dims.length);
    return [{ dtype: x!.dtype, dims: x!.dims }];
  },
  kernel: ([x, axes], _attrs, [spec]) => {
    const { dims } = spec!;
    const strides = rowMajorStrides(dims);
    let offset = 0;
    reversedAxes(integersOf(axes!)!, dims.length).forEach((reversed, i) => {
      if (!reversed) return;
      offset += (dims[i]! - 1) * strides[i]!;
      strides[i] = -strides[i]!;
    });
    return [gathered(x!, dims, offset, strides)];
  },
  grad: ({ inputs: [, axes] }, g) => [dispatchOne(Reverse, [g!, axes!]), null],
});

function reversedAxes(axes: readonly number[], rank: number): boolean[] {
  const result = new Array<boolean>(rank).fill(false);
  axes.forEach((given, i) => {
    const axis = given < 0 ? given + rank : given;
    if (axis < 0 || axis >= rank)
      throw new InvalidArgumentError(`'axis'[${i}] = ${given} is out of valid range [0, ${rank - 1}`);
    if (result[axis]) throw new InvalidArgumentError(`axis ${axis} specified more than once.`);
    result[axis] = true;
  });
  return result;
}

/** Mirrors `tf.reverse`. @throws {@link InvalidArgumentError} for an axis out of range or named twice */
export const reverse = dispatching<Tensor | RaggedTensor>()(function reverse(
  ...args: Args<[tensor: TensorLike, axis: TensorLike], [], { name?: string | null }, ['tensor', 'axis']>
): Tensor {
  const names = ['tensor', 'axis', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>('reverse', names, args, {
    required: 2,
  });
  return dispatchOne(Reverse, [operand(given.tensor!, Reverse), shapeTensor(given.axis!)]);
});

/** Strides of `own`, aligned to the right of `rank` axes; 0 where an axis is repeated. */
function repeatingStrides(own: readonly number[], dims: readonly number[]): number[] {
  const strides = rowMajorStrides(own);
  const extra = dims.length - own.length;
  return dims.map((_, i) => (i < extra || own[i - extra] === 1 ? 0 : strides[i - extra]!));
}

const BroadcastTo: OpRecord = defineOp({
  type: 'BroadcastTo',
  indices: [[1, 'Tidx']],
  infer: ([x, dims]) => {
    const wanted = sizesOf(dims!, (d) => `shape must be a vector, got shape ${bracketText(d)}`);
    const negative = wanted?.find((d) => d < 0);
    if (negative !== undefined) throw new InvalidArgumentError(`Dimension ${negative} must be >= 0`);
    if (wanted === null || x!.dims === null)
      return [{ dtype: x!.dtype, dims: wanted ?? unknownSizes(dims!) }];
    if (x!.dims.length > wanted.length)
      throw new InvalidArgumentError(
        `Rank of input (${x!.dims.length}) must be no greater than rank of output shape (${wanted.length}).`,
      );
    const common = broadcastDims(x!.dims, wanted)!;
    if (!x!.dims.includes(null) && !sameDims(common as number[], wanted))
      throw new InvalidArgumentError(
        `Incompatible shapes: ${bracketText(x!.dims as number[])} vs. ${bracketText(wanted)}`,
        { fields: { expected: wanted, actual: x!.dims } },
      );
    return [{ dtype: x!.dtype, dims: wanted }];
  },
  kernel: ([x], _attrs, [spec]) => [gathered(x!, spec!.dims, 0, repeatingStrides(x!.dims, spec!.dims))],
  grad: (_call, g) => [g!, null],
});

/** Mirrors `tf.broadcast_to`. @throws {@link InvalidArgumentError} if the shape cannot become the other */
export const broadcast_to = dispatching<Tensor | RaggedTensor>()(function broadcast_to(
  ...args: Args<[input: TensorLike, shape: TensorLike], [], { name?: string | null }, ['input', 'shape']>
): Tensor {
  const names = ['input', 'shape', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>('broadcast_to', names, args, {
    required: 2,
  });
  return dispatchOne(BroadcastTo, [operand(given.input!, BroadcastTo), shapeTensor(given.shape!)]);
});

/** TF tiles all types but one. @throws {@link UnimplementedError} if it has to do anything */
export function checkTiled(dtype: DType, times: ArrayLike<number>, rank: number): void {
  if (dtype !== uint16 || Array.from(times).every((n) => n === 1)) return;
  throw new UnimplementedError(
    `TileOp : The input data type is not supported, DataType : uint16, Dimension : ${rank}`,
  );
}

const Tile: OpRecord = defineOp({
  type: 'Tile',
  indices: [[1, 'Tmultiples']],
  infer: ([x, multiples]) => {
    if (multiples!.dims?.length === 0)
      throw new InvalidArgumentError('Expected multiples to be 1-D, but got shape []');
    const times = sizesOf(multiples!, (d) => `Expected multiples to be 1-D, but got shape ${bracketText(d)}`);
    if (x!.dims === null || times === null)
      return [{ dtype: x!.dtype, dims: x!.dims?.map(() => null) ?? null }];
    if (times.length !== x!.dims.length)
      throw new InvalidArgumentError(
        `Expected multiples argument to be a vector of length ${x!.dims.length} but got length ${times.length}`,
      );
    const dims = x!.dims.map((d, i) => {
      if (times[i]! < 0) throw new InvalidArgumentError(`Expected multiples[${i}] >= 0, but got ${times[i]}`);
      return d === null ? null : d * times[i]!;
    });
    checkTiled(x!.dtype, times, times.length);
    return [{ dtype: x!.dtype, dims }];
  },
  kernel: ([x, multiples], _attrs, [spec]) => {
    // Every axis becomes two, the outer of which stands still in the source.
    const own = rowMajorStrides(x!.dims);
    const pairs = integersOf(multiples!)!.flatMap((n, i) => [n, x!.dims[i]!]);
    const result = gathered(
      x!,
      pairs,
      0,
      own.flatMap((s) => [0, s]),
    );
    return [new Tensor(x!.dtype, spec!.dims, result.data)];
  },
  grad: ({ inputs: [x, multiples] }, g) => {
    const pairs = reshape(packed([multiples!, shape(x!, multiples!.dtype)], 1), [-1]);
    return [
      sum(
        reshape(g!, pairs),
        x!.dims.map((_, i) => 2 * i),
      ),
      null,
    ];
  },
});

/** Mirrors `tf.tile`. @throws {@link InvalidArgumentError} if `multiples` is not one count >= 0 for each axis */
export const tile = dispatching<Tensor | RaggedTensor>()(function tile(
  ...args: Args<
    [input: TensorLike, multiples: TensorLike],
    [],
    { name?: string | null },
    ['input', 'multiples']
  >
): Tensor {
  const names = ['input', 'multiples', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>('tile', names, args, {
    required: 2,
  });
  return dispatchOne(Tile, [operand(given.input!, Tile), shapeTensor(given.multiples!)]);
});

/** How far each axis is rolled, within its length. */
function totalShifts(shift: InputSpec, axis: InputSpec, dims: readonly number[]): number[] {
  const shifts = new Array<number>(dims.length).fill(0);
  const by = integersOf(shift)!;
  integersOf(axis)!.forEach((given, i) => {
    const at = given < 0 ? given + dims.length : given;
    if (at < 0 || at >= dims.length) throw new InvalidArgumentError(`axis ${given} is out of range`);
    const size = Math.max(dims[at]!, 1);
    shifts[at] = (((shifts[at]! + by[i]!) % size) + size) % size;
  });
  return shifts;
}

const Roll: OpRecord = defineOp({
  type: 'Roll',
  indices: [
    [1, 'Tshift'],
    [2, 'Taxis'],
  ],
  infer: ([x, shift, axis]) => {
    if (x!.dims === null || !shift!.data || !axis!.data) return [{ dtype: x!.dtype, dims: x!.dims }];
    if (x!.dims.length < 1) throw new InvalidArgumentError('input must be 1-D or higher');
    for (const [name, given] of [
      ['shift', shift!],
      ['axis', axis!],
    ] as const)
      if (given.dims!.length > 1)
        throw new InvalidArgumentError(
          `${name} must be a scalar or a 1-D vector. Found: ${bracketText(given.dims as number[])}`,
        );
    if (!sameDims(shift!.dims as number[], axis!.dims as number[]))
      throw new InvalidArgumentError('shift and axis must have the same size');
    if (!x!.dims.includes(null)) totalShifts(shift!, axis!, x!.dims as number[]);
    return [{ dtype: x!.dtype, dims: x!.dims }];
  },
  kernel: ([x, shift, axis], _attrs, [spec]) => {
    const { dims, dtype } = spec!;
    let from = x!;
    totalShifts(shift!, axis!, dims).forEach((by, i) => {
      if (by !== 0) from = rolled(from, i, by);
    });
    return [new Tensor(dtype, dims, from.data)];
  },
  aliases: true,
  grad: ({ inputs: [, shift, axis] }, g) => [dispatchOne(Roll, [g!, negative(shift!), axis!]), null, null],
});

/** One axis rolled: its end first, then its beginning. */
function rolled(x: Tensor, axis: number, by: number): Tensor {
  const strides = rowMajorStrides(x.dims);
  const data = storageToFill(x.dtype, elementCount(x.dims));
  const part = (from: number, to: number, n: number): void => {
    const view = (at: number, of: Tensor['data']): View => ({
      data: of,
      offset: at * strides[axis]!,
      strides,
    });
    copyStrided(
      x.dtype,
      view(from, x.data),
      view(to, data),
      x.dims.map((d, i) => (i === axis ? n : d)),
    );
  };
  const size = x.dims[axis]!;
  part(0, by, size - by);
  part(size - by, 0, by);
  return new Tensor(x.dtype, x.dims, data);
}

/** Mirrors `tf.roll`. @throws {@link InvalidArgumentError} for an axis out of range or shapes that differ */
export function roll(
  ...args: Args<
    [input: TensorLike, shift: TensorLike, axis: TensorLike],
    [],
    { name?: string | null },
    ['input', 'shift', 'axis']
  >
): Tensor {
  const names = ['input', 'shift', 'axis', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>('roll', names, args, {
    required: 3,
  });
  const parts = [operand(given.input!, Roll), indexTensor(given.shift!), indexTensor(given.axis!)];
  return dispatch(Roll, parts, noAttributes)[0]!;
}

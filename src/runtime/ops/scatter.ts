/** `tf.scatter_nd` and `tf.tensor_scatter_nd_*`: updates by tuples of indices. */

import { type DType, int16, int32, int64, type TensorStorage, uint16 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';

import { ownCopy } from '../allocate';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne, operand } from '../dispatch';
import { workType } from '../elementwise';
import { integersOf } from '../index_argument';
import { checkKernel } from '../kernel_types';
import { castStorage } from '../kernels/cast';
import {
  addRows,
  maxRows,
  minRows,
  replaceRows,
  type ScatterLoop,
  type ScatterLoops,
  subtractRows,
} from '../kernels/scatter';
import { defineOp, type Gradient, type InputSpec, mismatch, type OpRecord } from '../op';
import { shapeTensor, shapeTensors } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, elementCount, sameDims } from '../tensor_shape';
import { joinBytes } from '../utf8';
import { add, divide, multiply, negative } from './arithmetic';
import { shape } from './array';
import { cast } from './cast';
import { equal } from './comparison';
import { zeros_like } from './creation';
import { flatRows, gather_nd } from './gather';

/** The loop for a working type, or undefined if the op does not know it. */
export function scatterLoop(loops: ScatterLoops, work: DType): ScatterLoop<TensorStorage> | undefined {
  const loop = work.is_complex
    ? loops.complex
    : work === int64 || work.name === 'uint64'
      ? loops.big
      : work === int32
        ? loops.int32
        : loops.float;
  return loop as ScatterLoop<TensorStorage> | undefined;
}

/** The type that rows of `dtype` are combined in: uint32 wraps as int32 does, but for its order. */
export function scatterWork(dtype: DType, ordered: boolean): DType {
  return dtype.name === 'uint32' && !ordered ? int32 : workType(dtype);
}

/**
 * Combines the rows of `updates` with those of `base`, which this call owns.
 * @param rows row numbers in `base`
 * @returns the storage of the result, `base` itself where it could be
 */
export function scatterInto(
  loops: ScatterLoops | null,
  dtype: DType,
  base: TensorStorage,
  rows: Int32Array,
  updates: TensorStorage,
  width: number,
): TensorStorage {
  const offsets = rows.map((row) => (row < 0 ? -1 : row * width * dtype.lanes));
  const lanes = width * dtype.lanes;
  if (loops === null) {
    replaceRows(base as Float32Array, offsets, updates as Float32Array, lanes);
    return base;
  }
  const work = scatterWork(dtype, loops === maxRows || loops === minRows);
  const count = base.length / dtype.lanes;
  const out = work === dtype ? base : castStorage(dtype, work, base, count);
  const from = work === dtype ? updates : castStorage(dtype, work, updates, updates.length / dtype.lanes);
  scatterLoop(loops, work)!(out, offsets, from, lanes);
  return work === dtype ? out : castStorage(work, dtype, out, count);
}

function isKnown({ dims }: InputSpec): boolean {
  return dims !== null && !dims.includes(null);
}

/** How index tuples lie: a vector is a column of indices. */
function tuples(indices: InputSpec): { outer: readonly Dimension[]; depth: number } {
  const dims = indices.dims!;
  if (dims.length < 1)
    throw new InvalidArgumentError(
      `Indices shape must have rank at least one. Found:${bracketText(dims as number[])}`,
    );
  return dims.length === 1
    ? { outer: dims, depth: 1 }
    : { outer: dims.slice(0, -1), depth: dims[dims.length - 1]! };
}

function rangeText(from: number, to: number): string {
  return `[${from},${to})`;
}

function checkScatter(indices: InputSpec, updates: InputSpec, dims: readonly number[]): void {
  const shown = (d: readonly Dimension[]): string => bracketText(d as number[]);
  const own = updates.dims!;
  const { outer, depth } = tuples(indices);
  if (own.length < 1)
    throw new InvalidArgumentError(`Updates shape must have rank at least one. Found:${shown(own)}`);
  const counts = [dims, indices.dims!, own].map((d) => elementCount(d as number[]));
  const noUpdates = counts[1] === 0 && counts[2] === 0;
  if (!noUpdates && counts.includes(0))
    throw new InvalidArgumentError('Indices and updates specified for empty output shape');
  const n = outer.length;
  if (!sameDims(outer as number[], own.slice(0, n) as number[]))
    throw new InvalidArgumentError(
      `Dimensions ${rangeText(0, n)} of indices[shape=${shown(indices.dims!)}] must match dimensions ` +
        `${rangeText(0, n)} of updates[shape=${shown(own)}]`,
      { fields: { expected: outer, actual: own } },
    );
  if (depth > dims.length || !sameDims(dims.slice(depth), own.slice(n) as number[]))
    throw new InvalidArgumentError(
      `Dimensions ${rangeText(depth, dims.length)} of input[shape=${shown(dims)}] must match dimensions ` +
        `${rangeText(n, own.length)} of updates[shape=${shown(own)}]`,
      { fields: { expected: dims, actual: own } },
    );
}

/** The row that each index tuple names. */
function rowsOf(indices: Tensor, dims: readonly number[]): Int32Array {
  const column =
    indices.dims.length === 1 ? new Tensor(indices.dtype, [indices.dims[0]!, 1], indices.data) : indices;
  return flatRows(
    column,
    dims,
    (at, tuple) => `indices${at} = ${tuple} does not index into shape ${bracketText(dims)}`,
  );
}

/** Strings are added by putting them one after the other. */
function joinRows(base: Uint8Array[], rows: Int32Array, updates: readonly Uint8Array[], width: number): void {
  rows.forEach((row, i) => {
    if (row < 0) return;
    for (let k = 0; k < width; k++)
      base[row * width + k] = joinBytes([base[row * width + k]!, updates[i * width + k]!]);
  });
}

const ScatterNd: OpRecord = defineOp({
  type: 'ScatterNd',
  indices: [[0, 'Tindices', [int16, int32, int64]]],
  infer: ([indices, updates, dims]) => {
    if (dims!.dtype !== indices!.dtype) throw mismatch('ScatterNd', 2, indices!.dtype, dims!.dtype);
    if (dims!.dims !== null && dims!.dims.length !== 1)
      throw new InvalidArgumentError('Shape must be a vector');
    const sizes = integersOf(dims!);
    const negative = sizes?.find((d) => d < 0);
    if (negative !== undefined) throw new InvalidArgumentError(`Dimension ${negative} must be >= 0`);
    if (sizes !== null && isKnown(indices!) && isKnown(updates!)) {
      checkScatter(indices!, updates!, sizes);
      checkTuples(indices!, updates!, sizes, {
        outer: 'Dimensions of indices must match those of updates',
        inner: 'Dimensions of input must match those of updates',
      });
    }
    return [{ dtype: updates!.dtype, dims: sizes }];
  },
  kernel: ([indices, updates], _attrs, [spec]) => {
    const { dims, dtype } = spec!;
    const { depth } = tuples(indices!);
    const width = elementCount(dims.slice(depth));
    const base = dtype.allocate(elementCount(dims));
    const rows = rowsOf(indices!, dims);
    if (dtype.kind === 'string') joinRows(base as Uint8Array[], rows, updates!.data as Uint8Array[], width);
    const loops = dtype.kind === 'bool' ? null : addRows;
    const data = dtype.kind === 'string' ? base : scatterInto(loops, dtype, base, rows, updates!.data, width);
    return [new Tensor(dtype, dims, data)];
  },
  grad: ({ inputs: [indices] }, g) => [null, gather_nd(g!, indices!), null],
});

/**
 * Mirrors `tf.scatter_nd`: zeros of the given shape with the updates added in.
 * @throws {@link InvalidArgumentError} for indices out of range or shapes that do not fit
 */
export function scatter_nd(
  ...args: Args<
    [indices: TensorLike, updates: TensorLike, shape: TensorLike],
    [],
    { name?: string | null },
    ['indices', 'updates', 'shape']
  >
): Tensor {
  const names = ['indices', 'updates', 'shape', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>('scatter_nd', names, args, {
    required: 3,
  });
  const [indices, dims] = shapeTensors([given.indices!, given.shape!]);
  return dispatchOne(ScatterNd, [indices!, operand(given.updates!, ScatterNd), dims!]);
}

/** @param indexTypes what the definition allows for indices */
function tensorScatter(
  type: string,
  loops: ScatterLoops | null,
  grad: Gradient,
  indexTypes: readonly DType[] = [int32, int64],
): OpRecord {
  return defineOp({
    type,
    indices: [[1, 'Tindices', indexTypes]],
    infer: ([x, indices, updates]) => {
      checkKernel(type, x!.dtype);
      if (updates!.dtype !== x!.dtype) throw mismatch(type, 2, x!.dtype, updates!.dtype);
      if ([x!, indices!, updates!].every(isKnown))
        checkTensorScatter(x!.dims as number[], indices!, updates!);
      return [{ dtype: x!.dtype, dims: x!.dims }];
    },
    kernel: ([x, indices, updates]) => {
      const { dims, dtype } = x!;
      const width = elementCount(dims.slice(tuples(indices!).depth));
      const rows = rowsOf(indices!, dims);
      return [
        new Tensor(dtype, dims, scatterInto(loops, dtype, ownCopy(x!.data), rows, updates!.data, width)),
      ];
    },
    grad,
  });
}

/** TF's checks where one index vector is one tuple. */
function checkTuples(
  indices: InputSpec,
  updates: InputSpec,
  dims: readonly number[],
  texts: { readonly outer: string; readonly inner: string },
): void {
  const shown = (d: readonly Dimension[]): string => bracketText(d as number[]);
  const own = updates.dims!;
  if (indices.dims!.length < 1)
    throw new InvalidArgumentError(
      `Indices shape must have rank at least one. Found:${shown(indices.dims!)}`,
    );
  if (own.length < 1)
    throw new InvalidArgumentError(`Updates shape must have rank at least one. Found:${shown(own)}`);
  const outer = indices.dims!.slice(0, -1);
  const depth = indices.dims!.at(-1)!;
  const n = outer.length;
  if (!sameDims(outer as number[], own.slice(0, n) as number[]))
    throw new InvalidArgumentError(
      `${texts.outer}. Indices shape: ${shown(indices.dims!)}, updates shape:${shown(own)}`,
      { fields: { expected: outer, actual: own } },
    );
  if (depth > dims.length || !sameDims(dims.slice(depth), own.slice(n) as number[]))
    throw new InvalidArgumentError(`${texts.inner}. Output: ${shown(dims)} updates: ${shown(own)}`, {
      fields: { expected: dims, actual: own },
    });
}

function checkTensorScatter(dims: readonly number[], indices: InputSpec, updates: InputSpec): void {
  if (dims.length < 1)
    throw new InvalidArgumentError(`Output must be at least 1-D, got shape: ${bracketText(dims)}`);
  checkTuples(indices, updates, dims, {
    outer: 'Outer dimensions of indices and update must match',
    inner: 'Inner dimensions of output shape must match inner dimensions of updates shape',
  });
  checkScatter(indices, updates, dims);
}

/** Equal extremes share the gradient. */
const extremeGradient: Gradient = ({ inputs: [x, indices, y], outputs: [output] }, g) => {
  const own = cast(equal(x!, output!), g!.dtype);
  const theirs = cast(equal(y!, gather_nd(output!, indices!)), g!.dtype);
  const total = add(own, scatter_nd(indices!, theirs, shape(x!, indices!.dtype)));
  const shared = divide(g!, total);
  return [multiply(shared, own), null, multiply(gather_nd(shared, indices!), theirs)];
};

const Update: OpRecord = tensorScatter(
  'TensorScatterUpdate',
  null,
  ({ inputs: [, indices, y] }, g) => [
    dispatchOne(Update, [g!, indices!, zeros_like(y!)]),
    null,
    gather_nd(g!, indices!),
  ],
  [int16, int32, int64, uint16],
);
const Add = tensorScatter('TensorScatterAdd', addRows, ({ inputs: [, indices] }, g) => [
  g!,
  null,
  gather_nd(g!, indices!),
]);
const Sub = tensorScatter('TensorScatterSub', subtractRows, ({ inputs: [, indices] }, g) => [
  g!,
  null,
  negative(gather_nd(g!, indices!)),
]);
const Max = tensorScatter('TensorScatterMax', maxRows, extremeGradient);
const Min = tensorScatter('TensorScatterMin', minRows, extremeGradient);

type ScatterArgs = Args<
  [tensor: TensorLike, indices: TensorLike, updates: TensorLike],
  [],
  { name?: string | null },
  ['tensor', 'indices', 'updates']
>;
function runScatter(method: string, op: OpRecord, args: ScatterArgs): Tensor {
  const names = ['tensor', 'indices', 'updates', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>(method, names, args, {
    required: 3,
  });
  const typed = [given.tensor!, given.updates!].find(isHostValue);
  const dtype = typed === undefined ? undefined : toTensor(typed).dtype;
  const as = (value: TensorLike): Tensor =>
    isHostValue(value) || dtype === undefined ? operand(value, op) : toTensor(value, dtype);
  return dispatchOne(op, [as(given.tensor!), shapeTensor(given.indices!), as(given.updates!)]);
}

/** Mirrors `tf.tensor_scatter_nd_update`. @throws {@link InvalidArgumentError} for indices or shapes that do not fit */
export function tensor_scatter_nd_update(...args: ScatterArgs): Tensor {
  return runScatter('tensor_scatter_nd_update', Update, args);
}
/** Mirrors `tf.tensor_scatter_nd_add`; rows named twice get both updates. */
export function tensor_scatter_nd_add(...args: ScatterArgs): Tensor {
  return runScatter('tensor_scatter_nd_add', Add, args);
}
/** Mirrors `tf.tensor_scatter_nd_sub`. */
export function tensor_scatter_nd_sub(...args: ScatterArgs): Tensor {
  return runScatter('tensor_scatter_nd_sub', Sub, args);
}
/** Mirrors `tf.tensor_scatter_nd_max`. */
export function tensor_scatter_nd_max(...args: ScatterArgs): Tensor {
  return runScatter('tensor_scatter_nd_max', Max, args);
}
/** Mirrors `tf.tensor_scatter_nd_min`. */
export function tensor_scatter_nd_min(...args: ScatterArgs): Tensor {
  return runScatter('tensor_scatter_nd_min', Min, args);
}

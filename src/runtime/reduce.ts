/**
 * What reductions share: one record made from a set of loops, each of which reduces the middle axis of
 * `outer x n x inner` elements. Axes that lie side by side are reduced as one.
 */
import {
  type DType,
  float16,
  float32,
  float64,
  int32,
  int64,
  type NumericStorage,
  type TensorStorage,
  uint64,
} from '../dtypes';
import { float32ToHalf, halfToFloat32 } from '../elements';
import { InvalidArgumentError } from '../errors';
import { type Bigs, type Floats, workType } from './elementwise';
import { castStorage } from './kernels/cast';
import { checkAllowed, defineOp, type Gradient, type InputSpec, type OpRecord, type Spec } from './op';
import { numbersOf } from './shape_argument';
import { Tensor } from './tensor';
import { type Dimension, elementCount } from './tensor_shape';

type ReduceLoop<S, E = undefined> = (
  x: S,
  outer: number,
  n: number,
  inner: number,
  out: S,
  ofNone: E,
) => void;

/** The loops of a reduction; a group without a loop is one the op does not know. */
export interface ReduceLoops {
  readonly float?: ReduceLoop<Floats>;
  readonly int32?: ReduceLoop<Int32Array, number>;
  readonly big?: ReduceLoop<Bigs, bigint>;
  /** `inner` counts complex numbers; without it the two parts are reduced apart, by `float`. */
  readonly complex?: ReduceLoop<Floats>;
  readonly bool?: ReduceLoop<Uint8Array>;
  /** What integers start from: the value of an empty reduction. */
  readonly ofNone?: (dtype: DType) => bigint;
}

export interface ReduceAttributes {
  readonly [name: string]: unknown;
  readonly keep_dims: boolean;
}

interface ReduceParts {
  readonly type: string;
  readonly allowed: readonly DType[];
  readonly loops: ReduceLoops;
  readonly grad: Gradient<ReduceAttributes> | null;
}

/**
 * Which axes are reduced; negative ones count from the end.
 * @throws {@link InvalidArgumentError} with TF's texts
 */
export function reducedAxes(axes: readonly number[], rank: number): boolean[] {
  const reduced = new Array<boolean>(rank).fill(false);
  for (const axis of axes) {
    if (axis < -rank || axis >= rank)
      throw new InvalidArgumentError(
        `Invalid reduction dimension (${axis} for input with ${rank} dimension(s)`,
        { fields: { expected: rank, actual: axis } },
      );
    const at = axis < 0 ? axis + rank : axis;
    if (reduced[at])
      throw new InvalidArgumentError(`Invalid reduction arguments: Axes contains duplicate dimension: ${at}`);
    reduced[at] = true;
  }
  return reduced;
}

/** The axes of a call of an eager reduction. */
export function axesOf(axes: Tensor, rank: number): boolean[] {
  return reducedAxes(numbersOf(axes.data as Int32Array), rank);
}

/** What a reduction gives for inputs `[x, axes]`. */
export function inferReduction([x, axes]: readonly InputSpec[], keepDims: boolean): Spec['dims'] {
  const list = axes!.data ? numbersOf(axes!.data as Int32Array) : null;
  if (x!.dims === null) return null;
  if (list === null) return keepDims ? x!.dims.map(() => null) : null;
  const reduced = reducedAxes(list, x!.dims.length);
  const dims: Dimension[] = [];
  for (let i = 0; i < reduced.length; i++)
    if (!reduced[i]) dims.push(x!.dims[i]!);
    else if (keepDims) dims.push(1);
  return dims;
}

/** Runs of neighbouring axes that are all reduced or all kept, without axes of one element. */
function runsOf(dims: readonly number[], reduced: readonly boolean[]): { size: number; reduced: boolean }[] {
  const runs: { size: number; reduced: boolean }[] = [];
  dims.forEach((size, i) => {
    if (size === 1) return;
    const last = runs[runs.length - 1];
    if (last !== undefined && last.reduced === reduced[i]) last.size *= size;
    else runs.push({ size, reduced: reduced[i]! });
  });
  return runs;
}

/** Where floats are worked on between two axes: in double precision, so that rounding happens once. */
function stepType(work: DType, last: boolean): DType {
  return work === float32 && !last ? float64 : work;
}

/**
 * The elements of `x` reduced over some axes, as storage of `x.dtype`; `x`'s own if nothing is to be done.
 * @param rounded the type whose digits are kept, if `x` holds its values in a wider one
 */
export function reduceStorage(
  x: Tensor,
  reduced: readonly boolean[],
  loops: ReduceLoops,
  rounded: DType = x.dtype,
): TensorStorage {
  const runs = runsOf(x.dims, reduced);
  const isBool = x.dtype.kind === 'bool';
  const work = isBool ? x.dtype : workType(x.dtype);
  let left = runs.filter((run) => run.reduced).length;
  if (left === 0) return x.data;
  let data = work === x.dtype ? x.data : castStorage(x.dtype, work, x.data, elementCount(x.dims));
  for (let r = runs.length - 1; r >= 0; r--) {
    if (!runs[r]!.reduced) continue;
    left--;
    const outer = product(runs, 0, r);
    const inner = product(runs, r + 1, runs.length);
    const n = runs[r]!.size;
    const out = stepType(work, left === 0).allocate(outer * inner) as NumericStorage;
    if (rounded === float16 && n > 2 && n < packet && loops.float !== undefined)
      stepwise(loops.float, data as Floats, outer, n, inner, out as Floats);
    else runLoop(loops, x.dtype, work, data as NumericStorage, outer, n, inner, out);
    data = out;
    runs[r]!.size = 1;
  }
  return work === x.dtype ? data : castStorage(work, x.dtype, data, data.length / work.lanes);
}

/** So many halves TF's kernels reduce at once; fewer are taken one by one, and every step is rounded. */
const packet = 8;

function stepwise(
  loop: NonNullable<ReduceLoops['float']>,
  x: Floats,
  outer: number,
  n: number,
  inner: number,
  out: Floats,
): void {
  const pair = new Float32Array(2 * inner);
  const result = new Float32Array(inner);
  for (let o = 0; o < outer; o++) {
    const at = o * n * inner;
    pair.set(x.subarray(at, at + inner));
    for (let k = 1; k < n; k++) {
      pair.set(x.subarray(at + k * inner, at + (k + 1) * inner), inner);
      loop(pair, 1, 2, inner, result, undefined);
      pair.set(halfToFloat32(float32ToHalf(result)));
    }
    out.set(pair.subarray(0, inner), o * inner);
  }
}

function product(runs: readonly { size: number }[], from: number, to: number): number {
  let result = 1;
  for (let i = from; i < to; i++) result *= runs[i]!.size;
  return result;
}

function runLoop(
  loops: ReduceLoops,
  dtype: DType,
  work: DType,
  data: NumericStorage,
  outer: number,
  n: number,
  inner: number,
  out: NumericStorage,
): void {
  if (work.kind === 'bool') loops.bool!(data as Uint8Array, outer, n, inner, out as Uint8Array, undefined);
  else if (work === int64 || work === uint64)
    loops.big!(data as Bigs, outer, n, inner, out as Bigs, loops.ofNone?.(dtype) ?? 0n);
  else if (work === int32)
    loops.int32!(data as Int32Array, outer, n, inner, out as Int32Array, Number(loops.ofNone?.(dtype) ?? 0n));
  else if (work.is_complex && loops.complex !== undefined)
    loops.complex(data as Floats, outer, n, inner, out as Floats, undefined);
  else {
    loops.float!(data as Floats, outer, n, inner * work.lanes, out as Floats, undefined);
    // Unsigned integers of 32 bits come this way too, and hold no infinity.
    if (n === 0 && dtype.is_integer && loops.ofNone) (out as Floats).fill(Number(loops.ofNone(dtype)));
  }
}

/** A record of inputs `[x, axes]`. */
export function reduceOp({ type, allowed, loops, grad }: ReduceParts): OpRecord<ReduceAttributes> {
  return defineOp<ReduceAttributes>({
    type,
    indices: [[1, 'Tidx']],
    infer: (inputs, { keep_dims }) => {
      checkAllowed(type, inputs[0]!.dtype, allowed);
      return [{ dtype: inputs[0]!.dtype, dims: inferReduction(inputs, keep_dims) }];
    },
    kernel: ([x, axes], _attrs, [spec]) => [
      new Tensor(spec!.dtype, spec!.dims, reduceStorage(x!, axesOf(axes!, x!.dims.length), loops)),
    ],
    aliases: true,
    grad,
  });
}

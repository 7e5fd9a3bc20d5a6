/** `Fill` and `Sum`, each the gradient of the other: one value everywhere, and all values in one. */
import { int32, int64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { type Bigs, type Floats, numeric, workType } from '../elementwise';
import { castStorage } from '../kernels/cast';
import { sumBigs, sumFloats, sumIntegers } from '../kernels/sum';
import { checkAllowed, defineOp, noAttributes, type OpRecord } from '../op';
import { type ShapeArgument, shapeTensor, sizesOf } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, elementCount } from '../tensor_shape';
import { multiply } from './arithmetic';
import { reshape } from './array';
import { cast } from './cast';

/** Storage with every element the first one of `value`. */
export function repeated(value: Tensor, count: number): Tensor['data'] {
  const { dtype, data } = value;
  if (Array.isArray(data)) return new Array<Uint8Array>(count).fill(data[0]!);
  const out = dtype.allocate(count) as Float32Array;
  if (dtype.lanes === 1) out.fill(data[0] as number);
  else for (let i = 0; i < out.length; i++) out[i] = data[i % dtype.lanes] as number;
  return out;
}

const Fill: OpRecord = defineOp({
  type: 'Fill',
  infer: ([dims, value]) => {
    checkAllowed('Fill', dims!.dtype, [int32, int64], 'index_type');
    const sizes = sizesOf(dims!, (d) => `dims must represent a vector, got shape ${bracketText(d)}`);
    if (value!.dims !== null && elementCount(value!.dims as number[]) !== 1)
      throw new InvalidArgumentError(
        `value must represent a scalar, got shape ${bracketText(value!.dims as number[])}`,
      );
    for (const size of sizes ?? [])
      if (size < 0) throw new InvalidArgumentError(`Dimension ${size} must be >= 0`);
    return [{ dtype: value!.dtype, dims: sizes }];
  },
  kernel: ([, value], _attrs, [spec]) => [
    new Tensor(spec!.dtype, spec!.dims, repeated(value!, elementCount(spec!.dims))),
  ],
  grad: (_call, g) => [null, sum(g!)],
});

/** Mirrors `tf.fill`. @throws {@link InvalidArgumentError} for a value that is no scalar or a negative size */
export function fill(dims: ShapeArgument, value: TensorLike): Tensor {
  return dispatch(Fill, [shapeTensor(dims), toTensor(value)], noAttributes)[0]!;
}

interface SumAttributes {
  readonly [name: string]: unknown;
  readonly keep_dims: boolean;
}

/** Which axes are summed; negative ones count from the end. */
function reducedAxes(axes: readonly number[], rank: number): boolean[] {
  const reduced = new Array<boolean>(rank).fill(false);
  for (const axis of axes) {
    if (axis < -rank || axis >= rank)
      throw new InvalidArgumentError(
        `Invalid reduction dimension (${axis} for input with ${rank} dimension(s)`,
      );
    reduced[axis < 0 ? axis + rank : axis] = true;
  }
  return reduced;
}

function sumAxis(x: Tensor, axis: number): Tensor {
  const dims = x.dims.map((d, i) => (i === axis ? 1 : d));
  const outer = elementCount(x.dims.slice(0, axis));
  const n = x.dims[axis]!;
  const work = workType(x.dtype);
  const inner = elementCount(x.dims.slice(axis + 1)) * work.lanes;
  const from = work === x.dtype ? x.data : castStorage(x.dtype, work, x.data, elementCount(x.dims));
  const out = work.allocate(elementCount(dims));
  if (work === int64 || work.name === 'uint64') sumBigs(from as Bigs, outer, n, inner, out as Bigs);
  else if (work === int32) sumIntegers(from as Int32Array, outer, n, inner, out as Int32Array);
  else sumFloats(from as Floats, outer, n, inner, out as Floats);
  return new Tensor(
    x.dtype,
    dims,
    work === x.dtype ? out : castStorage(work, x.dtype, out, elementCount(dims)),
  );
}

const Sum = defineOp<SumAttributes>({
  type: 'Sum',
  infer: ([x, axes], { keep_dims }) => {
    checkAllowed('Sum', x!.dtype, numeric);
    const list = sizesOf(axes!, () => 'reduction indices must be a vector');
    if (list === null || x!.dims === null) return [{ dtype: x!.dtype, dims: null }];
    const reduced = reducedAxes(list, x!.dims.length);
    const dims = x!.dims.flatMap((d, i) => (reduced[i] ? (keep_dims ? [1] : []) : [d]));
    return [{ dtype: x!.dtype, dims }];
  },
  kernel: ([x, axes], _attrs, [spec]) => {
    let result = x!;
    reducedAxes(Array.from(axes!.data as Int32Array, Number), x!.dims.length).forEach((reduced, axis) => {
      if (reduced) result = sumAxis(result, axis);
    });
    return [new Tensor(spec!.dtype, spec!.dims, result.data)];
  },
  aliases: true,
  grad: ({ inputs: [x, axes] }, g) => {
    const reduced = reducedAxes(Array.from(axes!.data as Int32Array, Number), x!.dims.length);
    const kept = x!.dims.map((d, i) => (reduced[i] ? 1 : d));
    return [multiply(reshape(g!, kept), fill(x!.dims, cast(1, x!.dtype))), null];
  },
});

/** The sum over `axes` (all of them if not given), which stay as dimensions of 1 if `keepdims`. */
export function sum(input: TensorLike, axes?: readonly number[], keepdims = false): Tensor {
  const x = operand(input, Sum as unknown as OpRecord);
  const list = axes ?? x.dims.map((_, i) => i);
  return dispatch(Sum, [x, shapeTensor(list)], { keep_dims: keepdims })[0]!;
}

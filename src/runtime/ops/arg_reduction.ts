/** `argmax` and `argmin`. */
import {
  as_dtype,
  bool,
  type DType,
  type DTypeLike,
  int16,
  int32,
  int64,
  uint16,
  uint64,
} from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { type Bigs, type Floats, workType } from '../elementwise';
import { argmaxBigs, argmaxFloats, argminBigs, argminFloats } from '../kernels/arg';
import { castStorage } from '../kernels/cast';
import { checkAllowed, defineOp, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { bracketText, elementCount } from '../tensor_shape';
import { realNumbers } from '../type_groups';

interface ArgAttributes {
  readonly [name: string]: unknown;
  readonly output_type: DType;
}
type ArgLoop<S> = (x: S, outer: number, n: number, inner: number, out: Int32Array) => void;
interface ArgLoops {
  readonly number: ArgLoop<Floats | Int32Array>;
  readonly big: ArgLoop<Bigs>;
}

function axisOf(data: Tensor['data'], rank: number): number {
  const axis = Number(data[0]);
  if (axis < -rank || axis >= rank)
    throw new InvalidArgumentError(
      `Expected dimension in the range [${rank === 0 ? 0 : -rank}, ${rank}), but got ${axis}`,
      { fields: { expected: rank, actual: axis } },
    );
  return axis < 0 ? axis + rank : axis;
}

function places(x: Tensor, axis: number, loops: ArgLoops): Int32Array {
  const { dtype, dims } = x;
  const outer = elementCount(dims.slice(0, axis));
  const inner = elementCount(dims.slice(axis + 1));
  const out = new Int32Array(outer * inner);
  const work = workType(dtype);
  const from = work === dtype ? x.data : castStorage(dtype, work, x.data, elementCount(dims));
  if (work === int64 || work === uint64) loops.big(from as Bigs, outer, dims[axis]!, inner, out);
  else loops.number(from as Floats, outer, dims[axis]!, inner, out);
  return out;
}

function argOp(type: string, outputTypes: readonly DType[], loops: ArgLoops): OpRecord<ArgAttributes> {
  return defineOp<ArgAttributes>({
    type,
    indices: [[1, 'Tidx', [int16, int32, int64]]],
    infer: ([x, axis], { output_type }) => {
      checkAllowed(type, x!.dtype, [...realNumbers, bool]);
      checkAllowed(type, output_type, outputTypes, 'output_type');
      if (axis!.dims !== null && axis!.dims.length > 0)
        throw new InvalidArgumentError(
          `dim must be a scalar, but received tensor of shape: ${bracketText(axis!.dims as number[])}`,
        );
      const { dims } = x!;
      if (dims === null) return [{ dtype: output_type, dims: null }];
      if (!axis!.data) return [{ dtype: output_type, dims: dims.slice(1).map(() => null) }];
      const at = axisOf(axis!.data, dims.length);
      if (dims[at] === 0)
        throw new InvalidArgumentError(
          `Reduction axis ${at} is empty in shape ${bracketText(dims as number[])}`,
        );
      return [{ dtype: output_type, dims: dims.filter((_, i) => i !== at) }];
    },
    kernel: ([x, axis], _attrs, [spec]) => {
      const { dtype, dims } = spec!;
      const out = places(x!, axisOf(axis!.data, x!.dims.length), loops);
      return [new Tensor(dtype, dims, dtype === int32 ? out : castStorage(int32, dtype, out, out.length))];
    },
    grad: null,
  });
}

const ArgMax = argOp('ArgMax', [int16, uint16, int32, int64], { number: argmaxFloats, big: argmaxBigs });
const ArgMin = argOp('ArgMin', [int32, int64], { number: argminFloats, big: argminBigs });

interface ArgKeywords {
  axis?: TensorLike | null;
  output_type?: DTypeLike;
  name?: string | null;
}
type ArgReductionArgs = Args<
  [input: TensorLike],
  [axis: TensorLike | null, output_type: DTypeLike, name: string | null],
  ArgKeywords,
  ['input']
>;

function placeOf(method: string, op: OpRecord<ArgAttributes>, args: readonly unknown[]): Tensor {
  const given = bindArguments<ArgKeywords & { input: TensorLike }>(
    method,
    ['input', 'axis', 'output_type', 'name'],
    args,
    { required: 1 },
  );
  const axis = given.axis ?? 0;
  const along = isHostValue(axis) ? toTensor(axis) : toTensor(axis, int32);
  const output_type = as_dtype(given.output_type ?? int64);
  return dispatch(op, [operand(given.input!, op as unknown as OpRecord), along], { output_type })[0]!;
}

/**
 * Mirrors `tf.argmax`: where the largest element along `axis` (0 by default) is, the first of several; int64
 * unless `output_type` says otherwise. NaN is passed over unless all are.
 * @throws {@link InvalidArgumentError} for an axis that there is not or that is empty
 */
export function argmax(...args: ArgReductionArgs): Tensor {
  return placeOf('argmax', ArgMax, args);
}

/** Mirrors `tf.argmin` (see {@link argmax}). */
export function argmin(...args: ArgReductionArgs): Tensor {
  return placeOf('argmin', ArgMin, args);
}

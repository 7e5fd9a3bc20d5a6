/** `tf.where`: the choice between two tensors, and the places where a condition holds. */

import {
  bool,
  complex64,
  complex128,
  type DType,
  float16,
  float32,
  int64,
  type TensorStorage,
} from '../../dtypes';
import { InvalidArgumentError, UnimplementedError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { storageToFill } from '../allocate';
import { broadcastDims } from '../broadcast';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne } from '../dispatch';
import { dispatching } from '../dispatched';
import { castStorage } from '../kernels/cast';
import { positions, select, selectFloats } from '../kernels/select';
import { copyStrided, rowMajorStrides } from '../kernels/strided_copy';
import { checkAllowed, defineOp, type InputSpec, mismatch, type OpRecord } from '../op';
import { strictly } from '../operands';
import type { RaggedTensor } from '../ragged/ragged_tensor';
import { Tensor } from '../tensor';
import { elementCount, sameDims } from '../tensor_shape';
import { realNumbers } from '../type_groups';

/**
 * An operand that the loop can walk: the value itself where it has the right shape or is one value, else a
 * copy.
 */
function operandAs(x: Tensor, dims: readonly number[]): { data: TensorStorage; step: number } {
  if (sameDims(x.dims, dims)) return { data: x.data, step: 1 };
  if (elementCount(x.dims) === 1) return { data: x.data, step: 0 };
  const own = rowMajorStrides(x.dims);
  const extra = dims.length - x.dims.length;
  const strides = dims.map((_, i) => (i < extra || x.dims[i - extra] === 1 ? 0 : own[i - extra]!));
  const data = storageToFill(x.dtype, elementCount(dims));
  copyStrided(
    x.dtype,
    { data: x.data, offset: 0, strides },
    { data, offset: 0, strides: rowMajorStrides(dims) },
    dims,
  );
  return { data, step: 1 };
}

const SelectV2: OpRecord = defineOp({
  type: 'SelectV2',
  infer: ([condition, x, y]) => {
    if (condition!.dtype !== bool) throw mismatch('SelectV2', 0, bool, condition!.dtype);
    if (x!.dtype !== y!.dtype) throw mismatch('SelectV2', 2, x!.dtype, y!.dtype);
    return [{ dtype: x!.dtype, dims: selectDims(condition!, x!, y!) }];
  },
  kernel: ([condition, x, y], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const c = operandAs(condition!, dims);
    const a = operandAs(x!, dims);
    const b = operandAs(y!, dims);
    const out = storageToFill(dtype, elementCount(dims));
    const set = c.data as Uint8Array;
    if (dtype === float32)
      selectFloats(
        set,
        c.step,
        a.data as Float32Array,
        a.step,
        b.data as Float32Array,
        b.step,
        out as Float32Array,
      );
    else select(set, c.step, a.data, a.step, b.data, b.step, out, dtype.lanes);
    return [new Tensor(dtype, dims, out)];
  },
  grad: ({ inputs: [condition] }, g) => {
    const zero = toTensor(0, g!.dtype);
    return [null, selectV2(condition!, g!, zero), selectV2(condition!, zero, g!)];
  },
});

function selectDims(condition: InputSpec, x: InputSpec, y: InputSpec): InputSpec['dims'] {
  try {
    return broadcastDims(condition.dims, broadcastDims(x.dims, y.dims));
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const shapes = [condition, x, y].map(({ dims }) => `[${dims}]`);
    throw new InvalidArgumentError(
      `condition ${shapes[0]}, then ${shapes[1]}, and else ${shapes[2]} must be broadcastable`,
      { fields: { expected: condition.dims, actual: [x.dims, y.dims] } },
    );
  }
}

const testable: readonly DType[] = [...realNumbers, complex64, complex128, bool];

/** Where a value is not zero; of a complex one either part. */
function nonZero({ dtype, dims, data }: Tensor): Uint8Array {
  if (dtype === bool) return data as Uint8Array;
  const count = elementCount(dims) * dtype.lanes;
  const parts = castStorage(dtype.real_dtype, bool, data, count) as Uint8Array;
  return dtype.is_complex
    ? parts.filter((_, i) => i % 2 === 0).map((re, i) => re | parts[2 * i + 1]!)
    : parts;
}

const Where: OpRecord = defineOp({
  type: 'Where',
  infer: ([condition]) => {
    checkAllowed('Where', condition!.dtype, testable);
    if (condition!.dtype === float16)
      throw new UnimplementedError('No WhereOp available for float16/half type on CPU');
    const { dims } = condition!;
    if (dims !== null && dims.length === 0)
      throw new InvalidArgumentError(
        'WhereOp: Unhandled input dimensions: 0. The condition must be at least a vector.',
      );
    return [{ dtype: int64, dims: [null, dims === null ? null : dims.length] }];
  },
  kernel: ([condition]) => {
    const { dims } = condition!;
    const found = positions(nonZero(condition!), dims);
    return [new Tensor(int64, [found.length / dims.length, dims.length], found)];
  },
  grad: null,
});

/** `tf.where` with all three arguments, as internal code calls it. */
export function selectV2(condition: TensorLike, x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = strictly(x, y, SelectV2);
  return dispatchOne(SelectV2, [
    isHostValue(condition) ? toTensor(condition) : toTensor(condition, bool),
    a,
    b,
  ]);
}

interface WhereKeywords {
  x?: TensorLike | null;
  y?: TensorLike | null;
  name?: string | null;
}
/**
 * Mirrors `tf.where`: elements of `x` where `condition` holds, else of `y`, all broadcast; or without `x` and
 * `y` the coordinates of what is set, `[n, rank]` of int64.
 * @throws {@link ValueError} if one of `x` and `y` is missing, {@link InvalidArgumentError} for shapes or
 * types that differ
 */
export const where = dispatching<Tensor | RaggedTensor>()(function where(
  ...args: Args<
    [condition: TensorLike],
    [x: TensorLike | null, y: TensorLike | null, name: string | null],
    WhereKeywords,
    ['condition']
  >
): Tensor {
  const given = bindArguments<WhereKeywords & { condition: TensorLike }>(
    'where_v2',
    ['condition', 'x', 'y', 'name'],
    args,
    { required: 1 },
  );
  const { condition, x = null, y = null } = given;
  if (x !== null && y !== null) return selectV2(condition!, x, y);
  if (x !== null || y !== null) throw new ValueError('x and y must both be non-None or both be None.');
  return dispatchOne(Where, [
    isHostValue(condition) ? toTensor(condition!) : toTensor(condition!, undefined, bool),
  ]);
});

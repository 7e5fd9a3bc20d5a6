/** Running sums, products and log-sums along one axis. */

import { type DType, int32, int64, uint32, uint64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { rangeOf } from '../../type_ranges';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { dispatching } from '../dispatched';
import { type Bigs, type Floats, numeric, workType } from '../elementwise';
import { castStorage } from '../kernels/cast';
import {
  logAddFloats,
  multiplyBigs,
  multiplyComplex,
  multiplyFloats,
  multiplyIntegers,
  type ScanShape,
  sumBigs,
  sumFloats,
  sumIntegers,
} from '../kernels/scan';
import { checkAllowed, defineOp, type Gradient, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { floats } from '../type_groups';
import { add, multiply, negative, subtract } from './arithmetic';
import { greater, less } from './comparison';
import { exp, log } from './exponential';
import { div_no_nan } from './no_nan';
import { selectV2 } from './select';

interface ScanAttributes {
  readonly [name: string]: unknown;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

interface ScanLoops {
  readonly float: (x: Floats, shape: ScanShape, out: Floats) => void;
  readonly int32?: (x: Int32Array, shape: ScanShape, out: Int32Array) => void;
  readonly big?: (x: Bigs, shape: ScanShape, out: Bigs) => void;
  /** `inner` counts complex numbers; without it the parts go apart, by `float`. */
  readonly complex?: (x: Floats, shape: ScanShape, out: Floats) => void;
}

function axisOf(axis: Tensor['data'], rank: number): number {
  const at = Number(axis[0]);
  if (at < -rank || at >= rank)
    throw new InvalidArgumentError(
      `ScanOp: Expected scan axis in the range [${rank === 0 ? 0 : -rank}, ${rank}), but got ${at}`,
      { fields: { expected: rank, actual: at } },
    );
  return at < 0 ? at + rank : at;
}

function scanStorage(loops: ScanLoops, x: Tensor, axis: number, attrs: ScanAttributes): Tensor['data'] {
  const { dtype, dims } = x;
  const count = elementCount(dims);
  const work = dtype === uint32 ? int32 : workType(dtype);
  const from = work === dtype ? x.data : castStorage(dtype, work, x.data, count);
  const out = work.allocate(count);
  const lanes = work.is_complex && loops.complex === undefined ? 2 : 1;
  const shape: ScanShape = {
    outer: elementCount(dims.slice(0, axis)),
    n: dims[axis]!,
    inner: elementCount(dims.slice(axis + 1)) * lanes,
    exclusive: attrs.exclusive,
    reverse: attrs.reverse,
  };
  if (work === int64 || work === uint64) loops.big!(from as Bigs, shape, out as Bigs);
  else if (work === int32) loops.int32!(from as Int32Array, shape, out as Int32Array);
  else if (work.is_complex && lanes === 1) loops.complex!(from as Floats, shape, out as Floats);
  else loops.float(from as Floats, shape, out as Floats);
  return work === dtype ? out : castStorage(work, dtype, out, count);
}

function scanOp(
  type: string,
  allowed: readonly DType[],
  loops: ScanLoops,
  grad: Gradient<ScanAttributes>,
): OpRecord<ScanAttributes> {
  return defineOp<ScanAttributes>({
    type,
    indices: [[1, 'Tidx']],
    infer: ([x, axis]) => {
      checkAllowed(type, x!.dtype, allowed);
      if (axis!.dims !== null && axis!.dims.length > 0)
        throw new InvalidArgumentError(`ScanOp: axis must be a scalar, not [${axis!.dims}]`);
      if (axis!.data && x!.dims !== null) axisOf(axis!.data, x!.dims.length);
      return [{ dtype: x!.dtype, dims: x!.dims }];
    },
    kernel: ([x, axis], attrs, [spec]) => [
      new Tensor(spec!.dtype, spec!.dims, scanStorage(loops, x!, axisOf(axis!.data, x!.dims.length), attrs)),
    ],
    grad,
  });
}

const Cumsum = scanOp(
  'Cumsum',
  numeric,
  { float: sumFloats, int32: sumIntegers, big: sumBigs },
  ({ inputs: [, axis], attrs: { exclusive, reverse } }, g) => [
    scan(Cumsum, g!, axis!, { exclusive, reverse: !reverse }),
    null,
  ],
);
const Cumprod = scanOp(
  'Cumprod',
  numeric,
  { float: multiplyFloats, int32: multiplyIntegers, big: multiplyBigs, complex: multiplyComplex },
  ({ inputs: [x, axis], outputs: [y], attrs: { exclusive, reverse } }, g) => {
    const sums = scan(Cumsum, multiply(y!, g!), axis!, { exclusive, reverse: !reverse });
    return [div_no_nan(sums, x!), null];
  },
);
const CumulativeLogsumexp = scanOp(
  'CumulativeLogsumexp',
  floats,
  { float: logAddFloats },
  ({ inputs: [x, axis], outputs: [y], attrs: { exclusive, reverse } }, g) => {
    // Logarithms are taken of the positive and of the negative gradients apart.
    const nothing = toTensor(rangeOf(g!.dtype)[0], g!.dtype);
    const flow = (positive: Tensor, signed: Tensor) => {
      const weights = subtract(selectV2(positive, log(signed), nothing), y!);
      const sums = scan(CumulativeLogsumexp, weights, axis!, { exclusive, reverse: !reverse });
      return exp(add(sums, x!));
    };
    return [subtract(flow(greater(g!, 0), g!), flow(less(g!, 0), negative(g!))), null];
  },
);

function scan(op: OpRecord<ScanAttributes>, x: Tensor, axis: Tensor, attrs: ScanAttributes): Tensor {
  return dispatch(op, [x, axis], attrs)[0]!;
}

interface ScanKeywords {
  axis?: TensorLike;
  exclusive?: boolean;
  reverse?: boolean;
  name?: string | null;
}
type ScanArgs = Args<
  [x: TensorLike],
  [axis: TensorLike, exclusive: boolean, reverse: boolean, name: string | null],
  ScanKeywords,
  ['x']
>;

function scanFrom(method: string, op: OpRecord<ScanAttributes>, args: readonly unknown[]): Tensor {
  const given = bindArguments<ScanKeywords & { x: TensorLike }>(
    method,
    ['x', 'axis', 'exclusive', 'reverse', 'name'],
    args,
    { required: 1 },
  );
  const { x, axis = 0, exclusive = false, reverse = false } = given;
  const along = isHostValue(axis) ? toTensor(axis) : toTensor(axis, int32);
  return scan(op, operand(x!, op as unknown as OpRecord), along, { exclusive, reverse });
}

/**
 * Mirrors `tf.cumsum`: running sums along `axis`, without the element itself if `exclusive`, from the end if
 * `reverse`.
 * @throws {@link InvalidArgumentError} for an axis that there is not
 */
export const cumsum = dispatching()(function cumsum(...args: ScanArgs): Tensor {
  return scanFrom('cumsum', Cumsum, args);
});

/** Mirrors `tf.math.cumprod`: running products (see {@link cumsum}). The gradient at zeros is 0, as in TF. */
export function cumprod(...args: ScanArgs): Tensor {
  return scanFrom('cumprod', Cumprod, args);
}

/**
 * Mirrors `tf.math.cumulative_logsumexp`: `log(cumsum(exp(x)))`, without overflow; an empty sum is -infinity.
 */
export function cumulative_logsumexp(...args: ScanArgs): Tensor {
  return scanFrom('cumulative_logsumexp', CumulativeLogsumexp, args);
}
